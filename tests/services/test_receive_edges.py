"""Files that look alike, days out of order, and a withdrawal in the middle of an intake."""

from datetime import date

import pytest

from data import submissions
from models.access import LOCAL_STAFF
from models.issue import Issue
from services import receive as receiving
from services.receive import receive
from services.sources import Source
from services.withdrawing import withdraw
from tests.services.desk import NOW, Desk, form_of

GOOD = form_of()


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
    first = desk.row(GOOD)
    judge_files = receiving.judge_files
    withdrawn: list[int] = []

    def judged_while_somebody_withdraws(*given: object) -> object:
        reads = judge_files(*given)  # type: ignore[arg-type]
        if not withdrawn:
            withdrawn.append(first.submission_id or 0)
            withdraw(desk.store, LOCAL_STAFF, withdrawn, "收错了", now=NOW)
        return reads

    monkeypatch.setattr(receiving, "judge_files", judged_while_somebody_withdraws)

    row = desk.row(GOOD)

    assert (row.outcome.value, row.revision) == ("accepted", 2)
    with desk.store.reading() as connection:
        assert list(submissions.newest(connection, LOCAL_STAFF, "2020")) == [row.uscc]


def test_the_first_day_is_the_earliest_whatever_came_first(desk: Desk) -> None:
    desk.receive(("a.xlsx", GOOD), received_on=date(2020, 9, 5))
    desk.receive(("b.xlsx", form_of(levels={"P1-01": 1})), received_on=date(2020, 8, 20))

    row = desk.enterprise()

    assert (row["first_received_on"], row["newest_received_on"]) == (date(2020, 8, 20), date(2020, 9, 5))
