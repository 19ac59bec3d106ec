"""审核: the queue, one form with all that helps to judge it, and what the reviewer decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from data import batches, periods, pledges, reviews, rosters, submissions
from data.editions import load_edition
from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.assessment import Level
from models.basis import Basis
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.issue import Issue
from models.period import Period
from models.pledge import Pledge
from models.progress import Status, counted
from models.review import NewReview, Review, ReviewDecision, agreed, blank_review, check_review, deviation, deviations, review_issues
from models.scoring import facts_of, level_matrix, score
from models.submission import IntakeFile, Receipt, Submission
from services.attention import attention
from services.earlier import earlier_form
from services.progress import snapshot
from services.reasons import told_reason

LONGEST_REMARK = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """One form as its reviewer sees it: `review` the version that holds, `reviewed` its levels or none decided yet.

    `newer` is the revision the enterprise has sent since, `notices` what deserves a look (services.attention).
    """

    period: Period
    catalogue: Catalogue
    enterprise: Enterprise
    form: Submission
    status: Status
    review: Review | None
    reviewed: bytes
    history: tuple[Review, ...]
    newer: int | None
    notices: pd.DataFrame
    issues: tuple[Issue, ...]
    earlier: Mapping[str, Level]
    earlier_period: str
    revisions: tuple[Receipt, ...]
    attachments: tuple[IntakeFile, ...]
    pledge: Pledge | None

    @property
    def settled(self) -> bool:
        """Say whether the form is accepted or returned, so that it has to be reopened before it changes."""
        return self.review is not None and self.review.decision in {ReviewDecision.ACCEPTED, ReviewDecision.RETURNED}

    @property
    def seen(self) -> int:
        """Give the version that is on the screen, 0 for none."""
        return self.review.version if self.review else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What saving a review did; with `newer` the enterprise has sent that revision meanwhile, and this one only stays on record."""

    review: Review
    newer: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """自评—核定偏差 over the accepted forms that enter the mean: `n` forms, their mean deviation, and a row an item."""

    n: int
    mean: float | None
    items: pd.DataFrame


def queue(store: Store, viewer: Viewer, period: str) -> pd.DataFrame:
    """List the forms that passed and were reported, what deserves the closest look first.

    Columns: `uscc`, `name`, `region`, `sector`, `size`, `forwarder`, `status`, `revision`, `received_on`, `due`, `total`
    (whole tenths), `band`, `provisional`, `doubts` (things that deserve a look), `what` (their names), `by` (who is
    reviewing it or has), `submission_id`.
    """
    now, noticed = snapshot(store, viewer, period), attention(store, viewer, period)
    with store.reading() as connection:
        extended = periods.extensions(connection, viewer, now.period.code)
        by = reviews.reviewers(connection, viewer, now.period.code)
    rows = now.enterprises
    rows = rows[rows["has_passed"] & (rows["revision"] == rows["newest_revision"])]
    titles: dict[str, list[str]] = {}
    for uscc, title in zip(noticed["uscc"], noticed["title"], strict=True):
        titles.setdefault(uscc, []).append(title)
    listed = rows[["uscc", "name", "region", "sector", "size", "forwarder", "status", "total", "band", "provisional"]].assign(
        revision=rows["revision"].astype(int),
        submission_id=rows["submission_id"].astype(int),
        received_on=rows["newest_received_on"],
        due=[now.period.due(extended.get(uscc)) for uscc in rows["uscc"]],
        doubts=[len(titles.get(uscc, ())) for uscc in rows["uscc"]],
        what=["、".join(dict.fromkeys(titles.get(uscc, ()))) for uscc in rows["uscc"]],
        by=[by.get(int(number), "") for number in rows["submission_id"]],
    )
    order = listed.assign(settled=listed["status"] != Status.IN_REVIEW).sort_values(
        ["settled", "doubts", "received_on"], ascending=[True, False, True], kind="stable"
    )
    return order.drop(columns="settled").reset_index(drop=True)


def review_view(store: Store, viewer: Viewer, period: str, uscc: str, revision: int | None = None) -> ReviewView:
    """Gather what a reviewer needs of an enterprise's form: of its newest that passed, or of the revision asked for."""
    permit(viewer, Verb.REVIEW)
    now = snapshot(store, viewer, period)
    with store.reading() as connection:
        history = submissions.history(connection, viewer, now.period.code, uscc)
        passed = [receipt for receipt in history if receipt.passed and receipt.withdrawn is None]
        asked = next((receipt for receipt in passed if receipt.revision == revision), passed[-1] if passed else None)
        enterprise = rosters.entry(connection, viewer, now.period.code, uscc)
        if asked is None or enterprise is None:
            message = f"{now.period.code} 期没有 {uscc} 可审核的自评表。请回到待审名单。"
            raise NotPossible(message)
        form = submissions.submission(connection, viewer, asked.id)
        found = reviews.reviews(connection, viewer, asked.id)
        newer = reviews.newer_revision(connection, viewer, asked.id)
        files = batches.files_of(connection, viewer, asked.id)
        attachments = batches.attachments(connection, viewer, now.period.code, uscc)
        pledge = pledges.pledges(connection, viewer, [asked.id]).get(asked.id)
    noticed, earlier = attention(store, viewer, period), earlier_form(store, viewer, now, uscc)
    return ReviewView(
        period=now.period,
        catalogue=now.catalogue,
        enterprise=enterprise,
        form=form,
        status=Status(str(now.enterprises["status"][now.enterprises["uscc"] == uscc].iloc[0])),
        review=found[-1] if found else None,
        reviewed=found[-1].levels if found else blank_review(form.levels),
        history=found,
        newer=newer,
        notices=noticed[noticed["uscc"] == uscc],
        issues=files[0].issues if files else (),
        earlier=earlier.levels if earlier else {},
        earlier_period=earlier.period.code if earlier and earlier.levels else "",
        revisions=tuple(reversed(passed)),
        attachments=attachments,
        pledge=pledge,
    )


