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
Facts = dict[str, NDArray[np.int64]]
Scores = dict[str, NDArray[np.generic]]

# So many forms take a few megabytes while they are summed up.
_ROWS_AT_ONCE = 16_384


def level_matrix(rows: Sequence[bytes], catalogue: Catalogue) -> Levels:
    """Lay stored level strings under each other: one row a form, one column an item."""
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), len(catalogue.items))


def facts_of(levels: Levels, catalogue: Catalogue) -> pd.DataFrame:
    """Sum up each form once: one row a form, FACT_COLUMNS (see `fact_columns`) as whole numbers."""
    return pd.DataFrame(fact_columns(levels, catalogue))


def fact_columns(levels: Levels, catalogue: Catalogue) -> Facts:
    """Sum up each form once: FACT_COLUMNS as arrays of whole numbers, a place a form.

    `points` is Σ weight x level (quarters of a point), `weight` and `target` Σ weight and Σ weight x target level over
    the items that apply (a blank applies), `met` and `applicable` count items, `answered` counts levels and 不适用.
    """
    weights = np.array([item.weight for item in catalogue.items], dtype=float)
    targets = np.array([item.target_level for item in catalogue.items], dtype=float)
    of = np.array([[item.priority is priority for priority in Priority] for item in catalogue.items], dtype=float)
    core = np.array([item.core for item in catalogue.items])
    facts = np.empty((len(levels), len(FACT_COLUMNS)), dtype=np.int64)
    for start in range(0, len(levels), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        given = levels[rows]
        scored, applies = given <= Level.LEADING, given != Level.NOT_APPLICABLE
        reached = np.where(scored, given, 0)
        # Sums of small whole numbers: exact as floats, which the product of matrices is fast with.
        sums = (
            reached @ (of * weights[:, None]),
            applies @ (of * weights[:, None]),
            applies @ (of * (weights * targets)[:, None]),
            (scored & (reached >= targets)) @ of,
            applies @ of,
            (scored | ~applies) @ of,
        )
        facts[rows, :-3] = np.stack(sums, axis=2).reshape(len(given), -1)
        facts[rows, -3] = (given == Level.BLANK).sum(axis=1)
        facts[rows, -2] = (given == Level.FAULTY).sum(axis=1)
        facts[rows, -1] = np.where(scored[:, core], reached[:, core], Level.LEADING).min(axis=1, initial=Level.LEADING)
    return dict(zip(FACT_COLUMNS, facts.T, strict=True))


def score(facts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Work out what is shown of each form, from its facts: one row a form, same index; see `score_columns`."""
    scores = score_columns({name: facts[name].to_numpy() for name in FACT_COLUMNS}, catalogue)
    return pd.DataFrame({name: pd.Series(values, index=facts.index, dtype=values.dtype) for name, values in scores.items()})


def score_columns(facts: Facts, catalogue: Catalogue) -> Scores:
    """Work out what is shown of each form, from its facts, as arrays: for one form a tenth of the time a frame takes.

    Columns: `total` and `p1`..`p6` in whole tenths of a point (NaN where nothing applies), `provisional`, `band` (None
    when provisional or without score), `band_before_gate`, `gated`, `met`, `applicable`, `answered`,
    `compliance_rate` (NaN where nothing applies), `completeness_rate`.
    """
    of = {fact: np.stack([facts[f"{code}_{fact}"] for code in PRIORITY_SCORES], axis=1) for fact in PRIORITY_FACTS}
    sums = {fact: values.sum(axis=1) for fact, values in of.items()}
    total, each = tenths(sums["points"], sums["weight"]), tenths(of["points"], of["weight"])
    provisional = facts["blank"] + facts["faulty"] > 0
    judged = ~provisional & ~np.isnan(total)
    bands = _bands(total, facts["core_floor"], catalogue)
    # None stands last: that is where -1 points.
    band_names = np.array([*(band.name for band in catalogue.bands), None], dtype=object)
    return {
        "total": total,
        **{code: each[:, place] for place, code in enumerate(PRIORITY_SCORES)},
        "provisional": provisional,
        "band_before_gate": band_names[np.where(judged, bands["before"], -1)],
        "band": band_names[np.where(judged, bands["after"], -1)],
        "gated": judged & (bands["after"] < bands["before"]),
        **{fact: sums[fact] for fact in ("met", "applicable", "answered")},
        "compliance_rate": np.where(sums["applicable"] > 0, sums["met"] / np.maximum(sums["applicable"], 1), np.nan),
        "completeness_rate": sums["answered"] / len(catalogue.items),
    }


def tenths(points: NDArray[np.int64], weight: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give 100 x points / (4 x weight) in whole tenths, rounded half up; NaN where the weight is 0."""
    divisor = np.maximum(weight, 1)
    return np.where(weight > 0, (2000 * points + 4 * divisor) // (8 * divisor), np.nan)


def shown(value: float | None) -> str | None:
    """Write whole tenths as a score: 630 gives "63.0", nothing gives None."""
    if value is None or np.isnan(value):
        return None
    return f"{int(value) // 10}.{int(value) % 10}"


def _bands(total: NDArray[np.float64], core_floor: NDArray[np.int64], catalogue: Catalogue) -> dict[str, NDArray[np.int64]]:
    """Place the shown scores in bands, before and after the gate on the lowest core item."""
    cuts = [int(band.from_score * 10) for band in catalogue.bands[1:]]
    before = np.searchsorted(cuts, np.nan_to_num(total), side="right")
    return {"before": before, "after": np.minimum(before, core_floor + catalogue.gate_allows_above_core)}
