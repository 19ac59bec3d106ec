"""上期: what one enterprise reported the period before, beside this one."""

from dataclasses import dataclass

import pandas as pd

from data.store import Store
from models.access import Viewer
from models.assessment import Level
from models.catalogue import Priority
from models.period import Period
from services.overview import previous_period
from services.progress import Snapshot, snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The period before: `row` its line in that period's frame (None if not on its roster), `levels` by item.

    `changes` has `column` (体系…), `before`, `now` and `difference` in whole tenths, None where there is nothing to
    compare: another edition, or a priority that does not apply in one of the two.
    """

    period: Period
    row: pd.Series | None
    same_edition: bool
    levels: dict[str, Level]
    changes: pd.DataFrame


def earlier_form(store: Store, viewer: Viewer, now: Snapshot, uscc: str) -> Earlier | None:
    """Find an enterprise's form of the period before `now`; None if there is no period before."""
    period = previous_period(store, viewer, now.period)
    if period is None:
        return None
    before = snapshot(store, viewer, period.code, now.basis)
    found = before.enterprises[before.enterprises["uscc"] == uscc]
    row = None if found.empty else found.iloc[0]
    same = period.edition == now.period.edition
    levels = before.levels.get(uscc, b"")
    return Earlier(
        period=period,
        row=row,
        same_edition=same,
        levels={item.code: Level(value) for item, value in zip(before.catalogue.items, levels, strict=False)} if same else {},
        changes=_changes(now, now.enterprises[now.enterprises["uscc"] == uscc].iloc[0], row if same else None),
    )


def _changes(now: Snapshot, ours: pd.Series, theirs: pd.Series | None) -> pd.DataFrame:
    rows = []
    for priority in Priority:
        name = priority.lower()
        pair = [_whole(theirs[name]) if theirs is not None else None, _whole(ours[name])]
        difference = pair[1] - pair[0] if pair[0] is not None and pair[1] is not None else None
        rows.append([now.catalogue.titles(priority).column, *pair, difference])
    return pd.DataFrame(rows, columns=["column", "before", "now", "difference"], dtype=object)


def _whole(tenths: float) -> int | None:
    return None if pd.isna(tenths) else int(tenths)
