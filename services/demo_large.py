"""One period of a large demo: forms that are levels only, invented a day at a time and stored in blocks."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

import numpy as np

from data import batches, demo_blocks
from data.demo_arrivals import Arrival, Kind
from data.demo_blocks import Block
from data.demo_levels import careless_levels, earlier_levels
from models.period import SHANGHAI
from models.scoring import Levels, facts_of, score
from services.demo_year import Year, invented_digest

LARGE = 20_000
"""From so many enterprises on a demo has no workbooks, texts, copies and scans: inventing them takes most of the time."""

_FORMS = frozenset({Kind.FAULTY, Kind.EARLIER, Kind.FINISHED})


def take_in_levels(year: Year, arrivals: Sequence[Arrival], at: time) -> None:
    """Store the forms that came, a batch for each day on which some did."""
    forms = [arrival for arrival in arrivals if arrival.kind in _FORMS]
    revisions: Counter[int] = Counter()
    for day, group in groupby(forms, key=lambda arrival: arrival.day):
        _batch(year, list(group), datetime.combine(day, at, SHANGHAI), revisions)


def _batch(year: Year, arrivals: Sequence[Arrival], at: datetime, revisions: Counter[int]) -> None:
    """Store one day's forms as an intake."""
    demo, day = year.demo, at.date()
    levels = _levels(year, day, arrivals)
    facts = facts_of(levels, year.catalogue)
    revisions_now = []
    for arrival in arrivals:
        revisions[arrival.place] += 1
        revisions_now.append(revisions[arrival.place])
    block = Block(
        period=year.period,
        received_at=at,
        usccs=[demo.roster[arrival.place].uscc for arrival in arrivals],
        revisions=revisions_now,
        sha256s=[invented_digest(year, arrival.place, arrival.step) for arrival in arrivals],
        contexts=[year.context(arrival.place) for arrival in arrivals],
        passed=[arrival.kind is not Kind.FAULTY for arrival in arrivals],
        levels=levels,
        facts=facts,
        figures=score(facts, year.catalogue),
    )
    batch = batches.start_batch(demo.connection, demo.viewer, year.period.code, day, at)
    demo_blocks.add_block(demo.connection, demo.viewer, batch, block)
    batches.finish_batch(demo.connection, demo.viewer, batch, at + timedelta(seconds=4 + len(arrivals)))


def _levels(year: Year, day: date, arrivals: Sequence[Arrival]) -> Levels:
    """Lay out what the forms of one day say: a row a form, spoilt where it was typed carelessly."""
    random = np.random.default_rng([year.demo.seed, day.toordinal()])
    levels = year.levels[[arrival.place for arrival in arrivals]]
    kinds = np.array([arrival.kind for arrival in arrivals])
    levels[kinds == Kind.EARLIER] = earlier_levels(random, levels[kinds == Kind.EARLIER])
    levels[kinds == Kind.FAULTY] = careless_levels(random, levels[kinds == Kind.FAULTY])
    return levels
