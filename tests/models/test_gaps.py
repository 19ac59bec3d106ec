"""The largest gaps are weighed, and each says what the next level asks for."""

from fractions import Fraction

from models.gaps import GAPS_SHOWN, largest_gaps
from tests.builders import edition, levels


def test_the_largest_weighted_gap_comes_first_and_ties_go_to_the_heavier_item_then_the_code() -> None:
    gaps = largest_gaps(levels("0" * 48), edition())

    found = [(-gap.points, -gap.item.weight, gap.item.code) for gap in gaps]
    assert len(gaps) == GAPS_SHOWN
    assert found == sorted((-Fraction(item.weight * item.target_level, 4), -item.weight, item.code) for item in edition().items)[:5]


def test_the_next_step_is_the_next_level_not_the_target() -> None:
    [gap] = largest_gaps(levels("1" + "4" * 47), edition())

    assert gap.item.target_level == 3
    assert gap.next_step == edition().items[0].levels[2]
    assert gap.points == Fraction(gap.item.weight * 2, 4)


def test_who_reaches_every_target_has_no_gap() -> None:
    assert largest_gaps(levels("4" * 48), edition()) == ()


def test_blank_and_not_applicable_items_are_no_gaps() -> None:
    assert largest_gaps(levels("?-" + "4" * 46), edition()) == ()
