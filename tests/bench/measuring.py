"""One measured line, and how the lines are printed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Line(NamedTuple):
    """What was measured, how much it was, and what was hoped for."""

    what: str
    measured: str
    wanted: str = ""


class Stopwatch:
    """Seconds of the block it was held over."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Measure a block by the clock."""
    watch = Stopwatch()
    started = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - started


def best(times: int, job: Callable[[], object]) -> float:
    """Do a job several times and give the shortest, in seconds."""
    shortest = float("inf")
    for _ in range(times):
        with timed() as watch:
            job()
        shortest = min(shortest, watch.seconds)
    return shortest


def print_table(title: str, lines: list[Line]) -> None:
    """Print lines as a Markdown table."""
    print(f"\n### {title}\n\n| what | measured | wanted |\n| --- | --- | --- |")
    for line in lines:
        print(f"| {' | '.join(line)} |")
