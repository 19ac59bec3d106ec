"""Submissions in the store."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from data.column_types import storable
from data.store import Store
from data.submissions import add_submissions, by_digest, forms, history, newest, submission
from models.assessment import Field
from models.errors import NotPossible
from models.scoring import FACT_COLUMNS
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare


@pytest.fixture(autouse=True)
def _a_period(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)


def test_a_submission_comes_back_as_it_was_handed_in(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    handed_in = form(
        received_at=datetime(2020, 8, 21, 11, 4, 5, 678901, tzinfo=shanghai),
        texts={"P1-01": {Field.NOTE: "首行\n次行", Field.EVIDENCE: "=1+1"}, "P6-02": {Field.DUE: "2020-12"}},
    )

    with store.writing() as connection:
        [(number, revision)] = add_submissions(connection, STAFF, [handed_in])

    with store.reading() as connection:
        found = submission(connection, STAFF, number)
    assert revision == found.revision == 1
    assert found.texts == handed_in.texts
    assert found.received_at == datetime(2020, 8, 21, 3, 4, 5, 678901, tzinfo=UTC)
    assert found.received_at.tzinfo is UTC
    assert (found.uscc, found.levels, found.context, found.by, found.passed) == (FIRST, handed_in.levels, "c0ffee", "秘书处 王", True)


def test_a_moment_without_time_zone_is_a_fault_of_the_program(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), store.writing() as connection:
        add_submissions(connection, STAFF, [form(received_at=NOW.replace(tzinfo=None))])


def test_several_forms_of_one_enterprise_in_one_call_get_successive_revisions(store: Store) -> None:
    with store.writing() as connection:
        first = add_submissions(connection, STAFF, [form(FIRST), form(SECOND), form(FIRST)])
        second = add_submissions(connection, STAFF, [form(FIRST)])

    assert [revision for _, revision in first + second] == [1, 1, 2, 3]
    assert [number for number, _ in first + second] == [1, 2, 3, 4]


def test_each_form_keeps_its_own_facts_and_texts_in_a_large_batch(store: Store) -> None:
    many = [form(facts=dict.fromkeys(FACT_COLUMNS, place), texts={"P1-01": {Field.NOTE: str(place)}}) for place in range(2500)]

    with store.writing() as connection:
        numbers = [number for number, _ in add_submissions(connection, STAFF, many)]

    with store.reading() as connection:
        frame = forms(connection, STAFF, "2020")
        read = submission(connection, STAFF, numbers[1700])
    assert frame["id"].tolist() == numbers
    assert frame["p4_met"].tolist() == list(range(2500))
    assert frame["revision"].tolist() == list(range(1, 2501))
    assert read.texts == {"P1-01": {Field.NOTE: "1700"}}


def test_the_newest_form_counts_whether_it_passed_or_not(store: Store) -> None:
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form(FIRST), form(SECOND), form(FIRST, passed=False)])

        found = newest(connection, STAFF, "2020")

    assert {uscc: (receipt.revision, receipt.passed) for uscc, receipt in found.items()} == {FIRST: (2, False), SECOND: (1, True)}


def test_the_same_bytes_are_found_by_their_digest_and_the_newest_wins(store: Store) -> None:
    same, other = "aa" * 32, "bb" * 32
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form(sha256=same), form(SECOND, sha256=same), form(sha256=other)])

        found = by_digest(connection, STAFF, "2020", [same, "cc" * 32])
        elsewhere = by_digest(connection, STAFF, "2019", [same])

    assert {digest: receipt.uscc for digest, receipt in found.items()} == {same: SECOND}
    assert elsewhere == {}


def test_no_bytes_asked_for_give_none(store: Store) -> None:
    with store.reading() as connection:
        assert by_digest(connection, STAFF, "2020", []) == {}


def test_history_lists_the_revisions_from_the_first(store: Store) -> None:
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form(file_name="一.xlsx"), form(SECOND), form(file_name="二.xlsx")])

        listed = history(connection, STAFF, "2020", FIRST)

    assert [(receipt.revision, receipt.file_name) for receipt in listed] == [(1, "一.xlsx"), (2, "二.xlsx")]


def test_forms_are_a_row_a_submission_with_whole_numbers_for_facts(store: Store) -> None:
    facts = {name: np.int64(place) for place, name in enumerate(FACT_COLUMNS)}
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form(facts=facts, received_on=date(2020, 8, 20)), form(passed=False)])

    with store.reading() as connection:
        frame = forms(connection, STAFF, "2020")
        later = forms(connection, STAFF, "2020", after=1)
        empty = forms(connection, STAFF, "2019")
    assert list(frame[list(FACT_COLUMNS)].iloc[0]) == list(range(len(FACT_COLUMNS)))
    assert frame["passed"].tolist() == [True, False]
    assert frame["levels"].tolist() == [form().levels] * 2
    assert frame["received_on"].tolist() == [pd.Timestamp("2020-08-20"), pd.Timestamp("2020-08-21")]
    assert frame["received_at"].tolist() == [pd.Timestamp(NOW)] * 2
    assert later["id"].tolist() == [2]
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == frame.dtypes.to_dict()


def test_a_revision_number_cannot_be_given_twice(store: Store) -> None:
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form()])

    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO submission (period, uscc, revision, sha256, file_name, received_at, received_on, passed, levels, context, by) "
            "SELECT period, uscc, revision, sha256, file_name, received_at, received_on, passed, levels, context, by FROM submission"
        )


def test_a_form_of_an_enterprise_outside_the_roster_is_not_stored(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as connection:
        add_submissions(connection, STAFF, [form("91320000000000009X")])


def test_an_enterprise_sees_its_own_forms_only(store: Store) -> None:
    viewer = enterprise_viewer(SECOND)
    with store.writing() as connection:
        [(of_first, _), (of_second, _)] = add_submissions(connection, STAFF, [form(FIRST, sha256="aa"), form(SECOND, sha256="bb")])

    with store.reading() as connection:
        assert list(newest(connection, viewer, "2020")) == [SECOND]
        assert forms(connection, viewer, "2020")["uscc"].tolist() == [SECOND]
        assert list(by_digest(connection, viewer, "2020", ["aa", "bb"])) == ["bb"]
        assert history(connection, viewer, "2020", FIRST) == ()
        assert submission(connection, viewer, of_second).uscc == SECOND
        with pytest.raises(NotPossible, match="没有编号为"):
            submission(connection, viewer, of_first)


def test_an_enterprise_hands_in_for_itself_only(store: Store) -> None:
    viewer = enterprise_viewer(SECOND)
    with store.writing() as connection:
        add_submissions(connection, viewer, [form(SECOND)])

        with pytest.raises(NotPossible, match="只能报送本单位"):
            add_submissions(connection, viewer, [form(SECOND), form(FIRST)])


def test_texts_and_names_no_database_can_hold_do_not_stop_the_batch(store: Store) -> None:
    odd = form(file_name="\udcd7\udcd4.xlsx", texts={"P1-01": {Field.NOTE: "a\x00b\ud800c"}})

    with store.writing() as connection:
        [(number, _)] = add_submissions(connection, STAFF, [odd])
        found = submission(connection, STAFF, number)

    assert found.file_name.endswith(".xlsx")
    assert found.texts["P1-01"][Field.NOTE].startswith("a")


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_the_text_both_databases_can_hold_it(text: str) -> None:
    held = storable(text)

    held.encode()
    assert "\x00" not in held
    assert storable(held) == held
    if held != text:
        assert "\ufffd" in held
