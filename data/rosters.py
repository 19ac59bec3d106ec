"""Rosters in the store: the standing one, and the copy each period keeps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, insert, literal, select, update

from data import schema
from data.audit import Action, record
from data.visibility import permit, visible
from models.access import Verb, Viewer
from models.enterprise import Contact, Enterprise, Size, Trait

_JOINED_BY = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What an import did to the standing roster, by 统一社会信用代码; `absent` firms were not in the file and stay."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]


def import_roster(connection: Connection, viewer: Viewer, enterprises: Iterable[Enterprise], at: datetime) -> RosterChange:
    """Bring the standing roster and that of every open period up to what the file says, by code."""
    permit(viewer, Verb.MANAGE_PERIODS)
    wanted = {enterprise.uscc: enterprise for enterprise in enterprises}
    change = _merge(connection, viewer, None, wanted)
    is_open = schema.period.c.closed.is_(False)
    open_periods = connection.execute(select(schema.period.c.code).where(is_open)).scalars().all()
    for period in open_periods:
        _merge(connection, viewer, period, wanted)
    detail = {
        "added": len(change.added),
        "changed": change.changed,
        "unchanged": len(change.unchanged),
        "absent": len(change.absent),
        "periods": sorted(open_periods),
    }
    record(connection, viewer, Action.ROSTER_IMPORTED, "roster", detail, at)
    return change


def roster(connection: Connection, viewer: Viewer, period: str | None) -> dict[str, Enterprise]:
    """Give the roster of a period by 统一社会信用代码, in the order of the codes; None means the standing roster.

    Contacts are left out for whoever may not see them.
    """
    table, conditions = _table(period)
    query = visible(select(*(table.c[name] for name in _COLUMNS)).where(*conditions), table.c.uscc, viewer, Verb.SEE_FIGURES)
    found = [_enterprise(row) for row in connection.execute(query)]
    if not viewer.may(Verb.SEE_CONTACTS):
        found = [replace(enterprise, contact=Contact()) for enterprise in found]
    return {enterprise.uscc: enterprise for enterprise in sorted(found, key=lambda enterprise: enterprise.uscc)}


def entry(connection: Connection, viewer: Viewer, period: str | None, uscc: str) -> Enterprise | None:
    """Give one enterprise of a roster, as `roster` has it, without reading the others."""
    table, conditions = _table(period)
    query = select(*(table.c[name] for name in _COLUMNS)).where(*conditions, table.c.uscc == uscc)
    row = connection.execute(visible(query, table.c.uscc, viewer, Verb.SEE_FIGURES)).first()
    found = None if row is None else _enterprise(row)
    return found if found is None or viewer.may(Verb.SEE_CONTACTS) else replace(found, contact=Contact())


def columns(connection: Connection, viewer: Viewer, period: str, names: Sequence[str]) -> list[Row[Any]]:
    """Give some columns of a period's roster, in the order of the codes, which have to be among them.

    Putting 100,000 enterprises together takes ten times as long as reading what a figure needs of them.
    """
    if _PERSONAL & set(names):
        permit(viewer, Verb.SEE_CONTACTS)
    table = schema.roster_entry
    query = select(*(table.c[name] for name in names)).where(table.c.period == period)
    rows = connection.execute(visible(query, table.c.uscc, viewer, Verb.SEE_FIGURES)).all()
    return sorted(rows, key=attrgetter("uscc"))


def copy_standing_roster(connection: Connection, period: str) -> int:
    """Copy the standing roster into a new period's, and count the enterprises."""
    source = select(literal(period), *(schema.enterprise.c[name] for name in _COLUMNS))
    return connection.execute(insert(schema.roster_entry).from_select(["period", *_COLUMNS], source)).rowcount


_COLUMNS = tuple(schema.enterprise.c.keys())
_PERSONAL = {"person", "mobile", "email"}


def _table(period: str | None) -> tuple[Table, list[ColumnElement[bool]]]:
    """Choose the table of a roster and what limits it to this one."""
    if period is None:
        return schema.enterprise, []
    return schema.roster_entry, [schema.roster_entry.c.period == period]


def _merge(connection: Connection, viewer: Viewer, period: str | None, wanted: Mapping[str, Enterprise]) -> RosterChange:
    """Write what differs into one roster."""
    known = roster(connection, viewer, period)
    added = tuple(uscc for uscc in wanted if uscc not in known)
    changed = tuple(uscc for uscc, enterprise in wanted.items() if uscc in known and known[uscc] != enterprise)
    table, conditions = _table(period)
    if added:
        key = {} if period is None else {"period": period}
        connection.execute(insert(table), [key | _values(wanted[uscc]) for uscc in added])
    if changed:
        # A parameter may not have the name of a column that is set.
        statement = update(table).where(*conditions, table.c.uscc == bindparam("of"))
        connection.execute(statement, [{"of": uscc} | _values(wanted[uscc]) for uscc in changed])
    return RosterChange(
        added=added,
        changed=changed,
        unchanged=tuple(uscc for uscc in wanted if uscc in known and known[uscc] == wanted[uscc]),
        absent=tuple(uscc for uscc in known if uscc not in wanted),
    )


def _values(enterprise: Enterprise) -> dict[str, Any]:
    """Spread an enterprise over the columns of a roster."""
    return {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "short_name": enterprise.short_name,
        "region": enterprise.region,
        "sector": enterprise.sector,
        "staff": enterprise.staff,
        "revenue": enterprise.revenue,
        "size": enterprise.size and enterprise.size.value,
        "traits": _JOINED_BY.join(trait for trait in Trait if trait in enterprise.traits),
        "forwarder": enterprise.forwarder,
        "exempt": enterprise.exempt,
        "person": enterprise.contact.person,
        "mobile": enterprise.contact.mobile,
        "email": enterprise.contact.email,
    }


def _enterprise(row: Sequence[Any]) -> Enterprise:
    """Put an enterprise together from the columns of a roster, in their order."""
    uscc, name, short_name, region, sector, staff, revenue, size, traits, forwarder, exempt, person, mobile, email = row
    return Enterprise(
        uscc=uscc,
        name=name,
        short_name=short_name,
        region=region,
        sector=sector,
        staff=staff,
        revenue=revenue,
        size=_SIZES[size],
        traits=_traits(traits),
        forwarder=forwarder,
        exempt=exempt,
        contact=Contact(person=person, mobile=mobile, email=email),
    )


# Looking a size up is ten times as fast as making it.
_SIZES: dict[str | None, Size | None] = {None: None, **{size.value: size for size in Size}}


@lru_cache(maxsize=4096)
def _traits(joined: str) -> frozenset[Trait]:
    """Read the traits back; ten thousand enterprises share a few hundred combinations."""
    return frozenset(Trait(trait) for trait in joined.split(_JOINED_BY) if trait)
