"""登录码 in the store: hashes only, one an enterprise and period, renewed by replacing."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from data.access_codes import issued_codes, put_codes
from data.audit import Action, audit_rows
from data.schema_people import access_code, session
from data.store import Store
from models.access import Role, Viewer
from models.access_code import ALPHABET, code_hash, shown
from models.errors import NotPermitted
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, prepare


def test_a_code_is_replaced_by_the_next_one(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        put_codes(connection, STAFF, "2020", {FIRST: "one", SECOND: "two"}, NOW)
        put_codes(connection, STAFF, "2020", {FIRST: "three"}, NOW + timedelta(days=1))

    with store.reading() as connection:
        kept = dict(connection.execute(select(access_code.c.uscc, access_code.c.code_hash)).all())
        issued = issued_codes(connection, STAFF, "2020")
        deeds = [row for row in audit_rows(connection, STAFF, f"2020/{FIRST}") if row.action == Action.CODE_ISSUED]
    assert kept == {FIRST: "three", SECOND: "two"}
    assert issued[FIRST].at == NOW + timedelta(days=1)
    assert [row.detail for row in deeds] == [{"renewed": False}, {"renewed": True}]


def test_whoever_came_in_with_the_old_code_is_signed_out(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        of = {"period": "2020", "address": "::1", "started_at": NOW, "seen_at": NOW}
        connection.execute(insert(session), [of | {"token_hash": uscc, "uscc": uscc} for uscc in (FIRST, SECOND)])
        put_codes(connection, STAFF, "2020", {FIRST: "new"}, NOW)

    with store.reading() as connection:
        ended = dict(connection.execute(select(session.c.uscc, session.c.ended_at)).all())
    assert ended == {FIRST: NOW, SECOND: None}


@pytest.mark.parametrize("viewer", [enterprise_viewer(FIRST), Viewer(name="领导", role=Role.LEADER)])
def test_only_who_manages_periods_issues_codes_or_sees_who_has_one(store: Store, viewer: Viewer) -> None:
    with store.writing() as connection:
        prepare(connection)
        with pytest.raises(NotPermitted):
            put_codes(connection, viewer, "2020", {FIRST: "one"}, NOW)
        with pytest.raises(NotPermitted):
            issued_codes(connection, viewer, "2020")


def test_a_code_is_known_however_it_is_typed() -> None:
    assert shown("ACDEFGHJKMNP") == "ACDE-FGHJ-KMNP"
    assert code_hash("2020", FIRST, "acde-fghj kmnp") == code_hash("2020", FIRST, "ACDEFGHJKMNP")
    assert code_hash("2020", FIRST, "ACDEFGHJKMNP") != code_hash("2021", FIRST, "ACDEFGHJKMNP")
    assert not set("01258BILOSUVZ") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)
