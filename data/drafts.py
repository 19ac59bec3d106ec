"""Drafts in the store: what an enterprise has typed so far, one an enterprise and period, saved as it goes."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from data.audit import Action, record
from data.schema import draft
from data.visibility import own_only, visible
from models.access import Verb, Viewer
from models.assessment import Answer, Field, Level
from models.draft import Draft
from models.errors import Overtaken


def saved_draft(connection: Connection, viewer: Viewer, period: str, uscc: str) -> Draft | None:
    """Give the draft of an enterprise, None before anything was saved."""
    query = select(draft).where(draft.c.period == period, draft.c.uscc == uscc)
    row = connection.execute(visible(query, draft.c.uscc, viewer)).first()
    if row is None:
        return None
    answers = _read(row.answers)
    return Draft(period=period, uscc=uscc, answers=answers, version=row.version, updated_at=row.updated_at, by=row.by)


def save_draft(connection: Connection, viewer: Viewer, new: Draft, at: datetime) -> int:
    """Save the whole draft over the version it was made from and give its new version; Overtaken if somebody else has saved.

    The log has the first saving only: what is typed is no form yet, and handing it in is logged like any other.
    """
    own_only(connection, viewer, Verb.SUBMIT, new.uscc)
    values = {"version": new.version + 1, "answers": _written(new.answers), "updated_at": at, "by": viewer.name}
    key = (draft.c.period == new.period) & (draft.c.uscc == new.uscc)
    found = connection.execute(select(draft.c.version).where(key)).scalar()
    if (found or 0) != new.version:
        raise Overtaken("这份草稿刚在另一个窗口里保存过。请先选用哪一份，您刚填的还在。")
    if found is None:
        connection.execute(insert(draft).values(period=new.period, uscc=new.uscc, **values))
        record(connection, viewer, Action.DRAFT_STARTED, f"{new.period}/{new.uscc}", {}, at)
    else:
        connection.execute(update(draft).where(key).values(values))
    return new.version + 1


def _written(answers: Mapping[str, Answer]) -> str:
    return json.dumps({code: [int(answer.level), answer.texts] for code, answer in answers.items()}, ensure_ascii=False)


def _read(answers: str) -> dict[str, Answer]:
    return {
        code: Answer(level=Level(level), texts={Field(name): text for name, text in texts.items()})
        for code, (level, texts) in json.loads(answers).items()
    }
