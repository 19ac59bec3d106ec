"""Who did what to whose form, and when: rows that are only ever added, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from data.column_types import storable
from data.schema import audit, head
from data.visibility import permit
from models.access import Verb, Viewer

Detail = Mapping[str, object]


class Action(StrEnum):
    """What can have been done."""

    PERIOD_ADDED = "period.add"
    PERIOD_CLOSED = "period.close"
    PERIOD_REOPENED = "period.reopen"
    DEADLINE_EXTENDED = "period.extend"
    ROSTER_IMPORTED = "roster.import"
    FIGURES_FROZEN = "figures.freeze"
    BATCH_STARTED = "batch.start"
    BATCH_FINISHED = "batch.finish"
    SUBMISSION_ADDED = "submission.add"
    SUBMISSION_WITHDRAWN = "submission.withdraw"
    SUBMISSION_RESTORED = "submission.restore"
    REVIEW_SAVED = "review.save"
    FORM_RETURNED = "review.return"
    FORM_ACCEPTED = "review.accept"
    FORM_REOPENED = "review.reopen"
    PLEDGE_GIVEN = "pledge.give"
    DRAFT_STARTED = "draft.start"
    CODE_ISSUED = "code.issue"
    FOREIGN_FORM_REFUSED = "form.refuse"
    FOREIGN_ADDRESS_REFUSED = "address.refuse"
    SIGNED_IN = "session.start"
    SIGNED_OUT = "session.end"
    LOCKED_OUT = "session.lock"
    ACCOUNT_ADDED = "account.add"
    ACCOUNT_CHANGED = "account.change"
    PASSWORD_SET = "account.password"  # noqa: S105 - what was done, not a password
    LINK_MADE = "account.link"
    TOKEN_ISSUED = "token.issue"  # noqa: S105 - what was done, not a token
    TOKEN_REVOKED = "token.revoke"  # noqa: S105

    @property
    def chinese(self) -> str:
        """Name the deed as the page of the log does."""
        return _NAMES[self]


_NAMES = {
    Action.PERIOD_ADDED: "建立报告期",
    Action.PERIOD_CLOSED: "关闭报告期",
    Action.PERIOD_REOPENED: "重新打开报告期",
    Action.DEADLINE_EXTENDED: "延期",
    Action.ROSTER_IMPORTED: "导入花名册",
    Action.FIGURES_FROZEN: "定稿",
    Action.BATCH_STARTED: "开始收件",
    Action.BATCH_FINISHED: "收件完成",
    Action.SUBMISSION_ADDED: "收到自评表",
    Action.SUBMISSION_WITHDRAWN: "撤销自评表",
    Action.SUBMISSION_RESTORED: "恢复自评表",
    Action.REVIEW_SAVED: "保存审核",
    Action.FORM_RETURNED: "审核退回",
    Action.FORM_ACCEPTED: "核定",
    Action.FORM_REOPENED: "重新打开审核",
    Action.PLEDGE_GIVEN: "作出真实性承诺",
    Action.DRAFT_STARTED: "开始在线填报",
    Action.CODE_ISSUED: "发登录码",
    Action.FOREIGN_FORM_REFUSED: "拒收别家的自评表",
    Action.FOREIGN_ADDRESS_REFUSED: "拒绝打开无权查看的网址",
    Action.SIGNED_IN: "登录",
    Action.SIGNED_OUT: "退出登录",
    Action.LOCKED_OUT: "多次输错被锁",
    Action.ACCOUNT_ADDED: "新增账号",
    Action.ACCOUNT_CHANGED: "修改账号",
    Action.PASSWORD_SET: "设置密码",
    Action.LINK_MADE: "生成设置密码的链接",
    Action.TOKEN_ISSUED: "发接口令牌",
    Action.TOKEN_REVOKED: "作废接口令牌",
}

# What happens at the door changes no figure and no form.
AT_THE_DOOR = frozenset(action for action in Action if action.startswith(("session.", "account.", "token.")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done to one subject (a period, an enterprise's form) at a moment."""

    action: Action
    subject: str
    detail: Detail
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A deed as it rests, with who did it and from which address."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Detail
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditChoice:
    """Which rows of the log somebody looks at: about one enterprise, by one person, of some kinds, in a span of time."""

    uscc: str | None = None
    actor: str | None = None
    actions: frozenset[Action] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


def record(connection: Connection, viewer: Viewer, action: Action, subject: str, detail: Detail, at: datetime) -> None:
    """Add one row, in the transaction of the deed itself."""
    record_all(connection, viewer, [Deed(action=action, subject=subject, detail=detail, at=at)])


def record_all(connection: Connection, viewer: Viewer, deeds: Sequence[Deed]) -> None:
    """Add a row for each deed; the caller's transaction is a Store.writing, where nobody else adds one."""
    if not deeds:
        return
    last, seal = connection.execute(select(head.c.audit_id, head.c.audit_hash)).one()
    rows = []
    for number, deed in enumerate(deeds, start=last + 1):
        row = _plain(number, viewer, deed)
        row |= {"previous_hash": seal, "hash": _seal(seal, row)}
        seal = row["hash"]
        rows.append(row)
    connection.execute(insert(audit), rows)
    connection.execute(update(head).values(audit_id=last + len(rows), audit_hash=seal))


