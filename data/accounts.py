"""The accounts: who signs in with a name, what they are, and the links that let them set a password once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from data.audit import Action, record
from data.schema_people import account, one_time_link
from data.sessions import end_sessions
from data.visibility import permit
from models.access import Role, Verb, Viewer
from models.errors import NotPossible, Overtaken

FIRST_ADMINISTRATOR = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What makes an account; a 转报单位 has the roster's name for it, an enterprise its code."""

    name: str
    display_name: str
    role: Role
    uscc: str | None = None
    forwarder: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(NewAccount):
    """An account as it rests."""

    id: int
    disabled: bool
    has_password: bool
    created_at: datetime

    @property
    def viewer_name(self) -> str:
        """Give the name that goes into the log: nobody else has it."""
        return self.display_name if self.display_name == self.name else f"{self.display_name}（{self.name}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link that can still be used; without an account it makes the first administrator."""

    account: Account | None


def accounts(connection: Connection, viewer: Viewer) -> tuple[Account, ...]:
    """Give every account, by name."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    return tuple(map(as_account, connection.execute(select(account).order_by(account.c.name))))


def any_account(connection: Connection) -> bool:
    """Say whether anybody could sign in with a name yet."""
    return bool(connection.execute(select(func.count()).select_from(account)).scalar_one())


def demo_accounts(connection: Connection) -> tuple[Account, ...]:
    """Give the accounts that open with one click; a store that is no demo has none."""
    rows = connection.execute(select(account).where(account.c.demo, ~account.c.disabled).order_by(account.c.id))
    return tuple(map(as_account, rows))


def add_account(connection: Connection, viewer: Viewer, new: NewAccount, at: datetime) -> int:
    """Add an account without a password."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    if connection.execute(select(account.c.id).where(account.c.name == new.name)).first():
        raise NotPossible(f"账号“{new.name}”已经有了。请换一个名称，或为原来的账号重设密码。")
    values = {
        "name": new.name,
        "display_name": new.display_name,
        "role": new.role.value,
        "uscc": new.uscc,
        "forwarder": new.forwarder,
        "demo": new.demo,
        "disabled": False,
        "created_at": at,
    }
    made = connection.execute(insert(account).values(values).returning(account.c.id)).scalar_one()
    detail = {"role": new.role.value, "uscc": new.uscc, "forwarder": new.forwarder, "demo": new.demo}
    record(connection, viewer, Action.ACCOUNT_ADDED, new.name, detail, at)
    return int(made)


def change_account(connection: Connection, viewer: Viewer, changed: Account, at: datetime) -> None:
    """Write an account's role, name shown and whether it is disabled; whoever is signed in with it has to do so anew."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    before = account_numbered(connection, changed.id)
    values = {
        "display_name": changed.display_name,
        "role": changed.role.value,
        "uscc": changed.uscc,
        "forwarder": changed.forwarder,
        "disabled": changed.disabled,
    }
    connection.execute(update(account).where(account.c.id == changed.id).values(values))
    if not _administrators(connection):
        raise NotPossible("这是最后一个管理员。请先再设一个管理员，再停用或改这个账号。")
    end_sessions(connection, changed.id, at)
    detail = {name: value for name, value in values.items() if value != _plain(getattr(before, name))}
    record(connection, viewer, Action.ACCOUNT_CHANGED, before.name, detail, at)


def account_numbered(connection: Connection, number: int) -> Account:
    """Find an account by its number."""
    row = connection.execute(select(account).where(account.c.id == number)).first()
    if row is None:
        raise NotPossible("没有这个账号。请刷新页面再试。")
    return as_account(row)


def set_password(connection: Connection, viewer: Viewer, owner: Account, password_hash: str, at: datetime) -> None:
    """Give an account another password and end every visit made with the old one."""
    connection.execute(update(account).where(account.c.id == owner.id).values(password_hash=password_hash))
    end_sessions(connection, owner.id, at)
    record(connection, viewer, Action.PASSWORD_SET, owner.name, {}, at)


def add_link(connection: Connection, viewer: Viewer, owner: Account | None, token_hash: str, until: datetime, at: datetime) -> None:
    """Keep a one-time link; an earlier one to the same account is void from now on."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    number = owner.id if owner else FIRST_ADMINISTRATOR
    same = one_time_link.c.account_id == number if number else one_time_link.c.account_id.is_(None)
    connection.execute(update(one_time_link).where(same, one_time_link.c.used_at.is_(None)).values(used_at=at))
    values = {"token_hash": token_hash, "account_id": number, "expires_at": until, "by": viewer.name}
    connection.execute(insert(one_time_link).values(values))
    record(connection, viewer, Action.LINK_MADE, owner.name if owner else "", {"until": until.isoformat()}, at)


def link_of(connection: Connection, token_hash: str, at: datetime) -> Link | None:
    """Find a link that was not used and has not ended; the first administrator's only while there is nobody."""
    row = connection.execute(select(one_time_link).where(one_time_link.c.token_hash == token_hash)).first()
    if row is None or row.used_at is not None or row.expires_at <= at:
        return None
    if row.account_id is None:
        return None if any_account(connection) else Link(account=None)
    found = account_numbered(connection, row.account_id)
    return None if found.disabled else Link(account=found)


def use_link(connection: Connection, token_hash: str, at: datetime) -> None:
    """Mark a link as used; it is used once."""
    unused = one_time_link.c.used_at.is_(None)
    done = connection.execute(update(one_time_link).where(one_time_link.c.token_hash == token_hash, unused).values(used_at=at))
    if done.rowcount != 1:
        raise Overtaken("这个链接已经用过。请向管理员要一个新的。")


def as_account(row: Row[Any]) -> Account:
    """Read an account from its row."""
    return Account(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        role=Role(row.role),
        uscc=row.uscc,
        forwarder=row.forwarder,
        demo=row.demo,
        disabled=row.disabled,
        has_password=row.password_hash is not None,
        created_at=row.created_at,
    )


def _administrators(connection: Connection) -> Sequence[Row[Any]]:
    usable = (account.c.role == Role.ADMINISTRATOR.value, ~account.c.disabled)
    return connection.execute(select(account.c.id).where(*usable)).all()


def _plain(value: object) -> object:
    return value.value if isinstance(value, Role) else value
