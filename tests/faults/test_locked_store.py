"""A store that another process keeps locked: a sentence after some patience, readers go on, and afterwards all is well."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data import store as stores
from data.store import Store
from models.access import LOCAL_STAFF
from models.errors import StoreFault
from services import receive as receiving
from services.receive import receive
from services.sources import from_paths
from tests.browser.serving import ROOT
from tests.faults.batch import NOW, assert_complete, made, prepare, stored
from tests.services.desk import PoolHere

_HOLDER = """
import sys
from pathlib import Path
from data.store import Store
with Store.open(sys.argv[1], Path(sys.argv[2])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_store_locked_by_another_process_is_told_after_some_patience(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    monkeypatch.setattr(stores, "PATIENCE_SECONDS", 1)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    store, batch = Store.open(url, tmp_path), made(5)
    prepare(store, batch)
    folder = batch.write(tmp_path / "mails")

    with _held(url, tmp_path):
        with pytest.raises(StoreFault, match="另一个程序一直在写数据库，等了 1 秒还没有轮到。请稍后再试。"):
            receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW)
        assert stored(store) == []
    intake = receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW)

    assert [file.outcome.value for file in intake.files] == ["accepted"] * 5
    assert_complete(store, batch)
    store.close()


@contextmanager
def _held(url: str, folder: Path) -> Iterator[None]:
    """Have another process write and not come to an end."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, url, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()
