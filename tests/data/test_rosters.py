"""Rosters in the store: the standing one and the periods' own."""

from decimal import Decimal

import pytest

from data.periods import add_period, close_period
from data.rosters import import_roster, roster
from data.store import Store
from models.enterprise import Contact, Enterprise
from models.errors import NotPossible
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise, enterprise_viewer, period

THIRD = "91320000000000003C"


def test_an_enterprise_comes_back_as_it_was_imported(store: Store) -> None:
    bare = Enterprise(uscc=SECOND, name="只有名称")
    exact = enterprise(revenue=Decimal("123456789012345678.10"))

    with store.writing() as connection:
        import_roster(connection, STAFF, [exact, bare], NOW)

    with store.reading() as connection:
        assert roster(connection, STAFF, None) == {FIRST: exact, SECOND: bare}


def test_an_import_names_what_it_added_changed_left_and_did_not_find(store: Store) -> None:
    with store.writing() as connection:
        import_roster(connection, STAFF, [enterprise(uscc) for uscc in (FIRST, SECOND, THIRD)], NOW)
        new = "91320000000000004D"
        changed = enterprise(SECOND, contact=Contact(person="赵"))

        change = import_roster(connection, STAFF, [enterprise(FIRST), changed, enterprise(new)], NOW)

        assert (change.added, change.changed, change.unchanged, change.absent) == ((new,), (SECOND,), (FIRST,), (THIRD,))
        assert list(roster(connection, STAFF, None)) == [FIRST, SECOND, THIRD, new]


def test_an_import_changes_open_periods_and_leaves_closed_ones(store: Store) -> None:
    with store.writing() as connection:
        import_roster(connection, STAFF, [enterprise(FIRST)], NOW)
        for code in ("2019", "2020"):
            add_period(connection, STAFF, period(code), NOW)
        close_period(connection, STAFF, "2019", NOW)

        import_roster(connection, STAFF, [enterprise(FIRST, name="改名"), enterprise(SECOND)], NOW)

        assert roster(connection, STAFF, "2019") == {FIRST: enterprise(FIRST)}
        assert roster(connection, STAFF, "2020") == {FIRST: enterprise(FIRST, name="改名"), SECOND: enterprise(SECOND)}


def test_an_import_repairs_an_open_period_even_where_the_standing_roster_is_right_already(store: Store) -> None:
    with store.writing() as connection:
        add_period(connection, STAFF, period("2019"), NOW)
        import_roster(connection, STAFF, [enterprise(FIRST)], NOW)
        import_roster(connection, STAFF, [enterprise(FIRST)], NOW)

        assert list(roster(connection, STAFF, "2019")) == [FIRST]


def test_an_enterprise_sees_its_own_entry_only(store: Store) -> None:
    with store.writing() as connection:
        import_roster(connection, STAFF, [enterprise(FIRST), enterprise(SECOND)], NOW)
        add_period(connection, STAFF, period(), NOW)

        for asked in (None, "2020"):
            assert list(roster(connection, enterprise_viewer(SECOND), asked)) == [SECOND]
            assert roster(connection, enterprise_viewer(None), asked) == {}


def test_an_enterprise_cannot_import_a_roster(store: Store) -> None:
    with store.writing() as connection, pytest.raises(NotPossible, match="权限"):
        import_roster(connection, enterprise_viewer(FIRST), [enterprise(FIRST)], NOW)
