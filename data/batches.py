"""Intakes in the store: each batch, with one row for every file that was in it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, Select, func, insert, select, update

from data.audit import Action, record
from data.schema import batch, intake_file
from data.visibility import own_batches, own_files, permit
from models.access import Verb, Viewer
from models.assessment import Field
from models.errors import NotPossible
from models.issue import Issue
from models.submission import Batch, IntakeFile, Outcome


def start_batch(connection: Connection, viewer: Viewer, period: str, received_on: date, at: datetime) -> int:
    """Open an intake for a period and give its id."""
    permit(viewer, Verb.SUBMIT)
    values = {
        "period": period,
        "received_on": received_on,
        "started_at": at,
        "by": viewer.name,
        "uscc": viewer.scope.uscc,
        "forwarder": viewer.scope.forwarder,
    }
    number: int = connection.execute(insert(batch).values(values).returning(batch.c.id)).scalar_one()
    record(connection, viewer, Action.BATCH_STARTED, period, {"batch": number, "received_on": str(received_on)}, at)
    return number


def add_files(connection: Connection, viewer: Viewer, batch_id: int, files: Sequence[IntakeFile]) -> None:
    """Add a row for each file, after those the batch has."""
    _own_batch(connection, viewer, batch_id)
    place = connection.execute(select(func.count()).where(intake_file.c.batch_id == batch_id)).scalar_one()
    rows = [_values(file) | {"batch_id": batch_id, "place": place + offset} for offset, file in enumerate(files, start=1)]
    if rows:
        connection.execute(insert(intake_file), rows)


def finish_batch(connection: Connection, viewer: Viewer, batch_id: int, at: datetime) -> None:
    """Close an intake, and put what came of it on record."""
    period = _own_batch(connection, viewer, batch_id)
    connection.execute(update(batch).where(batch.c.id == batch_id).values(finished_at=at))
    outcomes = _outcomes(connection, [batch_id]).get(batch_id, Counter())
    record(connection, viewer, Action.BATCH_FINISHED, period, {"batch": batch_id, "files": dict(outcomes)}, at)


def batches(connection: Connection, viewer: Viewer, period: str) -> tuple[Batch, ...]:
    """Give the intakes of a period, the newest first; others than the association see those they made themselves."""
    query = select(batch).where(batch.c.period == period, own_batches(viewer)).order_by(batch.c.id.desc())
    rows = connection.execute(query).all()
    outcomes = _outcomes(connection, [row.id for row in rows])
    return tuple(_batch(row, outcomes.get(row.id, Counter())) for row in rows)


def batch_period(connection: Connection, viewer: Viewer, batch_id: int) -> str | None:
    """Give the period of an intake, if the viewer may see it."""
    return connection.execute(select(batch.c.period).where(batch.c.id == batch_id, own_batches(viewer))).scalar()


def batch_files(connection: Connection, viewer: Viewer, batch_id: int) -> tuple[IntakeFile, ...]:
    """Give the rows of an intake in the order of its files."""
    query = _files(viewer).where(intake_file.c.batch_id == batch_id)
    return _read(connection, query.order_by(intake_file.c.place))


def newest_files(connection: Connection, viewer: Viewer, period: str) -> tuple[IntakeFile, ...]:
    """Give what the viewer may see of the newest intake of a period that had something of theirs."""
    seen = select(func.max(intake_file.c.batch_id)).join(batch).where(batch.c.period == period, own_files(viewer))
    number = connection.execute(seen).scalar()
    return () if number is None else batch_files(connection, viewer, number)


def files_of(connection: Connection, viewer: Viewer, submission_id: int) -> tuple[IntakeFile, ...]:
    """Give the rows that tell how a submission was received: its own first, then its duplicates."""
    query = _files(viewer).where(intake_file.c.submission_id == submission_id)
    return _read(connection, query.order_by(intake_file.c.batch_id, intake_file.c.place))


def attachments(connection: Connection, viewer: Viewer, period: str, uscc: str) -> tuple[IntakeFile, ...]:
    """Give what an enterprise sent beside its forms of a period, in the order it came."""
    of_period = intake_file.c.batch_id.in_(select(batch.c.id).where(batch.c.period == period))
    query = _files(viewer).where(of_period, intake_file.c.uscc == uscc, intake_file.c.outcome == Outcome.ATTACHMENT.value)
    return _read(connection, query.order_by(intake_file.c.batch_id, intake_file.c.place))


_FILE_FIELDS = tuple(field.name for field in fields(IntakeFile))


def _own_batch(connection: Connection, viewer: Viewer, batch_id: int) -> str:
    """Make sure the viewer may write in a batch, and give its period."""
    permit(viewer, Verb.SUBMIT)
    period = batch_period(connection, viewer, batch_id)
    if period is None:
        raise NotPossible(f"没有编号为 {batch_id} 的收件批次。请从收件页面重新打开。")
    return period


def _outcomes(connection: Connection, batch_ids: Sequence[int]) -> dict[int, Counter[Outcome]]:
    """Count the files of batches by outcome; whose batch it is has been settled by the caller."""
    columns = intake_file.c
    query = select(columns.batch_id, columns.outcome, func.count()).where(columns.batch_id.in_(batch_ids))
    found: dict[int, Counter[Outcome]] = {}
    for batch_id, outcome, files in connection.execute(query.group_by(columns.batch_id, columns.outcome)):
        found.setdefault(batch_id, Counter())[Outcome(outcome)] = files
    return found


def _files(viewer: Viewer) -> Select[Any]:
    return select(*(intake_file.c[name] for name in _FILE_FIELDS)).where(own_files(viewer))


def _batch(row: Row[Any], outcomes: Counter[Outcome]) -> Batch:
    return Batch(
        id=row.id,
        period=row.period,
        started_at=row.started_at,
        finished_at=row.finished_at,
        received_on=row.received_on,
        by=row.by,
        outcomes={outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
    )


def _values(file: IntakeFile) -> dict[str, Any]:
    values = {name: getattr(file, name) for name in _FILE_FIELDS}
    return values | {"outcome": file.outcome.value, "issues": json.dumps([_plain(issue) for issue in file.issues])}


def _read(connection: Connection, query: Select[Any]) -> tuple[IntakeFile, ...]:
    return tuple(_file(row) for row in connection.execute(query).mappings())


def _file(row: RowMapping) -> IntakeFile:
    issues = tuple(_issue(plain) for plain in json.loads(row["issues"]))
    return IntakeFile(**dict(row) | {"outcome": Outcome(row["outcome"]), "issues": issues})


def _plain(issue: Issue) -> dict[str, Any]:
    return {field.name: getattr(issue, field.name) for field in fields(Issue)}


def _issue(plain: dict[str, Any]) -> Issue:
    return Issue(**plain | {"field": plain["field"] and Field(plain["field"])})
