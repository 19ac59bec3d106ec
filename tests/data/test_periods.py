"""Periods and extensions in the store."""

from datetime import date

import pytest

from data.audit import audit_rows
from data.periods import add_period, close_period, extend, extensions, period_named, periods, reopen_period
from data.rosters import import_roster, roster
from data.store import Store
from models.errors import NotPossible
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise, enterprise_viewer, period, prepare


def test_a_new_period_starts_with_a_copy_of_the_standing_roster(store: Store) -> None:
    with store.writing() as connection:
        import_roster(connection, STAFF, [enterprise(FIRST), enterprise(SECOND, exempt=True)], NOW)
        add_period(connection, STAFF, period(), NOW)
        copied = roster(connection, STAFF, "2020")

    assert copied == {FIRST: enterprise(FIRST), SECOND: enterprise(SECOND, exempt=True)}


def test_the_same_period_cannot_be_added_twice(store: Store) -> None:
    with store.writing() as connection:
        add_period(connection, STAFF, period(), NOW)

        with pytest.raises(NotPossible, match="2020 已经有了"):
            add_period(connection, STAFF, period(deadline=date(2021, 1, 1)), NOW)


def test_a_code_that_is_no_period_is_refused(store: Store) -> None:
    with store.writing() as connection, pytest.raises(NotPossible, match="写法不对"):
        add_period(connection, STAFF, period("latest"), NOW)


def test_periods_stand_in_the_order_of_their_deadlines_and_the_last_is_the_latest(store: Store) -> None:
    with store.writing() as connection:
        add_period(connection, STAFF, period("2021H1", deadline=date(2021, 7, 10), grace_days=5), NOW)
        add_period(connection, STAFF, period("2020", deadline=date(2020, 9, 10)), NOW)

        assert [found.code for found in periods(connection, STAFF)] == ["2020", "2021H1"]
        assert period_named(connection, STAFF, "latest") == period("2021H1", deadline=date(2021, 7, 10), grace_days=5)
        assert period_named(connection, STAFF, "2020").deadline == date(2020, 9, 10)


def test_an_unknown_period_names_those_that_exist(store: Store) -> None:
    with store.writing() as connection:
        add_period(connection, STAFF, period("2020"), NOW)
        add_period(connection, STAFF, period("2019", deadline=date(2019, 9, 10)), NOW)

        with pytest.raises(NotPossible, match="没有报告期“2022”。现有：2019、2020。"):
            period_named(connection, STAFF, "2022")


def test_with_no_period_at_all_the_message_says_to_add_one(store: Store) -> None:
    with store.reading() as connection, pytest.raises(NotPossible, match="请先建立一个"):
        period_named(connection, STAFF, "latest")


def test_a_second_extension_replaces_the_first(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        extend(connection, STAFF, "2020", FIRST, date(2020, 9, 20), NOW)
        extend(connection, STAFF, "2020", FIRST, date(2020, 9, 30), NOW)

        assert extensions(connection, STAFF, "2020") == {FIRST: date(2020, 9, 30)}


def test_only_an_enterprise_of_the_roster_can_be_given_more_time(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection, FIRST)

        with pytest.raises(NotPossible, match="不在 2020 期花名册上"):
            extend(connection, STAFF, "2020", SECOND, date(2020, 9, 30), NOW)


def test_an_extension_that_gives_no_more_time_is_refused(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)

        with pytest.raises(NotPossible, match="2020-09-10"):
            extend(connection, STAFF, "2020", FIRST, date(2020, 9, 10), NOW)


def test_an_enterprise_sees_its_own_extension_only(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        for uscc in (FIRST, SECOND):
            extend(connection, STAFF, "2020", uscc, date(2020, 9, 30), NOW)

        assert extensions(connection, enterprise_viewer(SECOND), "2020") == {SECOND: date(2020, 9, 30)}


def test_an_enterprise_changes_no_period(store: Store) -> None:
    viewer = enterprise_viewer(FIRST)
    with store.writing() as connection:
        prepare(connection)

        with pytest.raises(NotPossible, match="权限"):
            add_period(connection, viewer, period("2021"), NOW)
        with pytest.raises(NotPossible, match="权限"):
            close_period(connection, viewer, "2020", NOW)
        with pytest.raises(NotPossible, match="权限"):
            extend(connection, viewer, "2020", FIRST, date(2020, 9, 30), NOW)
        assert [found.code for found in periods(connection, viewer)] == ["2020"]


def test_a_period_is_closed_and_opened_again_with_the_reason_on_record(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        assert close_period(connection, STAFF, "2020", NOW, "通报已发").closed
        with pytest.raises(NotPossible, match="2020 期已经关闭"):
            close_period(connection, STAFF, "2020", NOW, "再关一次")
        assert not reopen_period(connection, STAFF, "2020", NOW, "有一家补报").closed
        with pytest.raises(NotPossible, match="2020 期没有关闭"):
            reopen_period(connection, STAFF, "2020", NOW, "再开一次")

        assert not period_named(connection, STAFF, "2020").closed
        rows = audit_rows(connection, STAFF, "2020")[-2:]
        assert [(row.action, row.detail["reason"]) for row in rows] == [("period.close", "通报已发"), ("period.reopen", "有一家补报")]
        with pytest.raises(NotPossible, match="权限"):
            reopen_period(connection, enterprise_viewer(FIRST), "2020", NOW, "我来开")
