"""Progress of a period: the enterprises' frame that every figure is made from, read once a change."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from data import audit, periods
from data.editions import load_edition
from data.store import Store
from models.access import Scope, Viewer
from models.basis import Basis
from models.catalogue import Catalogue
from models.period import Period
from models.progress import counted
from models.scoring import Levels, level_matrix
from services.enterprise_rows import Figures, frame_of, read_figures, read_roster, row_of, standings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A period as it stands at one moment, on one basis; never changed, a newer one takes its place.

    `rostered` says when its roster was read: a snapshot that was folded has the same as the one before.
    """

    period: Period
    basis: Basis = Basis.SELF
    catalogue: Catalogue
    enterprises: pd.DataFrame
    levels: dict[str, bytes]
    rostered: tuple[int, str] | None = None

    def matrix(self, rows: pd.DataFrame) -> Levels:
        """Lay out the levels of the counted forms among these enterprises: a row a form."""
        return level_matrix([self.levels[uscc] for uscc in counted(rows)["uscc"].tolist()], self.catalogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What a snapshot was made from, so that the next one only has to read what came since."""

    seen: tuple[int, str]
    roster: pd.DataFrame
    places: dict[str, int]
    figures: Figures
    snapshot: Snapshot


# Deeds about one enterprise's form: only that enterprise is read anew.
_OF_A_FORM = frozenset(
    {
        audit.Action.SUBMISSION_ADDED,
        audit.Action.SUBMISSION_WITHDRAWN,
        audit.Action.SUBMISSION_RESTORED,
        audit.Action.REVIEW_SAVED,
        audit.Action.FORM_RETURNED,
        audit.Action.FORM_ACCEPTED,
        audit.Action.FORM_REOPENED,
    }
)
# Deeds that change no figure of an enterprise; anything else (a roster) makes the period be read from the start.
_BESIDE = frozenset(
    {
        *audit.AT_THE_DOOR,
        audit.Action.FIGURES_FROZEN,
        audit.Action.PERIOD_ADDED,
        audit.Action.PERIOD_CLOSED,
        audit.Action.PERIOD_REOPENED,
        audit.Action.DEADLINE_EXTENDED,
        audit.Action.BATCH_STARTED,
        audit.Action.BATCH_FINISHED,
        audit.Action.PLEDGE_GIVEN,
        audit.Action.DRAFT_STARTED,
        audit.Action.CODE_ISSUED,
        audit.Action.FOREIGN_FORM_REFUSED,
        audit.Action.FOREIGN_ADDRESS_REFUSED,
    }
)
# About 600 bytes a row: this many take half a gigabyte, be it many small periods or a few large ones.
_KEPT_ROWS = 800_000
_KEPT_SNAPSHOTS = 64
# Asking for more enterprises by name takes longer than reading everybody.
_FEW = 2_000
_loaded: OrderedDict[tuple[int, Scope, str, Basis], _Loaded] = OrderedDict()
_loading = Lock()


def snapshot(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF) -> Snapshot:
    """Read a period for a viewer; the same object again until something of it changed.

    自评 has the figures of the newest forms that passed, as filled in; 核定 only those of the newest forms where a
    reviewer has accepted them, from the reviewed levels. Who has reported, and how it stands, is the same on both.

    What was done to forms since the last reading is folded in; whoever looks at the older snapshot keeps it as it was.
    """
    with store.reading() as connection:
        code = periods.period_named(connection, viewer, period).code
        seen = audit.position(connection)
        key = (id(store), viewer.scope, code, basis)
        with _loading:
            known = _loaded.get(key)
            if known is None or known.seen != seen:
                known = _loaded[key] = _advanced(connection, viewer, code, basis, known, seen)
            _loaded.move_to_end(key)
            _forget()
    return known.snapshot


def snapshot_for(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF) -> Snapshot:
    """Read a period for a machine: shared where the viewer sees everybody, else read anew and not kept.

    A thousand enterprises asking on one night would push the association's out.
    """
    if viewer.scope.everybody:
        return snapshot(store, viewer, period, basis)
    with store.reading() as connection:
        code = periods.period_named(connection, viewer, period).code
        return _advanced(connection, viewer, code, basis, None, audit.position(connection)).snapshot


def own_row(connection: Any, viewer: Viewer, period: Period) -> dict[str, Any]:
    """Give the row of the one enterprise the viewer sees, with the values of Snapshot.enterprises, read in this transaction."""
    return row_of(*_figures(connection, viewer, period, Basis.SELF))


def standings(connection: Any, viewer: Viewer, period: Period) -> pd.DataFrame:
    """Give `uscc`, `status` and counting `revision` of each enterprise, read in this transaction."""
    return standings_of(*_figures(connection, viewer, period, Basis.SELF))


def _forget() -> None:
    """Let go of what was looked at longest ago, so that memory is bounded by rows; the newest always stays."""
    rows = sum(len(known.roster) for known in _loaded.values())
    while len(_loaded) > 1 and (rows > _KEPT_ROWS or len(_loaded) > _KEPT_SNAPSHOTS):
        rows -= len(_loaded.popitem(last=False)[1].roster)


def _advanced(connection: Any, viewer: Viewer, code: str, basis: Basis, known: _Loaded | None, seen: tuple[int, str]) -> _Loaded:
    """Read the enterprises anew whose forms something was done to since, or the period from the start."""
    named = periods.period_named(connection, viewer, code)
    touched = None if known is None else _touched(connection, code, known.seen, seen)
    if known is None or touched is None or len(touched) > max(_FEW, len(known.roster) // 8):
        return _read(connection, viewer, named, basis, seen)
    own = sorted(uscc for uscc in touched if uscc in known.places)
    if own:
        return _folded(connection, viewer, named, own, replace(known, seen=seen))
    if named == known.snapshot.period:
        return replace(known, seen=seen)
    return replace(known, seen=seen, snapshot=replace(known.snapshot, period=named))


def _touched(connection: Any, code: str, since: tuple[int, str], seen: tuple[int, str]) -> set[str] | None:
    """Name the enterprises whose forms of a period something was done to; None when only reading everything helps."""
    if seen[0] - since[0] > _KEPT_ROWS:
        return None
    deeds = audit.deeds_since(connection, since)
    if deeds is None or any(action not in _OF_A_FORM and action not in _BESIDE for action, _ in deeds):
        return None
    subjects = (subject.partition("/") for action, subject in deeds if action in _OF_A_FORM)
    return {uscc for period, _, uscc in subjects if period == code}


def _read(connection: Any, viewer: Viewer, named: Period, basis: Basis, seen: tuple[int, str]) -> _Loaded:
    """Read a period from the start."""
    roster, figures = _figures(connection, viewer, named, basis)
    places = {uscc: place for place, uscc in enumerate(roster["uscc"].tolist())}
    made = _snapshot(named, basis, roster, places, figures, seen)
    return _Loaded(seen=seen, roster=roster, places=places, figures=figures, snapshot=made)


def _figures(connection: Any, viewer: Viewer, named: Period, basis: Basis) -> tuple[pd.DataFrame, Figures]:
    roster = read_roster(connection, viewer, named.code)
    return roster, read_figures(connection, viewer, named.code, roster, load_edition(named.edition), basis)


def _folded(connection: Any, viewer: Viewer, named: Period, usccs: list[str], known: _Loaded) -> _Loaded:
    """Work out anew the rows of these enterprises; an enterprise's figures depend on its own forms only."""
    basis, catalogue = known.snapshot.basis, load_edition(named.edition)
    places = np.array([known.places[uscc] for uscc in usccs], dtype=np.intp)
    few = known.roster.iloc[places].reset_index(drop=True)
    figures = known.figures.with_anew(places, read_figures(connection, viewer, named.code, few, catalogue, basis, only=usccs))
    made = _snapshot(named, basis, known.roster, known.places, figures, known.snapshot.rostered)
    return replace(known, figures=figures, snapshot=made)


def _snapshot(
    named: Period, basis: Basis, roster: pd.DataFrame, places: dict[str, int], figures: Figures, rostered: tuple[int, str] | None
) -> Snapshot:
    catalogue = load_edition(named.edition)
    levels = {uscc: row for uscc, row in zip(places, figures.levels.tolist(), strict=True) if row is not None}
    frame = frame_of(roster, figures)
    return Snapshot(period=named, basis=basis, catalogue=catalogue, enterprises=frame, levels=levels, rostered=rostered)
