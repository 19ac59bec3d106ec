"""Who did what to whose form, and when: rows that are only ever added, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from data.column_types import storable
from data.schema import audit, head
from data.visibility import association_only
from models.access import Viewer

Detail = Mapping[str, object]


class Action(StrEnum):
    """What can have been done."""

    PERIOD_ADDED = "period.add"
    PERIOD_CLOSED = "period.close"
    DEADLINE_EXTENDED = "period.extend"
    ROSTER_IMPORTED = "roster.import"
    BATCH_STARTED = "batch.start"
    BATCH_FINISHED = "batch.finish"
    SUBMISSION_ADDED = "submission.add"
    SUBMISSION_WITHDRAWN = "submission.withdraw"
    SUBMISSION_RESTORED = "submission.restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done to one subject (a period, an enterprise's form) at a moment."""

    action: Action
    subject: str
    detail: Detail
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A deed as it rests, with who did it."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Detail


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
    association_only(viewer, "查看操作记录")
    query = select(audit).order_by(audit.c.id)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    return tuple(_audit_row(row) for row in connection.execute(query))


def position(connection: Connection) -> tuple[int, str]:
    """Tell how far the log has come: number and seal of its last row; whatever is done moves it."""
    last, seal = connection.execute(select(head.c.audit_id, head.c.audit_hash)).one()
    return last, seal


def follows(connection: Connection, since: tuple[int, str], actions: Container[str]) -> bool:
    """Say whether the log goes on from a position it once had, and only with deeds of these kinds."""
    number, seal = since
    sealed = connection.execute(select(audit.c.hash).where(audit.c.id == number)).scalar()
    if number and sealed != seal:
        return False
    done = connection.execute(select(audit.c.action).where(audit.c.id > number).distinct()).scalars()
    return all(action in actions for action in done)


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


def _plain(number: int, viewer: Viewer, deed: Deed) -> dict[str, Any]:
    """Write a deed exactly as the database will give it back, so that its seal can be checked."""
    return {
        "id": number,
        "at": deed.at,
        "actor": storable(viewer.name),
        "action": str(deed.action),
        "subject": storable(deed.subject),
        "detail": storable(json.dumps(deed.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))),
    }


def _seal(previous: str, row: Mapping[str, Any]) -> str:
    sealed = [previous, row["at"].astimezone(UTC).isoformat(timespec="microseconds"), *(row[name] for name in _SEALED)]
    return hashlib.sha256(json.dumps(sealed, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _audit_row(row: Row[Any]) -> AuditRow:
    return AuditRow(id=row.id, at=row.at, actor=row.actor, action=row.action, subject=row.subject, detail=json.loads(row.detail))
