"""操作记录 in words: names instead of codes, and only as many rows as are shown."""

from datetime import date, timedelta

from data.audit import Action, AuditChoice, record
from models.access import LOCAL_STAFF
from services.audit_log import A_PAGE, AT_ONCE, audit_csv, audit_page, choice, summary
from tests.builders import USCC
from tests.services.desk import FIRM, NOW, Desk, form_of


def test_a_row_says_who_did_what_to_whose_form_when_and_from_where(desk: Desk) -> None:
    desk.receive(("甲.xlsx", form_of()))

    finished, added, *_ = audit_page(desk.store, LOCAL_STAFF, AuditChoice()).lines

    assert (finished.deed, finished.period, finished.told) == ("收件完成", "2020", "批次 1，接收 1 份")
    assert (added.deed, added.period, added.uscc, added.enterprise) == ("收到自评表", "2020", USCC, FIRM.name)
    assert added.told == "通过检查，第 1 版，甲.xlsx"
    assert (added.actor, f"{added.at:%Y-%m-%d %H:%M}") == ("本机", "2020-08-21 20:00")


def test_a_page_holds_what_is_shown_and_says_whether_older_rows_follow(desk: Desk) -> None:
    _add(desk, A_PAGE + 5)
    signed_in = AuditChoice(actions=frozenset({Action.SIGNED_IN}))

    first = audit_page(desk.store, LOCAL_STAFF, signed_in)
    second = audit_page(desk.store, LOCAL_STAFF, signed_in, before=first.lines[-1].id)

    assert (len(first.lines), first.older, first.total) == (A_PAGE, True, A_PAGE + 5)
    assert (len(second.lines), second.older) == (5, False)


def test_a_log_of_thousands_is_written_without_a_gap(desk: Desk) -> None:
    _add(desk, AT_ONCE * 2)
    signed_in = AuditChoice(actions=frozenset({Action.SIGNED_IN}))

    pieces = list(audit_csv(desk.store, LOCAL_STAFF, signed_in))

    lines = b"".join(pieces).decode("utf-8-sig").splitlines()
    assert len(pieces) == 3
    numbers = [int(line.partition(",")[0]) for line in lines[1:]]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(numbers), lines[0].partition(",")[0]) == (AT_ONCE * 2, "编号")


def test_the_days_of_a_choice_are_whole_days_in_china() -> None:
    chosen = choice(since=date(2020, 8, 21), until=date(2020, 8, 21), actions=("session.start", "no such deed"))

    assert chosen.until is not None
    assert chosen.since is not None
    assert chosen.until - chosen.since == timedelta(days=1)
    assert chosen.since.isoformat() == "2020-08-21T00:00:00+08:00"
    assert chosen.actions == {Action.SIGNED_IN}
    assert choice(uscc="", actor="", until=date.max) == AuditChoice()


def test_the_summary_counts_what_a_week_brought(desk: Desk) -> None:
    before = summary(desk.store, LOCAL_STAFF, now=NOW)
    _add(desk, 3)

    after = summary(desk.store, LOCAL_STAFF, now=NOW)
    later = summary(desk.store, LOCAL_STAFF, now=NOW + timedelta(days=8))

    assert (after.rows - before.rows, after.recent - before.recent, later.recent) == (3, 3, 0)


def _add(desk: Desk, rows: int) -> None:
    with desk.store.writing() as connection:
        for _ in range(rows):
            record(connection, LOCAL_STAFF, Action.SIGNED_IN, "王五", {}, NOW)
