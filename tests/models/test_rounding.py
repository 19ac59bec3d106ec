"""Rounding as Excel does it, from exact numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rounding import half_up, mean_half_up, quartile_half_up

SCORES = st.lists(st.integers(0, 1000), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(249, 4), "62.3"),
        (Fraction(1249, 20), "62.5"),
        (Fraction(124, 2), "62.0"),
        (Fraction(-249, 4), "-62.3"),
        (Fraction(1, 30), "0.0"),
        (Fraction(63, 40), "1.6"),
    ],
)
def test_halves_go_away_from_zero(exact: Fraction, shown: str) -> None:
    assert str(half_up(exact)) == shown


def test_banker_s_rounding_would_give_another_figure() -> None:
    assert half_up(Fraction(249, 4)) != round(Fraction(249, 4), 1)


def test_a_rate_is_rounded_to_as_many_digits_as_asked() -> None:
    assert half_up(Fraction(1, 3), 3) == Decimal("0.333")


@given(st.fractions(-1000, 1000), st.integers(0, 3))
def test_the_rounded_number_is_never_further_than_half_a_step(exact: Fraction, digits: int) -> None:
    assert abs(Fraction(half_up(exact, digits)) - exact) <= Fraction(1, 2 * 10**digits)


@given(SCORES)
def test_the_mean_of_tenths_is_the_exact_mean_rounded_once(scores: list[int]) -> None:
    assert mean_half_up(scores) == int(half_up(Fraction(sum(scores), len(scores)), 0))


@given(SCORES, st.sampled_from([1, 2, 3]))
def test_quartiles_are_those_of_quartile_inc(scores: list[int], quarter: int) -> None:
    ordered = sorted(scores)

    place = Fraction(quarter * (len(ordered) - 1), 4)
    below, above = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    exact = below + (place - int(place)) * (above - below)

    assert quartile_half_up(ordered, quarter) == int(half_up(exact, 0))


def test_quartiles_of_excel_s_own_example() -> None:
    assert [quartile_half_up([10, 20, 40, 70, 80, 90, 100, 120], quarter) for quarter in (1, 2, 3)] == [35, 75, 93]
