"""Reporting periods: adding one, giving an enterprise more time, closing and opening again."""

from datetime import date, datetime

from data import periods
from data.editions import load_edition
from data.store import Store
from exchange.uscc import normalise_uscc
from models.access import Viewer
from models.errors import NotPossible
from models.period import PERIOD_CODE, Period
from services.reasons import told_reason


def add_period(store: Store, viewer: Viewer, code: str, deadline: date, *, edition: str, grace_days: int = 0, now: datetime) -> Period:
    """Open a period with the standing roster, scored against an edition of the catalogue."""
    if not PERIOD_CODE.fullmatch(code):
        message = f"报告期“{code}”写法不对。请写成 2020、2020H2（半年）或 2020Q3（季度）。"
        raise NotPossible(message)
    load_edition(edition)
    period = Period(code=code, edition=edition, deadline=deadline, grace_days=grace_days)
    with store.writing() as connection:
        periods.add_period(connection, viewer, period, now)
    return period


def find_period(store: Store, viewer: Viewer, code: str) -> Period:
    """Find a period by its code or as the latest."""
    with store.reading() as connection:
        return periods.period_named(connection, viewer, code)


def extend(store: Store, viewer: Viewer, code: str, uscc: str, until: date, *, now: datetime) -> Period:
    """Give one enterprise until a later day; give the period, which may have been asked for as the latest."""
    with store.writing() as connection:
        named = periods.period_named(connection, viewer, code)
        periods.extend(connection, viewer, named.code, normalise_uscc(uscc), until, now)
    return named


def close(store: Store, viewer: Viewer, code: str, reason: str, *, now: datetime) -> Period:
    """Close a period: nothing is received, reviewed or changed in its roster until it is opened again."""
    told = told_reason(reason)
    with store.writing() as connection:
        return periods.close_period(connection, viewer, code, now, told)


def reopen(store: Store, viewer: Viewer, code: str, reason: str, *, now: datetime) -> Period:
    """Open a closed period again."""
    told = told_reason(reason)
    with store.writing() as connection:
        return periods.reopen_period(connection, viewer, code, now, told)


def extended(store: Store, viewer: Viewer, code: str) -> dict[str, date]:
    """Give the last day of each enterprise that was given more time."""
    with store.reading() as connection:
        return periods.extensions(connection, viewer, code)
