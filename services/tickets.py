"""Tickets: downloads that no address can describe, held in memory for the one visit they were made for."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from services.download import Download

LASTS_SECONDS = 30 * 60.0
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    visit: str
    make: Callable[[], Download]
    until: float


class Tickets:
    """The tickets of this process; they die with it, after half an hour without being shown, or when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = Lock()
        self._clock = clock

    def hold(self, token: str, visit: str, make: Callable[[], Download]) -> None:
        """Keep what a token gives to a visit, or keep it for longer."""
        now = self._clock()
        with self._lock:
            self._held[token] = _Held(visit=visit, make=make, until=now + LASTS_SECONDS)
            self._held.move_to_end(token)
            while self._held and (len(self._held) > MOST or next(iter(self._held.values())).until < now):
                self._held.popitem(last=False)

    def drop(self, token: str) -> None:
        """Take a ticket back."""
        with self._lock:
            self._held.pop(token, None)

    def owner(self, token: str) -> str | None:
        """Tell whose a ticket is; None for one that is over or never was."""
        held = self._lasting(token)
        return held.visit if held else None

    def take(self, token: str, visit: str) -> Download | None:
        """Make what a ticket stands for, for the visit it was made for."""
        held = self._lasting(token)
        return held.make() if held and held.visit == visit else None

    def _lasting(self, token: str) -> _Held | None:
        with self._lock:
            held = self._held.get(token)
        return held if held and held.until >= self._clock() else None


TICKETS = Tickets()
