"""Waiting for something to happen elsewhere: another thread, another process."""

import time
from collections.abc import Callable

WITHIN = 30


def wait_until(holds: Callable[[], bool], within: float = WITHIN) -> None:
    """Look again and again until it holds; never having seen it is a failure."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)
