"""What may follow what in a review, which levels it may settle, and how far it lies from what the enterprise said."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from models.enterprise import Size, Trait
from models.errors import NotPossible
from models.review import (
    NewReview,
    Review,
    ReviewDecision,
    agreed,
    blank_review,
    check_review,
    deviation,
    deviations,
    may_follow,
    review_issues,
)
from models.scoring import level_matrix
from models.submission import Places
from tests.builders import edition, enterprise, levels

SAVED, RETURNED, ACCEPTED, REOPENED = ReviewDecision
OWN = levels("3" * 48)


@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        (None, {SAVED, RETURNED, ACCEPTED}),
        (SAVED, {SAVED, RETURNED, ACCEPTED}),
        (REOPENED, {SAVED, RETURNED, ACCEPTED}),
        (RETURNED, {REOPENED}),
        (ACCEPTED, {REOPENED}),
    ],
)
def test_what_is_settled_is_reopened_before_anything_else_and_nothing_else_is(
    before: ReviewDecision | None, allowed: set[ReviewDecision]
) -> None:
    assert {decision for decision in ReviewDecision if may_follow(before, decision)} == allowed


def test_a_level_may_become_not_applicable_only_where_size_and_traits_allow_it() -> None:
    left_out = next(place for place, item in enumerate(edition().items) if item.code == "P3-04")
    without, with_trait = enterprise(traits=frozenset()), enterprise(traits=frozenset({Trait.CONSUMER_GOODS}))

    check(levels("3" * left_out + "-" + "3" * (47 - left_out)), firm=without)
    with pytest.raises(NotPossible, match="P3-04 按花名册"):
        check(levels("3" * left_out + "-" + "3" * (47 - left_out)), firm=with_trait)
    with pytest.raises(NotPossible, match="P1-01 按花名册"):
        check(levels("-" + "3" * 47), firm=without)


def test_not_applicable_may_become_a_level() -> None:
    check(levels("3" * 48), own=levels("-" * 48), firm=enterprise(size=Size.MICRO, traits=frozenset()))


@pytest.mark.parametrize("wrong", [bytes([5]) + OWN[1:], bytes([12]) + OWN[1:]])
def test_what_is_no_level_cannot_be_settled(wrong: bytes) -> None:
    with pytest.raises(NotPossible, match="P1-01"):
        check(wrong)


def test_acceptance_needs_a_level_for_every_item_and_work_in_progress_does_not() -> None:
    check(levels("?" * 48), decision=SAVED)
    check(levels("?" * 48), decision=RETURNED, reason="缺证明材料")
    with pytest.raises(NotPossible, match="等 48 项 还没有核定等级"):
        check(levels("?" * 48))


@pytest.mark.parametrize(("decision", "match"), [(RETURNED, "退回的原因"), (REOPENED, "重新打开的原因")])
def test_returning_and_reopening_need_a_reason(decision: ReviewDecision, match: str) -> None:
    with pytest.raises(NotPossible, match=match):
        check(OWN, decision=decision)


def test_a_remark_is_reason_enough_to_return() -> None:
    check(OWN, decision=RETURNED, remarks={"P1-01": "证书过期"})


def test_levels_of_another_edition_are_refused() -> None:
    with pytest.raises(NotPossible, match="项目数"):
        check(OWN[:-1])


def test_agreeing_fills_what_is_undecided_and_leaves_open_what_the_enterprise_left_open() -> None:
    own = levels("4" + "?" + "!" + "-" + "2" * 44)

    assert agreed(own, levels("1" + "?" * 47)) == levels("1" + "??" + "-" + "2" * 44)
    assert agreed(own, blank_review(own)) == levels("4??-" + "2" * 44)


def test_a_return_becomes_issues_in_the_cells_of_the_items_in_the_order_of_the_checklist() -> None:
    places = Places(sheet="自评表", column="G", rows=tuple(range(5, 53)))

    issues = review_issues(returned({"P1-03": "证书过期", "P1-01": "请补材料"}), levels("-" + "3" * 47), edition(), places)

    assert [(issue.code, issue.cell, issue.found) for issue in issues] == [
        ("REVIEW_RETURNED", None, "两项要改。"),
        ("REVIEW_REMARK", "G5", "不适用"),
        ("REVIEW_REMARK", "G7", "3 级"),
    ]
    assert issues[2].message == "G7 自评“3 级”，审核意见：证书过期 请核对证明材料后修改，或补充说明。"


def test_a_return_of_a_form_whose_places_are_not_known_names_the_items() -> None:
    issues = review_issues(returned({"P1-01": "请补材料"}, reason=""), OWN, edition(), None)

    assert [(issue.item, issue.sheet, issue.cell) for issue in issues] == [("P1-01", None, None)]


def test_the_deviation_is_the_mean_of_own_minus_reviewed_over_levels_in_both() -> None:
    own = level_matrix([levels("4" * 47 + "?"), levels("3" * 48)], edition())
    reviewed = level_matrix([levels("3" + "4" * 45 + "-" + "2"), levels("3" * 48)], edition())

    items = deviations(own, reviewed, edition())

    assert deviation(own, reviewed) == Fraction(1, 46 + 48)
    assert items.iloc[0].to_dict() == {
        "key": "P1-01",
        "title": edition().items[0].title,
        "n": 2,
        "own": Fraction(7, 2),
        "reviewed": Fraction(3),
        "deviation": Fraction(1, 2),
    }
    assert items.set_index("key").loc["P6-06", "n"] == 1
    assert len(items) == 48


def test_without_a_pair_of_levels_there_is_no_deviation() -> None:
    nothing = level_matrix([levels("-" * 48)], edition())

    assert deviation(nothing, nothing) is None
    assert deviations(nothing, nothing, edition())["deviation"].tolist() == [None] * 48
    assert deviation(nothing[:0], nothing[:0]) is None


def check(reviewed: bytes, *, own: bytes = OWN, firm: Any = None, decision: ReviewDecision = ACCEPTED, **more: Any) -> None:
    new = NewReview(submission_id=1, seen=0, decision=decision, levels=reviewed, **({"remarks": {}} | more))
    check_review(new, own, firm or enterprise(), edition())


def returned(remarks: dict[str, str], reason: str = "两项要改。") -> Review:
    now = datetime(2020, 9, 12, tzinfo=UTC)
    return Review(submission_id=1, version=1, decision=RETURNED, levels=OWN, remarks=remarks, reason=reason, at=now, by="王")
