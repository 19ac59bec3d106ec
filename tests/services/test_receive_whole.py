"""Receiving is whole or not at all, the same twice is the same once, and no file is without its row."""

import random
from dataclasses import replace

import pytest

from data import batches, submissions
from models.access import LOCAL_STAFF
from models.issue import Issue
from models.submission import Outcome
from services import receive as receiving
from services.receive import receive
from services.sources import Source
from tests.builders import USCC
from tests.services.desk import NOW, SECOND, STRANGER, Desk, form_of

GOOD, BAD = form_of(), form_of(levels={"P1-03": "3分"})
BROKEN = b"PK\x03\x04 cut off"
SCAN = b"%PDF-1.4 scan"


def test_a_rehearsal_says_the_same_and_keeps_nothing(desk: Desk) -> None:
    files = [("a.xlsx", GOOD), ("b.xlsx", form_of(SECOND, {"P1-03": "优"})), ("c.xlsx", GOOD), ("d.xlsx", BROKEN)]
    tables, kept = desk.tables(), _kept(desk)

    rehearsed = desk.receive(*files, rehearsal=True)

    assert (desk.tables(), _kept(desk)) == (tables, kept)
    real = desk.receive(*files)
    assert [replace(row, submission_id=None) for row in rehearsed.files] == [replace(row, submission_id=None) for row in real.files]
    assert rehearsed.ledger == real.ledger


def test_a_batch_repeated_adds_no_form(desk: Desk) -> None:
    files = [("a.xlsx", GOOD), ("b.xlsx", form_of(SECOND, {"P1-03": "优"})), ("c.xlsx", BROKEN), ("d.pdf", SCAN)]
    first = desk.receive(*files)
    before, kept = desk.tables(_of_intakes), _kept(desk)

    again = desk.receive(*files)

    assert [file.outcome.value for file in again.files] == ["duplicate", "duplicate", "refused", "attachment"]
    assert again.ledger == first.ledger
    assert (desk.tables(_of_intakes), _kept(desk)) == (before, kept)


def test_every_file_that_came_is_kept_as_it_came(desk: Desk) -> None:
    files = [("a.xlsx", GOOD), ("b.xlsx", BROKEN), ("c.pdf", SCAN), ("d.xlsx", form_of(STRANGER))]

    rows = desk.receive(*files).files

    assert [desk.store.kept.read(str(row.sha256)) for row in rows] == [content for _, content in files]


def test_texts_and_levels_rest_with_the_submission(desk: Desk) -> None:
    row = desk.row(form_of(levels={"P1-03": 4}))

    with desk.store.reading() as connection:
        form = submissions.submission(connection, LOCAL_STAFF, int(row.submission_id or 0))
    assert form.levels[2] == 4
    assert form.texts["P3-04"] == {"不适用理由": "不涉及"}


def test_the_rows_of_a_batch_rest_in_its_order(desk: Desk) -> None:
    intake = desk.receive(*[(f"{place}.xlsx", BROKEN + bytes([place])) for place in range(7)], ("z.xlsx", BAD))

    with desk.store.reading() as connection:
        rows = batches.batch_files(connection, LOCAL_STAFF, intake.batch)
    assert rows == intake.files


def test_progress_is_told_as_files_are_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "FILES_A_TRANSACTION", 2)
    told: list[int] = []

    desk.receive(*[(f"{place}.xlsx", BROKEN + bytes([place])) for place in range(5)], report=told.append)

    assert told == [2, 4, 5]


def test_one_hostile_file_costs_nobody_else_anything(desk_with_workers: Desk) -> None:
    hostile = random.Random(59).randbytes(3000)
    lying = GOOD[:200] + hostile + GOOD[200:]

    rows = desk_with_workers.receive(("a", form_of(SECOND)), ("b", hostile), ("c", GOOD[:-300]), ("d", lying), ("e", GOOD)).files

    assert [row.outcome.value for row in rows] == ["accepted", "refused", "refused", "refused", "accepted"]
    assert all(row.issues for row in rows[1:4])


def test_a_stop_midway_leaves_whole_transactions_and_repeating_completes_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "FILES_A_TRANSACTION", 1)
    files = [("a.xlsx", GOOD), ("b.xlsx", form_of(SECOND))]

    with pytest.raises(KeyboardInterrupt):
        desk.receive(*files, report=_stop)
    stopped = [desk.enterprise(uscc)["status"] for uscc in (USCC, SECOND)]
    again = desk.outcomes(*files)

    assert stopped == ["in_review", "missing"]
    assert again == ["duplicate", "accepted"]


def test_a_member_that_could_not_be_taken_out_has_its_row(desk: Desk) -> None:
    issue = Issue(code="FILE_ENCRYPTED")

    intake = receive(desk.store, LOCAL_STAFF, [Source("pack.zip!a.xlsx", b"", issue)], "2020", now=NOW)

    assert [(file.file, file.outcome, file.issues) for file in intake.files] == [("pack.zip!a.xlsx", Outcome.REFUSED, (issue,))]


@pytest.mark.parametrize(
    ("name", "uscc"),
    [
        (f"{USCC}.pdf", USCC),
        (f"{SECOND}/盖章.jpg", SECOND),
        (f"a.zip!{USCC.lower()}_x/1.pdf", USCC),
        ("盖章.pdf", None),
        (f"{STRANGER}.pdf", None),
    ],
)
def test_an_attachment_is_linked_by_the_code_in_its_name_or_folder(desk: Desk, name: str, uscc: str | None) -> None:
    [row] = desk.receive((name, SCAN)).files

    assert (row.outcome, row.uscc, row.issues) == (Outcome.ATTACHMENT, uscc, ())
    assert desk.enterprise()["status"] == "missing"


def _of_intakes(name: str) -> bool:
    """Tell the tables in which every intake leaves its rows, whatever came of it."""
    return name in {"head", "batch", "intake_file", "audit"}


def _kept(desk: Desk) -> set[str]:
    return {path.name for path in desk.store.kept.folder.rglob("*")}


def _stop(done: int) -> None:
    raise KeyboardInterrupt
