"""Progress of a period: who has reported, and what the reported forms add up to (docs/measures.md).

Every function takes the enterprises' frame: one row an enterprise of the period's roster, with the columns `uscc`,
`name`, `region`, `sector`, `size`, `status`, and, of the newest form that passed the checks (NaN or None without one),
`revision`, `total`, `band`, `gated`, `provisional`, `p1`..`p6`, `met`, `applicable`, `blank`, `answered`,
`first_received_on` and the facts `p1_weight`, `p1_target`... `has_passed` says whether any form passed. Scores are whole tenths of a point. What is over the
counted forms only may be given the counted rows just as well: counting again changes nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.assessment import Level
from models.catalogue import Catalogue, Priority
from models.rounding import half_up, mean_half_up, quartile_half_up
from models.scoring import PRIORITY_SCORES, Levels

LEAST_SHOWN = 3
LEAST_FOR_RANKED_ITEMS = 5


class Status(StrEnum):
    """状态 of an enterprise's form in a period; follows the newest form."""

    MISSING = "missing"
    EXEMPT = "exempt"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """收 / 缺 / 退 of a period, in enterprises."""

    expected: int
    received: int
    accepted: int
    returned: int
    missing: int
    exempt: int
    submission_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """n shown scores and their middle, in whole tenths; all None when n is 0."""

    n: int
    mean: int | None = None
    median: int | None = None
    lower_quartile: int | None = None
    upper_quartile: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressSummary:
    """The figures of a whole period, or of the enterprises a filter leaves."""

    ledger: Ledger
    valid: int
    validity_rate: float | None
    reviewed: int
    review_rate: float | None
    provisional: int
    total: Distribution
    bands: dict[str, int]
    gated: int
    met: int
    applicable: int
    compliance_rate: float | None
    priorities: dict[Priority, Distribution]


def rate(part: int, whole: int) -> float | None:
    """Divide; nothing to divide by is None, never 0."""
    return part / whole if whole else None


def counted(enterprises: pd.DataFrame) -> pd.DataFrame:
    """Keep the enterprises whose form enters means, bands and ranks: passed, and nothing left open.

    One row a counted enterprise, in the order given; the same frame where all of them count.
    """
    counts = _counts(enterprises)
    return enterprises if counts.all() else enterprises[counts]


def counted_totals(enterprises: pd.DataFrame) -> Distribution:
    """Sum up the scores of those enterprises, as `distribution(counted(enterprises)["total"])` would, and copy nothing else."""
    return distribution(enterprises["total"][_counts(enterprises)])


def _counts(enterprises: pd.DataFrame) -> pd.Series:
    return enterprises["total"].notna() & (enterprises["provisional"] == False)  # noqa: E712 - None stays out


def ledger(enterprises: pd.DataFrame) -> Ledger:
    """Count the enterprises by status; an exempt one that reports all the same counts as expected."""
    counts = enterprises["status"].value_counts()
    by = {status: int(counts.get(status, 0)) for status in Status}
    accepted = by[Status.IN_REVIEW] + by[Status.ACCEPTED]
    received = accepted + by[Status.RETURNED]
    expected = received + by[Status.MISSING]
    return Ledger(
        expected=expected,
        received=received,
        accepted=accepted,
        returned=by[Status.RETURNED],
        missing=by[Status.MISSING],
        exempt=by[Status.EXEMPT],
        submission_rate=rate(received, expected),
    )


def distribution(scores: pd.Series) -> Distribution:
    """Sum up shown scores (whole tenths): mean, median and inclusive quartiles, each rounded once more."""
    return _distribution(scores.to_numpy(dtype=float))


def _distribution(values: NDArray[np.float64]) -> Distribution:
    ordered: list[int] = np.sort(values[~np.isnan(values)]).astype(np.int64).tolist()
    if not ordered:
        return Distribution(n=0)
    quartiles = {quarter: quartile_half_up(ordered, quarter) for quarter in (1, 2, 3)}
    return Distribution(
        n=len(ordered),
        mean=mean_half_up(ordered),
        median=quartiles[2],
        lower_quartile=quartiles[1],
        upper_quartile=quartiles[3],
    )


