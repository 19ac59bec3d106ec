"""Progress of a period: the enterprises' frame that every figure is made from, read once a change."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data import periods, rosters, submissions
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


def snapshot(store: Store, viewer: Viewer, period: str) -> Snapshot:
    """Read a period for a viewer; the same object again until something was committed."""
    return _snapshot(store, viewer, period, store.version())


@lru_cache(maxsize=16)
def _snapshot(store: Store, viewer: Viewer, period: str, version: str) -> Snapshot:  # noqa: ARG001 - the version is the cache's key
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        frame = enterprises(connection, viewer, named.code)
        levels = dict(zip(frame["uscc"], frame.pop("levels"), strict=True))
        catalogue = load_edition(named.edition)
    return Snapshot(
        period=named,
        catalogue=catalogue,
        enterprises=frame,
        levels={uscc: row for uscc, row in levels.items() if isinstance(row, bytes)},
    )


def enterprises(connection: Any, viewer: Viewer, period: str) -> pd.DataFrame:
    """Give one row an enterprise of the period's roster, in the roster's order (columns: models.progress).

    The figures are those of the newest form that passed the checks; `status` and `newest_revision` follow the newest.
    """
    named = periods.period_named(connection, viewer, period)
    roster = _roster_frame(rosters.roster(connection, viewer, named.code))
    forms = submissions.forms(connection, viewer, named.code)
    forms["received_on"] = forms["received_on"].dt.date
    passed = forms[forms["passed"]].drop_duplicates("uscc", keep="last").reset_index(drop=True)
    scored = pd.concat([passed, score(passed[list(FACT_COLUMNS)], load_edition(named.edition))], axis=1)
    scored = scored.rename(columns={"id": "submission_id"}).drop(columns=["passed", "received_at", "sha256", "received_on"])
    newest = forms.drop_duplicates("uscc", keep="last").set_index("uscc")
    first = forms.drop_duplicates("uscc", keep="first").set_index("uscc")
    frame = roster.merge(scored, on="uscc", how="left")
    frame["newest_revision"] = frame["uscc"].map(newest["revision"])
    frame["newest_received_on"] = frame["uscc"].map(newest["received_on"])
    frame["first_received_on"] = frame["uscc"].map(first["received_on"])
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
