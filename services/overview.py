"""总览: everything the first page shows of a period, worked out in one call."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data import periods
from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.comparison import PanelChange, compliance_change, panel_change
from models.period import Period
from models.progress import (
    ProgressSummary,
    Status,
    by_item,
    by_priority,
    counted,
    keys_in_order,
    submissions_by_day,
    summarise,
    weak_and_strong,
)
from services import chart_frames
from services.documents import group_order, grouped
from services.filters import Filters
from services.progress import snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of a period under a choice of enterprises, and the frames its charts draw."""

    period: Period
    basis: Basis
    today: date
    as_of: date | None
    titles: dict[str, str]
    summary: ProgressSummary
    previous: Period | None
    score_change: PanelChange | None
    compliance_change: PanelChange | None
    priorities: pd.DataFrame
    bands: pd.DataFrame
    days: pd.DataFrame
    previous_days: pd.DataFrame | None
    sectors: pd.DataFrame
    items: pd.DataFrame
    outstanding: pd.DataFrame

    @property
    def previous_name(self) -> str:
        """Name the period before this one."""
        return self.previous.name if self.previous else ""


def filter_choices(store: Store, viewer: Viewer, period: str) -> dict[str, list[str]]:
    """Give the regions, sectors and sizes that the period's roster has, in the order people know."""
    rows = snapshot(store, viewer, period).enterprises
    known = {column: keys_in_order(rows[column], group_order(column)) for column in ("region", "sector", "size")}
    return {column: [str(key) for key in keys if key] for column, keys in known.items()}


def overview(store: Store, viewer: Viewer, period: str, filters: Filters, *, today: date, basis: Basis = Basis.SELF) -> Overview:
    """Work out 总览 for a viewer; changes are over the enterprises counted in both periods."""
    now = snapshot(store, viewer, period, basis)
    earlier = previous_period(store, viewer, now.period)
    rows = filters.keep(now.enterprises)
    rows_before = filters.keep(snapshot(store, viewer, earlier.code, basis).enterprises) if earlier else None
    comparable = rows_before if earlier and earlier.edition == now.period.edition else None
    received = rows["newest_received_on"].dropna()
    summary = summarise(rows, now.catalogue)
    # Counted once here: what is over the counted forms only takes these rows.
    in_mean = counted(rows)
    return Overview(
        period=now.period,
        basis=basis,
        today=today,
        as_of=received.max() if len(received) else None,
        titles={str(titles.code): titles.short for titles in now.catalogue.priorities},
        summary=summary,
        previous=earlier,
        score_change=panel_change(in_mean, comparable) if comparable is not None else None,
        compliance_change=compliance_change(in_mean, comparable) if comparable is not None else None,
        priorities=chart_frames.priorities(by_priority(in_mean, now.catalogue)),
        bands=chart_frames.bands(summary),
        days=submissions_by_day(rows),
        previous_days=_aligned(rows_before, earlier) if earlier and rows_before is not None else None,
        sectors=chart_frames.heat(grouped(now, "sector", rows)),
        items=chart_frames.five_and_five(*weak_and_strong(by_item(now.matrix(in_mean), now.catalogue))),
        outstanding=rows[rows["status"].isin([Status.MISSING, Status.RETURNED])],
    )


def previous_period(store: Store, viewer: Viewer, period: Period) -> Period | None:
    """Find the period whose deadline comes right before this one's."""
    with store.reading() as connection:
        earlier = [known for known in periods.periods(connection, viewer) if known.deadline < period.deadline]
    return earlier[-1] if earlier else None


def all_periods(store: Store, viewer: Viewer) -> tuple[Period, ...]:
    """Give every period, the newest first."""
    with store.reading() as connection:
        return tuple(reversed(periods.periods(connection, viewer)))


def _aligned(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Count the days of an earlier period before its own deadline."""
    days = submissions_by_day(rows)
    return pd.DataFrame({"days_before": [(period.deadline - day).days for day in days["day"]], "cumulative": days["cumulative"]})
