"""同口径: two periods over the enterprises both of them count; nothing is rounded before it is subtracted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from models.assessment import Level
from models.catalogue import Catalogue, Priority
from models.progress import LEAST_FOR_RANKED_ITEMS, counted
from models.scoring import Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelChange:
    """同口径: an exact change over the n enterprises both periods count."""

    n: int
    difference: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BandMoves:
    """How many of the n enterprises of the panel stand in a higher band, in the same one, in a lower one."""

    n: int
    up: int
    same: int
    down: int


def panel(now: pd.DataFrame, before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the enterprises counted in both periods, in the same order in both frames: that of `now`."""
    ours, theirs = counted(now), counted(before)
    places = pd.Index(theirs["uscc"]).get_indexer(ours["uscc"])
    return ours[places >= 0].reset_index(drop=True), theirs.iloc[places[places >= 0]].reset_index(drop=True)


def panel_change(now: pd.DataFrame, before: pd.DataFrame, column: str = "total") -> PanelChange | None:
    """Compare the mean scores (in points) of the enterprises counted in both periods, not rounded before subtracting."""
    ours, theirs = (frame[column] for frame in _panel_of(now, before, column))
    both = ours.notna() & theirs.notna()
    if not both.any():
        return None
    # Whole tenths in floats: their sums are exact.
    difference = int(ours[both].sum()) - int(theirs[both].sum())
    return PanelChange(n=int(both.sum()), difference=Fraction(difference, 10 * int(both.sum())))


def compliance_change(now: pd.DataFrame, before: pd.DataFrame) -> PanelChange | None:
    """Compare 达标率 over the enterprises counted in both periods; the difference is a fraction of 1."""
    frames = _panel_of(now, before, "met", "applicable")
    sums = [(int(frame["met"].sum()), int(frame["applicable"].sum())) for frame in frames]
    if not all(applicable for _, applicable in sums):
        return None
    (met, applicable), (met_before, applicable_before) = sums
    return PanelChange(n=len(frames[0]), difference=Fraction(met, applicable) - Fraction(met_before, applicable_before))


def priority_changes(now: pd.DataFrame, before: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row a priority: its mean in both periods over the enterprises that have it in both.

    Columns `key`, `title`, `n`, `before`, `now`, `difference`: exact Fractions of points, None where n is 0.
    """
    ours, theirs = panel(now, before)
    rows = []
    for priority in Priority:
        column = priority.lower()
        change = panel_change(ours, theirs, column)
        has = ours[column].notna() & theirs[column].notna()
        means = [_mean(frame.loc[has, column]) for frame in (theirs, ours)]
        n, difference = (change.n, change.difference) if change else (0, None)
        rows.append([str(priority), catalogue.titles(priority).short, n, *means, difference])
    return _exact(rows, ["key", "title", "n", "before", "now", "difference"])


def item_changes(now: Levels, before: Levels, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row an item over the forms of a panel (the same enterprise in the same row of both).

    Columns `key`, `title`, `n` (forms it applies to in both), `before`, `now`, `difference`: score rates as exact
    Fractions of points (100·Σ level / 4n), None where n is 0.
    """
    applies = (now <= Level.LEADING) & (before <= Level.LEADING)
    rows = []
    for place, item in enumerate(catalogue.items):
        has = applies[:, place]
        n = int(has.sum())
        sums = [int(levels[has, place].sum(dtype=int)) for levels in (before, now)]
        rates = [Fraction(100 * total, 4 * n) if n else None for total in sums]
        rows.append([item.code, item.title, n, *rates, Fraction(100 * (sums[1] - sums[0]), 4 * n) if n else None])
    return _exact(rows, ["key", "title", "n", "before", "now", "difference"])


def most_moved(items: pd.DataFrame, count: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pick the items that rose most and fell most, of those with at least 5 enterprises; unmoved ones stay out."""
    rated = items[items["n"] >= LEAST_FOR_RANKED_ITEMS]
    ordered = rated.assign(change=rated["difference"].astype(float))
    rose = ordered[ordered["change"] > 0].sort_values(["change", "key"], ascending=[False, True])
    fell = ordered[ordered["change"] < 0].sort_values(["change", "key"])
    return rose.head(count)[items.columns], fell.head(count)[items.columns]


def band_moves(now: pd.DataFrame, before: pd.DataFrame, catalogue: Catalogue) -> BandMoves:
    """Count who of the panel rose or fell in 分档."""
    order = {band.name: place for place, band in enumerate(catalogue.bands)}
    ours, theirs = (frame["band"].map(order).astype(int) for frame in panel(now, before))
    return BandMoves(n=len(ours), up=int((ours > theirs).sum()), same=int((ours == theirs).sum()), down=int((ours < theirs).sum()))


def band_table(now: pd.DataFrame, before: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Count the panel by band before (rows) and now (columns), the highest band first; every band has its row and column."""
    names = [band.name for band in reversed(catalogue.bands)]
    ours, theirs = panel(now, before)
    pairs = Counter(zip(theirs["band"], ours["band"], strict=True))
    return pd.DataFrame([[pairs[(was, now_in)] for now_in in names] for was in names], index=names, columns=names)


def _panel_of(now: pd.DataFrame, before: pd.DataFrame, *columns: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the panel with these columns only."""
    wanted = list(dict.fromkeys(("uscc", "total", "provisional", *columns)))
    return panel(now[wanted], before[wanted])


def _mean(tenths: pd.Series) -> Fraction | None:
    return Fraction(sum(int(value) for value in tenths), 10 * len(tenths)) if len(tenths) else None


def _exact(rows: Sequence[Sequence[object]], columns: list[str]) -> pd.DataFrame:
    """Lay out rows with their Fractions and Nones as they are, and n as a whole number."""
    return pd.DataFrame(rows, columns=columns, dtype=object).astype({"n": int})
