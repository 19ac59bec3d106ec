"""真实性承诺 in the store: one for each form that was handed in on the page, never changed."""

from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from data.audit import Action, Deed, record_all
from data.portions import portions
from data.schema import pledge, submission
from data.subjects import subjects
from data.visibility import own_only, visible
from models.access import Verb, Viewer
from models.pledge import Pledge


def add_pledges(connection: Connection, viewer: Viewer, submission_ids: Collection[int], given: Pledge) -> None:
    """Add the promise given with these forms, in the transaction that adds them."""
    whose = subjects(connection, submission_ids)
    for subject in whose.values():
        own_only(connection, viewer, Verb.SUBMIT, subject.uscc)
    row = {"signer": given.signer, "statement": given.statement, "at": given.at, "by": viewer.name}
    if whose:
        connection.execute(insert(pledge), [row | {"submission_id": number} for number in whose])
    deeds = [
        Deed(
            action=Action.PLEDGE_GIVEN,
            subject=subject.named,
            detail={"submission": number, "revision": subject.revision, "signer": given.signer},
            at=given.at,
        )
        for number, subject in whose.items()
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
