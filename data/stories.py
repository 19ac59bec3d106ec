"""亮点与故事 in the store: they came with a submission, and are never changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from data.schema import story as table
from data.schema import submission
from data.visibility import visible
from models.access import Verb, Viewer
from models.story import Story

_WORDS = tuple(table.c[name] for name in Story.__slots__)


def add_stories(connection: Connection, stories: Mapping[int, Sequence[Story]]) -> None:
    """Add what new submissions tell, by their ids; whoever adds the submissions has settled who may."""
    rows = [
        {"submission_id": number, "place": place} | {name: getattr(one, name) for name in Story.__slots__}
        for number, told in stories.items()
        for place, one in enumerate(told)
    ]
    if rows:
        connection.execute(insert(table), rows)


def stories_of(connection: Connection, number: int) -> tuple[Story, ...]:
    """Give what one submission tells, in its order; whoever asks has settled who may ask."""
    return tuple(map(_story, connection.execute(select(*_WORDS).where(table.c.submission_id == number).order_by(table.c.place))))


def told_stories(connection: Connection, viewer: Viewer, period: str) -> dict[int, list[Story]]:
    """Give what the submissions of a period tell, by their ids.

    They are written to be told: whoever sees an enterprise's figures sees them, without its form.
    """
    query = select(*_WORDS, table.c.submission_id).join(submission).where(submission.c.period == period)
    told: dict[int, list[Story]] = {}
    for row in connection.execute(
        visible(query, submission.c.uscc, viewer, Verb.SEE_FIGURES).order_by(table.c.submission_id, table.c.place)
    ):
        told.setdefault(row.submission_id, []).append(_story(row))
    return told


def _story(row: Any) -> Story:
    return Story(**{name: getattr(row, name) for name in Story.__slots__})
