"""A pool of warm child processes that may be killed: every foreign file is parsed and rewritten in one of them."""

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar, cast

from models.issue import Issue
from services.watch import Taken, Watch
from services.worker_process import receive, send

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024
# Memory grows by some 2 GB/s at most; looking costs 0.1 ms a child.
_WATCH_EVERY = 0.05
_SHOWN = 4000
# A child that was killed from outside (an operator, a system short of memory) says nothing of the file it had.
_TRIES = 3
_OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "bad_alloc", "Out of memory")
_QUIET = {
    # glibc reserves 64 MB of addresses for each thread otherwise, and numerical libraries a stack for each core.
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
}


class Failure(StrEnum):
    """Why a job brought nothing; the value is what a person reads."""

    TIME = "超过时间"
    MEMORY = "超过内存"
    ENDED = "意外终止"
    RAISED = "处理出错"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may take; memory in bytes, with everything the child has loaded.

    The parent watches all of it and kills. With `own` the child also has the system limit it where the system can
    (Linux): that is exact, the parent looks every 50 ms.
    """

    memory: int = 512 * _MEGABYTE
    cpu_seconds: float = 4
    wall_seconds: float = 15
    own: bool = True

    def exceeded(self, taken: Taken) -> Failure | None:
        """Tell what a job has taken too much of, None as long as it may go on."""
        if taken.wall_seconds > self.wall_seconds or taken.cpu_seconds > self.cpu_seconds:
            return Failure.TIME
        return Failure.MEMORY if taken.memory > self.memory else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Generic[T]):
    """What became of one job: `value`, or `failure` with a `detail` for the log; seconds by the clock."""

    value: T | None = None
    failure: Failure | None = None
    detail: str = ""
    seconds: float = 0.0


def why_unread(failure: Failure | None) -> Issue:
    """Tell the sender why their file brought nothing."""
    exhausted = failure in {Failure.TIME, Failure.MEMORY}
    return Issue(code="FILE_EXHAUSTING" if exhausted else "FILE_UNREADABLE", found=str(failure))


class WorkerPool:
    """Children that do jobs as `job(shared, *arguments)`; one that dies costs only the job it was doing.

    Use it as a context manager. Any thread may call `map`. The job is a function at the top of a module and what it
    takes and gives is pickled; `shared` is sent once to each child.
    """

    def __init__(self, size: int | None = None, limits: Limits | None = None, shared: object = None) -> None:
        self.size = size or os.cpu_count() or 1
        self._limits = limits or Limits()
        own = (self._limits.memory, self._limits.cpu_seconds) if self._limits.own else None
        self._settings = pickle.dumps((sys.path, own, pickle.dumps(shared)))
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._busy: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="worker-pool")

    def __enter__(self) -> Self:
        """Start the children; they are ready some 30 ms later."""
        for _ in range(self.size):
            self._idle.put(_Child(self._settings))
        threading.Thread(target=self._watch, name="worker-pool-watch", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        """Close the pool."""
        self.close()

    def close(self) -> None:
        """End all children, those at work too, and wait until they are gone."""
        with self._lock:
            self._closed.set()
            for child in self._busy:
                child.kill(Failure.ENDED)
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().close()

    @property
    def ahead(self) -> int:
        """Tell how many jobs it takes on before it gives the first result."""
        return 2 * self.size

    def map(self, job: Callable[..., T], arguments: Iterable[tuple[object, ...]], shared: bytes = b"") -> Iterator[Result[T]]:
        """Do a job for each tuple of arguments and yield the results in their order.

        Arguments are taken as they are needed, at most two for each child ahead. `shared`, pickled, stands in the place
        of the pool's own.
        """
        waiting: deque[Future[Result[T]]] = deque()
        try:
            for values in arguments:
                waiting.append(self._threads.submit(self._do, job, values, shared))
                if len(waiting) >= self.ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _do(self, job: Callable[..., T], values: tuple[object, ...], shared: bytes) -> Result[T]:
        message = pickle.dumps((job, values), pickle.HIGHEST_PROTOCOL)
        # There are as many threads as children, so one is idle.
        child = self._idle.get()
        try:
            for _ in range(_TRIES):
                if not child.alive:
                    child.close()
                    child = _Child(self._settings)
                result: Result[T] = self._timed(child, message, shared)
                if not child.shot:
                    break
            return result
        finally:
            self._idle.put(child)

    def _timed(self, child: "_Child", message: bytes, shared: bytes) -> Result[T]:
        started = time.monotonic()
        with self._lock:
            if self._closed.is_set():
                return Result(failure=Failure.ENDED, detail="the pool was closed")
            child.watch.begin()
            self._busy.add(child)
        try:
            failure, answer = child.do(message, shared)
        finally:
            with self._lock:
                self._busy.discard(child)
        seconds = time.monotonic() - started
        if failure:
            return Result(failure=failure, detail=str(answer), seconds=seconds)
        return Result(value=cast("T", answer), seconds=seconds)

    def _watch(self) -> None:
        """Kill children that take more than they may."""
        while not self._closed.wait(_WATCH_EVERY):
            with self._lock:
                for child in self._busy:
                    if reason := self._limits.exceeded(child.watch.taken()):
                        child.kill(reason)


if sys.platform == "win32":
    _DETACHED = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW

    def _python() -> tuple[str, dict[str, str]]:
        """Name Python itself: in a virtual environment sys.executable starts another process, which nobody would watch."""
        return str(vars(sys)["_base_executable"]), {"__PYVENV_LAUNCHER__": sys.executable}

else:
    _DETACHED = 0

    def _python() -> tuple[str, dict[str, str]]:
        return sys.executable, {}


_ANSWERS = {"done": None, "raised": Failure.RAISED, "memory": Failure.MEMORY, "ended": Failure.ENDED}
# After these the child ends itself: its memory or its libraries are in no known state.
_LAST_WORDS = frozenset({Failure.MEMORY, Failure.ENDED})


class _Child:
    """One child process and the pipes to it."""

    def __init__(self, settings: bytes) -> None:
        self.killed: Failure | None = None
        self._shared = b""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the child lives
        python, environment = _python()
        self._process = subprocess.Popen(  # noqa: S603 - Python and a module of ours
            [python, "-m", "services.worker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=_ROOT,
            env=os.environ | _QUIET | environment,
            # An interrupt at the keyboard is the parent's business.
            start_new_session=True,
            creationflags=_DETACHED,
        )
        self.watch = Watch(self._process.pid)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)
        with contextlib.suppress(OSError):
            send(self._stdin, settings)

    @property
    def alive(self) -> bool:
        """Tell whether it can take a job."""
        return self.killed is None and self._process.poll() is None

    @property
    def shot(self) -> bool:
        """Tell whether somebody else killed it; Windows does not tell."""
        return sys.platform != "win32" and self.killed is None and self._process.poll() == -signal.SIGKILL

    def do(self, message: bytes, shared: bytes) -> tuple[Failure | None, object]:
        """Do one job: what went wrong, and the value or the detail."""
        try:
            send(self._stdin, b"" if shared == self._shared else shared)
            self._shared = shared
            send(self._stdin, message)
            state, answer = pickle.loads(receive(self._stdout))  # noqa: S301 - our own child wrote it
        except (OSError, EOFError):
            return self._last_words()
        failure = _ANSWERS[state]
        if failure in _LAST_WORDS:
            self.close()
        return failure, answer

    def kill(self, reason: Failure) -> None:
        """Kill it, whatever it does."""
        self.killed = reason
        self._process.kill()

    def close(self) -> None:
        """End it and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout, self._said):
            with contextlib.suppress(OSError):
                stream.close()

    def _last_words(self) -> tuple[Failure, str]:
        """Tell why a child died: killed by the pool, by the processor's limit, for want of memory, or by itself."""
        code = self._process.wait()
        self._said.seek(0)
        said = self._said.read(_SHOWN).decode(errors="replace")
        self.close()
        detail = f"exit {code}: {said}"
        if self.killed:
            return self.killed, detail
        if sys.platform != "win32" and code in (-signal.SIGXCPU, -signal.SIGPROF):
            return Failure.TIME, detail
        return (Failure.MEMORY if any(words in said for words in _OUT_OF_MEMORY) else Failure.ENDED), detail
