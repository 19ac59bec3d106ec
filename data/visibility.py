"""What a viewer may see and do in the store; the one place where rows are kept from somebody."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, false, literal, select, true

from data.schema import batch, enterprise, intake_file, review
from models.access import Verb, Viewer
from models.errors import NotPermitted
from models.review import SETTLED

_Query = TypeVar("_Query", bound=Select[Any])


def visible(query: _Query, uscc: ColumnElement[Any], viewer: Viewer, verb: Verb = Verb.SEE_FORMS) -> _Query:
    """Leave in a query the rows the viewer may see: none without the verb, else those of the viewer's scope.

    A row of nobody (a file that was not recognised) has no code and is in no scope but everybody's.
    """
    return query.where(within(uscc, viewer) if viewer.may(verb) else false())


def within(uscc: ColumnElement[Any], viewer: Viewer) -> ColumnElement[bool]:
    """Keep the rows of the viewer's scope: all, those of one enterprise, or those of the enterprises it forwards today.

    Who forwards an enterprise is what the standing roster says: a body that an enterprise has left sees it no longer.
    """
    scope = viewer.scope
    if scope.everybody:
        return true()
    if scope.forwarder is not None:
        forwarded = select(enterprise.c.uscc).where(enterprise.c.forwarder == scope.forwarder, enterprise.c.forwarder != "")
        return uscc.in_(forwarded)
    return uscc == scope.uscc if scope.uscc else false()


def own_batches(viewer: Viewer) -> ColumnElement[bool]:
    """Keep, in a query of the batches, those that somebody of the viewer's scope made."""
    scope = viewer.scope
    if not viewer.may(Verb.SEE_FORMS):
        return false()
    if scope.everybody:
        return true()
    if scope.forwarder is not None:
        return batch.c.forwarder == scope.forwarder if scope.forwarder else false()
    return batch.c.uscc == scope.uscc if scope.uscc else false()


def own_files(viewer: Viewer) -> ColumnElement[bool]:
    """Keep, in a query of the files received, those the viewer sent in and those that are a form of the viewer's scope."""
    if not viewer.may(Verb.SEE_FORMS):
        return false()
    return within(intake_file.c.uscc, viewer) | intake_file.c.batch_id.in_(select(batch.c.id).where(own_batches(viewer)))


def told_reviews(viewer: Viewer) -> ColumnElement[bool]:
    """Keep, in a query of the reviews, what the enterprise was told; a reviewer sees what is still being written too."""
    return true() if viewer.may(Verb.REVIEW) else review.c.decision.in_(sorted(decision.value for decision in SETTLED))


def permit(viewer: Viewer, verb: Verb) -> None:
    """Refuse a person whose role does not allow this at all."""
    if not viewer.may(verb):
        raise NotPermitted(f"您没有{verb.chinese}的权限。请换一个有权限的账号登录，或联系协会秘书处。")


def own_only(connection: Connection, viewer: Viewer, verb: Verb, uscc: str) -> None:
    """Refuse a person who writes for an enterprise outside the own scope."""
    permit(viewer, verb)
    if viewer.scope.everybody:
        return
    if connection.execute(select(true()).where(within(literal(uscc), viewer))).first() is None:
        raise NotPermitted("只能报送本单位的自评表。")
