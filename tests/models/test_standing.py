"""Where one enterprise stands among the others."""

from fractions import Fraction

import pytest

from models.standing import share_below


def test_an_enterprise_alone_stands_above_no_share_of_anybody() -> None:
    assert share_below(Fraction(50), []) is None


@pytest.mark.parametrize(("own", "share"), [(30, 0), (40, 0), (50, Fraction(1, 3)), (60, Fraction(2, 3)), (70, 1)])
def test_only_lower_scores_are_below(own: int, share: Fraction) -> None:
    assert share_below(Fraction(own), [Fraction(40), Fraction(50), Fraction(60)]) == share
