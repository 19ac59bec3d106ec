"""Withdrawals in the store: which submissions were taken out of what counts, and put back; rows are only ever added."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select

from data.audit import Action, Deed, record_all
from data.portions import portions
from data.schema import submission, withdrawal
from data.subjects import Subject, subjects
from data.visibility import permit, visible
from models.access import Verb, Viewer
from models.errors import NotPossible
from models.submission import Withdrawal, WithdrawalKind

_DEEDS = {WithdrawalKind.WITHDRAWN: Action.SUBMISSION_WITHDRAWN, WithdrawalKind.RESTORED: Action.SUBMISSION_RESTORED}


def add_withdrawals(
    connection: Connection, viewer: Viewer, submission_ids: Collection[int], kind: WithdrawalKind, reason: str, at: datetime
) -> int:
    """Withdraw or restore submissions, those it has already happened to left as they are; give how many it happened to."""
    permit(viewer, Verb.REVIEW)
    known = subjects(connection, submission_ids)
    if lost := sorted(set(submission_ids) - set(known)):
        raise NotPossible(f"没有编号为 {lost[0]} 的自评表。请从企业页面重新打开。")
    out = set(withdrawn(connection, viewer, submission_ids))
    open_ids = [number for number in sorted(known) if (number in out) == (kind is WithdrawalKind.RESTORED)]
    row = {"at": at, "by": viewer.name, "reason": reason, "kind": kind.value}
    if open_ids:
        connection.execute(insert(withdrawal), [row | {"submission_id": number} for number in open_ids])
    deeds = [_deed(known[number], number, kind, reason, at) for number in open_ids]
    record_all(connection, viewer, deeds)
    return len(open_ids)


def withdrawn(connection: Connection, viewer: Viewer, submission_ids: Collection[int]) -> dict[int, Withdrawal]:
    """Tell which of these submissions are withdrawn now, and by which deed, by submission id."""
    found: dict[int, Withdrawal] = {}
    for some in portions(submission_ids):
        rows = select(withdrawal).join(submission).where(is_out(), withdrawal.c.submission_id.in_(some))
        found |= {row.submission_id: _read(row) for row in connection.execute(visible(rows, submission.c.uscc, viewer))}
    return found


def is_out() -> ColumnElement[bool]:
    """Keep, in a query of the withdrawals, the last row of each submission that is withdrawn now."""
    last = select(func.max(withdrawal.c.id)).group_by(withdrawal.c.submission_id)
    return (withdrawal.c.kind == WithdrawalKind.WITHDRAWN.value) & withdrawal.c.id.in_(last)


def counts() -> ColumnElement[bool]:
    """Keep, in a query of the submissions, those that are not withdrawn."""
    return submission.c.id.not_in(select(withdrawal.c.submission_id).where(is_out()))


def _deed(subject: Subject, number: int, kind: WithdrawalKind, reason: str, at: datetime) -> Deed:
    detail = {"submission": number, "revision": subject.revision, "reason": reason}
    return Deed(action=_DEEDS[kind], subject=subject.named, detail=detail, at=at)


def _read(row: Any) -> Withdrawal:
    return Withdrawal(submission_id=row.submission_id, at=row.at, by=row.by, reason=row.reason, kind=WithdrawalKind(row.kind))
