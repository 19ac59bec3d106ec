"""接口令牌 in the store: hashes only, each for one account, revoked but never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from data.accounts import Account, as_account
from data.audit import Action, record
from data.schema_people import account, api_token
from data.visibility import permit
from models.access import Verb, Viewer
from models.api_token import TokenScope
from models.errors import NotPossible


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token as it rests: for which account, for what, until when."""

    id: int
    account: Account
    label: str
    scopes: frozenset[TokenScope]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    by: str

    def works(self, at: datetime) -> bool:
        """Say whether somebody comes in with it at a moment."""
        return self.revoked_at is None and at < self.expires_at and not self.account.disabled


def add_token(
    connection: Connection,
    viewer: Viewer,
    owner: Account,
    *,
    label: str,
    scopes: Iterable[TokenScope],
    token_hash: str,
    until: datetime,
    at: datetime,
) -> int:
    """Keep a token for an account."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    wanted = [scope.value for scope in TokenScope if scope in set(scopes)]
    values = {"token_hash": token_hash, "account_id": owner.id, "label": label, "scopes": " ".join(wanted), "by": viewer.name}
    made = connection.execute(insert(api_token).values(**values, created_at=at, expires_at=until).returning(api_token.c.id)).scalar_one()
    record(connection, viewer, Action.TOKEN_ISSUED, owner.name, {"label": label, "scopes": wanted, "until": until.isoformat()}, at)
    return int(made)


def tokens(connection: Connection, viewer: Viewer) -> tuple[ApiToken, ...]:
    """Give every token, the newest first."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    return tuple(map(_read, connection.execute(_tokens().order_by(api_token.c.id.desc())).all()))


def token_numbered(connection: Connection, viewer: Viewer, number: int) -> ApiToken:
    """Find a token by its number."""
    found = next((one for one in tokens(connection, viewer) if one.id == number), None)
    if found is None:
        raise NotPossible(f"没有编号为 {number} 的接口令牌。请从令牌列表里重新选择。")
    return found


def revoke_token(connection: Connection, viewer: Viewer, revoked: ApiToken, at: datetime) -> None:
    """Let a token open nothing any more; revoking it again changes nothing."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    standing = (api_token.c.id == revoked.id, api_token.c.revoked_at.is_(None))
    if connection.execute(update(api_token).where(*standing).values(revoked_at=at)).rowcount:
        record(connection, viewer, Action.TOKEN_REVOKED, revoked.account.name, {"label": revoked.label}, at)


def token_of(connection: Connection, token_hash: str) -> ApiToken | None:
    """Find the token whose hash this is; asked before anybody is somebody, so it takes no viewer."""
    row = connection.execute(_tokens().where(api_token.c.token_hash == token_hash)).first()
    return _read(row) if row is not None else None


def _tokens() -> Select[Any]:
    own = (api_token.c[name].label(f"token_{name}") for name in _OWN)
    return select(account, *own).join(api_token, api_token.c.account_id == account.c.id)


_OWN = ("id", "label", "scopes", "created_at", "expires_at", "revoked_at", "by")


def _read(row: Row[Any]) -> ApiToken:
    values = {name: getattr(row, f"token_{name}") for name in _OWN}
    scopes = frozenset(TokenScope(name) for name in values["scopes"].split())
    return ApiToken(**values | {"scopes": scopes, "account": as_account(row)})
