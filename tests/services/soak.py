"""Sends many files through the children and the intake, and measures what stays behind; as a module at full size."""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psutil

from data.store import Store
from exchange.jobs import judge_form
from services.sources import Source
from services.workers import WorkerPool
from tests.exchange import hostile
from tests.exchange.mutations import forms, mutant
from tests.exchange.plain_forms import context
from tests.services.desk import Desk

_WARM_UP = 0.1
# Hundreds of megabytes to make, and one answer in the guard.
_TOO_LARGE = frozenset({"1 GB of spaces in 1 MB", "21 MB", "10 MB of comments", "300,000 cells", "100 MB declared as 1 KB"})


class Held(NamedTuple):
    """What this process holds: open files and pipes, children, their open files, and memory of its own and theirs in MB."""

    handles: int
    children: int
    handles_of_children: int
    memory: float
    memory_of_children: float


def children_now() -> frozenset[int]:
    """Give the children there are already: a test run has a database server and a browser of its own."""
    return frozenset(child.pid for child in psutil.Process().children(recursive=True))


def held(others: frozenset[int]) -> Held:
    """Look at this process and its children, those others left out."""
    process = psutil.Process()
    children = [child for child in process.children(recursive=True) if child.pid not in others]
    return Held(
        process.num_fds(),
        len(children),
        max((child.num_fds() for child in children), default=0),
        process.memory_info().rss / 2**20,
        max((child.memory_info().rss / 2**20 for child in children), default=0.0),
    )


def files(count: int) -> Iterator[bytes]:
    """Mix what comes in: sound forms, each other bytes, spoiled ones and hostile ones."""
    made = [make() for name, (make, _) in hostile.KINDS.items() if name not in _TOO_LARGE]
    sound = forms()
    for number in range(count):
        if number % 3 == 0:
            yield made[number // 3 % len(made)] + b""
        elif number % 3 == 1:
            yield mutant(number % 1000)[1]
        else:
            yield with_comment(sound[number % len(sound)], number)


def with_comment(form: bytes, number: int) -> bytes:
    """Make a sound form other bytes: the date of its first entry is changed, which nobody reads."""
    minutes = (number % 65_536).to_bytes(2, "little")
    place = form.find(b"PK\x01\x02") + 12
    return form[:place] + minutes + form[place + 2 :]


def through_pool(count: int) -> tuple[Held, Held]:
    """Judge files in one pool of two; what is held after a warm-up, and at the end."""
    warm, others = max(20, int(count * _WARM_UP)), children_now()
    with WorkerPool(2, shared=context()) as pool:
        before = Held(0, 0, 0, 0, 0)
        for done, _ in enumerate(pool.map(judge_form, ((content,) for content in files(count))), start=1):
            if done == warm:
                before = held(others)
        return before, held(others)


def through_intake(count: int, folder: Path) -> tuple[Held, Held]:
    """Receive the same files twice into a store; what is held after the first intake of a tenth, and at the end."""
    others = children_now()
    store = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    desk = Desk(store)
    desk.add_roster()
    desk.add_period("2020")
    names = random.Random(0).sample(range(count * 10), count)
    batch = [Source(f"{name}.xlsx", content) for name, content in zip(names, files(count), strict=True)]
    desk.receive(*((source.file, source.content) for source in batch[: max(20, int(count * _WARM_UP))]))
    before = held(others)
    for _ in range(2):
        rows = desk.receive(*((source.file, source.content) for source in batch)).files
        if len(rows) != count:
            raise AssertionError(len(rows))
    after = held(others)
    store.close()
    return before, after


def main() -> None:
    """Print what is held before and after, and end with 1 when something stayed behind."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    options = parser.parse_args()
    stayed = 0
    with TemporaryDirectory() as folder:
        for name, run in (("pool", through_pool), ("intake, twice", lambda count: through_intake(count, Path(folder)))):
            started = time.monotonic()
            before, after = run(options.files)
            sys.stdout.write(f"{options.files:,} files through the {name} in {time.monotonic() - started:.0f} s (process {os.getpid()})\n")
            for field, old, new in zip(Held._fields, before, after, strict=True):
                sys.stdout.write(f"  {field.replace('_', ' '):<24}{old:>10.0f} -> {new:>6.0f}\n")
            stayed += grown(before, after)
    sys.stdout.write(f"{2 - stayed} passed, {stayed} failed\n")
    sys.exit(stayed > 0)


def grown(before: Held, after: Held) -> bool:
    """Tell whether something stayed behind: a handle, a process, or memory beyond what a heap breathes."""
    return (
        after.handles > before.handles + 4
        or after.children > before.children
        or after.handles_of_children > before.handles_of_children + 4
        or after.memory > before.memory + 60
        or after.memory_of_children > before.memory_of_children + 60
    )


if __name__ == "__main__":
    main()
