"""Receiving: read every file, judge it, store what is new, and give each file its row."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from math import ceil
from typing import Any

import pandas as pd

from data import batches, periods, pledges, submissions
from data.foreign_forms import record_foreign_forms
from data.store import Store
from exchange.bounds import MEGABYTE
from exchange.judge import JudgingContext
from models.access import Viewer
from models.errors import NotPossible
from models.period import SHANGHAI, Period
from models.pledge import Pledge
from models.progress import Ledger, Status
from models.progress import ledger as ledger_of
from models.scoring import fact_columns, level_matrix
from models.submission import IntakeFile, NewSubmission, Outcome, Receipt
from services.judging import Read, context_digest, is_settled, judge_files, judging_context
from services.judging_ahead import Chunk, judged_ahead
from services.metrics import count_files, timed
from services.pools import Pool, open_pool
from services.progress import snapshot, standings
from services.receive_rows import Occasion, rows_of
from services.records import records
from services.reporting import Report, silent
from services.sources import Source

FILES_A_TRANSACTION = 100
BYTES_A_TRANSACTION = 64 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one intake came to: a row for every file, and the period's ledger afterwards.

    `still_returned` are the duplicates of forms that were returned before and still wait for their enterprises.
    """

    period: str
    batch: int
    files: tuple[IntakeFile, ...]
    ledger: Ledger
    still_returned: tuple[IntakeFile, ...] = ()

    @property
    def needs_somebody(self) -> bool:
        """Say whether somebody has to act: something was returned or refused, now or before and not mended since."""
        return bool(self.still_returned) or any(file.needs_somebody for file in self.files)


# Gives the connection of one writing: each is kept, or in a rehearsal all are one and dropped at the end.
_Writing = Callable[[], AbstractContextManager[Any]]


def receive(
    store: Store,
    viewer: Viewer,
    sources: Iterable[Source],
    period: str,
    *,
    now: datetime,
    received_on: date | None = None,
    rehearsal: bool = False,
    pledge: Pledge | None = None,
    report: Report = silent,
) -> Intake:
    """Receive files for a period, one transaction every 100 files; a rehearsal reads everything and keeps nothing.

    `pledge` was given with the forms, `report` is told how many files are done. A stop in between leaves whole
    transactions only, and receiving the same files again completes them. A rehearsal judges every file before it touches the store: nobody waits for it meanwhile.
    """
    context = judging_context(store, viewer, period, received_on or now.astimezone(SHANGHAI).date())
    _refuse_closed(context.period)
    if context.received_on > now.astimezone(SHANGHAI).date():
        message = f"收到日期 {context.received_on} 还没有到。请写实际收到的日期。"
        raise NotPossible(message)
    code = context.period.code
    rows: list[IntakeFile] = []
    chunks = _chunks(_digested(sources, store, rehearsal=rehearsal))
    with (
        open_pool(context) as pool,
        closing(judged_ahead(chunks, partial(_judged, store, viewer, context, pool), _at_once(pool))) as ahead,
    ):
        judged = tuple(ahead) if rehearsal else ahead
        with _writing(store, rehearsal=rehearsal) as writing:
            with writing() as connection:
                batch = batches.start_batch(connection, viewer, code, context.received_on, now)
            occasion = Occasion(viewer=viewer, now=now, context=context, batch=batch, pledge=pledge)
            for reads in judged:
                with timed("store"), writing() as connection:
                    taken = _take(connection, store, reads, occasion, pool)
                rows += taken
                if not rehearsal:
                    count_files(taken)
                report(len(rows))
            with writing() as connection:
                batches.finish_batch(connection, viewer, batch, now)
                rehearsed = standings(connection, viewer, context.period) if rehearsal else None
    # What is kept is read when the next one may already write: with all enterprises it takes a while.
    stand = _standings(store, viewer, context.period) if rehearsed is None else rehearsed
    return Intake(period=code, batch=batch, files=tuple(rows), ledger=ledger_of(stand), still_returned=_still_returned(rows, stand))


def _standings(store: Store, viewer: Viewer, period: Period) -> pd.DataFrame:
    """Tell where the enterprises stand: everybody's is what the pages show next, one enterprise's is quicker read alone."""
    if viewer.scope.everybody:
        return snapshot(store, viewer, period.code).enterprises
    with store.reading() as connection:
        return standings(connection, viewer, period)


def _refuse_closed(period: Period) -> None:
    if period.closed:
        message = f"报告期 {period.code} 已关闭，不能再收件。"
        raise NotPossible(message)


@contextmanager
def _writing(store: Store, *, rehearsal: bool) -> Iterator[_Writing]:
    if not rehearsal:
        yield store.writing
        return
    with store.writing(rehearsal=True) as connection:
        yield lambda: nullcontext(connection)


def _digested(sources: Iterable[Source], store: Store, *, rehearsal: bool) -> Iterator[tuple[Source, str]]:
    """Give each file its digest, and keep its bytes before anything is said of it."""
    for source in sources:
        digest = hashlib.sha256(source.content).hexdigest() if rehearsal else store.kept.keep(source.content)
        yield source, digest


