"""两期对比: any two periods side by side, and the enterprises that both of them count."""

from dataclasses import dataclass

import pandas as pd

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.catalogue import Catalogue
from models.comparison import (
    BandMoves,
    PanelChange,
    band_moves,
    band_table,
    compliance_change,
    item_changes,
    most_moved,
    panel,
    panel_change,
    priority_changes,
)
from models.period import Period
from models.progress import ProgressSummary, summarise
from services.progress import Snapshot, snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeForLike:
    """同口径: the panel's changes; `priorities`, `rose` and `fell` are frames of models.comparison."""

    n: int
    score: PanelChange | None
    compliance: PanelChange | None
    priorities: pd.DataFrame
    rose: pd.DataFrame
    fell: pd.DataFrame
    bands: BandMoves
    band_table: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two periods, `before` the one with the earlier deadline; without `panel` their editions differ."""

    basis: Basis
    before: Period
    now: Period
    catalogue: Catalogue
    summary_before: ProgressSummary
    summary: ProgressSummary
    panel: LikeForLike | None


def compare(store: Store, viewer: Viewer, one: str, other: str, basis: Basis = Basis.SELF) -> Comparison:
    """Compare two periods of the store, given in any order."""
    pictures = [snapshot(store, viewer, code, basis) for code in (one, other)]
    before, now = sorted(pictures, key=lambda picture: picture.period.deadline)
    return compared(now, before)


def compared(now: Snapshot, before: Snapshot) -> Comparison:
    """Lay two periods side by side; changes only where both were scored against the same edition."""
    return Comparison(
        basis=now.basis,
        before=before.period,
        now=now.period,
        catalogue=now.catalogue,
        summary_before=summarise(before.enterprises, before.catalogue),
        summary=summarise(now.enterprises, now.catalogue),
        panel=like_for_like(now, before) if now.period.edition == before.period.edition else None,
    )


def like_for_like(now: Snapshot, before: Snapshot) -> LikeForLike:
    """Work out the changes over the enterprises counted in both periods."""
    ours, theirs = panel(now.enterprises, before.enterprises)
    rose, fell = most_moved(item_changes(now.matrix(ours), before.matrix(theirs), now.catalogue))
    return LikeForLike(
        n=len(ours),
        score=panel_change(ours, theirs),
        compliance=compliance_change(ours, theirs),
        priorities=priority_changes(ours, theirs, now.catalogue),
        rose=rose,
        fell=fell,
        bands=band_moves(ours, theirs, now.catalogue),
        band_table=band_table(ours, theirs, now.catalogue),
    )
