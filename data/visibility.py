"""What a viewer may see and do in the store; the one place where rows are kept from somebody."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false

from models.access import Role, Viewer
from models.errors import NotPossible

_Query = TypeVar("_Query", bound=Select[Any])


def visible(query: _Query, uscc: ColumnElement[Any], viewer: Viewer) -> _Query:
    """Leave in a query the rows the viewer may see: the association all, an enterprise those with its own code."""
    if viewer.role is Role.ASSOCIATION:
        return query
    # A row of nobody (a file that was not recognised) has no code and is no enterprise's own.
    return query.where(uscc == viewer.uscc if viewer.uscc else false())


def association_only(viewer: Viewer, deed: str) -> None:
    """Refuse what only the association's staff may do; `deed` is the Chinese verb for it."""
    if viewer.role is not Role.ASSOCIATION:
        raise NotPossible(f"只有协会工作人员可以{deed}。")


def own_only(viewer: Viewer, uscc: str | None) -> None:
    """Refuse an enterprise that writes for another."""
    if viewer.role is not Role.ASSOCIATION and (uscc is None or uscc != viewer.uscc):
        raise NotPossible("只能报送本企业的自评表。")