def save_review(store: Store, viewer: Viewer, new: NewReview, *, now: datetime) -> Saved:
    """Save, accept, return or reopen a form.

    When the enterprise has sent a newer form, what was meant to settle this one is kept as work in progress: it stays
    on record, and the reviewer is told. Raises Overtaken, with nothing changed, when somebody else reviewed it first.
    """
    tidy = _tidied(new)
    with store.writing() as connection:
        form = submissions.submission(connection, viewer, new.submission_id)
        newer = reviews.newer_revision(connection, viewer, form.id)
        if newer and tidy.decision in {ReviewDecision.ACCEPTED, ReviewDecision.RETURNED}:
            tidy = replace(tidy, decision=ReviewDecision.IN_PROGRESS)
        return Saved(review=_add(connection, viewer, form, tidy, now), newer=newer)


def accept_undoubted(store: Store, viewer: Viewer, period: str, usccs: Collection[str], *, now: datetime) -> int:
    """Accept as they are the forms of these enterprises in which nothing deserves a look; give how many."""
    listed = undoubted(queue(store, viewer, period))
    chosen = listed[listed["uscc"].isin(list(usccs))]
    with store.writing() as connection:
        for number in chosen["submission_id"].tolist():
            form = submissions.submission(connection, viewer, number)
            whole = agreed(form.levels, blank_review(form.levels))
            new = NewReview(submission_id=number, seen=0, decision=ReviewDecision.ACCEPTED, levels=whole, remarks={})
            _add(connection, viewer, form, new, now)
    return len(chosen)


def _add(connection: Any, viewer: Viewer, form: Submission, new: NewReview, now: datetime) -> Review:
    """Hold a review against the checklist and the roster of its period, and add it."""
    edition = periods.period_named(connection, viewer, form.period).edition
    # The one entry: the writer of a batch would keep everybody waiting while it read the whole roster for each form.
    enterprise = rosters.entry(connection, viewer, form.period, form.uscc)
    assert enterprise is not None
    check_review(new, form.levels, enterprise, load_edition(edition))
    return reviews.add_review(connection, viewer, new, now)


def undoubted(listed: pd.DataFrame) -> pd.DataFrame:
    """Keep of a queue the forms that nobody has begun, in which nothing deserves a look and nothing is left open."""
    waiting = (listed["status"] == Status.IN_REVIEW) & (listed["by"] == "")
    return listed[waiting & (listed["doubts"] == 0) & (listed["provisional"] == False)]  # noqa: E712 - an object column


def return_issues(store: Store, viewer: Viewer, submission_id: int) -> tuple[Issue, ...]:
    """Give what a reviewer returned a form for, as issues of its workbook; nothing for a form that is not returned so."""
    with store.reading() as connection:
        review = reviews.last_told(connection, viewer, submission_id)
        if review is None or review.decision is not ReviewDecision.RETURNED:
            return ()
        form = submissions.submission(connection, viewer, submission_id)
        catalogue = load_edition(periods.period_named(connection, viewer, form.period).edition)
    return review_issues(review, form.levels, catalogue, form.places)


def scores_of(view: ReviewView, levels: bytes) -> tuple[float | None, float | None]:
    """Give the total score of a form as filled in and as reviewed so far, in whole tenths; undecided items as filled in."""
    rows = level_matrix([view.form.levels, agreed(view.form.levels, levels)], view.catalogue)
    totals = score(facts_of(rows, view.catalogue), view.catalogue)["total"]
    return tuple(None if pd.isna(total) else float(total) for total in totals)  # type: ignore[return-value]


def deviations_of(store: Store, viewer: Viewer, period: str) -> Deviations:
    """Compare own and reviewed levels of the accepted forms."""
    own, reviewed = (snapshot(store, viewer, period, basis) for basis in (Basis.SELF, Basis.REVIEWED))
    # The two are read one after the other: a form that came and was accepted in between stands in the second only.
    usccs = [uscc for uscc in counted(reviewed.enterprises)["uscc"].tolist() if uscc in own.levels]
    ours, theirs = (level_matrix([picture.levels[uscc] for uscc in usccs], own.catalogue) for picture in (own, reviewed))
    mean = deviation(ours, theirs)
    return Deviations(n=len(usccs), mean=None if mean is None else float(mean), items=deviations(ours, theirs, own.catalogue))


def attachment(store: Store, viewer: Viewer, period: str, uscc: str, sha256: str) -> tuple[IntakeFile, bytes]:
    """Give what came beside an enterprise's forms, as it came: how it came in, and its bytes."""
    with store.reading() as connection:
        known = {str(file.sha256): file for file in batches.attachments(connection, viewer, period, uscc)}
    if sha256 not in known:
        raise NotPossible("没有这个附件。请从自评表页面重新打开。")
    return known[sha256], store.kept.read(sha256)


def _tidied(new: NewReview) -> NewReview:
    """Take the blanks off what was written; what is too long is refused."""
    reason = told_reason(new.reason, needed=new.decision is ReviewDecision.REOPENED)
    remarks = {item: text.strip() for item, text in new.remarks.items() if text and text.strip()}
    if long := next((item for item, text in remarks.items() if len(text) > LONGEST_REMARK), None):
        message = f"{long} 的审核意见太长，请控制在 {LONGEST_REMARK} 个字以内。"
        raise NotPossible(message)
    return replace(new, remarks=remarks, reason=reason)
