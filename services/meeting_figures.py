"""The figures of a meeting: one reading of a period, in the plain values every document is written from."""

from decimal import Decimal

import pandas as pd

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.cases import NO_CASES, Cases
from models.catalogue import Priority
from models.comparison import compliance_change, panel, panel_change, priority_changes
from models.group_ledger import complete, ledger_by
from models.meeting_figures import (
    EnterpriseFigures,
    GroupFigures,
    GroupLedger,
    ItemFigures,
    MeetingFigures,
    PanelFigures,
    PreviousPeriod,
    PriorityChange,
    PriorityFigures,
    TrendPoint,
)
from models.progress import (
    Distribution,
    Ledger,
    by_item,
    by_priority,
    distribution,
    submissions_by_day,
    summarise,
    weak_and_strong,
)
from services.cases import cases_of
from services.comparable import comparable
from services.documents import UNSTATED, group_order, grouped, progress_document
from services.freezing import pictures
from services.progress import Snapshot
from services.regions import DIRECT
from services.tables import STATUSES

_AS_IN_THE_DOCUMENT = tuple(name for name in EnterpriseFigures.__slots__ if name not in {"forwarder", "status", "total", "priorities"})
_SPREAD = ("mean", "median", "lower_quartile", "upper_quartile")


def meeting_figures(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF, *, frozen: str | None = None) -> MeetingFigures:
    """Gather what the documents say of a period, on one basis: as it is, or as it was frozen under a name."""
    found = pictures(store, viewer, period, basis, name=frozen)
    return figures_of(found.now, found.before, found.trend, cases=cases_of(store, viewer, found))


def figures_of(
    now: Snapshot, before: Snapshot | None, trend: tuple[TrendPoint, ...] = (), *, named: bool = True, cases: Cases = NO_CASES
) -> MeetingFigures:
    """Turn a snapshot, that of the period before, and the means of all periods so far into the figures of a meeting.

    Without `named` the enterprises themselves are left out: of 10,000 they take longer than all the rest.
    """
    rows = now.enterprises
    received = rows["newest_received_on"].dropna()
    items = by_item(now.matrix(rows), now.catalogue)
    weak, strong = weak_and_strong(items)
    days = submissions_by_day(rows)
    return MeetingFigures(
        period=now.period,
        notice=now.catalogue.notice,
        basis=now.basis,
        as_of=received.max() if len(received) else None,
        summary=summarise(rows, now.catalogue),
        priorities=_priorities(now),
        regions=_groups(now, "region"),
        sectors=_groups(now, "sector"),
        sizes=_groups(now, "size"),
        region_ledgers=_ledgers(rows, "region", UNSTATED, group_order("region")),
        forwarder_ledgers=_ledgers(rows, "forwarder", DIRECT, [DIRECT]),
        days=tuple((day, int(count)) for day, count in zip(days["day"], days["cumulative"], strict=True)),
        items=_items(items),
        weak=_items(weak),
        strong=_items(strong),
        previous=_previous(now, before) if before else None,
        enterprises=_enterprises(now) if named else (),
        trend=trend,
        cases=cases,
    )


def _priorities(now: Snapshot) -> tuple[PriorityFigures, ...]:
    rows = by_priority(now.enterprises, now.catalogue).to_dict("records")
    return tuple(
        PriorityFigures(
            code=titles.code,
            title=titles.title,
            short=titles.short,
            column=titles.column,
            spread=Distribution(n=row["n"], **{name: row[name] for name in _SPREAD}),
            target=row["target"],
        )
        for titles, row in zip(now.catalogue.priorities, rows, strict=True)
    )


def _groups(now: Snapshot, column: str) -> tuple[GroupFigures, ...]:
    return tuple(
        GroupFigures(
            **{name: row[name] for name in ("key", "n", "mean", "median", "suppressed")},
            priorities=tuple(
                Distribution(n=row[f"{code}_n"], mean=row[f"{code}_mean"], median=row[f"{code}_median"])
                for code in (priority.lower() for priority in Priority)
            ),
        )
        for row in grouped(now, column).to_dict("records")
    )


def _ledgers(rows: pd.DataFrame, column: str, unstated: str, order: list[str]) -> tuple[GroupLedger, ...]:
    frame = ledger_by(rows[[column, "status"]].assign(**{column: rows[column].fillna("").replace("", unstated)}), column, order)
    return tuple(
        GroupLedger(key=row["key"], book=Ledger(**{name: row[name] for name in Ledger.__slots__}), complete=bool(full))
        for row, full in zip(frame.to_dict("records"), complete(frame), strict=True)
    )


def _items(frame: pd.DataFrame) -> tuple[ItemFigures, ...]:
    names = [name for name in ItemFigures.__slots__ if name != "code"]
    return tuple(ItemFigures(code=row["item"], **{name: row[name] for name in names}) for row in frame.to_dict("records"))


def _previous(now: Snapshot, before: Snapshot) -> PreviousPeriod:
    summary = summarise(before.enterprises, before.catalogue)
    both = comparable(now, before)
    items = None if now.period.edition == before.period.edition or both is None else len(both[0].catalogue.items)
    return PreviousPeriod(
        period=before.period, total=summary.total, bands=summary.bands, panel=_panel(*both, items=items) if both else None
    )


def _panel(now: Snapshot, before: Snapshot, *, items: int | None) -> PanelFigures:
    ours, theirs = panel(now.enterprises, before.enterprises)
    score, compliance = panel_change(ours, theirs), compliance_change(ours, theirs)
    rows = priority_changes(ours, theirs, now.catalogue).to_dict("records")
    return PanelFigures(
        n=len(ours),
        before=distribution(theirs["total"]).mean,
        now=distribution(ours["total"]).mean,
        difference=score.difference if score else None,
        compliance_difference=compliance.difference if compliance else None,
        priorities=tuple(
            PriorityChange(code=row["key"], short=row["title"], **{name: row[name] for name in ("n", "before", "now", "difference")})
            for row in rows
        ),
        items=items,
    )


def _enterprises(now: Snapshot) -> tuple[EnterpriseFigures, ...]:
    rows = progress_document(now, "enterprise")["rows"]
    forwarders = now.enterprises["forwarder"].fillna("")
    return tuple(
        EnterpriseFigures(
            **{name: row[name] for name in _AS_IN_THE_DOCUMENT},
            status=STATUSES[row["status"]],
            forwarder=forwarder,
            total=_score(row["total_score"]),
            priorities=tuple(_score(value) for value in row["priorities"].values()),
        )
        for row, forwarder in zip(rows, forwarders, strict=True)
    )


def _score(shown: str | None) -> Decimal | None:
    return None if shown is None else Decimal(shown)
