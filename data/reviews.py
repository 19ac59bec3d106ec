"""Reviews in the store: versions of what a reviewer found of a submission, only ever added."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, func, insert, select

from data.audit import Action, record
from data.periods import period_named
from data.schema import review, submission
from data.visibility import permit, told_reviews, visible
from data.withdrawals import counts
from models.access import Verb, Viewer
from models.errors import NotPossible, Overtaken
from models.period import SHANGHAI
from models.review import SETTLED, NewReview, Review, ReviewDecision, may_follow

_DEEDS = {
    ReviewDecision.IN_PROGRESS: Action.REVIEW_SAVED,
    ReviewDecision.RETURNED: Action.FORM_RETURNED,
    ReviewDecision.ACCEPTED: Action.FORM_ACCEPTED,
    ReviewDecision.REOPENED: Action.FORM_REOPENED,
}


def add_review(connection: Connection, viewer: Viewer, new: NewReview, at: datetime) -> Review:
    """Add the next version of a submission's review, in a Store.writing.

    Raises Overtaken when somebody has reviewed the submission since `new.seen`, or the enterprise sent a newer form that
    makes settling this one pointless; NotPossible when the form cannot be reviewed or the decision may not follow.
    """
    permit(viewer, Verb.REVIEW)
    form = _reviewable(connection, viewer, new.submission_id)
    before = next(reversed(reviews(connection, viewer, new.submission_id)), None)
    if before is not None and before.version != new.seen:
        at_clock = before.at.astimezone(SHANGHAI)
        raise Overtaken(
            f"{before.by}已于 {at_clock:%m-%d %H:%M} 保存了这一版的审核（{before.decision.chinese}）。您填的都还在，请对照后再保存。"
        )
    if not may_follow(before.decision if before else None, new.decision):
        raise NotPossible(_why_not(before))
    if new.decision is not ReviewDecision.IN_PROGRESS and (newer := newer_revision(connection, viewer, new.submission_id)):
        raise Overtaken(f"企业已报送第 {newer} 版，第 {form.revision} 版不能再核定或退回。已填的审核可以保存备查，请改审第 {newer} 版。")
    made = Review(
        submission_id=new.submission_id,
        version=(before.version if before else 0) + 1,
        decision=new.decision,
        levels=new.levels,
        remarks=dict(new.remarks),
        reason=new.reason,
        at=at,
        by=viewer.name,
    )
    connection.execute(insert(review).values(_values(made)))
    detail = {"submission": made.submission_id, "revision": form.revision, "version": made.version, "reason": made.reason}
    record(connection, viewer, _DEEDS[made.decision], f"{form.period}/{form.uscc}", detail, at)
    return made


def reviews(connection: Connection, viewer: Viewer, submission_id: int) -> tuple[Review, ...]:
    """Give the versions of a submission's review the viewer may see, the first one first."""
    return tuple(map(_read, connection.execute(_of(viewer, submission_id).where(told_reviews(viewer)))))


def last_told(connection: Connection, viewer: Viewer, submission_id: int) -> Review | None:
    """Give the version that holds where it settles the form: accepted or returned, not reopened since."""
    rows = connection.execute(_of(viewer, submission_id)).all()
    last = _read(rows[-1]) if rows else None
    return last if last and last.decision in SETTLED else None


def standing(
    connection: Connection, viewer: Viewer, period: str, usccs: Collection[str] | None = None
) -> dict[int, tuple[ReviewDecision, bytes]]:
    """Give the decision that holds, and its levels, of every reviewed submission of a period, by submission id.

    With `usccs`, only of these enterprises.
    """
    query = _last_of_each(period)
    if usccs is not None:
        query = query.where(submission.c.uscc.in_(usccs))
    rows = connection.execute(visible(query, submission.c.uscc, viewer, Verb.SEE_FIGURES))
    return {row.submission_id: (ReviewDecision(row.decision), row.levels) for row in rows}


def reviewers(connection: Connection, viewer: Viewer, period: str) -> dict[int, str]:
    """Name who reviewed each submission of a period last, by submission id; for reviewers only."""
    permit(viewer, Verb.REVIEW)
    rows = connection.execute(visible(_last_of_each(period), submission.c.uscc, viewer))
    return {row.submission_id: row.by for row in rows}


def newer_revision(connection: Connection, viewer: Viewer, submission_id: int) -> int | None:
    """Give the revision of the enterprise's newest form that is not withdrawn, where it is newer than this one."""
    own = select(submission.c.period, submission.c.uscc, submission.c.revision).where(submission.c.id == submission_id).subquery()
    same = (submission.c.period == own.c.period) & (submission.c.uscc == own.c.uscc) & (submission.c.revision > own.c.revision)
    query = select(func.max(submission.c.revision)).join(own, same).where(counts())
    return connection.execute(visible(query, submission.c.uscc, viewer)).scalar()


def _of(viewer: Viewer, submission_id: int) -> Select[Any]:
    query = select(review).join(submission, submission.c.id == review.c.submission_id).where(review.c.submission_id == submission_id)
    return visible(query.order_by(review.c.version), submission.c.uscc, viewer)


def _last_of_each(period: str) -> Select[Any]:
    """Ask for the last version of each reviewed submission of a period."""
    last = select(review.c.submission_id, func.max(review.c.version).label("version")).group_by(review.c.submission_id).subquery()
    return (
        select(review.c.submission_id, review.c.decision, review.c.levels, review.c.by)
        .join(last, (review.c.submission_id == last.c.submission_id) & (review.c.version == last.c.version))
        .join(submission, submission.c.id == review.c.submission_id)
        .where(submission.c.period == period)
    )


def _reviewable(connection: Connection, viewer: Viewer, submission_id: int) -> Row[Any]:
    """Find a form that may be reviewed: it passed, was not withdrawn, and its period is open."""
    query = select(submission.c.period, submission.c.uscc, submission.c.revision, submission.c.passed)
    form = connection.execute(visible(query.where(submission.c.id == submission_id, counts()), submission.c.uscc, viewer)).first()
    if form is None:
        raise NotPossible("这份自评表已撤销或不存在，不能审核。请回到待审名单。")
    if not form.passed:
        raise NotPossible(f"第 {form.revision} 版没有通过检查，已退回企业，不用审核。请等企业改好再报送。")
    if period_named(connection, viewer, form.period).closed:
        raise NotPossible(f"{form.period} 期已关闭，不能再审核。确需修改，请先重新打开这一期。")
    return cast("Row[Any]", form)


def _why_not(before: Review | None) -> str:
    if before is None or before.decision is ReviewDecision.IN_PROGRESS or before.decision is ReviewDecision.REOPENED:
        return "这份自评表还没有核定或退回，不用重新打开。"
    return f"这份自评表已由{before.by}{before.decision.chinese}。要改，请先重新打开并写明原因。"


def _values(made: Review) -> dict[str, Any]:
    named = {name: getattr(made, name) for name in Review.__slots__}
    return named | {"decision": made.decision.value, "remarks": json.dumps(dict(made.remarks), ensure_ascii=False)}


def _read(row: Row[Any]) -> Review:
    return Review(
        submission_id=row.submission_id,
        version=row.version,
        decision=ReviewDecision(row.decision),
        levels=row.levels,
        remarks=json.loads(row.remarks),
        reason=row.reason,
        at=row.at,
        by=row.by,
    )
