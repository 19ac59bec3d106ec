"""The rules a self-assessment has to keep, practice 2.1 and 5.3; they speak of items and fields."""

from collections.abc import Iterator

from models.assessment import Answer, Field, Level, SelfAssessment
from models.catalogue import Catalogue, Item
from models.enterprise import Enterprise
from models.issue import Issue

HIGH_LEVEL = Level.EFFECTIVE
_NAMED = 8


def validate(assessment: SelfAssessment, enterprise: Enterprise, catalogue: Catalogue) -> tuple[Issue, ...]:
    """Hold the answers against the catalogue and the roster's size and traits; all faults in one pass."""
    issues = [issue for item in catalogue.items for issue in _of_answer(item, assessment.answers[item.code], enterprise)]
    return (*issues, *_nothing_filled(assessment), *_without_evidence(assessment), *_size_unknown(enterprise, catalogue))


def _of_answer(item: Item, answer: Answer, enterprise: Enterprise) -> Iterator[Issue]:
    if answer.level is Level.NOT_APPLICABLE:
        yield from _left_out(item, answer, enterprise)
    elif answer.level <= Level.LEADING:
        if not item.applies(enterprise.size, enterprise.traits):
            yield _issue("LEVEL_NOT_EXPECTED", item, Field.LEVEL, str(int(answer.level)), why=_why_not(item))
        if answer.reason:
            yield _issue("REASON_BESIDE_LEVEL", item, Field.REASON, answer.reason)


def _left_out(item: Item, answer: Answer, enterprise: Enterprise) -> Iterator[Issue]:
    if item.applies(enterprise.size, enterprise.traits):
        why = _why_needed(item, enterprise)
        yield _issue("NA_NOT_ALLOWED", item, Field.LEVEL, "不适用", why=why)
    elif not answer.reason:
        yield _issue("NA_WITHOUT_REASON", item, Field.REASON, "")


def _why_needed(item: Item, enterprise: Enterprise) -> str:
    """Say why an enterprise may not leave the item out."""
    if item.not_applicable_when is None:
        return f"{item.code} {item.title}所有企业都要自评"
    size = f"规模为{enterprise.size}" if item.not_applicable_when.unless_size else ""
    traits = "、".join(f"“{trait}”" for trait in item.not_applicable_when.without_traits if trait in enterprise.traits)
    held = "，".join(part for part in (size, f"有{traits}" if traits else "") if part)
    return f"花名册上本企业{held}，{item.code} {item.title}要自评"


def _why_not(item: Item) -> str:
    return item.not_applicable_when.described() if item.not_applicable_when else ""


def _nothing_filled(assessment: SelfAssessment) -> Iterator[Issue]:
    if all(answer.level is Level.BLANK for answer in assessment.answers.values()):
        yield Issue(code="NOTHING_FILLED")


def _without_evidence(assessment: SelfAssessment) -> Iterator[Issue]:
    """Name the high levels that come without evidence: one issue a form, not forty."""
    bare = [
        code
        for code, answer in assessment.answers.items()
        if HIGH_LEVEL <= answer.level <= Level.LEADING and Field.EVIDENCE not in answer.texts
    ]
    if bare:
        found = "、".join(bare[:_NAMED]) + ("等" if len(bare) > _NAMED else "")
        yield Issue(code="EVIDENCE_MISSING", item=bare[0], field=Field.EVIDENCE, found=found, details={"count": str(len(bare))})


def _size_unknown(enterprise: Enterprise, catalogue: Catalogue) -> Iterator[Issue]:
    if enterprise.size is None and any(i.not_applicable_when and i.not_applicable_when.unless_size for i in catalogue.items):
        yield Issue(code="SIZE_UNKNOWN")


def _issue(code: str, item: Item, field: Field, found: str, **details: str) -> Issue:
    return Issue(code=code, item=item.code, field=field, found=found, details=details)
