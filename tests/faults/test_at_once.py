"""Everything at the same instant: one file from fifty senders is one submission, two new forms are two revisions."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from data import submissions
from data.store import Store
from models.access import LOCAL_STAFF
from models.submission import IntakeFile
from services import receive as receiving
from services.receive import receive
from services.sources import Source
from tests.builders import USCC
from tests.faults.batch import NOW, made, prepare, stored
from tests.services.desk import Desk, PoolHere, form_of

SENDERS = 50
T = TypeVar("T")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Open a store, on one engine after the other."""
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = Store.open(url, tmp_path)
    yield opened
    opened.close()


def test_the_same_file_sent_fifty_times_at_once_is_one_submission(store: Store) -> None:
    batch = made(1)
    prepare(store, batch)
    [(digest, content)] = batch.forms.items()

    rows = _at_once([lambda: _sent(store, content)] * SENDERS)

    assert Counter(row.outcome.value for row in rows) == {"accepted": 1, "duplicate": SENDERS - 1}
    assert {(row.submission_id, row.revision, row.sha256) for row in rows} == {(rows[0].submission_id, 1, digest)}
    assert stored(store) == [digest]


def test_two_forms_of_one_enterprise_at_the_same_instant_are_two_revisions(store: Store) -> None:
    Desk(store).add_roster()
    Desk(store).add_period("2020")
    forms = [form_of(levels={"P1-03": level}) for level in range(2)]

    rows = _at_once([lambda content=content: _sent(store, content) for content in forms])

    assert sorted(row.revision or 0 for row in rows) == [1, 2]
    with store.reading() as connection:
        known = {receipt.revision: receipt.levels[2] for receipt in submissions.history(connection, LOCAL_STAFF, "2020", USCC)}
    assert known == {row.revision: level for level, row in enumerate(rows)}
    newest = Desk(store).enterprise()
    assert newest["revision"] == 2


def _sent(store: Store, content: bytes) -> IntakeFile:
    [row] = receive(store, LOCAL_STAFF, [Source("自评表.xlsx", content)], "2020", now=NOW).files
    return row


def _at_once(jobs: list[Callable[[], T]]) -> list[T]:
    """Do all jobs at the same instant, each in a thread; give what each brought."""
    gate, found = threading.Barrier(len(jobs)), dict[int, T]()

    def work(place: int) -> None:
        gate.wait()
        found[place] = jobs[place]()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[place] for place in range(len(jobs))]
