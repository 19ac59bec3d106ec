"""Coming in and going out: an account with its password, an enterprise with its code, a demo account with a click."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data import sessions
from data.accounts import Account, as_account, demo_accounts
from data.audit import Action, record
from data.store import Store
from models import door
from models.access import Role, Viewer
from models.access_code import code_hash
from models.errors import NotPossible
from models.period import SHANGHAI
from services import passwords

# The browser's cookie that holds a visit's token.
COOKIE = "quality_session"
# The address of the page that asks who one is.
SIGN_IN = "/sign-in"
WRONG = "账号或密码不对。请核对后再试；忘记密码请联系管理员重设。"
WRONG_CODE = "统一社会信用代码或登录码不对。请对照通知上的登录码再试，或联系秘书处。"
WRONG_PASSWORD = "现在的密码不对。请重新输入。"  # noqa: S105 - a sentence
_SESSIONS_KEPT, _FAILURES_KEPT = timedelta(days=30), timedelta(days=2)


class NotSignedIn(NotPossible):
    """The person did not get in; the message is the same whether or not there is such an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody who is in: on whose behalf the store is asked, and what the page says of them."""

    viewer: Viewer
    called: str
    key: str
    account_id: int | None = None
    period: str | None = None
    demo: bool = False


def visit(store: Store, token: str | None, *, now: datetime, address: str = "") -> Visit | None:
    """Find whose token this is, if the visit still lasts, and note that it was used."""
    if not token:
        return None
    with store.reading() as connection:
        found = sessions.session_of(connection, door.digest(token))
    if found is None or found.ended_at or found.disabled or not door.lasts(found.started_at, found.seen_at, now):
        return None
    if now - found.seen_at >= door.NOTED_EVERY:
        with store.noting() as connection:
            sessions.note_session(connection, found.token_hash, now)
    return _visit(found, address or found.address)


def sign_in(store: Store, name: str, password: str, *, address: str, now: datetime) -> str:
    """Let an account in with its password, and give the token of the visit."""
    account = attempt(store, name, password, address=address, now=now)
    if account is None:
        raise NotSignedIn(WRONG)
    return let_in(store, account, address=address, now=now)


def attempt(store: Store, name: str, password: str, *, address: str, now: datetime) -> Account | None:
    """Give the account if this is its password; attempts are counted, and after too many nothing is tried."""
    key = f"account:{door.account_name(name)}"
    with store.writing() as connection:
        until = _counted(connection, key, address, now)
    _refuse_waiting(until)
    with store.reading() as connection:
        row = sessions.credentials(connection, door.account_name(name))
    if not passwords.fits(row.password_hash if row else None, password) or row is None:
        _note_lock(store, key, as_account(row).role if row else None, door.account_name(name), address, now)
        return None
    with store.writing() as connection:
        _forgive(connection, key, address)
    return as_account(row)


def sign_in_enterprise(store: Store, uscc: str, code: str, *, address: str, now: datetime) -> str:
    """Let an enterprise in with its code for a period that is not closed, and give the token of the visit."""
    typed = unicodedata.normalize("NFKC", uscc).strip().upper()
    # Everybody can look up a 统一社会信用代码, and nobody guesses a code: wrong ones from elsewhere make the enterprise wait for nothing.
    key = f"uscc:{typed}/{address}"
    # A code is compared in no time, unlike a password: one turn at writing, on a night when a thousand wait for theirs.
    with store.writing() as connection:
        until = _counted(connection, key, address, now)
        codes = sessions.open_codes(connection, typed) if until is None else {}
        period = _period_opened(codes, typed, unicodedata.normalize("NFKC", code))
        if period is not None:
            _forgive(connection, key, address)
            return _let_enterprise_in(connection, typed, period, address, now)
    _refuse_waiting(until)
    _note_lock(store, key, Role.ENTERPRISE if codes else None, typed, address, now)
    raise NotSignedIn(WRONG_CODE)


def sign_in_demo(store: Store, name: str, *, address: str, now: datetime) -> str:
    """Let a demo account in without a password; no other account opens this way."""
    with store.reading() as connection:
        found = next((one for one in demo_accounts(connection) if one.name == name), None)
    if found is None:
        raise NotSignedIn(WRONG)
    return let_in(store, found, address=address, now=now)


def sign_in_known(store: Store, name: str, *, address: str, now: datetime) -> str:
    """Let an account in whose name somebody we trust vouches for, and give the token of the visit."""
    with store.reading() as connection:
        row = sessions.credentials(connection, door.account_name(name))
    if row is None or row.demo:
        raise NotSignedIn("这个身份在本系统没有可用的账号。请联系管理员。")
    return let_in(store, as_account(row), address=address, now=now)


def let_in(store: Store, account: Account, *, address: str, now: datetime) -> str:
    """Start the visit of an account that proved itself, and give its token."""
    token = secrets.token_urlsafe(32)
    with store.writing() as connection:
        sessions.start_session(connection, door.digest(token), account_id=account.id, address=address, at=now)
        _note_arrival(connection, viewer_of(account, address), account.name, {}, now)
    return token


def sign_out(store: Store, token: str | None, *, address: str, now: datetime) -> None:
    """End a visit, in every tab."""
    found = visit(store, token, now=now, address=address)
    if found is None:
        return
    with store.writing() as connection:
        if sessions.end_session(connection, found.key, now):
            record(connection, found.viewer, Action.SIGNED_OUT, found.viewer.uscc or found.called, {}, now)


def viewer_of(account: Account, address: str = "") -> Viewer:
    """Give the person an account stands for."""
    return Viewer(name=account.viewer_name, role=account.role, uscc=account.uscc, forwarder=account.forwarder, address=address)


def _visit(found: sessions.Session, address: str) -> Visit:
    if found.account is None:
        name = found.enterprise or str(found.uscc)
        viewer = Viewer(name=name, role=Role.ENTERPRISE, uscc=found.uscc, address=address)
        return Visit(viewer=viewer, called=name, key=found.token_hash, period=found.period)
    account = as_account(found.account)
    return Visit(
        viewer=viewer_of(account, address),
        called=account.display_name,
        key=found.token_hash,
        account_id=account.id,
        demo=account.demo,
    )


def _let_enterprise_in(connection: Any, uscc: str, period: str, address: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    sessions.start_session(connection, door.digest(token), period=period, uscc=uscc, address=address, at=now)
    found = sessions.session_of(connection, door.digest(token))
    assert found is not None
    _note_arrival(connection, _visit(found, address).viewer, uscc, {"period": period, "by": "code"}, now)
    return token


def _period_opened(codes: Mapping[str, str], uscc: str, code: str) -> str | None:
    """Give the latest open period whose code this is."""
    for period, kept in codes.items():
        if secrets.compare_digest(kept, code_hash(period, uscc, code)):
            return period
    return None


def _note_arrival(connection: Any, viewer: Viewer, subject: str, detail: dict[str, object], now: datetime) -> None:
    """Record that somebody came in, and drop what is long over."""
    record(connection, viewer, Action.SIGNED_IN, subject, detail, now)
    sessions.forget_sessions(connection, now - _SESSIONS_KEPT)
    sessions.forget_failures(connection, now - _FAILURES_KEPT)


def _note_lock(store: Store, key: str, role: Role | None, subject: str, address: str, now: datetime) -> None:
    """Record that somebody has to wait from now on; what is tried meanwhile is not even counted.

    Without a role there is nobody of that name: nothing is recorded, and it takes as long.
    """
    with store.reading() as connection:
        failures = sessions.failures_of(connection, door.digest(key))
    if failures < door.OF_ACCOUNT.borne:
        return
    with store.writing() as connection:
        if role is not None:
            record(connection, Viewer(name="未登录", role=role, address=address), Action.LOCKED_OUT, subject, {"failures": failures}, now)


def _counted(connection: Any, key: str, address: str, now: datetime) -> datetime | None:
    """Count the attempt before it is tried; give instead until when to wait, if it is not to be tried."""
    until = sessions.count_failure(connection, door.digest(f"address:{address}"), door.OF_ADDRESS, now)
    if until is None:
        until = sessions.count_failure(connection, door.digest(key), door.OF_ACCOUNT, now)
        if until is not None:
            # The account's own wait answers; the office it came from shall not suffer for it.
            sessions.take_back(connection, door.digest(f"address:{address}"))
    return until


def _refuse_waiting(until: datetime | None) -> None:
    """Tell whoever has to wait until when."""
    if until is not None:
        raise NotSignedIn(f"错误次数太多，请在 {until.astimezone(SHANGHAI):%H:%M:%S} 之后再试。忘记密码请联系管理员重设。")


def _forgive(connection: Any, key: str, address: str) -> None:
    sessions.forgive(connection, door.digest(key))
    sessions.take_back(connection, door.digest(f"address:{address}"))
