"""Visits: which token belongs to whom, when it was last used, and how many wrong attempts came before.

Asked before anybody is somebody, so these are the only queries that take no viewer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from data.column_types import storable
from data.schema import period as periods
from data.schema import roster_entry
from data.schema_people import access_code, account, session, throttle
from models.door import Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A visit as it rests: an account's, or an enterprise's that came with its code for a period."""

    token_hash: str
    account: Row[Any] | None
    period: str | None
    uscc: str | None
    enterprise: str | None
    address: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None

    @property
    def disabled(self) -> bool:
        """Say whether the account may not come in any more."""
        return self.account is not None and bool(self.account.disabled)


def session_of(connection: Connection, token_hash: str) -> Session | None:
    """Find the visit of a token, whether it still lasts or not, with whose it is."""
    row = connection.execute(select(session).where(session.c.token_hash == token_hash)).first()
    if row is None:
        return None
    owner = connection.execute(select(account).where(account.c.id == row.account_id)).first() if row.account_id else None
    return Session(
        token_hash=row.token_hash,
        account=owner,
        period=row.period,
        uscc=row.uscc,
        enterprise=_name_of(connection, row.period, row.uscc) if row.uscc else None,
        address=row.address,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
    )


def start_session(
    connection: Connection,
    token_hash: str,
    *,
    account_id: int | None = None,
    period: str | None = None,
    uscc: str | None = None,
    address: str,
    at: datetime,
) -> None:
    """Keep a new visit."""
    whose = {"account_id": account_id, "period": period, "uscc": uscc}
    connection.execute(insert(session).values(token_hash=token_hash, **whose, address=address, started_at=at, seen_at=at))


def note_session(connection: Connection, token_hash: str, at: datetime) -> None:
    """Note that a visit was used."""
    connection.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=at))


def end_session(connection: Connection, token_hash: str, at: datetime) -> bool:
    """End one visit, and say whether it was there to end."""
    lasting = (session.c.token_hash == token_hash, session.c.ended_at.is_(None))
    return connection.execute(update(session).where(*lasting).values(ended_at=at)).rowcount == 1


def end_sessions(connection: Connection, account_id: int, at: datetime) -> None:
    """End every visit of an account."""
    lasting = (session.c.account_id == account_id, session.c.ended_at.is_(None))
    connection.execute(update(session).where(*lasting).values(ended_at=at))


def forget_sessions(connection: Connection, before: datetime) -> None:
    """Drop visits that started long ago; the log still tells of them."""
    connection.execute(delete(session).where(session.c.started_at < before))


def credentials(connection: Connection, name: str) -> Row[Any] | None:
    """Find an account that may sign in, with its password's hash; what was typed may hold what no database can."""
    return connection.execute(select(account).where(account.c.name == storable(name), ~account.c.disabled)).first()


def open_codes(connection: Connection, uscc: str) -> dict[str, str]:
    """Give the hashes of an enterprise's codes by period, of the periods that are not closed, the latest first."""
    joined = access_code.join(periods, periods.c.code == access_code.c.period)
    query = select(access_code.c.period, access_code.c.code_hash).select_from(joined)
    query = query.where(access_code.c.uscc == uscc, ~periods.c.closed).order_by(periods.c.deadline.desc())
    return {row.period: row.code_hash for row in connection.execute(query)}


def count_failure(connection: Connection, key: str, patience: Patience, at: datetime) -> datetime | None:
    """Count an attempt as failed before it is tried; give instead until when to wait, if it is not to be tried.

    Counting first leaves no gap through which a hundred attempts at once could slip.
    """
    row = connection.execute(select(throttle).where(throttle.c.key == key)).first()
    # A wait longer than the longest was begun before the clock was set back.
    if row is not None and row.blocked_until is not None and at < row.blocked_until <= at + patience.longest_wait:
        until: datetime = row.blocked_until
        return until
    known = row is not None and at - row.last_at <= patience.forgotten_after
    failures = (row.failures if row is not None and known else 0) + 1
    values = {"failures": failures, "last_at": at, "blocked_until": (at + patience.wait(failures)) if patience.wait(failures) else None}
    if row is None:
        connection.execute(insert(throttle).values(key=key, **values))
    else:
        connection.execute(update(throttle).where(throttle.c.key == key).values(values))
    return None


def forgive(connection: Connection, key: str) -> None:
    """Forget the failures under a key."""
    connection.execute(delete(throttle).where(throttle.c.key == key))


def take_back(connection: Connection, key: str) -> None:
    """Take back one failure that was none after all, and the wait it brought."""
    counted = update(throttle).where(throttle.c.key == key, throttle.c.failures > 0)
    connection.execute(counted.values(failures=throttle.c.failures - 1, blocked_until=None))


def failures_of(connection: Connection, key: str) -> int:
    """Tell how many attempts under a key failed."""
    return connection.execute(select(throttle.c.failures).where(throttle.c.key == key)).scalar() or 0


def forget_failures(connection: Connection, before: datetime) -> None:
    """Drop what was counted long ago."""
    connection.execute(delete(throttle).where(throttle.c.last_at < before))


def _name_of(connection: Connection, period: str | None, uscc: str | None) -> str | None:
    entry = roster_entry.c
    return connection.execute(select(entry.name).where(entry.period == period, entry.uscc == uscc)).scalar()
