"""What the coverage-guided fuzzer changes: one part of a sound form at a time, or the bytes of the whole file."""

from functools import cache

from exchange.judge import JudgingContext, judge
from services.workers import Result
from tests.exchange import hostile, ordinary
from tests.exchange.crafted_zip import packed, parts_of
from tests.exchange.mutation_run import fault_of
from tests.exchange.mutations import forms
from tests.exchange.other_kinds import as_ods, as_xls, container
from tests.exchange.plain_forms import as_bytes, context, plain_book

# Larger than this a seed is too slow to be changed often.
LONGEST = 60_000
OLE = b"\xd0\xcf\x11\xe0"


@cache
def _bases() -> tuple[bytes, ...]:
    return as_bytes(plain_book()), forms()[0], as_ods(plain_book())


@cache
def _places() -> tuple[tuple[int, str], ...]:
    """List every part of every base; an input's first byte names one, 0 the whole file, 1 the stream of an xls."""
    return tuple((number, name) for number, base in enumerate(_bases()) for name in parts_of(base))


@cache
def _parts(number: int) -> dict[str, bytes]:
    return parts_of(_bases()[number])


@cache
def _context() -> JudgingContext:
    return context()


def file_of(data: bytes) -> bytes:
    """Make the file that an input of the fuzzer stands for."""
    place, rest = data[:1], data[1:]
    if not place or place == b"\0":
        return rest
    if place == b"\1":
        return container(rest)
    number, name = _places()[(place[0] - 2) % len(_places())]
    return packed(list((_parts(number) | {name: rest}).items()), 1)


def seeds() -> list[bytes]:
    """Give an input for every part of the bases, for an xls, and for every hostile and ordinary file that is small."""
    parts = [bytes([place + 2]) + _parts(number)[name] for place, (number, name) in enumerate(_places())]
    xls = as_xls(plain_book())
    made = [make() for name, (make, _) in hostile.KINDS.items() if name not in _LARGE]
    made += ordinary.workbooks().values()
    whole = [b"\0" + content for content in (*_bases(), xls, *made)]
    stream = b"\1" + xls[512 : 512 + 40_000]
    return [seed for seed in (*parts, stream, *whole) if len(seed) <= LONGEST]


_LARGE = frozenset({"1 GB of spaces in 1 MB", "21 MB", "10 MB of comments", "300,000 cells", "100 MB declared as 1 KB", "3,000 entries"})


def fault(data: bytes) -> str | None:
    """Judge what an input stands for as a child does, and tell what should not have happened."""
    try:
        return fault_of(Result(value=judge(_context(), file_of(data))))
    except BaseException as fault:
        # calamine's reader of xls has many; a child ends with it, and its file is refused (services/worker_process.py).
        if type(fault).__name__ == "PanicException" and file_of(data).startswith(OLE):
            return None
        raise
