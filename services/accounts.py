"""Looking after accounts: adding one, its role, its one-time link, its password."""

import secrets
from dataclasses import replace
from datetime import datetime

from data import accounts as kept
from data import rosters
from data.accounts import Account, Link, NewAccount
from data.store import Store
from models import door
from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPossible
from services import passwords
from services.sign_in import WRONG_PASSWORD, NotSignedIn, attempt, let_in, viewer_of

LINK_OVER = "这个链接已经用过或已过期。请向管理员要一个新的。"


def accounts(store: Store, viewer: Viewer) -> tuple[Account, ...]:
    """Give every account, by name."""
    with store.reading() as connection:
        return kept.accounts(connection, viewer)


def demo_accounts(store: Store) -> tuple[Account, ...]:
    """Give the accounts that open with one click."""
    with store.reading() as connection:
        return kept.demo_accounts(connection)


def forwarders(store: Store, viewer: Viewer) -> tuple[str, ...]:
    """Give the names of the 转报单位 on the standing roster."""
    with store.reading() as connection:
        return tuple(sorted({one.forwarder for one in rosters.roster(connection, viewer, None).values() if one.forwarder}))


def add_account(store: Store, viewer: Viewer, new: NewAccount, *, password: str | None = None, now: datetime) -> Account:
    """Add an account, with a password if one was chosen at the console."""
    wanted = _checked(replace(new, name=door.account_name(new.name), display_name=new.display_name.strip() or new.name.strip()))
    password_hash = _password(password, wanted.name) if password is not None else None
    with store.writing() as connection:
        number = kept.add_account(connection, viewer, wanted, now)
        if password_hash is not None:
            kept.set_password(connection, viewer, kept.account_numbered(connection, number), password_hash, now)
        return kept.account_numbered(connection, number)


def change_account(store: Store, viewer: Viewer, changed: Account, *, now: datetime) -> None:
    """Write an account's role, the name shown, and whether it is disabled."""
    _checked(changed)
    with store.writing() as connection:
        kept.change_account(connection, viewer, changed, now)


def reset_link(store: Store, viewer: Viewer, account: Account, *, now: datetime) -> str:
    """Give the token of a link with which the account's person sets a password, once, within a day."""
    token = secrets.token_urlsafe(32)
    with store.writing() as connection:
        kept.add_link(connection, viewer, account, door.digest(token), now + door.LINK_LASTS, now)
    return token


def first_link(store: Store, *, now: datetime) -> str | None:
    """Give the token of the link that makes the first administrator; None when there is an account."""
    token = secrets.token_urlsafe(32)
    with store.writing() as connection:
        if kept.any_account(connection):
            return None
        kept.add_link(connection, LOCAL_STAFF, None, door.digest(token), now + door.LINK_LASTS, now)
    return token


def link(store: Store, token: str, *, now: datetime) -> Link:
    """Find what a one-time link is for; one that was used or has ended says so."""
    with store.reading() as connection:
        found = kept.link_of(connection, door.digest(token), now)
    if found is None:
        raise NotPossible(LINK_OVER)
    return found


def use_link(store: Store, token: str, *, name: str, password: str, address: str, now: datetime) -> str:
    """Set the password a link is for, and give the token of the visit that begins; `name` is the first administrator's."""
    found = link(store, token, now=now)
    wanted = found.account.name if found.account else door.account_name(name)
    password_hash = _password(password, wanted)
    with store.writing() as connection:
        if kept.link_of(connection, door.digest(token), now) != found:
            raise NotPossible(LINK_OVER)
        kept.use_link(connection, door.digest(token), now)
        owner = found.account
        if owner is None:
            first = _checked(NewAccount(name=wanted, display_name=name.strip(), role=Role.ADMINISTRATOR))
            owner = kept.account_numbered(connection, kept.add_account(connection, LOCAL_STAFF, first, now))
        kept.set_password(connection, viewer_of(owner, address), owner, password_hash, now)
    return let_in(store, owner, address=address, now=now)


def change_password(store: Store, account_id: int, old: str, new: str, *, address: str, now: datetime) -> str:
    """Change one's own password, which ends every visit, and give the token of the one that begins."""
    with store.reading() as connection:
        owner = kept.account_numbered(connection, account_id)
    if owner.demo:
        raise NotPossible("示范账号没有密码，不能修改。")
    if not attempt(store, owner.name, old, address=address, now=now):
        raise NotSignedIn(WRONG_PASSWORD)
    password_hash = _password(new, owner.name)
    with store.writing() as connection:
        kept.set_password(connection, viewer_of(owner, address), owner, password_hash, now)
    return let_in(store, owner, address=address, now=now)


def _password(password: str, name: str) -> str:
    fault = door.password_fault(password, name)
    if fault is not None:
        raise NotPossible(fault)
    return passwords.hashed(password)


def _checked(new: NewAccount) -> NewAccount:
    """Refuse an account that could see nothing, or that nobody could type."""
    if not new.name or len(new.name) > 64 or any(sign.isspace() or not sign.isprintable() for sign in new.name):
        raise NotPossible("账号名要有 1 到 64 个字，中间不留空格，例如 wang 或 wang@example.org。")
    if new.role is Role.FORWARDER and not new.forwarder:
        raise NotPossible("转报单位的账号要写明花名册上的转报单位名称。")
    if new.role is Role.ENTERPRISE and not new.uscc:
        raise NotPossible("企业的账号要写明统一社会信用代码。")
    return new
