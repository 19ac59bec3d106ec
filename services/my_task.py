"""我的任务: what one enterprise has to do in a period, asked of the store for this enterprise alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data import batches, drafts, periods, pledges, reviews, rosters, submissions
from data.editions import load_edition
from data.foreign_forms import record_foreign_address
from data.store import Store
from models.access import Viewer
from models.catalogue import Catalogue
from models.draft import Draft
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.issue import Issue, Severity
from models.period import Period
from models.pledge import Pledge
from models.progress import Status
from models.review import Review, ReviewDecision
from models.submission import IntakeFile, Outcome, Receipt
from services.progress import own_row


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTask:
    """One enterprise's period: `row` is its line in the enterprises' frame, `received` how its newest form came in.

    `history` has every revision, the first one first; `latest` are the files of the newest intake.
    """

    period: Period
    catalogue: Catalogue
    enterprise: Enterprise
    due: date
    today: date
    row: dict[str, Any]
    history: tuple[Receipt, ...]
    received: IntakeFile | None
    review: Review | None
    latest: tuple[IntakeFile, ...]
    attachments: tuple[IntakeFile, ...]
    draft: Draft | None

    @property
    def status(self) -> Status:
        """Tell where the form stands."""
        return Status(self.row["status"])

    @property
    def newest(self) -> Receipt | None:
        """Give the newest revision that is not withdrawn."""
        return next((receipt for receipt in reversed(self.history) if receipt.withdrawn is None), None)

    @property
    def counting(self) -> Receipt | None:
        """Give the revision the figures are made from."""
        return next((receipt for receipt in self.history if receipt.id == self.row["submission_id"]), None)

    @property
    def extended(self) -> bool:
        """Say whether this enterprise was given more time than the others."""
        return self.due > self.period.due()

    @property
    def days_left(self) -> int:
        """Count the days until the last one that is not late; negative afterwards."""
        return (self.due - self.today).days

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Give what the checks returned the newest form for."""
        issues = self.received.issues if self.received and self.status is Status.RETURNED else ()
        return tuple(issue for issue in issues if issue.severity is Severity.ERROR)

    @property
    def returned_by_review(self) -> bool:
        """Say whether a reviewer, not the checks, sent the newest form back."""
        return self.status is Status.RETURNED and self.review is not None and self.review.decision is ReviewDecision.RETURNED

    @property
    def is_open(self) -> bool:
        """Say whether a form can still be handed in."""
        return not self.period.closed


def my_task(store: Store, viewer: Viewer, period: str | None, *, today: date) -> MyTask:
    """Gather what the viewer's enterprise has to do in a period; None is the newest open one that has it on the roster."""
    with store.reading() as connection:
        named = _period(connection, viewer, period)
        code = named.code
        enterprise = _own(connection, viewer, code)
        history = submissions.history(connection, viewer, code, enterprise.uscc)
        standing = [receipt for receipt in history if receipt.withdrawn is None]
        files = batches.files_of(connection, viewer, standing[-1].id) if standing else ()
        return MyTask(
            period=named,
            catalogue=load_edition(named.edition),
            enterprise=enterprise,
            due=named.due(periods.extensions(connection, viewer, code).get(enterprise.uscc)),
            today=today,
            row=own_row(connection, viewer, named),
            history=history,
            received=next((file for file in files if file.outcome in {Outcome.ACCEPTED, Outcome.RETURNED}), None),
            review=reviews.last_told(connection, viewer, standing[-1].id) if standing else None,
            latest=batches.newest_files(connection, viewer, code),
            attachments=batches.attachments(connection, viewer, code, enterprise.uscc),
            draft=drafts.saved_draft(connection, viewer, code, enterprise.uscc),
        )


def my_periods(store: Store, viewer: Viewer) -> tuple[Period, ...]:
    """Give the periods whose roster has the viewer's enterprise, the newest first."""
    with store.reading() as connection:
        return _own_periods(connection, viewer)


def my_pledges(store: Store, viewer: Viewer, task: MyTask) -> dict[int, Pledge]:
    """Give the promises that came with the forms of a period, by submission id."""
    with store.reading() as connection:
        return pledges.pledges(connection, viewer, [receipt.id for receipt in task.history])


def refuse_address(store: Store, viewer: Viewer, asked: str, *, now: datetime) -> None:
    """Put on record that an enterprise asked by an address for what is not its own."""
    with store.writing() as connection:
        record_foreign_address(connection, viewer, asked, now)


def _period(connection: Any, viewer: Viewer, wanted: str | None) -> Period:
    own = _own_periods(connection, viewer)
    if not own:
        raise NotPossible("花名册上还没有本单位，没有要填报的。请联系协会秘书处。")
    return next((period for period in own if period.code == wanted), None) or next((one for one in own if not one.closed), own[0])


def _own_periods(connection: Any, viewer: Viewer) -> tuple[Period, ...]:
    known = reversed(periods.periods(connection, viewer))
    return tuple(period for period in known if rosters.entry(connection, viewer, period.code, str(viewer.uscc)))


def _own(connection: Any, viewer: Viewer, period: str) -> Enterprise:
    return rosters.roster(connection, viewer, period)[str(viewer.uscc)]
