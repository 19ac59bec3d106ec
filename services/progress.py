"""Progress of a period: the enterprises' frame that every figure is made from, read once a change."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from data import audit, periods, rosters, submissions
from data.editions import load_edition
from data.store import Store
from models.access import Viewer
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.period import Period
from models.progress import Status, counted
from models.scoring import FACT_COLUMNS, PRIORITY_SCORES, Levels, level_matrix, score

_OF_THE_FORM = ("revision", "submission_id", "total", *PRIORITY_SCORES, "band", "gated", "provisional")
_ROSTER_COLUMNS = ("uscc", "name", "short_name", "region", "sector", "size", "forwarder", "exempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A period as it stands at one moment; never changed, a newer one takes its place."""

    period: Period
    catalogue: Catalogue
    enterprises: pd.DataFrame
    levels: dict[str, bytes]

    def matrix(self, rows: pd.DataFrame) -> Levels:
        """Lay out the levels of the counted forms among these enterprises: a row a form."""
        return level_matrix([self.levels[uscc] for uscc in counted(rows)["uscc"]], self.catalogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What a snapshot was made from, so that the next one only has to read what came since."""

    seen: tuple[int, str]
    roster: pd.DataFrame
    forms: pd.DataFrame
    snapshot: Snapshot


# Deeds that only ever add forms; anything else (a roster, a deadline) makes the period be read anew.
_ADDING = frozenset({audit.Action.BATCH_STARTED, audit.Action.BATCH_FINISHED, audit.Action.SUBMISSION_ADDED})
_KEPT_SNAPSHOTS = 16
_loaded: OrderedDict[tuple[int, Viewer, str], _Loaded] = OrderedDict()
_loading = Lock()


def snapshot(store: Store, viewer: Viewer, period: str) -> Snapshot:
    """Read a period for a viewer; the same object again until something of it changed.

    Forms that came since the last reading are folded in; whoever looks at the older snapshot keeps it as it was.
    """
    with store.reading() as connection:
        code = periods.period_named(connection, viewer, period).code
        seen = audit.position(connection)
        key = (id(store), viewer, code)
        with _loading:
            known = _loaded.get(key)
            if known is None or known.seen != seen:
                known = _loaded[key] = _advanced(connection, viewer, code, known, seen)
            _loaded.move_to_end(key)
            if len(_loaded) > _KEPT_SNAPSHOTS:
                _loaded.popitem(last=False)
    return known.snapshot


def enterprises(connection: Any, viewer: Viewer, period: str) -> pd.DataFrame:
    """Give one row an enterprise of the period's roster, as Snapshot.enterprises has them, read in this transaction."""
    named = periods.period_named(connection, viewer, period)
    return _figures(_read_roster(connection, viewer, named), _read_forms(connection, viewer, named), load_edition(named.edition))


def _advanced(connection: Any, viewer: Viewer, code: str, known: _Loaded | None, seen: tuple[int, str]) -> _Loaded:
    """Fold in the forms that came since, or read the period from the start."""
    named = periods.period_named(connection, viewer, code)
    if known is None or not audit.follows(connection, known.seen, _ADDING):
        roster, forms = _read_roster(connection, viewer, named), _read_forms(connection, viewer, named)
    else:
        roster, last = known.roster, int(known.forms["id"].max()) if len(known.forms) else 0
        new = _read_forms(connection, viewer, named, after=last)
        if new.empty:
            return replace(known, seen=seen)
        forms = pd.concat([known.forms, new], ignore_index=True) if len(known.forms) else new
    catalogue = load_edition(named.edition)
    frame = _figures(roster, forms, catalogue)
    levels = {uscc: row for uscc, row in zip(frame["uscc"], frame.pop("levels"), strict=True) if isinstance(row, bytes)}
    made = Snapshot(period=named, catalogue=catalogue, enterprises=frame, levels=levels)
    return _Loaded(seen=seen, roster=roster, forms=forms, snapshot=made)


def _read_roster(connection: Any, viewer: Viewer, period: Period) -> pd.DataFrame:
    return _roster_frame(rosters.roster(connection, viewer, period.code))


def _read_forms(connection: Any, viewer: Viewer, period: Period, after: int = 0) -> pd.DataFrame:
    return submissions.forms(connection, viewer, period.code, after=after)


def _figures(roster: pd.DataFrame, forms: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row an enterprise of the roster, in its order (columns: models.progress).

    The figures are those of the newest form that passed the checks; `status` and `newest_revision` follow the newest.
    """
    passed = forms[forms["passed"]].drop_duplicates("uscc", keep="last").reset_index(drop=True)
    scored = pd.concat([passed, score(passed[list(FACT_COLUMNS)], catalogue)], axis=1)
    scored = scored.rename(columns={"id": "submission_id"}).drop(columns=["passed", "received_at", "sha256", "received_on"])
    newest = forms.drop_duplicates("uscc", keep="last").set_index("uscc")
    frame = roster.merge(scored, on="uscc", how="left")
    frame["newest_revision"] = frame["uscc"].map(newest["revision"])
    # By the day, not by the order: a form that came by an earlier mail may be received after a later one.
    days = forms.groupby("uscc")["received_on"]
    for name, day in (("newest_received_on", days.max()), ("first_received_on", days.min())):
        frame[name] = day.reindex(frame["uscc"]).dt.date.to_numpy()
    frame["status"] = _status(frame["uscc"].map(newest["passed"]), frame["exempt"])
    return frame


def _roster_frame(roster: dict[str, Enterprise]) -> pd.DataFrame:
    rows = [[getattr(enterprise, name) for name in _ROSTER_COLUMNS] for enterprise in roster.values()]
    frame = pd.DataFrame(rows, columns=list(_ROSTER_COLUMNS))
    return frame.assign(size=[str(enterprise.size or "") for enterprise in roster.values()])


def _status(newest_passed: pd.Series, exempt: pd.Series) -> pd.Series:
    """Tell where each form stands; an exempt enterprise that reports all the same is treated like any other."""
    states = np.select(
        [newest_passed == True, newest_passed == False, exempt.astype(bool)],  # noqa: E712 - absent is neither
        [Status.IN_REVIEW, Status.RETURNED, Status.EXEMPT],
        Status.MISSING,
    )
    return pd.Series(states, index=exempt.index, dtype=object)
