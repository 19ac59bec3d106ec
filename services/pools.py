"""Where bulk work is done: in children of this machine, or with DASK_SCHEDULER_ADDRESS set in those of other machines."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TypeVar, cast

from services import settings
from services.workers import Limits, Result, WorkerPool

T = TypeVar("T")

# What we made ourselves is not hostile, only much: a thousand lists, a first document with its libraries.
OWN_WORK = Limits(memory=2 * 1024 * 1024 * 1024, cpu_seconds=120, wall_seconds=600)


class Pool(Protocol):
    """Does jobs as `job(shared, *arguments)` in children that may be killed, wherever they are."""

    @property
    def ahead(self) -> int:
        """Tell how many jobs it takes on before it gives the first result."""

    def map(self, job: Callable[..., T], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[T]]:
        """Do a job for each tuple of arguments and yield the results in their order."""


class _Lent:
    """The warm children of a server, lent for one piece of work with what its jobs share."""

    def __init__(self, pool: WorkerPool, shared: object) -> None:
        self._pool, self._shared = pool, pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)

    @property
    def ahead(self) -> int:
        return self._pool.ahead

    def map(self, job: Callable[..., T], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[T]]:
        return self._pool.map(job, arguments, self._shared)


_WARM: list[WorkerPool] = []


@contextmanager
def kept_warm() -> Iterator[None]:
    """Keep children ready as long as a server runs: starting them for each of a thousand uploads costs more than reading these.

    However many send at once, there are no more children than processors.
    """
    with WorkerPool() as pool:
        _WARM.append(pool)
        try:
            yield
        finally:
            _WARM.remove(pool)


def open_pool(shared: object, limits: Limits | None = None) -> AbstractContextManager[Pool]:
    """Open the children of this installation with what all jobs share; NotPossible when the other machines do not answer."""
    address = settings.scheduler_address()
    if not address and _WARM and limits is None:
        return nullcontext(_Lent(_WARM[-1], shared))
    if not address:
        return WorkerPool(limits=limits, shared=shared)
    from services.cluster import ClusterPool

    return ClusterPool(address, shared, limits or Limits())


def values_of(results: Iterable[Result[T]]) -> Iterator[T]:
    """Give what jobs of our own brought; that one of them fails is a fault of the program."""
    for result in results:
        if result.failure:
            message = f"{result.failure}: {result.detail}"
            raise RuntimeError(message)
        yield cast("T", result.value)
