"""The audit log: complete, and unbroken unless somebody meddled."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text

from data.audit import Action, AuditChoice, actors, audit_rows, count_rows, latest_rows, record, verify
from data.batches import finish_batch, start_batch
from data.periods import close_period, extend
from data.store import Store
from data.submissions import add_submissions
from models.errors import NotPossible
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare


def test_each_thing_done_has_its_row(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        batch = start_batch(connection, STAFF, "2020", date(2020, 8, 21), NOW)
        add_submissions(connection, STAFF, [form(FIRST), form(SECOND, passed=False)])
        finish_batch(connection, STAFF, batch, NOW)
        extend(connection, STAFF, "2020", FIRST, date(2020, 9, 30), NOW)
        close_period(connection, STAFF, "2020", NOW)

    with store.reading() as connection:
        rows = audit_rows(connection, STAFF)
        assert verify(connection) is None
    assert [(row.action, row.subject) for row in rows] == [
        (Action.ROSTER_IMPORTED, "roster"),
        (Action.PERIOD_ADDED, "2020"),
        (Action.BATCH_STARTED, "2020"),
        (Action.SUBMISSION_ADDED, f"2020/{FIRST}"),
        (Action.SUBMISSION_ADDED, f"2020/{SECOND}"),
        (Action.BATCH_FINISHED, "2020"),
        (Action.DEADLINE_EXTENDED, f"2020/{FIRST}"),
        (Action.PERIOD_CLOSED, "2020"),
    ]
    assert {row.actor for row in rows} == {"秘书处 王"}
    assert {row.at for row in rows} == {NOW}


def test_what_was_not_kept_is_not_on_record(store: Store) -> None:
    with store.writing(rehearsal=True) as connection:
        prepare(connection)

    with store.reading() as connection:
        assert audit_rows(connection, STAFF) == ()
        assert verify(connection) is None


def test_the_log_of_one_subject_can_be_read(store: Store) -> None:
    with store.writing() as connection:
        _record(connection, 3)

        assert [row.detail for row in audit_rows(connection, STAFF, "第2个")] == [{"号": 2}]


def test_a_row_changed_behind_the_programs_back_is_named(store: Store) -> None:
    with store.writing() as connection:
        _record(connection, 3)
        _without_protection(connection)
        connection.execute(text("UPDATE audit SET subject = '别的' WHERE id = 2"))

        assert "第 2 条" in (verify(connection) or "")


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_row_taken_out_is_missed(store: Store, row: int) -> None:
    with store.writing() as connection:
        _record(connection, 3)
        _without_protection(connection)
        connection.execute(text(f"DELETE FROM audit WHERE id = {row}"))

        assert f"缺第 {row} 条" in (verify(connection) or "")


def test_names_no_database_can_hold_do_not_break_the_chain(store: Store) -> None:
    with store.writing() as connection:
        record(connection, STAFF, Action.SUBMISSION_ADDED, "a\x00\udcd7", {"file": "b\x00\udcd7.xlsx"}, NOW)

    with store.reading() as connection:
        assert verify(connection) is None


def test_the_log_is_for_the_association_only(store: Store) -> None:
    with store.reading() as connection, pytest.raises(NotPossible, match="权限"):
        audit_rows(connection, enterprise_viewer(FIRST))


def test_every_deed_has_a_name_of_its_own_for_people() -> None:
    names = [action.chinese for action in Action]

    assert len(set(names)) == len(names)
    assert all(not name.isascii() for name in names)


def test_the_log_is_read_newest_first_and_no_more_than_asked(store: Store) -> None:
    with store.writing() as connection:
        _record(connection, 7)

        first = latest_rows(connection, STAFF, AuditChoice(), most=3)
        second = latest_rows(connection, STAFF, AuditChoice(), before=first[-1].id, most=3)

        assert [row.id for row in (*first, *second)] == [7, 6, 5, 4, 3, 2]
        assert count_rows(connection, STAFF, AuditChoice()) == 7


def test_the_log_can_be_narrowed_to_enterprise_person_deed_and_days(store: Store) -> None:
    other = replace(STAFF, name="别人")
    with store.writing() as connection:
        record(connection, STAFF, Action.SUBMISSION_ADDED, f"2020/{FIRST}", {}, NOW)
        record(connection, other, Action.SIGNED_IN, FIRST, {}, NOW + timedelta(days=1))
        record(connection, other, Action.SUBMISSION_ADDED, f"2020/{SECOND}", {}, NOW + timedelta(days=2))
        record(connection, STAFF, Action.SUBMISSION_ADDED, f"2020/x{FIRST}", {}, NOW + timedelta(days=3))

        def found(**choice: object) -> list[int]:
            return [row.id for row in latest_rows(connection, STAFF, AuditChoice(**choice), most=10)]

        assert found(uscc=FIRST) == [2, 1]
        assert found(uscc="%") == []
        assert found(actor="别人") == [3, 2]
        assert found(actions=frozenset({Action.SIGNED_IN})) == [2]
        assert found(since=NOW + timedelta(days=1), until=NOW + timedelta(days=3)) == [3, 2]
        assert actors(connection, STAFF) == tuple(sorted({STAFF.name, "别人"}))


@pytest.mark.parametrize("ask", [latest_rows, count_rows])
def test_no_way_of_reading_the_log_is_open_to_others(store: Store, ask: object) -> None:
    more = {"most": 1} if ask is latest_rows else {}
    with store.reading() as connection, pytest.raises(NotPossible, match="权限"):
        ask(connection, enterprise_viewer(FIRST), AuditChoice(), **more)


def _record(connection: Connection, rows: int) -> None:
    for number in range(1, rows + 1):
        record(connection, STAFF, Action.SUBMISSION_ADDED, f"第{number}个", {"号": number}, NOW)


def _without_protection(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        return
    for deed in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER audit_no_{deed}"))
