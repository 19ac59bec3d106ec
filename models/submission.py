"""自评 as it came in and as it rests: a submission is superseded by its next revision, never edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from models.assessment import Field
from models.issue import Issue

Texts = dict[str, dict[Field, str]]


class Outcome(StrEnum):
    """结论 on one received file; what becomes of the enterprise's form is its status, not this."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNRECOGNISED = "unrecognised"
    ATTACHMENT = "attachment"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A stored submission without its texts: enough for the ledger, for duplicates and for a list of revisions."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """填报 of one enterprise for one period, revision `revision`; `received_at` is UTC, `by` who handed it in."""

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
    returned_sha256: str | None = None
    submission_id: int | None = None


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
