"""What the children do, foreign files above all; kept apart so that a child loads nothing it does not need."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exchange.file_kind import FileKind, recognise
from exchange.judge import Judgement, JudgingContext, judge
from models.assessment import SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.issue import Issue
from models.reference import ReferenceLists

if TYPE_CHECKING:
    from exchange.form_set import FormSet
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


def build_set_form(forms: "FormSet", enterprise: Enterprise, previous: SelfAssessment | None) -> bytes:
    """Build one enterprise's form of a period's set."""
    return forms.build(enterprise, previous)


def differing_facts(
    catalogues: Mapping[str, Catalogue], edition: str, ids: Sequence[int], levels: Sequence[bytes], kept: Sequence[tuple[int, ...]]
) -> list[int]:
    """Score forms anew by their levels; give the ids of those whose kept facts are others."""
    from models.scoring import FACT_COLUMNS, facts_of, level_matrix

    made = facts_of(level_matrix(levels, catalogues[edition]), catalogues[edition])[list(FACT_COLUMNS)]
    rows = zip(ids, made.itertuples(index=False, name=None), kept, strict=True)
    return [number for number, now, before in rows if now != tuple(before)]


def read_roster_file(lists: ReferenceLists, content: bytes) -> "RosterReading":
    """Read a roster."""
    from exchange.roster import read_roster

    return read_roster(content, lists)