def audit_rows(connection: Connection, viewer: Viewer, subject: str | None = None) -> tuple[AuditRow, ...]:
    """Give the log, oldest first, of one subject or of everything; for the association only."""
    permit(viewer, Verb.READ_AUDIT)
    query = select(audit).order_by(audit.c.id)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    return tuple(_audit_row(row) for row in connection.execute(query))


def latest_rows(
    connection: Connection, viewer: Viewer, choice: AuditChoice, *, before: int | None = None, most: int
) -> tuple[AuditRow, ...]:
    """Give at most so many rows of a choice, the newest first; with `before`, those older than the row of this number."""
    permit(viewer, Verb.READ_AUDIT)
    query = select(audit).where(*_chosen(choice)).order_by(audit.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(audit.c.id < before)
    return tuple(_audit_row(row) for row in connection.execute(query))


def count_rows(connection: Connection, viewer: Viewer, choice: AuditChoice) -> int:
    """Count the rows of a choice."""
    permit(viewer, Verb.READ_AUDIT)
    return connection.execute(select(func.count()).select_from(audit).where(*_chosen(choice))).scalar_one()


def actors(connection: Connection, viewer: Viewer) -> tuple[str, ...]:
    """Name everybody who ever did something, in order."""
    permit(viewer, Verb.READ_AUDIT)
    return tuple(sorted(connection.execute(select(audit.c.actor).distinct()).scalars()))


def position(connection: Connection) -> tuple[int, str]:
    """Tell how far the log has come: number and seal of its last row; whatever is done moves it."""
    last, seal = connection.execute(select(head.c.audit_id, head.c.audit_hash)).one()
    return last, seal


def newest_moment(connection: Connection) -> datetime | None:
    """Tell when the newest deed was done; None for an empty log."""
    number, _ = position(connection)
    return connection.execute(select(audit.c.at).where(audit.c.id == number)).scalar()


def deeds_since(connection: Connection, since: tuple[int, str]) -> list[tuple[str, str]] | None:
    """Give action and subject of all that was done after a position; None when the log does not go on from there."""
    number, seal = since
    sealed = connection.execute(select(audit.c.hash).where(audit.c.id == number)).scalar()
    if number and sealed != seal:
        return None
    return [(row.action, row.subject) for row in connection.execute(select(audit.c.action, audit.c.subject).where(audit.c.id > number))]


def verify(connection: Connection) -> str | None:
    """Check the chain from its first row; a Chinese sentence names the first broken row, None means unbroken."""
    last, newest = connection.execute(select(head.c.audit_id, head.c.audit_hash)).one()
    number, seal = 0, FIRST_HASH
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        number += 1
        if row["id"] != number:
            return f"操作记录缺第 {number} 条，可能被人删去。请从备份核对。"
        if row["previous_hash"] != seal or row["hash"] != _seal(seal, dict(row)):
            return f"操作记录第 {number} 条（{row['at']:%Y-%m-%d %H:%M} UTC）与封存的校验值不符，可能被人改过。请从备份核对。"
        seal = row["hash"]
    if (number, seal) != (last, newest):
        return f"操作记录缺第 {number + 1} 条，应有 {last} 条，可能被人删去。请从备份核对。"
    return None


FIRST_HASH = "0" * 64
_SEALED = ("id", "actor", "action", "subject", "detail")


def _chosen(choice: AuditChoice) -> list[ColumnElement[bool]]:
    """Write a choice as conditions; an enterprise is the subject alone (`uscc`) or in a period (`2020/uscc`)."""
    conditions: list[ColumnElement[bool]] = []
    if choice.uscc is not None:
        conditions.append((audit.c.subject == choice.uscc) | audit.c.subject.endswith(f"/{choice.uscc}", autoescape=True))
    if choice.actor is not None:
        conditions.append(audit.c.actor == choice.actor)
    if choice.actions:
        conditions.append(audit.c.action.in_(sorted(choice.actions)))
    if choice.since is not None:
        conditions.append(audit.c.at >= choice.since)
    if choice.until is not None:
        conditions.append(audit.c.at < choice.until)
    return conditions


def _plain(number: int, viewer: Viewer, deed: Deed) -> dict[str, Any]:
    """Write a deed exactly as the database will give it back, so that its seal can be checked."""
    return {
        "id": number,
        "at": deed.at,
        "actor": storable(viewer.name),
        "origin": storable(viewer.address),
        "action": str(deed.action),
        "subject": storable(deed.subject),
        "detail": storable(json.dumps(deed.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))),
    }


def _seal(previous: str, row: Mapping[str, Any]) -> str:
    sealed = [previous, row["at"].astimezone(UTC).isoformat(timespec="microseconds"), *(row[name] for name in _SEALED)]
    # Rows from before addresses were kept have none, and were sealed without.
    sealed += [row["origin"]] * bool(row["origin"])
    return hashlib.sha256(json.dumps(sealed, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _audit_row(row: Row[Any]) -> AuditRow:
    return AuditRow(
        id=row.id, at=row.at, actor=row.actor, action=row.action, subject=row.subject, detail=json.loads(row.detail), origin=row.origin
    )
