"""Turns at drawing pages, so that a crowd of people looking does not hold up the enterprises handing in."""

import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Condition

from models.access import Role, Viewer


class Turns:
    """Lets a few draw at once; whoever takes `longest` seconds is at work, not drawing, and no longer counts.

    Python runs one thread at a time: thirty pages drawn at once take as long as one after the other, and leave one
    thirtieth of the processor to whoever stores a form meanwhile.
    """

    def __init__(self, at_once: int, longest: float) -> None:
        self._at_once, self._longest = at_once, longest
        self._since: dict[object, float] = {}
        self.waiting: deque[object] = deque()
        self._changed = Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, first come, first served, and hold it."""
        mine = object()
        with self._changed:
            self.waiting.append(mine)
            while (left := self._full_for()) > 0 or self.waiting[0] is not mine:
                # Whoever is not the first is woken by the one before.
                self._changed.wait(left or None)
            self.waiting.popleft()
            self._since[mine] = time.monotonic()
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                del self._since[mine]
                self._changed.notify_all()

    def _full_for(self) -> float:
        """Tell how many seconds all turns are held if nobody gives one back; 0 when one is free."""
        now = time.monotonic()
        left = sorted(since + self._longest - now for since in self._since.values() if now - since < self._longest)
        return left[-self._at_once] if len(left) >= self._at_once else 0.0


_TURNS = Turns(at_once=max(2, os.cpu_count() or 1), longest=2.0)


def drawing(viewer: Viewer) -> AbstractContextManager[None]:
    """Wait for a turn at drawing a page; an enterprise's are small, and on the last evening it shall not wait for those who look."""
    return nullcontext() if viewer.role is Role.ENTERPRISE else _TURNS.turn()
