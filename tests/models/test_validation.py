"""The rules an answer has to keep: what may be left out, and what only deserves a hint."""

import pytest

from models.assessment import Answer, Field, Level, SelfAssessment
from models.enterprise import Enterprise, Size, Trait
from models.issue import Issue, Severity
from models.validation import validate
from tests.builders import USCC, edition, enterprise

NOTHING_OWED = enterprise(size=Size.SMALL, traits=frozenset())
EVERYTHING_OWED = enterprise(size=Size.LARGE, traits=frozenset(Trait))


def test_a_form_that_keeps_the_rules_has_no_issue() -> None:
    assert _codes({}, enterprise()) == []


@pytest.mark.parametrize("code", ["P1-01", "P2-04"])
def test_an_item_that_applies_may_not_be_left_out(code: str) -> None:
    [issue] = _issues({code: _left_out("没有")}, enterprise())

    assert (issue.code, issue.item, issue.field, issue.severity) == ("NA_NOT_ALLOWED", code, Field.LEVEL, Severity.ERROR)


def test_what_makes_an_item_apply_is_named() -> None:
    [by_trait] = _issues({"P2-04": _left_out("没有")}, enterprise())
    [for_all] = _issues({"P1-01": _left_out("没有")}, enterprise())
    [by_size] = _issues({"P1-07": _left_out("没有")}, enterprise(size=Size.LARGE))

    assert "有“有自有产品”" in by_trait.message
    assert "所有企业都要自评" in for_all.message
    assert "规模为大型" in by_size.message


@pytest.mark.parametrize("trait", [Trait.FIRST_SET, Trait.MAJOR_EQUIPMENT])
def test_either_trait_makes_the_insurance_item_apply(trait: Trait) -> None:
    owner = enterprise(traits=frozenset({trait}))

    assert ("P3-08", "NA_NOT_ALLOWED") in _codes({"P3-08": _left_out("没有")}, owner)


def test_first_set_makes_both_its_items_apply() -> None:
    owner = enterprise(traits=frozenset({Trait.FIRST_SET}))

    found = _codes({"P3-07": _left_out("没有"), "P3-08": _left_out("没有")}, owner)

    assert [code for code in found if code[1] == "NA_NOT_ALLOWED"] == [("P3-07", "NA_NOT_ALLOWED"), ("P3-08", "NA_NOT_ALLOWED")]


def test_leaving_out_needs_a_reason() -> None:
    [issue] = _issues({"P3-04": Answer(level=Level.NOT_APPLICABLE)}, enterprise())

    assert (issue.code, issue.item, issue.field) == ("NA_WITHOUT_REASON", "P3-04", Field.REASON)


def test_scoring_an_item_that_could_be_left_out_is_only_a_hint() -> None:
    [issue] = _issues({"P3-04": _level(2)}, enterprise())

    assert (issue.code, issue.severity, issue.found) == ("LEVEL_NOT_EXPECTED", Severity.WARNING, "2")
    assert "没有“消费品”" in issue.message


def test_a_reason_beside_a_level_is_only_a_hint() -> None:
    beside = Answer(level=Level.EFFECTIVE, texts={Field.REASON: "外包", Field.EVIDENCE: "记录"})

    [issue] = _issues({"P1-01": beside}, enterprise())

    assert (issue.code, issue.severity, issue.field, issue.found) == ("REASON_BESIDE_LEVEL", Severity.WARNING, Field.REASON, "外包")


@pytest.mark.parametrize("level", [Level.BLANK, Level.FAULTY])
def test_what_was_not_read_breaks_no_rule(level: Level) -> None:
    assert _codes({"P1-01": Answer(level=level), "P3-04": Answer(level=level)}, enterprise()) == []


def test_an_unknown_size_counts_as_not_applying_and_is_said_once() -> None:
    unknown = enterprise(size=None, staff=None, revenue=None)

    found = _codes({"P1-07": _left_out("规模不详"), "P6-07": _left_out("规模不详")}, unknown)

    assert found == [(None, "SIZE_UNKNOWN")]


def test_high_levels_without_evidence_are_one_hint_a_form() -> None:
    bare = {code: Answer(level=Level.LEADING) for code in ("P1-01", "P1-03")}

    [issue] = _issues(bare, enterprise())

    assert (issue.code, issue.severity, issue.found, issue.details["count"]) == ("EVIDENCE_MISSING", Severity.WARNING, "P1-01、P1-03", "2")


def test_level_2_needs_no_evidence() -> None:
    assert _codes({"P1-01": Answer(level=Level.IMPLEMENTED)}, enterprise()) == []


def test_whoever_owes_everything_may_leave_nothing_out() -> None:
    found = _codes({item.code: _left_out("没有") for item in edition().items}, EVERYTHING_OWED)

    assert found == [(item.code, "NA_NOT_ALLOWED") for item in edition().items]


def test_whoever_owes_least_may_leave_out_the_twelve_conditional_items() -> None:
    found = _codes({item.code: _left_out("没有") for item in edition().items}, NOTHING_OWED)

    assert len(found) == 48 - 12


def _left_out(reason: str) -> Answer:
    return Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: reason})


def _level(level: int) -> Answer:
    return Answer(level=Level(level), texts={Field.EVIDENCE: "记录"})


def _issues(changes: dict[str, Answer], of: Enterprise) -> tuple[Issue, ...]:
    """Validate a form that keeps every rule but for the changes."""
    proper = {item.code: _level(2) if item.applies(of.size, of.traits) else _left_out("不涉及") for item in edition().items}
    return validate(SelfAssessment(uscc=USCC, period="2020", edition="2020", answers=proper | changes), of, edition())


def _codes(changes: dict[str, Answer], of: Enterprise) -> list[tuple[str | None, str]]:
    return [(issue.item, issue.code) for issue in _issues(changes, of)]
