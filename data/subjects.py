"""Whose a submission is, as the log names it; whoever asks has settled who may ask."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.portions import portions
from data.schema import submission


class Subject(NamedTuple):
    """The period, enterprise and revision of a submission."""

    period: str
    uscc: str
    revision: int

    @property
    def named(self) -> str:
        """Name the enterprise's form as the log does."""
        return f"{self.period}/{self.uscc}"


def subjects(connection: Connection, submission_ids: Collection[int]) -> dict[int, Subject]:
    """Find whose each of these submissions is, by its id; one that is not there is left out."""
    columns = submission.c
    found: dict[int, Subject] = {}
    for some in portions(submission_ids):
        query = select(columns.id, columns.period, columns.uscc, columns.revision).where(columns.id.in_(some))
        found |= {row.id: Subject(row.period, row.uscc, row.revision) for row in connection.execute(query)}
    return found
