"""How much lies in the store, and what is going on in it: numbers only, for operators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, distinct, func, select, text

from data.schema import batch, intake_file, review, submission
from data.schema_people import session
from data.visibility import permit
from models.access import Verb, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreMeasures:
    """Numbers of a store at a moment; `bytes_used` is the database without the kept files."""

    engine: str
    revision: str
    bytes_used: int
    submissions: int
    files: int
    reviews: int
    open_batches: int
    people: int


def store_measures(connection: Connection, viewer: Viewer, seen_since: datetime) -> StoreMeasures:
    """Count what there is; a person counts once, however many visits are used since a moment."""
    permit(viewer, Verb.READ_AUDIT)
    return StoreMeasures(
        engine=connection.dialect.name,
        revision=str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()),
        bytes_used=_bytes_used(connection),
        submissions=_rows(connection, submission),
        files=_rows(connection, intake_file),
        reviews=_rows(connection, review),
        open_batches=_rows(connection, batch, batch.c.finished_at.is_(None)),
        people=_people(connection, seen_since),
    )


def _rows(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def _people(connection: Connection, seen_since: datetime) -> int:
    whose = func.coalesce(cast(session.c.account_id, Text), session.c.uscc)
    here = (session.c.ended_at.is_(None), session.c.seen_at >= seen_since)
    return int(connection.execute(select(func.count(distinct(whose))).where(*here)).scalar_one())


def _bytes_used(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, size = (int(connection.execute(text(f"PRAGMA {what}")).scalar_one()) for what in ("page_count", "page_size"))
    return pages * size
