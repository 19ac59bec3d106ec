"""Rounding as Excel's ROUND does it: half away from zero, from exact numbers."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def half_up(value: Fraction | int, digits: int = 1) -> Decimal:
    """Round an exact number to `digits` decimals, halves away from zero (62.25 gives 62.3)."""
    scaled = Fraction(value) * 10**digits
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-digits).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def mean_half_up(values: Sequence[int]) -> int:
    """Round the mean of non-negative whole numbers to a whole number."""
    return (2 * sum(values) + len(values)) // (2 * len(values))


def quartile_half_up(ordered: Sequence[int], quarter: int) -> int:
    """Round a quartile of ascending non-negative whole numbers; inclusive, as Excel's QUARTILE.INC."""
    place, rest = divmod((len(ordered) - 1) * quarter, 4)
    upper = ordered[min(place + 1, len(ordered) - 1)]
    return (4 * ordered[place] + rest * (upper - ordered[place]) + 2) // 4
