"""kill -9 of the command, of the children, and of the app: what was acknowledged is there, nothing is half, a repeat completes it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import func, select

from data.accounts import NewAccount
from data.schema import submission
from data.store import Store
from models.access import LOCAL_STAFF, Role
from models.api_token import TokenScope
from services import accounts, api_tokens
from services.receive import receive
from services.sources import from_paths
from tests.browser.serving import ROOT, app_process
from tests.faults.batch import FILES, NOW, Batch, assert_complete, lost, made, prepare, repeat, stored, unfinished
from tests.waiting import wait_until

WITHIN = 60.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open the store an installation in this folder would have."""
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    yield opened
    opened.close()


def _some_kept(store: Store) -> bool:
    return sum(1 for _ in store.kept.digests()) >= 10


def _some_stored(store: Store) -> bool:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(submission)).scalar_one() >= 100


@pytest.mark.parametrize("moment", [_some_kept, _some_stored])
def test_a_command_killed_during_a_batch_leaves_whole_forms_and_a_repeat_completes_them(
    store: Store, tmp_path: Path, moment: Callable[[Store], bool]
) -> None:
    batch = made()
    prepare(store, batch)
    folder = batch.write(tmp_path / "mails")

    command = _receiving(folder, tmp_path)
    children = _kill_at(command, lambda: moment(store))

    assert len(stored(store)) < len(batch.forms)
    assert unfinished(store) <= 1
    assert _all_gone(children)
    again = _receiving(folder, tmp_path)
    told = json.loads(again.communicate(timeout=WITHIN)[0])
    assert again.returncode == 0
    assert {file["outcome"] for file in told["files"]} <= {"accepted", "duplicate"}
    assert (told["ledger"]["accepted"], told["ledger"]["missing"]) == (len(batch.forms), 0)
    assert_complete(store, batch)


def test_children_killed_during_a_batch_cost_no_form(store: Store, tmp_path: Path) -> None:
    batch = made()
    prepare(store, batch)
    folder = batch.write(tmp_path / "mails")
    done = threading.Event()
    killer = ThreadPoolExecutor(1)
    killed = killer.submit(_kill_children, done)

    intake = receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW)
    done.set()

    assert killed.result() >= 3
    assert Counter(file.outcome.value for file in intake.files) == {"accepted": len(batch.forms)}
    assert_complete(store, batch)


def test_an_app_killed_while_many_send_has_kept_what_it_acknowledged(store: Store, tmp_path: Path) -> None:
    batch = made(max(40, FILES // 5))
    prepare(store, batch)
    token = _token(store)

    with app_process(tmp_path) as (server, port):
        first = _Senders(batch, port, token)
        first.send(until=lambda: len(first.acknowledged) >= 10, then=server.kill)
        server.wait()

    assert 10 <= len(first.acknowledged) < len(batch.forms)
    assert lost(first.acknowledged, store) == set()
    with app_process(tmp_path) as (_, port):
        second = _Senders(batch, port, token)
        second.send()
    assert sorted(second.acknowledged) == sorted(batch.digests)
    assert lost(second.acknowledged, store) == set()
    assert_complete(store, batch)


def test_forms_lost_or_half_stored_would_be_seen(store: Store, tmp_path: Path) -> None:
    batch = made(3)
    prepare(store, batch)
    repeat(store, batch.write(tmp_path / "mails"))
    assert lost(batch.digests, store) == set()

    assert lost(["ab" * 32], store) == {"ab" * 32}
    digest = batch.digests[0]
    (tmp_path / "kept" / digest[:2] / digest).unlink()
    with pytest.raises(AssertionError):
        stored(store)


class _Senders:
    """Eight enterprises at once send their forms to /api/v1, each again and again until it is told, and keep what they were told."""

    def __init__(self, batch: Batch, port: int, token: str) -> None:
        self._batch, self._address = batch, f"http://localhost:{port}/api/v1/submissions"
        self._token = {"Authorization": f"Bearer {token}"}
        self.acknowledged: list[str] = []

    def send(self, until: Callable[[], bool] | None = None, then: Callable[[], None] | None = None) -> None:
        """Send all; when something is so, do something, and see what the others are told."""
        with ThreadPoolExecutor(8) as senders:
            sent = [senders.submit(self._send, digest, content) for digest, content in self._batch.forms.items()]
            if until and then:
                wait_until(until, WITHIN)
                then()
                for future in sent:
                    future.cancel()

    def _send(self, digest: str, content: bytes) -> None:
        try:
            answer = httpx.post(
                self._address, data={"period": "2020"}, files={"files": ("自评表.xlsx", content)}, headers=self._token, timeout=60
            )
        except httpx.TransportError:
            return
        if answer.status_code == 200 and answer.json()["files"][0]["outcome"] in {"accepted", "duplicate"}:
            self.acknowledged.append(digest)


def _token(store: Store) -> str:
    account = NewAccount(name="oa", display_name="OA 系统", role=Role.REVIEWER)
    accounts.add_account(store, LOCAL_STAFF, account, password="correct horse battery", now=NOW)
    scopes = frozenset({TokenScope.SUBMIT})
    # The app's clock is today's.
    return api_tokens.issue_token(store, LOCAL_STAFF, "oa", label="报送", scopes=scopes, days=90, now=datetime.now(UTC))[1]


def _receiving(folder: Path, var: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "manage.py", "receive", str(folder), "--period", "2020", "--received-on", "2020-08-21", "--json"]
    settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"VAR_DIR": str(var)}
    return subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True)


def _kill_at(command: "subprocess.Popen[str]", moment: Callable[[], bool]) -> list[psutil.Process]:
    """Kill a command as soon as something is so; give the children it had."""
    wait_until(lambda: moment() or command.poll() is not None, WITHIN)
    assert command.poll() is None, "it was done before it could be killed"
    children = psutil.Process(command.pid).children(recursive=True)
    command.kill()
    command.communicate()
    return children


def _kill_children(done: threading.Event) -> int:
    """Kill all children of the intake at work, and once more those that took their places; tell how many."""
    killed: set[int] = set()
    for _ in range(2):
        while not done.wait(0.3) and not (found := [child.pid for child in psutil.Process().children() if _is_worker(child)]):
            pass
        for child in [] if done.is_set() else found:
            os.kill(child, signal.SIGKILL)
            killed.add(child)
    return len(killed)


def _is_worker(child: psutil.Process) -> bool:
    try:
        return "services.worker_process" in child.cmdline()
    except psutil.Error:
        return False


def _all_gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=10)[1]
