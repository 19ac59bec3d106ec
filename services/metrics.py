"""Numbers for a monitoring system, in Prometheus's text format: what came in, how long it took, who is here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from data.measures_of_store import store_measures
from data.store import Store
from models.access import Viewer
from models.submission import IntakeFile, Outcome
from services.backups import newest_backup

METRICS_TYPE = CONTENT_TYPE_LATEST
# Whoever did something within this time is here; the same as the idle time of a visit.
PRESENT = timedelta(minutes=30)

_registry = CollectorRegistry()
ProcessCollector(registry=_registry)
_files = Counter("quality_files", "Files received, by what became of them", ["outcome"], registry=_registry)
_steps = Histogram(
    "quality_step_seconds", "Seconds a step of the work took", ["step"], buckets=(0.1, 0.3, 1, 3, 10, 30, 100, 300), registry=_registry
)
_gauges = {
    name: Gauge(f"quality_{name}", told, registry=_registry)
    for name, told in {
        "people": "People who did something within half an hour",
        "open_batches": "Intakes begun and not finished: running now, or cut off",
        "submissions": "Forms in the store",
        "store_bytes": "Size of the database without the kept files",
        "backup_age_seconds": "Age of the newest backup; -1 when there is none",
    }.items()
}
for _outcome in Outcome:
    _files.labels(_outcome.value)


def count_files(rows: Iterable[IntakeFile]) -> None:
    """Count received files by their outcome."""
    for row in rows:
        _files.labels(row.outcome.value).inc()


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Measure how long a step takes, whether it ends well or not."""
    begun = perf_counter()
    try:
        yield
    finally:
        _steps.labels(step).observe(perf_counter() - begun)


def exposition(store: Store, viewer: Viewer, *, now: datetime) -> bytes:
    """Give all numbers of this process, and those of the store, as text."""
    with store.reading() as connection:
        found = store_measures(connection, viewer, now - PRESENT)
    newest = newest_backup()
    values = {
        "people": found.people,
        "open_batches": found.open_batches,
        "submissions": found.submissions,
        "store_bytes": found.bytes_used,
        "backup_age_seconds": (now - newest.made_at).total_seconds() if newest else -1,
    }
    for name, value in values.items():
        _gauges[name].set(value)
    return generate_latest(_registry)
