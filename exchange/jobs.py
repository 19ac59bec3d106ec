"""What the killable children do with files from outside; kept apart so that a child loads nothing it does not need."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exchange.file_kind import FileKind, recognise
from exchange.judge import Judgement, JudgingContext, judge
from models.issue import Issue
from models.reference import ReferenceLists

if TYPE_CHECKING:
    from exchange.roster import RosterReading


def judge_form(context: JudgingContext, content: bytes) -> Judgement:
    """Judge one form."""
    return judge(context, content)


def annotate_form(note: str, content: bytes, issues: tuple[Issue, ...]) -> bytes | None:
    """Mark a form with its issues; None for a kind of file that nothing here can rewrite (xls, ods)."""
    if recognise(content) is not FileKind.WORKBOOK:
        return None
    from exchange.annotate import annotate

    return annotate(content, issues, note=note)


def build_fresh_form(_note: str, values: Mapping[str, Any]) -> bytes:
    """Build the form anew with its answers; `values` are the arguments of `fresh_form` by name."""
    from exchange.fresh_form import fresh_form

    return fresh_form(**values)


def read_roster_file(lists: ReferenceLists, content: bytes) -> "RosterReading":
    """Read a roster."""
    from exchange.roster import read_roster

    return read_roster(content, lists)
