"""收件 and its results, as they rest in the store: still there after a reload, whoever looks."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from data import batches
from data.store import Store
from models.access import Viewer
from models.submission import Batch, IntakeFile, Outcome
from services.returning import annotated, named, returned
from services.stream_zip import zipped
from services.withdrawing import own_submissions


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeResult:
    """What an intake comes to as it stands now: its files by outcome, apart from forms withdrawn since and from litter."""

    outcomes: dict[Outcome, int]
    withdrawn: int
    litter: int

    @property
    def files(self) -> int:
        """Count the files that somebody meant to send."""
        return sum(self.outcomes.values()) + self.withdrawn


def result_of(files: Sequence[IntakeFile], out: Container[int]) -> IntakeResult:
    """Count the rows of an intake; `out` are the withdrawn submissions."""
    counts = Counter(file.outcome for file in files if not file.is_litter and not is_withdrawn(file, out))
    return IntakeResult(
        outcomes={outcome: counts[outcome] for outcome in Outcome if counts[outcome]},
        withdrawn=sum(is_withdrawn(file, out) for file in files),
        litter=sum(file.is_litter for file in files),
    )


def is_withdrawn(file: IntakeFile, out: Container[int]) -> bool:
    """Say whether the form that came with this row is withdrawn; a duplicate brought none."""
    return any(number in out for number in own_submissions([file]))


def intakes(store: Store, viewer: Viewer, period: str) -> tuple[Batch, ...]:
    """Give the intakes of a period, the newest first."""
    with store.reading() as connection:
        return batches.batches(connection, viewer, period)


def intake_files(store: Store, viewer: Viewer, batch: int) -> tuple[IntakeFile, ...]:
    """Give the rows of one intake."""
    with store.reading() as connection:
        return batches.batch_files(connection, viewer, batch)


def annotated_file(store: Store, viewer: Viewer, file: IntakeFile) -> bytes:
    """Annotate one returned file."""
    [(_, content)] = annotated(store, viewer, [file])
    return content


def annotated_pack(store: Store, viewer: Viewer, files: Sequence[IntakeFile]) -> Iterator[bytes]:
    """Zip the annotated files of everything an intake returned, piece by piece as they are made."""
    return zipped((name, content) for _, name, content in named(annotated(store, viewer, returned(files))))
