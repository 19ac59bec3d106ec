"""The row of each file in an intake: what became of it, and how the form scores that it brought."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from exchange.judge import JudgingContext
from models.access import Viewer
from models.issue import Issue
from models.pledge import Pledge
from models.scoring import fact_columns, level_matrix, score_columns, shown
from models.submission import IntakeFile, Outcome, Receipt
from services.judging import Read
from services.records import records


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Who receives, when, into which batch, and what the forms are held against.

    `form_before` fills up with the file of each enterprise's last new form in the batch.
    """

    viewer: Viewer
    now: datetime
    context: JudgingContext
    batch: int
    pledge: Pledge | None = None
    form_before: dict[str, str] = field(default_factory=dict)


def rows_of(reads: list[Read], receipts: dict[str, Receipt], stored: dict[str, Receipt], occasion: Occasion) -> list[IntakeFile]:
    """Write the row of each file; of equal new contents the first is stored, the others are duplicates."""
    scores = _scores(receipts, occasion)
    unseen = set(stored)
    rows = []
    for read in reads:
        receipt = receipts.get(read.sha256)
        is_new = read.sha256 in unseen
        unseen.discard(read.sha256)
        outcome = read.judgement.outcome if receipt is None or is_new else Outcome.DUPLICATE
        row = _row(read, outcome, receipt, scores.get(read.sha256, {}), occasion)
        rows.append(_told_of_other(row, occasion.form_before) if is_new else row)
    return rows


def _told_of_other(row: IntakeFile, form_before: dict[str, str]) -> IntakeFile:
    """Say in the row of a new form that the batch held another one of the same enterprise."""
    other, form_before[str(row.uscc)] = form_before.get(str(row.uscc)), row.file
    if other is None:
        return row
    return replace(row, issues=(Issue(code="SUPERSEDED_IN_BATCH", found=other, details={"file": row.file}), *row.issues))


def _scores(receipts: dict[str, Receipt], occasion: Occasion) -> dict[str, dict[Any, Any]]:
    """Score the forms shown, those that passed the checks only."""
    passed = {digest: receipt for digest, receipt in receipts.items() if receipt.passed}
    facts = fact_columns(
        level_matrix([receipt.levels for receipt in passed.values()], occasion.context.catalogue), occasion.context.catalogue
    )
    return dict(zip(passed, records(score_columns(facts, occasion.context.catalogue)), strict=True))


def _row(read: Read, outcome: Outcome, receipt: Receipt | None, scored: dict[Any, Any], occasion: Occasion) -> IntakeFile:
    enterprise = read.judgement.enterprise
    return IntakeFile(
        file=read.file,
        outcome=outcome,
        uscc=enterprise.uscc if enterprise else None,
        enterprise=enterprise.name if enterprise else None,
        edition=occasion.context.period.edition if receipt else None,
        revision=receipt.revision if receipt else None,
        total_score=shown(scored.get("total")),
        provisional=bool(scored.get("provisional", False)),
        band=scored.get("band"),
        issues=read.judgement.issues if outcome is not Outcome.DUPLICATE else (),
        sha256=read.sha256,
        submission_id=receipt.id if receipt else None,
    )
