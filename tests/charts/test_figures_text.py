"""How a figure is written for people."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from charts.figures_text import rate_percent, score, score_percent, shortened, signed


@pytest.mark.parametrize(
    ("value", "written"),
    [(62.25, "62.3"), (62.35, "62.4"), (0.05, "0.1"), (0, "0.0"), (100, "100.0"), (Decimal("62.25"), "62.3"), (Fraction(249, 4), "62.3")],
)
def test_a_score_is_rounded_half_up_to_one_decimal(value: float, written: str) -> None:
    assert score(value) == written


@pytest.mark.parametrize("nothing", [None, float("nan"), np.float64("nan")])
def test_nothing_is_a_dash_and_never_zero(nothing: float | None) -> None:
    assert score(nothing) == score_percent(nothing) == rate_percent(nothing) == signed(nothing) == "—"


def test_a_rate_is_written_in_per_cent() -> None:
    assert rate_percent(0.625) == "62.5%"
    assert rate_percent(0.1225) == "12.3%"
    assert score_percent(np.float64(25)) == "25.0%"


def test_a_difference_carries_its_sign() -> None:
    assert [signed(value) for value in (1.575, -0.75, 0.04, -0.04)] == ["+1.6", "−0.8", "0.0", "0.0"]


def test_a_name_of_sixty_characters_is_cut_to_its_place() -> None:
    assert shortened("某" * 60, 9) == "某" * 8 + "…"
    assert shortened("机床工具", 9) == "机床工具"
