"""Faults found in what was sent.

A message says where, what was found and what to do. Rules in `models/` name the item and the field;
`exchange/` adds the sheet and the cell.
"""

import dataclasses
from dataclasses import dataclass

from models.assessment import Field
from models.issue_kinds import KINDS, IssueKind, Severity

__all__ = ["KINDS", "Issue", "IssueKind", "Severity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """问题: one fault in one file; `sheet` and `cell` are None for a fault of the whole file."""

    code: str
    found: str = ""
    item: str | None = None
    field: Field | None = None
    details: dict[str, str] = dataclasses.field(default_factory=dict)
    sheet: str | None = None
    cell: str | None = None

    @property
    def severity(self) -> Severity:
        """Look up how grave the fault is."""
        return KINDS[self.code].severity

    @property
    def title(self) -> str:
        """Look up the short Chinese name of the fault."""
        return KINDS[self.code].title

    @property
    def message(self) -> str:
        """Write the sentence for the person who has to act: where, what was found, what to do.

        A detail `where` says it for a fault that stands in another file than the one spoken of.
        """
        where = f"{self.cell} " if self.cell else f"{self.item} " if self.item else "表里"
        said = {"where": where, "found": self.found, "item": self.item} | self.details
        return KINDS[self.code].sentence.format(**said)
