"""定稿: a period's figures kept under a name, read again as they were, and compared with what they are today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

import pandas as pd

from data import frozen, periods, rosters
from data.editions import edition_content, edition_from
from data.frozen import FrozenFigures
from data.kept_files import Kept
from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.basis import Basis
from models.cases import NO_CASES, Cases
from models.frozen_difference import frozen_difference
from services.cases import cases_of
from services.comparable import trend_of
from services.frozen_pictures import Pictures, earlier_catalogue, packed, unpacked
from services.overview import all_periods, previous_period
from services.progress import Snapshot, snapshot

_KEPT_PICTURES = 4


def freeze(store: Store, viewer: Viewer, period: str, name: str, *, now: datetime) -> FrozenFigures:
    """Keep catalogue and figures of a period, on both bases, under a name."""
    permit(viewer, Verb.MANAGE_PERIODS)
    found = {basis: pictures(store, viewer, period, basis) for basis in Basis}
    made = {basis: replace(of, cases=cases_of(store, viewer, of)) for basis, of in found.items()}
    current = made[Basis.SELF]
    with store.reading() as connection:
        frozen.check_name(connection, viewer, current.now.period.code, name)
    before = store.kept.keep(edition_content(current.before.period.edition)) if current.before else None
    new = FrozenFigures(
        period=current.now.period.code,
        name=name,
        catalogue_sha256=store.kept.keep(edition_content(current.now.period.edition)),
        figures_sha256=store.kept.keep(packed(made, before)),
        at=now,
        by=viewer.name,
    )
    with store.writing() as connection:
        frozen.add_frozen(connection, viewer, new)
    return new


def frozen_figures(store: Store, viewer: Viewer, period: str) -> tuple[FrozenFigures, ...]:
    """List the frozen figures of a period, the newest first."""
    with store.reading() as connection:
        return frozen.frozen_of(connection, viewer, periods.period_named(connection, viewer, period).code)


def pictures(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF, *, name: str | None = None) -> Pictures:
    """Read a period, the one before and the means so far: as they are, or as they were frozen under a name."""
    if name is not None:
        return _thawed(store, viewer, period, basis, name)
    now = snapshot(store, viewer, period, basis)
    earlier = previous_period(store, viewer, now.period)
    known = [one for one in reversed(all_periods(store, viewer)) if one.deadline < now.period.deadline]
    so_far = [snapshot(store, viewer, one.code, basis) for one in known]
    return Pictures(now=now, before=snapshot(store, viewer, earlier.code, basis) if earlier else None, trend=trend_of([*so_far, now]))


def picture(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF, *, name: str | None = None) -> Snapshot:
    """Read a period alone: as it is, or as it was frozen under a name."""
    return snapshot(store, viewer, period, basis) if name is None else _thawed(store, viewer, period, basis, name).now


def changed_since(store: Store, viewer: Viewer, period: str, name: str, basis: Basis = Basis.SELF) -> pd.DataFrame:
    """Tell who stands differently today than in the frozen figures, and in what (models.frozen_difference)."""
    then = picture(store, viewer, period, basis, name=name)
    return frozen_difference(then.enterprises, snapshot(store, viewer, period, basis).enterprises)


def _thawed(store: Store, viewer: Viewer, period: str, basis: Basis, name: str) -> Pictures:
    with store.reading() as connection:
        found = frozen.frozen_named(connection, viewer, period, name)
        own = None if viewer.scope.everybody else set(rosters.roster(connection, viewer, found.period))
    made = _read(store.kept, found.figures_sha256, found.catalogue_sha256)[basis]
    if own is None:
        return made
    # The means of everybody are not those of the viewer's own enterprises.
    kept = [None if of is None else _of(of, own) for of in (made.before, made.now)]
    trend = trend_of([of for of in kept if of is not None])
    return Pictures(now=_of(made.now, own), before=kept[0], trend=trend, cases=_own_cases(made.cases or NO_CASES, own))


@lru_cache(maxsize=_KEPT_PICTURES)
def _read(kept: Kept, figures_sha256: str, catalogue_sha256: str) -> dict[Basis, Pictures]:
    """Read frozen figures once: kept files never change."""
    content = kept.read(figures_sha256)
    before = earlier_catalogue(content)
    return unpacked(content, edition_from(kept.read(catalogue_sha256)), None if before is None else edition_from(kept.read(before)))


def _of(picture: Snapshot, usccs: set[str]) -> Snapshot:
    rows = picture.enterprises[picture.enterprises["uscc"].isin(_listed(usccs))].reset_index(drop=True)
    return Snapshot(
        period=picture.period,
        basis=picture.basis,
        catalogue=picture.catalogue,
        enterprises=rows,
        levels={uscc: levels for uscc, levels in picture.levels.items() if uscc in usccs},
    )


def _own_cases(cases: Cases, usccs: set[str]) -> Cases:
    """Keep the cases of these enterprises; how many others told something is not theirs to know."""
    chosen = tuple(case for case in cases.chosen if case.uscc in usccs)
    return Cases(told=len(chosen), chosen=chosen)


def _listed(usccs: set[str]) -> Sequence[str]:
    return sorted(usccs)
