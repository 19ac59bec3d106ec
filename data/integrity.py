"""Whether the store still is what was put into it: pages of the database, sealed log, kept files, facts of each form."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text, union

from data.frozen import frozen_digests
from data.kept_files import Kept
from data.schema import facts, intake_file, period, submission
from data.schema_people import metadata
from models.errors import StoreFault
from models.scoring import FACT_COLUMNS

_AT_ONCE = 2000


def damaged_pages(connection: Connection) -> list[str]:
    """Let the engine read all it has; what it complains of."""
    if connection.dialect.name == "sqlite":
        told = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        broken = [str(tuple(row)) for row in connection.execute(text("PRAGMA foreign_key_check"))]
        return [line for line in told if line != "ok"] + broken
    for table in metadata.sorted_tables:
        connection.execute(select(func.count()).select_from(table)).scalar_one()
    return []


def lost_files(connection: Connection, kept: Kept) -> Iterator[str]:
    """Name each file a row speaks of whose bytes are gone or changed, as a Chinese sentence."""
    spoken_of = union(select(submission.c.sha256), select(intake_file.c.sha256).where(intake_file.c.sha256.is_not(None)))
    for digest in (*connection.execute(spoken_of).scalars(), *frozen_digests(connection)):
        try:
            kept.read(digest)
        except StoreFault as fault:
            yield str(fault)


def kept_facts(connection: Connection) -> Iterator[tuple[str, list[int], list[bytes], list[tuple[int, ...]]]]:
    """Give what scoring anew is held against, many submissions at a time: edition, ids, levels, facts as they are kept."""
    columns = [facts.c[name] for name in FACT_COLUMNS]
    for edition in connection.execute(select(period.c.edition).distinct()).scalars().all():
        query = select(submission.c.id, submission.c.levels, *columns).join(facts).join(period, period.c.code == submission.c.period)
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(query.where(period.c.edition == edition))
        for batch in rows.partitions():
            yield edition, [row.id for row in batch], [row.levels for row in batch], [tuple(row[2:]) for row in batch]
