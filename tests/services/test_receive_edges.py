"""Files that look alike, days out of order, and a withdrawal in the middle of an intake."""

from dataclasses import replace
from datetime import date

import pytest

from data import submissions
from data.periods import close_period
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from models.issue import Issue
from models.submission import IntakeFile
from services import receive as receiving
from services.receive import receive
from services.sources import Source
from services.withdrawing import withdraw
from tests.builders import USCC
from tests.services.desk import NOW, SECOND, Desk, form_of

GOOD, BETTER = form_of(), form_of(levels={"P1-01": 4})
BAD, WORSE = form_of(levels={"P1-03": "3分"}), form_of(levels={"P1-03": "优"})


def test_files_without_bytes_keep_their_own_reasons(desk: Desk) -> None:
    files = [
        Source("Thumbs.db", b"", Issue(code="FILE_LITTER", found="Thumbs.db")),
        Source("pack.zip!b.xlsx", b"", Issue(code="FILE_ENCRYPTED")),
        Source("a.xlsx", b""),
    ]

    intake = receive(desk.store, LOCAL_STAFF, files, "2020", now=NOW)

    assert [[issue.code for issue in file.issues] for file in intake.files] == [["FILE_LITTER"], ["FILE_ENCRYPTED"], ["FILE_EMPTY"]]


def test_a_scan_is_kept_though_the_same_bytes_came_named_as_a_workbook(desk: Desk) -> None:
    scan = b"%PDF-1.4 scan"

    assert desk.outcomes(("a.xlsx", scan), ("a.pdf", scan)) == ["refused", "attachment"]


def test_a_form_whose_twin_is_withdrawn_while_it_is_received_is_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _withdrawn_while_judging(desk, monkeypatch, desk.row(GOOD))

    row = desk.row(GOOD)

    assert (row.outcome.value, row.revision) == ("accepted", 2)
    with desk.store.reading() as connection:
        assert list(submissions.newest(connection, LOCAL_STAFF, "2020")) == [row.uscc]


def test_closing_the_period_stops_an_intake_and_keeps_what_came_until_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "FILES_A_TRANSACTION", 1)

    def close(done: int) -> None:
        assert done == 1
        with desk.store.writing() as connection:
            close_period(connection, LOCAL_STAFF, "2020", NOW)

    with pytest.raises(NotPossible, match="已关闭"):
        receive(desk.store, LOCAL_STAFF, [Source("a.xlsx", GOOD), Source("b.xlsx", form_of(SECOND))], "2020", now=NOW, report=close)

    with desk.store.reading() as connection:
        assert list(submissions.newest(connection, LOCAL_STAFF, "2020")) == [USCC]


def test_others_may_write_while_a_rehearsal_reads_and_it_says_what_a_real_intake_then_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "FILES_A_TRANSACTION", 2)
    first = desk.row(GOOD)
    files = [("a.xlsx", GOOD), ("b.xlsx", BAD), ("c.xlsx", GOOD), ("d.xlsx", BAD), ("e.xlsx", form_of(SECOND)), ("f.xlsx", b"")]
    _withdrawn_while_judging(desk, monkeypatch, first)

    rehearsed = desk.receive(*files, rehearsal=True)

    assert [row.outcome.value for row in rehearsed.files] == ["accepted", "returned", "duplicate", "duplicate", "accepted", "refused"]
    real = desk.receive(*files)
    assert [replace(row, submission_id=None) for row in rehearsed.files] == [replace(row, submission_id=None) for row in real.files]
    assert (rehearsed.ledger, rehearsed.needs_somebody) == (real.ledger, real.needs_somebody)


@pytest.mark.parametrize(
    ("before", "again", "somebody"),
    [
        ([BAD], BAD, True),
        ([BAD, WORSE], BAD, True),
        ([GOOD, BAD], BAD, True),
        ([GOOD, BAD], GOOD, False),
        ([BAD, GOOD], BAD, False),
        ([GOOD, BAD, BETTER, WORSE], BAD, False),
        ([GOOD], GOOD, False),
    ],
)
def test_a_repeated_form_needs_somebody_as_long_as_it_waits_to_be_mended(
    desk: Desk, before: list[bytes], again: bytes, somebody: bool
) -> None:
    for content in before:
        desk.row(content)

    intake = desk.receive(("a.xlsx", again))

    assert [row.outcome.value for row in intake.files] == ["duplicate"]
    assert intake.needs_somebody is somebody


def test_the_first_day_is_the_earliest_whatever_came_first(desk: Desk) -> None:
    desk.receive(("a.xlsx", GOOD), received_on=date(2020, 9, 5))
    desk.receive(("b.xlsx", form_of(levels={"P1-01": 1})), received_on=date(2020, 8, 20))

    row = desk.enterprise()

    assert (row["first_received_on"], row["newest_received_on"]) == (date(2020, 8, 20), date(2020, 9, 5))


def _withdrawn_while_judging(desk: Desk, monkeypatch: pytest.MonkeyPatch, first: IntakeFile) -> None:
    """Let somebody withdraw a form just after the next files were judged against it."""
    judge_files = receiving.judge_files
    withdrawn: list[int] = []

    def judged_while_somebody_withdraws(*given: object) -> object:
        reads = judge_files(*given)  # type: ignore[arg-type]
        if not withdrawn:
            withdrawn.append(first.submission_id or 0)
            withdraw(desk.store, LOCAL_STAFF, withdrawn, "收错了", now=NOW)
        return reads

    monkeypatch.setattr(receiving, "judge_files", judged_while_somebody_withdraws)
