"""A pool whose children are on other machines, under a Dask scheduler; it does what the local one does, byte for byte."""

import concurrent.futures
import hashlib
import logging
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import dask
from distributed import Client, Future
from distributed.scheduler import KilledWorker

from models.errors import NotPossible
from services import settings
from services.cluster_worker import Order, itself, marks, refuse_another, work
from services.workers import Limits, Result

T = TypeVar("T")

CONNECT_SECONDS = 5
# A worker that died is started again within seconds; a longer silence is looked into.
PATIENCE_SECONDS = 30
A_PORTION = 50
_BYTES_A_PORTION = 8 * 1024 * 1024
_LOST = (OSError, TimeoutError, RuntimeError, concurrent.futures.CancelledError, KilledWorker)

dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})


class ClusterPool:
    """The workers of a scheduler as one pool of children, like `WorkerPool`; a worker's death costs its portion some time.

    Jobs travel in portions of 50; `shared` goes once to each worker.
    """

    def __init__(self, address: str, shared: object, limits: Limits) -> None:
        self._address = address
        self._shared = pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)
        self._order = Order(marks=marks(), shared=hashlib.sha256(self._shared).hexdigest(), limits=limits)

    def __enter__(self) -> Self:
        """Find the scheduler and its workers, and make sure they all run this program."""
        _log_to_file()
        with self._plainly(f"连不上 Dask 调度器 {self._address}。请检查它和网络；要在本机处理，请去掉 DASK_SCHEDULER_ADDRESS。", Exception):
            self._client: Client = _within(
                2 * CONNECT_SECONDS, lambda: Client(self._address, timeout=CONNECT_SECONDS, set_as_default=False)
            )
        try:
            with self._plainly(f"Dask 调度器 {self._address} 没有应答。请检查后再试。", Exception):
                self._threads = _within(PATIENCE_SECONDS, self._look_at_nodes)
                self._sent = self._client.submit(itself, self._shared, key=f"shared-{self._order.shared}")
        except BaseException:
            self._client.close(timeout=1)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the scheduler; what was still to be done is dropped."""
        self._client.close(timeout=CONNECT_SECONDS)

    @property
    def ahead(self) -> int:
        """Tell how many jobs it takes on before it gives the first result: two portions for each thread of the workers."""
        return 2 * self._threads * A_PORTION

    def map(self, job: Callable[..., T], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[T]]:
        """Do a job for each tuple of arguments and yield the results in their order."""
        waiting: deque[Future[bytes]] = deque()
        try:
            for portion in _portions(arguments):
                waiting.append(self._submit(job, portion))
                if len(waiting) >= 2 * self._threads:
                    yield from self._results(waiting.popleft())
            while waiting:
                yield from self._results(waiting.popleft())
        finally:
            for future in waiting:
                future.release()

    def _submit(self, job: Callable[..., Any], portion: list[bytes]) -> "Future[bytes]":
        packed = pickle.dumps((job, portion), pickle.HIGHEST_PROTOCOL)
        with self._plainly(self._interrupted, *_LOST):
            return self._client.submit(work, self._order, self._sent, packed, pure=False)

    def _results(self, future: "Future[bytes]") -> list[Result[Any]]:
        with self._plainly(self._interrupted, *_LOST):
            while True:
                try:
                    results: list[Result[Any]] = pickle.loads(future.result(timeout=PATIENCE_SECONDS))  # noqa: S301 - our own program wrote it
                except TimeoutError:
                    _within(PATIENCE_SECONDS, self._look_at_nodes)
                else:
                    return results

    @property
    def _interrupted(self) -> str:
        return f"Dask 调度器 {self._address} 或计算节点中途停了。请恢复后再做一次；已经收下的不会重复。"

    def _look_at_nodes(self) -> int:
        """Make sure that scheduler and workers run this program; give the workers' threads."""
        answers = self._client.run(marks, on_error="return")
        if not answers:
            message = f"Dask 调度器 {self._address} 下没有计算节点。请先启动 dask worker，再试一次。"
            raise NotPossible(message)
        for node, answer in (answers | {self._address: self._told_by_scheduler()}).items():
            refuse_another(node, self._order.marks, _told(node, answer))
        return sum(self._client.nthreads().values())

    def _told_by_scheduler(self) -> object:
        try:
            return self._client.run_on_scheduler(marks)
        except (ImportError, AttributeError) as fault:
            return fault

    @contextmanager
    def _plainly(self, message: str, *kinds: type[Exception]) -> Iterator[None]:
        """Say in words what Dask's exceptions come to; the log keeps them."""
        try:
            yield
        except NotPossible:
            raise
        except kinds as fault:
            settings.log().warning("dask: %s: %s", type(fault).__name__, fault)
            raise NotPossible(message) from fault


def _within(seconds: float, do: Callable[[], T]) -> T:
    """Wait only so long: what answers at the address may be no scheduler, or one that has come to a stand."""
    done: concurrent.futures.Future[T] = concurrent.futures.Future()

    def run() -> None:
        try:
            done.set_result(do())
        except BaseException as fault:  # noqa: BLE001 - it is raised where it is waited for
            done.set_exception(fault)

    threading.Thread(target=run, name="dask-connecting", daemon=True).start()
    return done.result(seconds)


def _portions(arguments: Iterable[tuple[object, ...]]) -> Iterator[list[bytes]]:
    """Pack arguments and group them: 50, or fewer when they are large."""
    portion: list[bytes] = []
    size = 0
    for values in arguments:
        portion.append(pickle.dumps(values, pickle.HIGHEST_PROTOCOL))
        size += len(portion[-1])
        if len(portion) == A_PORTION or size > _BYTES_A_PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _told(node: str, answer: object) -> dict[str, str]:
    """Take what a machine told of itself; without this program it could not tell."""
    if isinstance(answer, dict):
        return answer
    message = f"计算节点 {node} 上没有本程序，或者版本太旧。请按 docs/deploy.md 安装同一版本，在程序的文件夹里启动 Dask。"
    raise NotPossible(message)


def _log_to_file() -> None:
    """Send what Dask says to the log of this installation: at a console only one line is said."""
    for name, logger in logging.root.manager.loggerDict.items():
        if name.split(".")[0] == "distributed" and isinstance(logger, logging.Logger):
            logger.handlers, logger.propagate = [], True
    top = logging.getLogger("distributed")
    top.handlers, top.propagate = list(settings.log().handlers), False
