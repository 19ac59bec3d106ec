"""Scores from levels, practice 5.3: standard points x level / 4, what is not applicable left out.

Everything is exact: facts are small whole numbers, shown scores are whole tenths of a point.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.assessment import Level
from models.catalogue import Catalogue, Priority

PRIORITY_FACTS = ("points", "weight", "target", "met", "applicable", "answered")
FACT_COLUMNS: tuple[str, ...] = (
    *(f"{priority.lower()}_{fact}" for priority in Priority for fact in PRIORITY_FACTS),
    "blank",
    "faulty",
    "core_floor",
)
PRIORITY_SCORES: tuple[str, ...] = tuple(priority.lower() for priority in Priority)

Levels = NDArray[np.uint8]


def level_matrix(rows: Sequence[bytes], catalogue: Catalogue) -> Levels:
    """Lay stored level strings under each other: one row a form, one column an item."""
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), len(catalogue.items))


def facts_of(levels: Levels, catalogue: Catalogue) -> pd.DataFrame:
    """Sum up each form once: one row a form, FACT_COLUMNS as whole numbers.

    `points` is Σ weight x level (quarters of a point), `weight` and `target` Σ weight and Σ weight x target level over
    the items that apply (a blank applies), `met` and `applicable` count items, `answered` counts levels and 不适用.
    """
    scored = levels <= Level.LEADING
    applies = levels != Level.NOT_APPLICABLE
    weights = np.array([item.weight for item in catalogue.items], dtype=np.int64)
    targets = np.array([item.target_level for item in catalogue.items], dtype=np.int64)
    reached = np.where(scored, levels, 0).astype(np.int64)
    columns: dict[str, NDArray[np.int64]] = {}
    for priority in Priority:
        of = np.array([item.priority is priority for item in catalogue.items])
        per_item = {
            "points": reached * weights,
            "weight": applies * weights,
            "target": applies * weights * targets,
            "met": scored & (reached >= targets),
            "applicable": applies,
            "answered": scored | ~applies,
        }
        columns |= {f"{priority.lower()}_{fact}": values[:, of].sum(axis=1) for fact, values in per_item.items()}
    core = np.array([item.core for item in catalogue.items])
    columns["blank"] = (levels == Level.BLANK).sum(axis=1)
    columns["faulty"] = (levels == Level.FAULTY).sum(axis=1)
    columns["core_floor"] = np.where(scored[:, core], reached[:, core], Level.LEADING).min(axis=1, initial=Level.LEADING)
    return pd.DataFrame(columns, dtype=np.int64)[list(FACT_COLUMNS)]


def score(facts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Work out what is shown of each form, from its facts: one row a form, same index.

    Columns: `total` and `p1`..`p6` in whole tenths of a point (NaN where nothing applies), `provisional`, `band` (None
    when provisional or without score), `band_before_gate`, `gated`, `met`, `applicable`, `answered`,
    `compliance_rate` (NaN where nothing applies), `completeness_rate`.
    """
    sums = {fact: facts[[f"{code}_{fact}" for code in PRIORITY_SCORES]].sum(axis=1) for fact in PRIORITY_FACTS}
    result = pd.DataFrame({"total": tenths(sums["points"], sums["weight"])}, index=facts.index)
    for code in PRIORITY_SCORES:
        result[code] = tenths(facts[f"{code}_points"], facts[f"{code}_weight"])
    result["provisional"] = facts["blank"] + facts["faulty"] > 0
    bands = _bands(result["total"], facts["core_floor"], catalogue)
    judged = ~result["provisional"] & result["total"].notna()
    names = np.array([band.name for band in catalogue.bands], dtype=object)
    result["band_before_gate"] = pd.Series(names[bands["before"]], index=facts.index, dtype=object).where(judged, None)
    result["band"] = pd.Series(names[bands["after"]], index=facts.index, dtype=object).where(judged, None)
    result["gated"] = judged & (bands["after"] < bands["before"])
    for fact in ("met", "applicable", "answered"):
        result[fact] = sums[fact]
    result["compliance_rate"] = result["met"] / result["applicable"].where(result["applicable"] > 0)
    result["completeness_rate"] = result["answered"] / len(catalogue.items)
    return result


def tenths(points: pd.Series, weight: pd.Series) -> pd.Series:
    """Give 100 x points / (4 x weight) in whole tenths, rounded half up; NaN where the weight is 0."""
    divisor = weight.where(weight > 0, 1)
    shown = (2000 * points + 4 * divisor) // (8 * divisor)
    return shown.astype(float).where(weight > 0)


def shown(value: float | None) -> str | None:
    """Write whole tenths as a score: 630 gives "63.0", nothing gives None."""
    if value is None or np.isnan(value):
        return None
    return f"{int(value) // 10}.{int(value) % 10}"


def _bands(total: pd.Series, core_floor: pd.Series, catalogue: Catalogue) -> dict[str, NDArray[np.int64]]:
    """Place the shown scores in bands, before and after the gate on the lowest core item."""
    cuts = [int(band.from_score * 10) for band in catalogue.bands[1:]]
    before = np.searchsorted(cuts, total.fillna(0).to_numpy(), side="right")
    return {"before": before, "after": np.minimum(before, core_floor.to_numpy() + catalogue.gate_allows_above_core)}
