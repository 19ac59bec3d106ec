"""The roster's way in: read in a worker like every file from outside, then merged by code."""

from dataclasses import dataclass
from datetime import datetime

from data import rosters
from data.reference_lists import load_reference_lists
from data.rosters import RosterChange
from data.store import Store
from exchange.jobs import read_roster_file
from exchange.roster import RosterReading
from models.access import Viewer
from models.errors import NotPossible
from models.issue import Issue, Severity
from services.workers import Limits, WorkerPool, why_unread

# One person waits for one file: 20,000 enterprises take 3 s and 105 MB, 100,000 15 s and 420 MB.
LIMITS = Limits(cpu_seconds=60, wall_seconds=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImport:
    """What importing a roster did, and what was wrong in the file."""

    rows_read: int
    change: RosterChange
    issues: tuple[Issue, ...]


def import_roster(store: Store, viewer: Viewer, content: bytes, *, now: datetime) -> RosterImport:
    """Read a roster workbook and merge it into the standing roster and every open period's.

    Raises NotPossible, with nothing changed, when the file is no roster at all.
    """
    with WorkerPool(size=1, limits=LIMITS, shared=load_reference_lists()) as pool:
        [result] = pool.map(read_roster_file, [(content,)])
    reading = RosterReading(issues=(why_unread(result.failure),)) if result.value is None else result.value
    _refuse_no_roster(reading)
    with store.writing() as connection:
        change = rosters.import_roster(connection, viewer, reading.enterprises, now)
    return RosterImport(rows_read=reading.rows_read, change=change, issues=reading.issues)


def _refuse_no_roster(reading: RosterReading) -> None:
    errors = [issue.message for issue in reading.issues if issue.severity is Severity.ERROR]
    if errors and not reading.rows_read:
        raise NotPossible(errors[0])
