"""同口径 between editions: two periods brought onto the items that both of them asked."""

from collections.abc import Sequence
from dataclasses import replace

from models.catalogue import Catalogue
from models.meeting_figures import TrendPoint
from models.progress import counted, counted_totals
from models.scoring import facts_of, score
from models.shared_items import narrowed, shared_items
from services.progress import Snapshot


def comparable(now: Snapshot, before: Snapshot) -> tuple[Snapshot, Snapshot] | None:
    """Give two periods that can be compared: as they are under one edition, else scored anew on what both asked.

    The forms counted stay those that count in their own period; weights and targets are those of the newer edition.
    """
    if now.period.edition == before.period.edition:
        return now, before
    places = shared_items(now.catalogue, before.catalogue)
    if not places:
        return None
    ours, theirs = zip(*places, strict=True)
    shared = narrowed(now.catalogue, ours)
    return _scored_on(now, ours, shared), _scored_on(before, theirs, shared)


def trend_of(pictures: Sequence[Snapshot]) -> tuple[TrendPoint, ...]:
    """Give the plain mean of each period, the earliest first."""
    editions = [picture.period.edition for picture in pictures]
    points = []
    for place, picture in enumerate(pictures):
        spread = counted_totals(picture.enterprises)
        joined = place > 0 and editions[place - 1] == editions[place]
        points.append(TrendPoint(period=picture.period, n=spread.n, mean=spread.mean, joined=joined))
    return tuple(points)


def _scored_on(picture: Snapshot, places: Sequence[int], shared: Catalogue) -> Snapshot:
    rows = counted(picture.enterprises)
    levels = picture.matrix(rows)[:, list(places)]
    facts = facts_of(levels, shared)
    scores = score(facts, shared)
    columns = {str(name): frame[name].to_numpy() for frame in (facts, scores) for name in frame if name in rows}
    kept = {uscc: row.tobytes() for uscc, row in zip(rows["uscc"].tolist(), levels, strict=True)}
    return replace(picture, catalogue=shared, enterprises=rows.assign(**columns), levels=kept)
