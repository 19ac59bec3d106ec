"""Coming in and going out: who gets in, how long a visit lasts, what a flood of wrong passwords comes to."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import audit
from data.access_codes import put_codes
from data.accounts import Account, NewAccount
from data.audit import Action
from data.periods import close_period
from data.store import Store
from models import door
from models.access import LOCAL_STAFF, Role, Viewer
from models.access_code import code_hash
from models.errors import NotPermitted, NotPossible
from services import accounts, passwords
from services.sign_in import NotSignedIn, sign_in, sign_in_demo, sign_in_enterprise, sign_in_known, sign_out, visit
from tests.services.desk import SECOND, Desk

NOW = datetime(2020, 8, 21, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
HERE = "192.0.2.7"
CODE = "ACDE-FGHJ-KMNP"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    new = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    yield new
    new.close()


@pytest.fixture
def wang(store: Store) -> Account:
    return _account(store, "wang")


@pytest.mark.usefixtures("wang")
def test_the_right_password_opens_and_the_store_keeps_neither_it_nor_the_token(store: Store) -> None:
    token = sign_in(store, " WANG ", PASSWORD, address=HERE, now=NOW)

    found = visit(store, token, now=NOW)
    assert found is not None
    assert (found.viewer.role, found.viewer.address, found.called) == (Role.REVIEWER, HERE, "王")
    kept = "".join(str(row) for rows in Desk(store).tables().values() for row in rows)
    assert PASSWORD not in kept
    assert token not in kept
    assert "$argon2id$" in kept


@pytest.mark.usefixtures("wang")
def test_a_wrong_password_an_unknown_account_and_a_disabled_one_are_told_the_same(store: Store) -> None:
    gone = _account(store, "gone")
    accounts.change_account(store, LOCAL_STAFF, replace(gone, disabled=True), now=NOW)

    said = {_refused(store, name, password) for name, password in [("wang", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD)]}

    assert len(said) == 1


@pytest.mark.usefixtures("wang")
def test_an_account_that_does_not_exist_costs_a_hash_as_well(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    verify = passwords._HASHER.verify
    monkeypatch.setattr(type(passwords._HASHER), "verify", lambda _, kept, typed: tried.append(kept) or verify(kept, typed))

    _refused(store, "wang", "wrong")
    _refused(store, "nobody", "wrong")

    assert [kept.partition("$p=")[0].split("$")[1:4] for kept in tried] == [["argon2id", "v=19", "m=47104,t=1,p=1"]] * 2


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize(
    ("used", "later", "lasts"),
    [
        ([], timedelta(minutes=30), True),
        ([], timedelta(minutes=31), False),
        ([timedelta(minutes=20 * step) for step in range(1, 25)], timedelta(hours=8), True),
        ([timedelta(minutes=20 * step) for step in range(1, 25)], timedelta(hours=8, seconds=1), False),
    ],
)
def test_a_visit_ends_when_left_alone_and_at_the_end_of_a_working_day(
    store: Store, used: list[timedelta], later: timedelta, lasts: bool
) -> None:
    token = sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)
    for after in used:
        assert visit(store, token, now=NOW + after) is not None

    assert (visit(store, token, now=NOW + later) is not None) is lasts


@pytest.mark.usefixtures("wang")
def test_a_visit_is_noted_at_most_once_a_minute(store: Store) -> None:
    token = sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)
    desk, mark = Desk(store), store.version()
    before = desk.tables()["session"]

    visit(store, token, now=NOW + timedelta(seconds=59))
    assert desk.tables()["session"] == before
    visit(store, token, now=NOW + timedelta(seconds=60))

    assert desk.tables()["session"] != before
    assert store.version() == mark


@pytest.mark.usefixtures("wang")
def test_signing_out_ends_the_visit_for_whoever_has_a_copy_of_its_token(store: Store) -> None:
    token = sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)

    sign_out(store, token, address=HERE, now=NOW)

    assert visit(store, token, now=NOW) is None


def test_disabling_changing_role_and_a_new_password_end_every_visit(store: Store, wang: Account) -> None:
    other = _account(store, "li", Role.ADMINISTRATOR)
    for change in (
        lambda: accounts.change_account(store, LOCAL_STAFF, replace(wang, role=Role.LEADER), now=NOW),
        lambda: accounts.change_password(store, wang.id, PASSWORD, "another long one", address=HERE, now=NOW),
    ):
        token = sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)
        change()
        assert visit(store, token, now=NOW) is None
    [root] = [one for one in accounts.accounts(store, LOCAL_STAFF) if one.name == "root"]
    accounts.change_account(store, LOCAL_STAFF, replace(root, disabled=True), now=NOW)
    with pytest.raises(NotPossible, match="最后一个管理员"):
        accounts.change_account(store, LOCAL_STAFF, replace(other, disabled=True), now=NOW)


@pytest.mark.usefixtures("wang")
def test_waits_grow_and_even_the_right_password_has_to_wait(store: Store) -> None:
    at, waits = NOW, []
    for _ in range(5):
        _refused(store, "wang", "wrong", at)
    for _ in range(4):
        start = at
        while "之后再试" in _refused(store, "wang", PASSWORD if start == at else "wrong", at):
            at += timedelta(seconds=5)
        waits.append((at - start).total_seconds())

    assert waits == [30, 60, 120, 240]


@pytest.mark.usefixtures("wang")
def test_getting_in_forgets_the_failures(store: Store) -> None:
    for _ in range(3):
        for _ in range(4):
            _refused(store, "wang", "wrong")
        sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)


@pytest.mark.usefixtures("wang")
def test_one_address_that_tries_many_accounts_has_to_wait_and_others_do_not(store: Store) -> None:
    for number in range(door.OF_ADDRESS.borne):
        with store.writing() as connection:
            _count_only(connection, number)

    assert "之后再试" in _refused(store, "wang", PASSWORD)
    assert sign_in(store, "wang", PASSWORD, address="192.0.2.8", now=NOW)


@pytest.mark.usefixtures("wang")
def test_two_hundred_wrong_passwords_at_once_try_five_and_leave_the_others_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _account(store, "li")
    tried: list[str] = []
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda kept, typed: tried.append(typed) or fits(kept, typed))
    with ThreadPoolExecutor(20) as pool:
        flood = [pool.submit(_refused, store, "wang", f"guess {number}") for number in range(199)]
        flood.append(pool.submit(_refused, store, "wang", PASSWORD))
        started = time.monotonic()
        token = sign_in(store, "li", PASSWORD, address=HERE, now=NOW)
        waited = time.monotonic() - started
        said = {one.result() for one in flood}

    assert visit(store, token, now=NOW) is not None
    assert waited < 5
    assert len([one for one in tried if one.startswith("guess")]) <= door.OF_ACCOUNT.borne
    assert len(said) == 2


def test_an_enterprise_comes_in_with_its_code_however_it_is_typed(store: Store) -> None:
    _issue(store)

    token = sign_in_enterprise(store, f" {SECOND.lower()} ", "ａcde fghj-kmnp", address=HERE, now=NOW)

    found = visit(store, token, now=NOW)
    assert found is not None
    assert found.viewer == Viewer(name="浙东轴承厂", role=Role.ENTERPRISE, uscc=SECOND, address=HERE)
    assert found.period == "2020"


def test_a_code_opens_for_its_own_enterprise_only_and_only_while_the_period_is_open(store: Store) -> None:
    _issue(store)
    for uscc, code in [(SECOND, "ACDE-FGHJ-KMNQ"), ("91320000000000002B", CODE), ("", ""), (SECOND, "")]:
        with pytest.raises(NotSignedIn, match="登录码不对"):
            sign_in_enterprise(store, uscc, code, address=HERE, now=NOW)
    with store.writing() as connection:
        close_period(connection, LOCAL_STAFF, "2020", NOW)

    with pytest.raises(NotSignedIn, match="登录码不对"):
        sign_in_enterprise(store, SECOND, CODE, address=HERE, now=NOW)


def test_guessing_codes_has_to_wait_too(store: Store) -> None:
    _issue(store)
    for _ in range(5):
        with pytest.raises(NotSignedIn, match="登录码不对"):
            sign_in_enterprise(store, SECOND, "wrong", address=HERE, now=NOW)

    with pytest.raises(NotSignedIn, match="之后再试"):
        sign_in_enterprise(store, SECOND, CODE, address=HERE, now=NOW)
    with store.reading() as connection:
        last = audit.audit_rows(connection, LOCAL_STAFF)[-1]
    assert (last.action, last.subject, last.origin) == (Action.LOCKED_OUT, SECOND, HERE)


def test_wrong_codes_from_elsewhere_do_not_keep_an_enterprise_out(store: Store) -> None:
    _issue(store)
    for _ in range(6):
        with pytest.raises(NotSignedIn):
            sign_in_enterprise(store, SECOND, "wrong", address="203.0.113.66", now=NOW)

    assert sign_in_enterprise(store, SECOND, CODE, address=HERE, now=NOW)


def test_only_a_demo_account_opens_with_a_click_and_never_by_a_password(store: Store, wang: Account) -> None:
    accounts.add_account(store, LOCAL_STAFF, NewAccount(name="demo", display_name="示范", role=Role.LEADER, demo=True), now=NOW)

    assert sign_in_demo(store, "demo", address=HERE, now=NOW)
    for trying in (
        lambda: sign_in_demo(store, wang.name, address=HERE, now=NOW),
        lambda: sign_in(store, "demo", "", address=HERE, now=NOW),
        lambda: sign_in_known(store, "demo", address=HERE, now=NOW),
    ):
        with pytest.raises(NotSignedIn):
            trying()


def test_a_link_sets_a_password_once_and_ends_after_a_day(store: Store, wang: Account) -> None:
    link = accounts.reset_link(store, LOCAL_STAFF, wang, now=NOW)
    with pytest.raises(NotPossible, match="已过期"):
        accounts.link(store, link, now=NOW + timedelta(hours=24))

    accounts.use_link(store, link, name="", password="a new password", address=HERE, now=NOW)

    assert sign_in(store, "wang", "a new password", address=HERE, now=NOW)
    with pytest.raises(NotPossible, match="已经用过"):
        accounts.use_link(store, link, name="", password="yet another one", address=HERE, now=NOW)
    assert "密码不对" in _refused(store, "wang", PASSWORD)


def test_a_newer_link_makes_the_older_one_void(store: Store, wang: Account) -> None:
    older = accounts.reset_link(store, LOCAL_STAFF, wang, now=NOW)
    accounts.reset_link(store, LOCAL_STAFF, wang, now=NOW)

    with pytest.raises(NotPossible, match="已经用过"):
        accounts.link(store, older, now=NOW)


def test_the_first_link_makes_one_administrator_and_no_second(store: Store) -> None:
    older, link = accounts.first_link(store, now=NOW), accounts.first_link(store, now=NOW)
    assert older
    assert link
    with pytest.raises(NotPossible):
        accounts.use_link(store, older, name="zhang", password=PASSWORD, address=HERE, now=NOW)

    token = accounts.use_link(store, link, name="Zhang", password=PASSWORD, address=HERE, now=NOW)

    found = visit(store, token, now=NOW)
    assert found is not None
    assert (found.called, found.viewer.role) == ("Zhang", Role.ADMINISTRATOR)
    assert accounts.first_link(store, now=NOW) is None
    with pytest.raises(NotPossible):
        accounts.use_link(store, link, name="li", password=PASSWORD, address=HERE, now=NOW)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "wang-wang-2020", "x" * 64 + "abcdefgh" * 9])
def test_a_password_that_is_easily_guessed_or_endless_is_refused_in_words(store: Store, wang: Account, password: str) -> None:
    link = accounts.reset_link(store, LOCAL_STAFF, wang, now=NOW)

    with pytest.raises(NotPossible, match="密码太"):
        accounts.use_link(store, link, name="", password=password, address=HERE, now=NOW)

    assert accounts.link(store, link, now=NOW).account == wang


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_administrators_look_after_accounts(store: Store, wang: Account, role: Role) -> None:
    person = Viewer(name="x", role=role, uscc=SECOND, forwarder="y")
    for deed in (
        lambda: accounts.accounts(store, person),
        lambda: accounts.add_account(store, person, NewAccount(name="n", display_name="n", role=Role.ADMINISTRATOR), now=NOW),
        lambda: accounts.change_account(store, person, replace(wang, role=Role.ADMINISTRATOR), now=NOW),
        lambda: accounts.reset_link(store, person, wang, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            deed()


@pytest.mark.usefixtures("wang")
def test_coming_going_and_every_change_stand_in_the_log_with_the_address(store: Store) -> None:
    token = sign_in(store, "wang", PASSWORD, address=HERE, now=NOW)
    sign_out(store, token, address=HERE, now=NOW)

    with store.reading() as connection:
        rows = audit.audit_rows(connection, LOCAL_STAFF)
        assert audit.verify(connection) is None
    assert [(row.action, row.actor, row.origin) for row in rows[-2:]] == [
        ("session.start", "王（wang）", HERE),
        ("session.end", "王（wang）", HERE),
    ]


def _account(store: Store, name: str, role: Role = Role.REVIEWER) -> Account:
    # There is always an administrator; this one cannot sign in.
    if not accounts.accounts(store, LOCAL_STAFF):
        accounts.add_account(store, LOCAL_STAFF, NewAccount(name="root", display_name="root", role=Role.ADMINISTRATOR, demo=True), now=NOW)
    new = NewAccount(name=name, display_name="王" if name == "wang" else name, role=role)
    return accounts.add_account(store, LOCAL_STAFF, new, password=PASSWORD, now=NOW)


def _refused(store: Store, name: str, password: str, at: datetime = NOW) -> str:
    with pytest.raises(NotSignedIn) as refused:
        sign_in(store, name, password, address=HERE, now=at)
    return str(refused.value)


def _count_only(connection: object, number: int) -> None:
    from data import sessions

    assert sessions.count_failure(connection, door.digest(f"address:{HERE}"), door.OF_ADDRESS, NOW) is None, number


def _issue(store: Store) -> None:
    desk = Desk(store)
    desk.add_roster()
    desk.add_period("2020")
    with store.writing() as connection:
        put_codes(connection, LOCAL_STAFF, "2020", {SECOND: code_hash("2020", SECOND, CODE)}, NOW)