def summarise(enterprises: pd.DataFrame, catalogue: Catalogue) -> ProgressSummary:
    """Work out the figures of the enterprises given."""
    in_mean = _counted(enterprises, "met", "applicable", "band", "gated", *PRIORITY_SCORES)
    book = ledger(enterprises)
    valid, reviewed = int(enterprises["has_passed"].sum()), int((enterprises["status"] == Status.ACCEPTED).sum())
    met, applicable = int(in_mean["met"].sum()), int(in_mean["applicable"].sum())
    bands = in_mean["band"].value_counts()
    return ProgressSummary(
        ledger=book,
        valid=valid,
        validity_rate=rate(valid, book.received),
        reviewed=reviewed,
        review_rate=rate(reviewed, valid),
        provisional=int(enterprises["total"].notna().sum()) - len(in_mean),
        total=distribution(in_mean["total"]),
        bands={band.name: int(bands.get(band.name, 0)) for band in reversed(catalogue.bands)},
        gated=int((in_mean["gated"] == True).sum()),  # noqa: E712 - an object column
        met=met,
        applicable=applicable,
        compliance_rate=rate(met, applicable),
        priorities={priority: distribution(in_mean[priority.lower()]) for priority in Priority},
    )


def by_priority(enterprises: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row a priority, in the notice's order, over the counted forms.

    Columns `priority`, `title`, `n`, `mean`, `median`, `lower_quartile`, `upper_quartile` in whole tenths, `target`
    as an exact Fraction of points (100·Σ w·target / 4Σ w over what applies; None where nothing does).
    """
    facts = [f"{code}_{fact}" for code in PRIORITY_SCORES for fact in ("weight", "target")]
    in_mean = _counted(enterprises, *PRIORITY_SCORES, *facts)
    rows = []
    for priority in Priority:
        spread = distribution(in_mean[priority.lower()])
        weight, target = (int(in_mean[f"{priority.lower()}_{fact}"].sum()) for fact in ("weight", "target"))
        rows.append(
            {
                "priority": str(priority),
                "title": catalogue.titles(priority).short,
                "n": spread.n,
                "mean": spread.mean,
                "median": spread.median,
                "lower_quartile": spread.lower_quartile,
                "upper_quartile": spread.upper_quartile,
                "target": Fraction(100 * target, 4 * weight) if weight else None,
            }
        )
    return _frame(rows, nullable=("mean", "median", "lower_quartile", "upper_quartile", "target"))


def by_group(enterprises: pd.DataFrame, column: str, order: Sequence[Hashable] = ()) -> pd.DataFrame:
    """Give one row a region, sector or size of the roster, over the counted forms.

    Columns `key`, `n`, `mean`, `median` (None when suppressed), `suppressed`, and for each priority `p1_n`, `p1_mean`,
    `p1_median`. Groups of fewer than 3 are suppressed, and whatever would give them away by subtraction.
    """
    in_mean = _counted(enterprises, column, *PRIORITY_SCORES)
    keys = keys_in_order(enterprises[column], order)
    rows = in_mean.groupby(column).indices
    members = [rows.get(key, np.array([], dtype=np.intp)) for key in keys]
    scores = {code: in_mean[code].to_numpy(dtype=float) for code in ("total", *PRIORITY_SCORES)}
    spreads = {code: [_distribution(of[places]) for places in members] for code, of in scores.items()}
    hidden = suppressed([spread.n for spread in spreads["total"]])
    frame = pd.DataFrame({"key": pd.Series(keys, dtype=object), "n": [len(places) for places in members], "suppressed": hidden})
    for code, of in spreads.items():
        prefix = "" if code == "total" else f"{code}_"
        kept = hidden if code == "total" else suppressed([spread.n for spread in of], already=hidden)
        if prefix:
            frame[f"{prefix}n"] = [spread.n for spread in of]
        for figure in ("mean", "median"):
            values = [None if hide else getattr(spread, figure) for spread, hide in zip(of, kept, strict=True)]
            frame[f"{prefix}{figure}"] = pd.Series(values, dtype=object)
    return frame


def keys_in_order(keys: pd.Series, order: Sequence[Hashable]) -> list[Hashable]:
    """Give the groups there are, the known ones in their order, the others after them by name."""
    present = set(keys.unique())
    return [key for key in order if key in present] + sorted(present - set(order), key=str)


def suppressed(counts: Sequence[int], already: Sequence[bool] | None = None) -> list[bool]:
    """Say which groups are hidden: fewer than 3, and the smallest others while subtraction would show the hidden ones."""
    hidden = [count < LEAST_SHOWN or bool(already and already[place]) for place, count in enumerate(counts)]
    while True:
        inside = [count for count, hide in zip(counts, hidden, strict=True) if hide and count]
        open_groups = [(count, place) for place, count in enumerate(counts) if not hidden[place]]
        exposed = len(inside) == 1 or 0 < sum(inside) < LEAST_SHOWN
        if not exposed or not open_groups:
            return hidden
        hidden[min(open_groups)[1]] = True


def by_item(levels: Levels, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row an item over the counted forms' levels (a form a row).

    Columns `item`, `title`, `priority`, `weight`, `n` (forms the item applies to), `level_sum`, `met`, `mean_level`,
    `score_rate` (whole tenths), `compliance_rate`; None where n is 0.
    """
    applies = levels <= Level.LEADING
    targets = np.array([item.target_level for item in catalogue.items])
    ns = applies.sum(axis=0)
    sums = np.where(applies, levels, 0).sum(axis=0, dtype=np.int64)
    met = (applies & (levels >= targets)).sum(axis=0)
    rows = [
        {
            "item": item.code,
            "title": item.title,
            "priority": str(item.priority),
            "weight": item.weight,
            "n": int(n),
            "level_sum": int(level_sum),
            "met": int(reached),
            "mean_level": rate(int(level_sum), int(n)),
            "score_rate": int(half_up(Fraction(100 * int(level_sum), 4 * int(n))) * 10) if n else None,
            "compliance_rate": rate(int(reached), int(n)),
        }
        for item, n, level_sum, reached in zip(catalogue.items, ns, sums, met, strict=True)
    ]
    return _frame(rows, nullable=("mean_level", "score_rate", "compliance_rate"))


def weak_and_strong(items: pd.DataFrame, count: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pick 短板 and 亮点: lowest and highest score rate among items with at least 5 enterprises.

    Ties go to the heavier item, then to the code; an item never stands on both lists.
    """
    rated = items[items["n"] >= LEAST_FOR_RANKED_ITEMS].assign(
        rate=lambda frame: frame["score_rate"].astype(int), heavy=lambda frame: -frame["weight"]
    )
    weak = rated.sort_values(["rate", "heavy", "item"]).head(min(count, len(rated) // 2))
    strong = rated.sort_values(["rate", "heavy", "item"], ascending=[False, True, True]).head(min(count, len(rated) // 2))
    return weak[items.columns], strong[items.columns]


def submissions_by_day(enterprises: pd.DataFrame) -> pd.DataFrame:
    """Count the enterprises that had reported by each day: columns `day` (date) and `cumulative`, days without news left out."""
    days = enterprises["first_received_on"].dropna().value_counts().sort_index()
    return pd.DataFrame({"day": list(days.index), "cumulative": days.cumsum().to_numpy(dtype=int)})


def ranks(scores: pd.Series) -> pd.Series:
    """Rank shown scores, the highest first; equal scores share a rank and the next one is skipped (1, 2, 2, 4)."""
    return scores.rank(method="min", ascending=False).astype(int)


def _counted(enterprises: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Keep the counted enterprises with `total` and these columns only: copying the others would take most of the time."""
    return counted(enterprises[["total", "provisional", *columns]])


def _frame(rows: Sequence[Mapping[str, object]], nullable: Sequence[str]) -> pd.DataFrame:
    """Lay out rows; in the columns named, None stays None beside numbers, where pandas would make it NaN."""
    return pd.DataFrame(rows).assign(**{column: pd.Series([row[column] for row in rows], dtype=object) for column in nullable})
