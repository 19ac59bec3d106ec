"""What a Dask worker does: it hands jobs on to children of its own that may be killed, and tells which program it is."""

import hashlib
import pickle
import platform
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from models.errors import NotPossible
from services.workers import Limits, WorkerPool

_ROOT = Path(__file__).resolve().parents[1]
_FOLDERS = ("models", "exchange", "data", "charts", "reports", "services")
_PINNED = re.compile(r"^([\w.-]+)(?:\[[^]]*])?==", re.MULTILINE)
_KEPT_WARM = 2


@cache
def marks() -> dict[str, str]:
    """Name what the bytes of an answer depend on: the program, the packages it pins, Python and its compression."""
    code = hashlib.sha256()
    for path in sorted(path for folder in _FOLDERS for path in (_ROOT / folder).rglob("*") if path.suffix in {".py", ".yaml"}):
        code.update(path.relative_to(_ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    pinned = _PINNED.findall((_ROOT / "requirements.txt").read_text(encoding="utf-8"))
    own = {"程序": code.hexdigest()[:12], "Python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return own | {name: _installed(name) for name in pinned}


def refuse_another(node: str, ours: dict[str, str], theirs: dict[str, str]) -> None:
    """Refuse a machine whose answers might differ from this one's."""
    for name, here in ours.items():
        there = theirs.get(name, "没有")
        if here != there:
            message = f"计算节点 {node} 的{name}是 {there}，本机是 {here}。请各机器装上同一版本，重启 Dask 后再试。"
            raise NotPossible(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every portion of one pool's work comes with: which program asks, what its shared value is known by, its limits."""

    marks: dict[str, str]
    shared: str
    limits: Limits


def itself(shared: bytes) -> bytes:
    """Give back the shared value: as a task's result every worker fetches it once, and a lost one is made anew."""
    return shared


def work(order: Order, shared: bytes, portion: bytes) -> bytes:
    """Do the jobs of a portion, packed as `(job, [packed arguments])`; give their results packed, in order."""
    from distributed import get_worker

    worker = get_worker()
    # A worker may have joined after the others were asked.
    refuse_another(worker.address, order.marks, marks())
    job, arguments = pickle.loads(portion)  # noqa: S301 - the program that asks wrote it
    with _children(order, shared, worker.state.nthreads) as pool:
        return pickle.dumps(list(pool.map(job, map(pickle.loads, arguments))), pickle.HIGHEST_PROTOCOL)


class _Warm:
    """A pool of children that stays for the next portion."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool.__enter__()
        self.users = 0


_LOCK = threading.Lock()
_WARM: dict[tuple[str, Limits], _Warm] = {}


@contextmanager
def _children(order: Order, shared: bytes, size: int) -> Iterator[WorkerPool]:
    """Lend the children that have this shared value; those of older values are ended when nobody uses them."""
    key = (order.shared, order.limits)
    with _LOCK:
        warm = _WARM.pop(key, None) or _Warm(WorkerPool(size, order.limits, pickle.loads(shared)))  # noqa: S301 - likewise
        _WARM[key] = warm
        warm.users += 1
        for old in [old for old, one in _WARM.items() if not one.users][: max(0, len(_WARM) - _KEPT_WARM)]:
            _WARM.pop(old).pool.close()
    try:
        yield warm.pool
    finally:
        with _LOCK:
            warm.users -= 1


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "没有"
