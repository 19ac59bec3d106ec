"""自评 as it came in and as it rests: a submission is superseded by its next revision, never edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from models.assessment import Field
from models.issue import Issue, Severity
from models.story import Story

Texts = dict[str, dict[Field, str]]


class Outcome(StrEnum):
    """结论 on one received file; what becomes of the enterprise's form is its status, not this."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNRECOGNISED = "unrecognised"
    ATTACHMENT = "attachment"


class WithdrawalKind(StrEnum):
    """Which way a submission went: out of what counts, or back into it."""

    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the levels of a form stood in its file: one column of one sheet, a row an item in the edition's order.

    A row is None where the file had none for the item.
    """

    sheet: str
    column: str
    rows: tuple[int | None, ...]

    def cell(self, position: int) -> str | None:
        """Give the address of the item at a position of the edition, such as G12."""
        row = self.rows[position]
        return None if row is None else f"{self.column}{row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """撤销 or 恢复 of one submission: when, by whom, why."""

    submission_id: int
    at: datetime
    by: str
    reason: str
    kind: WithdrawalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """A form that was read and judged, before the store gives it a number.

    `levels` holds one byte an item in the edition's order, `facts` the FACT_COLUMNS of models.scoring, `texts` only
    what was written (by item, then field), `context` the digest of the roster entry and catalogue it was judged with.
    """

    uscc: str
    period: str
    sha256: str
    file_name: str
    received_at: datetime
    received_on: date
    passed: bool
    levels: bytes
    facts: Mapping[str, int]
    context: str
    texts: Texts = field(default_factory=dict)
    places: Places | None = None
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A stored submission without its texts: enough for the ledger, for duplicates and for a list of revisions.

    `withdrawn` is the deed that took it out of what counts, None as long as it counts.
    """

    id: int
    uscc: str
    period: str
    revision: int
    sha256: str
    file_name: str
    received_at: datetime
    received_on: date
    passed: bool
    levels: bytes
    context: str
    by: str
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """填报 of one enterprise for one period, revision `revision`; `received_at` is UTC, `by` who handed it in.

    `places` is None and `stories` are empty for what was received before they were kept.
    """

    id: int
    uscc: str
    period: str
    revision: int
    sha256: str
    file_name: str
    received_at: datetime
    received_on: date
    passed: bool
    levels: bytes
    texts: Texts
    context: str
    by: str
    places: Places | None = None
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFile:
    """One row of an intake: what became of one file, and why; None where a thing is not known or does not apply."""

    file: str
    outcome: Outcome
    uscc: str | None = None
    enterprise: str | None = None
    edition: str | None = None
    revision: int | None = None
    total_score: str | None = None
    provisional: bool = False
    band: str | None = None
    issues: tuple[Issue, ...] = ()
    sha256: str | None = None
    submission_id: int | None = None

    @property
    def needs_somebody(self) -> bool:
        """Say whether somebody has to act: a form went back, or a file that is more than litter was not taken."""
        return self._stopped and not self.is_litter

    @property
    def names_another(self) -> bool:
        """Say whether this is a form of somebody whom the sender may not send for."""
        return any(issue.code == "NOT_YOUR_FORM" for issue in self.issues)

    @property
    def is_litter(self) -> bool:
        """Say whether this is a file that nobody meant to send: it was not taken, and nothing is wrong with that."""
        return self._stopped and all(issue.severity is not Severity.ERROR for issue in self.issues)

    @property
    def _stopped(self) -> bool:
        return self.outcome in {Outcome.RETURNED, Outcome.REFUSED, Outcome.UNRECOGNISED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One intake; `finished_at` is None while it runs, or when it was stopped midway."""

    id: int
    period: str
    started_at: datetime
    finished_at: datetime | None
    received_on: date
    by: str
    outcomes: dict[Outcome, int]
