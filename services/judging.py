"""Judging files in the workers: each foreign file is parsed in a child that may be killed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data import periods, rosters
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.jobs import judge_form
from exchange.judge import Judgement, JudgingContext
from models.access import Viewer
from models.enterprise import Enterprise
from models.submission import Outcome, Receipt
from services.pools import Pool
from services.sources import Source
from services.workers import Result, why_unread

_USCC_IN_NAME = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One file after judging: its digest and its judgement; the bytes are in the kept files."""

    file: str
    sha256: str
    judgement: Judgement


def judging_context(store: Store, viewer: Viewer, period: str, received_on: date) -> JudgingContext:
    """Gather what the forms of a period are held against."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        return JudgingContext(
            period=named,
            catalogue=load_edition(named.edition),
            roster=rosters.roster(connection, viewer, named.code),
            extensions=periods.extensions(connection, viewer, named.code),
            received_on=received_on,
            for_everybody=viewer.scope.everybody,
            sender=viewer.scope.uscc,
        )


def context_digest(enterprise: Enterprise, context: JudgingContext) -> str:
    """Tell whether roster entry and catalogue are still those a form was judged with."""
    told = (enterprise.name, enterprise.size, sorted(enterprise.traits), digest(edition_path(context.period.edition)))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def is_settled(receipt: Receipt, context: JudgingContext) -> bool:
    """Say whether the same bytes once more bring nothing new: they passed, or would be judged as before."""
    enterprise = context.roster.get(receipt.uscc)
    return receipt.passed or (enterprise is not None and receipt.context == context_digest(enterprise, context))


def judge_files(sources: Iterable[tuple[Source, str]], settled: Mapping[str, Receipt], context: JudgingContext, pool: Pool) -> list[Read]:
    """Judge files by their bytes, each content once; `settled` bytes are not opened again."""
    files = list(sources)
    to_open = {sha256: source.content for source, sha256 in files if _has_to_be_opened(source, sha256, settled)}
    results = pool.map(judge_form, ((content,) for content in to_open.values()))
    judgements = {sha256: _outcome(result) for sha256, result in zip(to_open, results, strict=True)}
    return [
        Read(
            file=source.file,
            sha256=sha256,
            # By the file, not by its bytes: what could not be read has none, and a scan may also come named as a workbook.
            judgement=judgements[sha256] if _has_to_be_opened(source, sha256, settled) else _unopened(source, settled.get(sha256), context),
        )
        for source, sha256 in files
    ]


def _has_to_be_opened(source: Source, sha256: str, settled: Mapping[str, Receipt]) -> bool:
    return sha256 not in settled and source.issue is None and not source.is_attachment


def _outcome(result: Result[Judgement]) -> Judgement:
    if result.value is not None:
        return result.value
    return Judgement(outcome=Outcome.REFUSED, issues=(why_unread(result.failure),))


def _unopened(source: Source, receipt: Receipt | None, context: JudgingContext) -> Judgement:
    """Judge what needs no reading: known bytes, a member that could not be taken out, a stamped PDF or a picture."""
    if source.issue:
        return Judgement(outcome=Outcome.REFUSED, issues=(source.issue,))
    if receipt:
        return Judgement(outcome=Outcome.DUPLICATE, issues=(), enterprise=context.roster.get(receipt.uscc))
    named = [code for code in _USCC_IN_NAME.findall(source.file.upper()) if code in context.roster]
    whose = context.sender or (named[-1] if named else "")
    return Judgement(outcome=Outcome.ATTACHMENT, issues=(), enterprise=context.roster.get(whose))
