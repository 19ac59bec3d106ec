"""Whose levels figures are made from: the enterprise's own, or those the reviewer settled."""

from enum import StrEnum


class Basis(StrEnum):
    """口径 of a figure: 自评 counts every form that passed the checks, 核定 only those a reviewer has accepted."""

    SELF = "self"
    REVIEWED = "reviewed"

    @property
    def chinese(self) -> str:
        """Name the basis as pages and reports do."""
        return "自评" if self is Basis.SELF else "核定"
