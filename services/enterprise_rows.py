"""One row an enterprise of a period's roster: read from the store and worked out, everybody at once or a few anew."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import reviews, rosters, submissions
from models.access import Viewer
from models.basis import Basis
from models.catalogue import Catalogue
from models.progress import Status
from models.review import ReviewDecision
from models.scoring import PRIORITY_SCORES, fact_columns, level_matrix, score_columns

_FACTS = tuple(f"{code}_{fact}" for code in PRIORITY_SCORES for fact in ("weight", "target"))
_OF_FACTS = ("blank", "core_floor", *_FACTS)
_OF_SCORES = ("total", *PRIORITY_SCORES, "met", "applicable", "answered")
_NUMBERS = (
    "submission_id", "revision", "blank", "core_floor", "total", *PRIORITY_SCORES, *_FACTS, "met", "applicable", "answered", "newest_revision",
)  # fmt: skip
_WORDS = ("band", "band_before_gate", "gated", "provisional")
_OTHERS = (*_WORDS, "newest_received_on", "first_received_on", "status")
_ROSTER_COLUMNS = ("uscc", "name", "short_name", "region", "sector", "size", "forwarder", "exempt")
_NO_DAY = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is told of the enterprises beside their roster: a column of each array is an enterprise, in the roster's order."""

    numbers: NDArray[np.float64]
    others: NDArray[np.object_]
    has_passed: NDArray[np.bool_]
    levels: NDArray[np.object_]

    def with_anew(self, places: NDArray[np.intp], new: "Figures") -> "Figures":
        """Give these figures with those at some places replaced; these themselves stay as they are."""
        made = Figures(numbers=self.numbers.copy(), others=self.others.copy(), has_passed=self.has_passed.copy(), levels=self.levels.copy())
        made.numbers[:, places] = new.numbers
        made.others[:, places] = new.others
        made.has_passed[places] = new.has_passed
        made.levels[places] = new.levels
        return made


