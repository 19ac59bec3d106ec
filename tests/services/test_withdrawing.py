"""A wrong intake is taken back: every figure is as if it had never come, and it can be put back."""

from typing import Any

import pytest

from data import rosters
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from models.period import Period
from models.submission import Outcome
from services.documents import ledger_document, progress_document
from services.reasons import LONGEST_REASON
from services.withdrawing import consequence, own_submissions, restore, withdraw, withdrawn_among
from tests.builders import USCC
from tests.services.desk import NOW, SECOND, THIRD, Desk, form_of

# The same bytes each time: a workbook saved a second later is another file.
GOOD = form_of()
WAYS = ("total", "priority", "item", "region", "sector", "size", "enterprise")


@pytest.mark.parametrize("wrong", [form_of(SECOND), form_of(levels={"P1-03": 4}), form_of(levels={"P1-03": "3分"}), form_of(THIRD)])
def test_after_a_withdrawal_every_figure_is_as_if_it_had_never_come(desk: Desk, wrong: bytes) -> None:
    desk.receive(("a.xlsx", form_of()))
    never = _figures(desk)
    number = desk.row(wrong).submission_id

    assert _figures(desk) != never
    withdraw(desk.store, LOCAL_STAFF, [int(number or 0)], "发错了报告期", now=NOW)

    assert _figures(desk) == never


def test_what_is_restored_counts_as_before(desk: Desk) -> None:
    number = int(desk.row(form_of()).submission_id or 0)
    before = _figures(desk)

    withdraw(desk.store, LOCAL_STAFF, [number], "发错了", now=NOW)
    restore(desk.store, LOCAL_STAFF, [number], "核实无误", now=NOW)

    assert _figures(desk) == before


def test_the_same_file_after_a_withdrawal_is_received_anew_as_the_next_revision(desk: Desk) -> None:
    first = desk.row(GOOD)
    withdraw(desk.store, LOCAL_STAFF, [int(first.submission_id or 0)], "发错了", now=NOW)

    again, once_more = desk.row(GOOD), desk.row(GOOD)

    assert (again.outcome, again.revision, once_more.outcome) == (Outcome.ACCEPTED, 2, Outcome.DUPLICATE)


def test_a_whole_intake_is_withdrawn_without_what_it_only_repeated(desk: Desk) -> None:
    desk.receive(("a.xlsx", GOOD))
    files = desk.receive(("again.xlsx", GOOD), ("b.xlsx", form_of(SECOND)), ("c.pdf", b"%PDF-1.4")).files

    done = withdraw(desk.store, LOCAL_STAFF, own_submissions(files), "整批发错了", now=NOW)

    assert done == 1
    assert [withdrawal.reason for withdrawal in withdrawn_among(desk.store, LOCAL_STAFF, files).values()] == ["整批发错了"]
    assert [desk.enterprise(uscc)["status"] for uscc in (USCC, SECOND)] == ["in_review", "missing"]


def test_a_reason_is_needed_and_may_not_be_a_book(desk: Desk) -> None:
    number = int(desk.row(form_of()).submission_id or 0)
    before = _figures(desk)

    for reason in ("", " 　\n", "长" * (LONGEST_REASON + 1)):
        with pytest.raises(NotPossible, match="原因"):
            withdraw(desk.store, LOCAL_STAFF, [number], reason, now=NOW)

    assert _figures(desk) == before


def test_what_will_happen_is_said_before_it_is_done(desk: Desk) -> None:
    first, second = (int(desk.row(form_of(levels=levels)).submission_id or 0) for levels in ({}, {"P1-03": "3分"}))
    other = int(desk.row(form_of(SECOND)).submission_id or 0)

    assert _said(desk, second).startswith("第 2 版将不再计入任何统计；这家企业按第 1 版计。")
    assert _said(desk, first).startswith("第 1 版将不再计入任何统计；这家企业变为退回待改（第 2 版）。")
    assert _said(desk, first, second).startswith("第 1 版、第 2 版将不再计入任何统计；这家企业变为没有报送。")
    assert _said(desk, second, other).startswith("2 家企业的 2 份自评表将不再计入任何统计：1 家改按其余版本计，1 家变为没有报送。")


def test_what_was_said_is_what_happens(desk: Desk) -> None:
    number = int(desk.row(form_of()).submission_id or 0)

    withdraw(desk.store, LOCAL_STAFF, [number], "发错了", now=NOW)

    assert desk.enterprise()["status"] == "missing"
    with desk.store.reading() as connection:
        assert USCC in rosters.roster(connection, LOCAL_STAFF, "2020")


def _said(desk: Desk, *numbers: int) -> str:
    period: Period = desk.snapshot().period
    return consequence(desk.store, LOCAL_STAFF, period, numbers)


def _figures(desk: Desk) -> list[dict[str, Any]]:
    now = desk.snapshot()
    return [ledger_document(now), *(progress_document(now, way) for way in WAYS)]
