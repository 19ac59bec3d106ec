"""When the forms of a demo period come in: slowly at first, most in the last week, some late, some sent back and mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from models.period import Period

REPORTED, REPORTED_SO_FAR = 0.93, 0.82
DAYS_BEFORE = 50
_RETURNED, _MENDED = 0.13, 0.88
_IMPROVED, _SENT_TWICE, _WITH_SCAN = 0.05, 0.03, 0.25
_LATE, _LATEST_DAYS = 0.04, 6
_ON_SUNDAY = 0.12
# How much of a firm's promptness is its nature; the rest is chance.
_NATURE = 0.6
# Days back from the last day that counts, and how many of the forms come then.
_WAVES = (((0, 6), 48), ((7, 16), 32), ((17, 37), 20))


class Kind(StrEnum):
    """What a file that comes in is."""

    FAULTY = "faulty"
    FINISHED = "finished"
    EARLIER = "earlier"
    COPY = "copy"
    SCAN = "scan"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Arrival:
    """One file coming in: the day, whose (a place in the roster), and what it is."""

    day: date
    place: int
    step: int
    kind: Kind


def natures(count: int, seed: int) -> list[float]:
    """Draw how tardy each firm is by nature, 0 to 1; the same in all periods."""
    random = Random(f"natures {seed}")
    return [random.random() for _ in range(count)]


def demo_arrivals(places: Sequence[int], tardiness: Sequence[float], period: Period, *, until: date, seed: int) -> list[Arrival]:
    """Invent what comes in for a period from the firms at these places, until the end of a day; in order of days.

    A period whose deadline is after `until` is still open: fewer have reported, and nobody is late.
    """
    random = Random(f"arrivals {seed} {period.code}")
    is_open = until < period.deadline
    share = REPORTED_SO_FAR if is_open else REPORTED
    by_promptness = sorted(places, key=lambda place: _NATURE * tardiness[place] + (1 - _NATURE) * random.random())
    reporting = by_promptness[: round(share * len(places))]
    last = until if is_open else period.deadline
    arrivals = [arrival for place in reporting for arrival in _of_firm(random, place, last, until, late=not is_open)]
    return sorted(arrivals)


def _of_firm(random: Random, place: int, last: date, until: date, *, late: bool) -> list[Arrival]:
    """Invent what one firm sends: a faulty form first, a better one later, a copy or a scan beside."""
    day = _first_day(random, last, late=late)
    if random.random() < _RETURNED:
        steps = [(day, Kind.FAULTY)]
        again = _weekday(random, day + timedelta(days=random.randint(2, 8)))
        if random.random() < _MENDED:
            steps.append((again, Kind.FINISHED))
    elif random.random() < _IMPROVED:
        steps = [(day, Kind.EARLIER), (_weekday(random, day + timedelta(days=random.randint(2, 9))), Kind.FINISHED)]
    else:
        steps = [(day, Kind.FINISHED)]
    if random.random() < _SENT_TWICE:
        steps.append((steps[-1][0], Kind.COPY))
    if random.random() < _WITH_SCAN:
        steps.append((steps[-1][0], Kind.SCAN))
    return [Arrival(day=when, place=place, step=step, kind=kind) for step, (when, kind) in enumerate(steps) if when <= until]


def _first_day(random: Random, last: date, *, late: bool) -> date:
    if late and random.random() < _LATE:
        return last + timedelta(days=random.randint(1, _LATEST_DAYS))
    [(low, high)] = random.choices([wave for wave, _ in _WAVES], [weight for _, weight in _WAVES])
    # Within a wave the later days are fuller.
    back = low + int((high - low + 1) * random.random() ** 1.4)
    return min(_weekday(random, last - timedelta(days=back)), last)


def _weekday(random: Random, day: date) -> date:
    """Move most of what would come on a weekend to the Friday before."""
    beyond_friday = max(day.weekday() - 4, 0)
    return day if random.random() < _ON_SUNDAY else day - timedelta(days=beyond_friday)