def read_roster(connection: Any, viewer: Viewer, period: str) -> pd.DataFrame:
    """Read the roster of a period: one row an enterprise, in the order of the codes."""
    rows = rosters.columns(connection, viewer, period, _ROSTER_COLUMNS)
    columns: dict[str, Any] = (
        dict(zip(_ROSTER_COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(_ROSTER_COLUMNS, ())
    )
    columns["size"] = tuple(size or "" for size in columns["size"])
    # As arrays: as Series each would get an index of its own first, three times as long for one enterprise.
    return pd.DataFrame(
        {name: pd.array(columns[name], dtype="bool" if name == "exempt" else "str") for name in _ROSTER_COLUMNS}, copy=False
    )


def read_figures(
    connection: Any,
    viewer: Viewer,
    period: str,
    roster: pd.DataFrame,
    catalogue: Catalogue,
    basis: Basis,
    *,
    only: Collection[str] | None = None,
) -> Figures:
    """Read the forms of the roster's enterprises and work out their figures; `only` says that the roster has these alone."""
    forms = submissions.standing_levels(connection, viewer, period, only)
    decided = reviews.standing(connection, viewer, period, only) if forms else {}
    return _figures(roster, forms, decided, catalogue, basis)


def frame_of(roster: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Lay roster and figures beside each other (columns: models.progress), without copying either."""
    numbers = pd.DataFrame(figures.numbers.T, columns=list(_NUMBERS), index=roster.index, copy=False)
    others = pd.DataFrame(figures.others.T, columns=list(_OTHERS), index=roster.index, dtype=object, copy=False)
    passed = pd.DataFrame({"has_passed": figures.has_passed}, index=roster.index, copy=False)
    before, after = numbers[list(_NUMBERS[:-1])], numbers[list(_NUMBERS[-1:])]
    return pd.concat([roster, before, others[list(_WORDS)], after, others[list(_OTHERS[len(_WORDS) :])], passed], axis=1)


def row_of(roster: pd.DataFrame, figures: Figures) -> dict[str, Any]:
    """Give the only enterprise's row of that frame: making the frame for it would take five times as long."""
    numbers = dict(zip(_NUMBERS, figures.numbers[:, 0].tolist(), strict=True))
    others = dict(zip(_OTHERS, figures.others[:, 0].tolist(), strict=True))
    return {str(name): value for name, value in roster.iloc[0].items()} | numbers | others | {"has_passed": bool(figures.has_passed[0])}


def standings_of(roster: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Give what a ledger needs of that frame: `uscc`, `status`, and `revision` of the form that counts."""
    status, revision = figures.others[_OTHERS.index("status")], figures.numbers[_NUMBERS.index("revision")]
    return pd.DataFrame({"uscc": roster["uscc"], "status": pd.Series(status, dtype=object), "revision": revision})


def _figures(
    roster: pd.DataFrame, forms: list[Any], decided: dict[int, tuple[ReviewDecision, bytes]], catalogue: Catalogue, basis: Basis
) -> Figures:
    """Work out the figures: those of the form that counts; status and newest revision follow the newest.

    `has_passed` says whether the enterprise has any form that passed, whatever the basis. Each number is a float, NaN
    without a form that counts.
    """
    ids, usccs, revisions, passed, days, levels = _columns(forms)
    whose = pd.Index(roster["uscc"]).get_indexer(pd.Index(usccs, dtype="str"))
    newest = _last(whose, np.ones(len(forms), dtype=bool), len(roster))
    decision = np.array([_DECIDED.get(decided.get(number, (None,))[0], _UNDECIDED) for number in ids.tolist()], dtype=np.int8)
    counting = _last(whose, passed, len(roster)) if basis is Basis.SELF else _accepted(newest, decision)
    if basis is Basis.REVIEWED:
        levels = np.array([decided.get(number, (None, None))[1] for number in ids.tolist()] or [None], dtype=object)
    numbers = np.full((len(_NUMBERS), len(roster)), np.nan)
    others = np.full((len(_OTHERS), len(roster)), np.nan, dtype=object)
    kept = np.full(len(roster), None, dtype=object)
    has, rows = np.flatnonzero(counting >= 0), counting[counting >= 0]
    kept[has] = levels[rows]
    facts = fact_columns(level_matrix(kept[has].tolist(), catalogue), catalogue)
    scores = score_columns(facts, catalogue)
    of_form = {"submission_id": ids[rows], "revision": revisions[rows]}
    of_form |= {name: facts[name] for name in _OF_FACTS} | {name: scores[name] for name in _OF_SCORES}
    for place, name in enumerate(_NUMBERS[:-1]):
        numbers[place, has] = of_form[name]
    for place, name in enumerate(_WORDS):
        others[place, has] = scores[name].astype(object)
    numbers[-1, newest >= 0] = revisions[newest[newest >= 0]]
    first, last = _days(whose, days, len(roster))
    others[len(_WORDS) :] = last, first, _status(newest, passed, decision, roster["exempt"].to_numpy(dtype=bool))
    has_passed = np.zeros(len(roster), dtype=bool)
    has_passed[whose[passed & (whose >= 0)]] = True
    return Figures(numbers=numbers, others=others, has_passed=has_passed, levels=kept)


def _columns(forms: list[Any]) -> tuple[Any, ...]:
    """Turn rows into arrays, a column each."""
    columns = list(zip(*forms, strict=True)) if forms else [()] * 6
    ids, usccs, revisions, passed, days, levels = columns
    kept = np.empty(len(forms), dtype=object)
    kept[:] = levels
    return (
        np.array(ids, dtype=np.int64),
        usccs,
        np.array(revisions, dtype=np.int64),
        np.array(passed, dtype=bool),
        np.array(days, dtype="datetime64[s]"),
        kept,
    )


_UNDECIDED = 0
_DECIDED: dict[ReviewDecision | None, int] = {ReviewDecision.RETURNED: 1, ReviewDecision.ACCEPTED: 2}


def _last(whose: NDArray[np.intp], wanted: NDArray[np.bool_], count: int) -> NDArray[np.intp]:
    """Give for each enterprise the last of its wanted forms, -1 for none."""
    found = np.full(count, -1, dtype=np.intp)
    chosen = np.flatnonzero(wanted & (whose >= 0))
    # Of several forms of one enterprise the one written last stays: they are in the order they were stored.
    found[whose[chosen]] = chosen
    return found


def _accepted(newest: NDArray[np.intp], decision: NDArray[np.int8]) -> NDArray[np.intp]:
    """Keep of the newest forms those a reviewer has accepted."""
    if not len(decision):
        return newest
    accepted = decision[newest] == _DECIDED[ReviewDecision.ACCEPTED]
    return np.where((newest >= 0) & accepted, newest, -1)


def _days(whose: NDArray[np.intp], days: NDArray[np.datetime64], count: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Give each enterprise's first and last day with a form, NaT for none; equal days are one object.

    By the day, not by the order: a form that came by an earlier mail may be received after a later one.
    """
    known, places = np.unique(days, return_inverse=True)
    first, last = np.full(count, len(known), dtype=np.intp), np.full(count, -1, dtype=np.intp)
    on = whose >= 0
    np.minimum.at(first, whose[on], places[on])
    np.maximum.at(last, whose[on], places[on])
    # NaT stands last: that is where the first of nothing and the last of nothing point.
    objects = np.array([*known.astype("datetime64[D]").tolist(), pd.NaT], dtype=object)
    return objects[first], objects[last]


def _status(
    newest: NDArray[np.intp], passed: NDArray[np.bool_], decision: NDArray[np.int8], exempt: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Tell where each newest form stands; an exempt enterprise that reports all the same is treated like any other."""
    has = newest >= 0
    ok = np.append(passed, False)[newest] & has
    by = np.where(has, np.append(decision, _UNDECIDED)[newest], _UNDECIDED)
    names = (Status.RETURNED, Status.ACCEPTED, Status.IN_REVIEW, Status.EXEMPT, Status.MISSING)
    returned, accepted = has & (~ok | (by == _DECIDED[ReviewDecision.RETURNED])), by == _DECIDED[ReviewDecision.ACCEPTED]
    which = np.select([returned, accepted, ok, exempt], range(4), 4)
    found: NDArray[np.object_] = np.array([name.value for name in names], dtype=object)[which]
    return found
