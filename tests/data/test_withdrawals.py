"""Withdrawals in the store: nothing is deleted, and everything that counts leaves the withdrawn out."""

import pytest
from sqlalchemy import Connection

from data.audit import audit_rows, verify
from data.store import Store
from data.submissions import add_submissions, by_digest, forms, history, newest, submission
from data.withdrawals import add_withdrawals, withdrawn
from models.errors import NotPossible
from models.submission import Places, WithdrawalKind
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare

OUT, BACK = WithdrawalKind.WITHDRAWN, WithdrawalKind.RESTORED


@pytest.fixture(autouse=True)
def _three_forms(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        add_submissions(connection, STAFF, [form(sha256="aa"), form(SECOND, sha256="bb"), form(sha256="cc", passed=False)])


def test_what_is_withdrawn_counts_nowhere_and_stays_in_the_history_with_its_reason(store: Store) -> None:
    with store.writing() as connection:
        done = _withdraw(connection, 3)

    with store.reading() as connection:
        assert done == 1
        assert forms(connection, STAFF, "2020")["id"].tolist() == [1, 2]
        assert {uscc: receipt.revision for uscc, receipt in newest(connection, STAFF, "2020").items()} == {FIRST: 1, SECOND: 1}
        assert set(by_digest(connection, STAFF, "2020", ["aa", "bb", "cc"])) == {"aa", "bb"}
        first, second = history(connection, STAFF, "2020", FIRST)
        assert first.withdrawn is None
        assert second.withdrawn is not None
        assert (second.withdrawn.reason, second.withdrawn.by, second.withdrawn.at) == ("发错了", "秘书处 王", NOW)
        assert submission(connection, STAFF, 3).revision == 2


def test_an_enterprise_whose_only_form_is_withdrawn_has_none(store: Store) -> None:
    with store.writing() as connection:
        _withdraw(connection, 2)

        assert SECOND not in newest(connection, STAFF, "2020")


def test_what_is_restored_counts_again(store: Store) -> None:
    with store.writing() as connection:
        before = forms(connection, STAFF, "2020")
        _withdraw(connection, 1, 3)
        add_withdrawals(connection, STAFF, [3], BACK, "核实无误", NOW)
        add_withdrawals(connection, STAFF, [1], BACK, "核实无误", NOW)

        assert forms(connection, STAFF, "2020").equals(before)
        assert withdrawn(connection, STAFF, [1, 2, 3]) == {}


def test_the_same_bytes_after_a_withdrawal_are_the_next_revision(store: Store) -> None:
    with store.writing() as connection:
        _withdraw(connection, 3)
        [(_, revision)] = add_submissions(connection, STAFF, [form(sha256="cc")])

        assert revision == 3
        assert by_digest(connection, STAFF, "2020", ["cc"])["cc"].revision == 3


def test_withdrawing_twice_is_done_once_and_so_is_restoring(store: Store) -> None:
    with store.writing() as connection:
        assert [_withdraw(connection, 1, 2), _withdraw(connection, 1, 2, 3)] == [2, 1]
        assert add_withdrawals(connection, STAFF, [1], BACK, "核实无误", NOW) == 1
        assert add_withdrawals(connection, STAFF, [1], BACK, "核实无误", NOW) == 0


def test_every_withdrawal_stands_in_the_log_with_its_reason(store: Store) -> None:
    with store.writing() as connection:
        _withdraw(connection, 1)
        add_withdrawals(connection, STAFF, [1], BACK, "核实无误", NOW)

        rows = audit_rows(connection, STAFF, f"2020/{FIRST}")[-2:]
        assert [(row.action, row.detail["reason"], row.detail["revision"]) for row in rows] == [
            ("submission.withdraw", "发错了", 1),
            ("submission.restore", "核实无误", 1),
        ]
        assert verify(connection) is None


def test_only_the_association_withdraws_and_only_what_there_is(store: Store) -> None:
    with store.writing() as connection:
        with pytest.raises(NotPossible, match="权限"):
            add_withdrawals(connection, enterprise_viewer(FIRST), [1], OUT, "我不要了", NOW)
        with pytest.raises(NotPossible, match="没有编号为 9"):
            _withdraw(connection, 1, 9)

        assert len(forms(connection, STAFF, "2020")) == 3


def test_an_enterprise_sees_the_withdrawals_of_its_own_forms_only(store: Store) -> None:
    with store.writing() as connection:
        _withdraw(connection, 1, 2)

        assert list(withdrawn(connection, enterprise_viewer(SECOND), [1, 2])) == [2]


@pytest.mark.parametrize("places", [None, Places(sheet="自评表", column="G", rows=(12, None, 14))])
def test_places_come_back_as_they_were_handed_in(store: Store, places: Places | None) -> None:
    with store.writing() as connection:
        [(number, _)] = add_submissions(connection, STAFF, [form(places=places)])

        found = submission(connection, STAFF, number)

    assert found.places == places
    assert found.texts == {}
    assert places is None or [places.cell(position) for position in range(3)] == ["G12", None, "G14"]


def _withdraw(connection: Connection, *numbers: int) -> int:
    return add_withdrawals(connection, STAFF, numbers, OUT, "发错了", NOW)