def _chunks(files: Iterator[tuple[Source, str]]) -> Iterator[Chunk]:
    """Group the files of one transaction: fewer than 100 when they are large, since the bytes of all are held at once."""
    chunk: Chunk = []
    for file in files:
        chunk.append(file)
        if len(chunk) == FILES_A_TRANSACTION or sum(len(source.content) for source, _ in chunk) > BYTES_A_TRANSACTION:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _at_once(pool: Pool) -> int:
    """Tell how many transactions' files keep all children busy while others are being stored."""
    return 1 + ceil(pool.ahead / FILES_A_TRANSACTION)


def _judged(store: Store, viewer: Viewer, context: JudgingContext, pool: Pool, chunk: Chunk) -> list[Read]:
    """Judge the files of one transaction; what the period already has is not opened again."""
    with store.reading() as connection:
        settled = _settled(connection, viewer, [digest for _, digest in chunk], context)
    with timed("judge"):
        return judge_files(chunk, settled, context, pool)


def _take(connection: Any, store: Store, reads: list[Read], occasion: Occasion, pool: Pool) -> list[IntakeFile]:
    """Store some judged files in one transaction."""
    # Somebody may have closed the period since the first ones: what came in until then stays.
    _refuse_closed(periods.period_named(connection, occasion.viewer, occasion.context.period.code))
    # Somebody may have sent the same bytes while these were being read.
    settled = _settled(connection, occasion.viewer, [read.sha256 for read in reads], occasion.context)
    reads = _judged_after_all(store, reads, settled, occasion, pool)
    stored = _store_new(connection, reads, settled, occasion)
    rows = rows_of(reads, settled | stored, stored, occasion)
    batches.add_files(connection, occasion.viewer, occasion.batch, rows)
    record_foreign_forms(connection, occasion.viewer, occasion.context.period.code, rows, occasion.now)
    if occasion.pledge:
        # A form that came by mail before has none yet: whoever hands the same bytes in promises that they are true.
        forms = {receipt.id for receipt in (settled | stored).values()}
        unpledged = forms - pledges.pledges(connection, occasion.viewer, forms).keys()
        pledges.add_pledges(connection, occasion.viewer, unpledged, occasion.pledge)
    return rows


def _judged_after_all(store: Store, reads: list[Read], settled: dict[str, Receipt], occasion: Occasion, pool: Pool) -> list[Read]:
    """Judge what was taken for a duplicate of a submission that has been withdrawn in the meantime; its bytes are kept."""
    gone = [read for read in reads if _is_gone(read, settled)]
    sources = [(Source(read.file, store.kept.read(read.sha256)), read.sha256) for read in gone]
    again = iter(judge_files(sources, {}, occasion.context, pool))
    return [next(again) if _is_gone(read, settled) else read for read in reads]


def _is_gone(read: Read, settled: dict[str, Receipt]) -> bool:
    return read.judgement.outcome is Outcome.DUPLICATE and read.sha256 not in settled


def _settled(connection: Any, viewer: Viewer, digests: Iterable[str], context: JudgingContext) -> dict[str, Receipt]:
    """Find the bytes the period already has and that would bring nothing new."""
    known = submissions.by_digest(connection, viewer, context.period.code, digests)
    return {digest: receipt for digest, receipt in known.items() if is_settled(receipt, context)}


def _still_returned(rows: Iterable[IntakeFile], enterprises_now: pd.DataFrame) -> tuple[IntakeFile, ...]:
    """Keep the duplicates of forms that were returned and that no form which passed has followed."""
    returned = enterprises_now[enterprises_now["status"] == Status.RETURNED]
    passed = dict(zip(returned["uscc"], returned["revision"].fillna(0), strict=True))
    repeated = (row for row in rows if row.outcome is Outcome.DUPLICATE and row.uscc in passed)
    return tuple(row for row in repeated if (row.revision or 0) > passed[str(row.uscc)])


def _store_new(connection: Any, reads: list[Read], settled: dict[str, Receipt], occasion: Occasion) -> dict[str, Receipt]:
    """Add the forms that are new, each content once; give them by their digest."""
    fresh = {read.sha256: read for read in reads if read.judgement.assessment and read.sha256 not in settled}
    matrix = level_matrix([_levels(read) for read in fresh.values()], occasion.context.catalogue)
    facts = records(fact_columns(matrix, occasion.context.catalogue))
    new = [_new_submission(read, row, occasion) for read, row in zip(fresh.values(), facts, strict=True)]
    submissions.add_submissions(connection, occasion.viewer, new)
    return submissions.by_digest(connection, occasion.viewer, occasion.context.period.code, fresh)


def _new_submission(read: Read, facts: dict[str, int], occasion: Occasion) -> NewSubmission:
    assessment, enterprise = read.judgement.assessment, read.judgement.enterprise
    assert assessment is not None
    assert enterprise is not None
    return NewSubmission(
        uscc=enterprise.uscc,
        period=occasion.context.period.code,
        sha256=read.sha256,
        file_name=read.file,
        received_at=occasion.now,
        received_on=occasion.context.received_on,
        passed=read.judgement.outcome is Outcome.ACCEPTED,
        levels=assessment.levels(),
        facts=facts,
        context=context_digest(enterprise, occasion.context),
        texts={code: answer.texts for code, answer in assessment.answers.items() if answer.texts},
        places=read.judgement.places,
        stories=read.judgement.stories,
    )


def _levels(read: Read) -> bytes:
    assert read.judgement.assessment is not None
    return read.judgement.assessment.levels()
