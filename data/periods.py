"""Periods in the store, and the longer time some enterprises were given."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from data import schema
from data.audit import Action, record
from data.rosters import copy_standing_roster
from data.visibility import permit, visible
from models.access import Verb, Viewer
from models.errors import NotPossible
from models.period import PERIOD_CODE, Period

LATEST = "latest"


def add_period(connection: Connection, viewer: Viewer, period: Period, at: datetime) -> None:
    """Add a period; its roster starts as a copy of the standing one."""
    permit(viewer, Verb.MANAGE_PERIODS)
    if not PERIOD_CODE.fullmatch(period.code):
        raise NotPossible(f"报告期“{period.code}”写法不对。请写成 2020、2020H1、2020H2 或 2020Q1 到 2020Q4。")
    if any(known.code == period.code for known in periods(connection, viewer)):
        raise NotPossible(f"报告期 {period.code} 已经有了，不能再建。要给个别企业延期，请用延期；要建新的一期，请换一个名称。")
    connection.execute(
        insert(schema.period).values(
            code=period.code,
            edition=period.edition,
            deadline=period.deadline,
            grace_days=period.grace_days,
            closed=period.closed,
            created_at=at,
        )
    )
    enterprises = copy_standing_roster(connection, period.code)
    detail = {"edition": period.edition, "deadline": str(period.deadline), "grace_days": period.grace_days, "enterprises": enterprises}
    record(connection, viewer, Action.PERIOD_ADDED, period.code, detail, at)


def periods(connection: Connection, viewer: Viewer) -> tuple[Period, ...]:  # noqa: ARG001 (a viewer goes with every query)
    """Give every period, the earliest deadline first; they are no secret from anybody, so `viewer` changes nothing."""
    rows = connection.execute(select(schema.period)).all()
    return tuple(sorted(map(_period, rows), key=lambda period: (period.deadline, period.code)))


def period_named(connection: Connection, viewer: Viewer, code: str) -> Period:
    """Find a period by its code; `latest` is the one with the latest deadline."""
    known = periods(connection, viewer)
    if not known:
        raise NotPossible("还没有报告期。请先建立一个，例如 2020。")
    if code == LATEST:
        return known[-1]
    for period in known:
        if period.code == code:
            return period
    raise NotPossible(f"没有报告期“{code}”。现有：{'、'.join(period.code for period in known)}。")


def close_period(connection: Connection, viewer: Viewer, code: str, at: datetime, reason: str = "") -> Period:
    """Close a period: nothing is received or reviewed any more, and a roster import leaves its roster as it is."""
    return _open_or_shut(connection, viewer, code, closed=True, reason=reason, at=at)


def reopen_period(connection: Connection, viewer: Viewer, code: str, at: datetime, reason: str) -> Period:
    """Open a closed period again; its roster is the one it had when it was closed."""
    return _open_or_shut(connection, viewer, code, closed=False, reason=reason, at=at)


def extend(connection: Connection, viewer: Viewer, period: str, uscc: str, until: date, at: datetime) -> None:
    """Give one enterprise of the period's roster time until the end of a day; a second extension replaces the first."""
    permit(viewer, Verb.MANAGE_PERIODS)
    found = period_named(connection, viewer, period)
    entry = schema.roster_entry.c
    if not connection.execute(select(entry.uscc).where(entry.period == found.code, entry.uscc == uscc)).first():
        raise NotPossible(f"统一社会信用代码 {uscc} 不在 {found.code} 期花名册上。请核对代码，或先补入花名册。")
    if until <= found.due():
        raise NotPossible(f"{found.code} 期本来就收到 {found.due()}，延期到 {until} 没有用处。请给一个更晚的日期。")
    table = schema.extension
    connection.execute(delete(table).where(table.c.period == found.code, table.c.uscc == uscc))
    connection.execute(insert(table).values(period=found.code, uscc=uscc, until=until))
    record(connection, viewer, Action.DEADLINE_EXTENDED, f"{found.code}/{uscc}", {"until": str(until)}, at)


def extensions(connection: Connection, viewer: Viewer, period: str) -> dict[str, date]:
    """Give the extended last day of each enterprise that has one."""
    table = schema.extension.c
    query = visible(select(table.uscc, table.until).where(table.period == period), table.uscc, viewer, Verb.SEE_FIGURES)
    return {row.uscc: row.until for row in connection.execute(query)}


def _open_or_shut(connection: Connection, viewer: Viewer, code: str, *, closed: bool, reason: str, at: datetime) -> Period:
    permit(viewer, Verb.MANAGE_PERIODS)
    period = period_named(connection, viewer, code)
    if period.closed == closed:
        raise NotPossible(f"{period.code} 期{'已经关闭' if closed else '没有关闭'}，不用再{'关闭' if closed else '打开'}。")
    connection.execute(update(schema.period).where(schema.period.c.code == period.code).values(closed=closed))
    action = Action.PERIOD_CLOSED if closed else Action.PERIOD_REOPENED
    record(connection, viewer, action, period.code, {"reason": reason} if reason else {}, at)
    return replace(period, closed=closed)


def _period(row: Row[Any]) -> Period:
    return Period(code=row.code, edition=row.edition, deadline=row.deadline, grace_days=row.grace_days, closed=row.closed)
