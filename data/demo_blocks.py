"""Writes the forms of a large demo in blocks: whole rows go to the driver at once, with the ids counted here."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, func, select

from data.audit import Action, Deed, record_all
from data.backup import count_on
from data.schema import facts, intake_file, submission
from data.visibility import permit
from models.access import Verb, Viewer
from models.issue import Issue
from models.period import Period
from models.scoring import FACT_COLUMNS, Levels, shown
from models.submission import Outcome

_UNREADABLE = json.dumps([asdict(Issue(code="LEVEL_AMBIGUOUS", found="√"))])
_FILE_COLUMNS = (
    "batch_id", "place", "file", "outcome", "uscc", "edition", "revision", "total_score", "provisional", "band", "issues",
    "sha256", "submission_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Forms that came on one day: every list, matrix and frame has one entry or row a form."""

    period: Period
    received_at: datetime
    usccs: Sequence[str]
    revisions: Sequence[int]
    sha256s: Sequence[str]
    contexts: Sequence[str]
    passed: Sequence[bool]
    levels: Levels
    facts: pd.DataFrame
    figures: pd.DataFrame

    @property
    def names(self) -> list[str]:
        """Name the files the forms would have come in."""
        return [f"{uscc}_{self.period.code}自评表.xlsx" for uscc in self.usccs]


def add_block(connection: Connection, viewer: Viewer, batch: int, block: Block) -> None:
    """Add the forms of a block, with their facts, their rows in the intake and their deeds in the log.

    The caller's transaction is a Store.writing, where nobody else counts on.
    """
    permit(viewer, Verb.MANAGE_PERIODS)
    last = connection.execute(select(func.max(submission.c.id))).scalar() or 0
    ids = range(last + 1, last + 1 + len(block.usccs))
    _insert(connection, submission, submission.c.keys(), _submissions(connection, viewer, ids, block))
    numbered = np.column_stack([np.arange(ids.start, ids.stop), block.facts[list(FACT_COLUMNS)].to_numpy()])
    _insert(connection, facts, ("submission_id", *FACT_COLUMNS), map(tuple, numbered.tolist()))
    _insert(connection, intake_file, _FILE_COLUMNS, _files(batch, ids, block))
    record_all(connection, viewer, list(_deeds(block)))
    count_on(connection, submission.name)


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Hand rows to the driver as they are: SQLAlchemy looks at every value, which takes several times as long."""
    quoted = connection.dialect.identifier_preparer.quote
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    columns, marks = ", ".join(map(quoted, names)), ", ".join([mark] * len(names))
    statement = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own schema
    if given := list(rows):
        connection.exec_driver_sql(statement, given)


def _submissions(connection: Connection, viewer: Viewer, ids: Sequence[int], block: Block) -> Iterator[tuple[Any, ...]]:
    """Lay out the rows of the submissions in the order of the table's columns."""
    at, on = (
        _bound(connection, name, value) for name, value in (("received_at", block.received_at), ("received_on", block.received_at.date()))
    )
    levels = (row.tobytes() for row in block.levels)
    together = zip(ids, block.usccs, block.revisions, block.sha256s, block.names, block.passed, levels, block.contexts, strict=True)
    for number, uscc, revision, sha256, name, passed, row, context in together:
        yield number, block.period.code, uscc, revision, sha256, name, at, on, passed, row, context, viewer.name


def _bound(connection: Connection, column: str, value: object) -> object:
    """Write a value as the column's type does on this engine."""
    process = submission.c[column].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return process(value) if process else value


def _files(batch: int, ids: Sequence[int], block: Block) -> Iterator[tuple[Any, ...]]:
    """Lay out the rows of the intake; of a form that went back one issue says that a level could not be read."""
    figures = (block.figures[name].tolist() for name in ("total", "provisional", "band"))
    together = zip(ids, block.names, block.usccs, block.revisions, block.sha256s, block.passed, *figures, strict=True)
    edition = block.period.edition
    for place, (number, name, uscc, revision, sha256, passed, total, provisional, band) in enumerate(together, start=1):
        if passed:
            yield batch, place, name, Outcome.ACCEPTED.value, uscc, edition, revision, shown(total), provisional, band, "[]", sha256, number
        else:
            yield batch, place, name, Outcome.RETURNED.value, uscc, edition, revision, None, False, None, _UNREADABLE, sha256, number


def _deeds(block: Block) -> Iterator[Deed]:
    for uscc, revision, sha256, name, passed in zip(block.usccs, block.revisions, block.sha256s, block.names, block.passed, strict=True):
        detail = {"revision": revision, "sha256": sha256, "file": name, "passed": passed}
        yield Deed(action=Action.SUBMISSION_ADDED, subject=f"{block.period.code}/{uscc}", detail=detail, at=block.received_at)
