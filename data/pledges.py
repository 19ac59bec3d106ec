"""真实性承诺 in the store: one for each form that was handed in on the page, never changed."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, insert, select

from data.audit import Action, Deed, record_all
from data.portions import portions
from data.schema import pledge, submission
from data.visibility import own_only, visible
from models.access import Verb, Viewer
from models.pledge import Pledge


def add_pledges(connection: Connection, viewer: Viewer, submission_ids: Collection[int], given: Pledge) -> None:
    """Add the promise given with these forms, in the transaction that adds them."""
    subjects = _subjects(connection, submission_ids)
    for _, uscc, _ in subjects.values():
        own_only(connection, viewer, Verb.SUBMIT, uscc)
    row = {"signer": given.signer, "statement": given.statement, "at": given.at, "by": viewer.name}
    if subjects:
        connection.execute(insert(pledge), [row | {"submission_id": number} for number in subjects])
    deeds = [
        Deed(
            action=Action.PLEDGE_GIVEN,
            subject=f"{period}/{uscc}",
            detail={"submission": number, "revision": revision, "signer": given.signer},
            at=given.at,
        )
        for number, (period, uscc, revision) in subjects.items()
    ]
    record_all(connection, viewer, deeds)


def pledges(connection: Connection, viewer: Viewer, submission_ids: Collection[int]) -> dict[int, Pledge]:
    """Give the promises that came with these forms, by submission id; a form that came by mail has none."""
    found = {}
    for some in portions(submission_ids):
        query = select(pledge).join(submission).where(pledge.c.submission_id.in_(some))
        for row in connection.execute(visible(query, submission.c.uscc, viewer)):
            found[row.submission_id] = Pledge(signer=row.signer, statement=row.statement, at=row.at, by=row.by)
    return found


def _subjects(connection: Connection, submission_ids: Collection[int]) -> dict[int, tuple[str, str, int]]:
    columns: Any = submission.c
    query = select(columns.id, columns.period, columns.uscc, columns.revision).where(columns.id.in_(sorted(set(submission_ids))))
    return {row.id: (row.period, row.uscc, row.revision) for row in connection.execute(query)}
