"""Enterprises, forms and viewers for the tests of the store, with only what a test cares about spelled out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from data.periods import add_period
from data.rosters import import_roster
from models.access import Role, Viewer
from models.enterprise import Contact, Enterprise, Size, Trait
from models.period import Period
from models.scoring import FACT_COLUMNS
from models.submission import NewSubmission

NOW = datetime(2020, 8, 21, 3, 4, 5, 678901, tzinfo=UTC)
STAFF = Viewer(name="秘书处 王", role=Role.ADMINISTRATOR)
FIRST = "91320000000000001A"
SECOND = "91320000000000002B"


def enterprise_viewer(uscc: str | None) -> Viewer:
    """Make somebody of one enterprise."""
    return Viewer(name="联络员 李", role=Role.ENTERPRISE, uscc=uscc)


def enterprise(uscc: str = FIRST, **changes: Any) -> Enterprise:
    """Make an enterprise with every column filled."""
    whole = Enterprise(
        uscc=uscc,
        name=f"企业{uscc[-2:]}",
        short_name="某机",
        region="江苏",
        sector="机床工具",
        staff=1200,
        revenue=Decimal("40000.10"),
        size=Size.LARGE,
        traits=frozenset({Trait.OWN_PRODUCT, Trait.FIRST_SET}),
        forwarder="江苏省机械行业协会",
        contact=Contact(person="张", mobile="13800000000", email="z@example.cn"),
    )
    return replace(whole, **changes)


def period(code: str = "2020", **changes: Any) -> Period:
    """Make a period."""
    return replace(Period(code=code, edition="2020", deadline=date(2020, 9, 10)), **changes)


def form(uscc: str = FIRST, **changes: Any) -> NewSubmission:
    """Make a form that passed."""
    whole = NewSubmission(
        uscc=uscc,
        period="2020",
        sha256="ab" * 32,
        file_name="自评表.xlsx",
        received_at=NOW,
        received_on=date(2020, 8, 21),
        passed=True,
        levels=bytes([3, 10, 11] * 16),
        facts={name: place for place, name in enumerate(FACT_COLUMNS)},
        context="c0ffee",
    )
    return replace(whole, **changes)


def prepare(connection: Connection, *codes: str) -> None:
    """Add the period 2020 with a roster of these enterprises."""
    import_roster(connection, STAFF, [enterprise(uscc) for uscc in codes or (FIRST, SECOND)], NOW)
    add_period(connection, STAFF, period(), NOW)
