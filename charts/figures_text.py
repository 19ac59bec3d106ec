"""How a figure is written for people: one decimal, halves up, 「—」 for nothing to show."""

import html
import math
from decimal import Decimal
from fractions import Fraction

from models.rounding import half_up

Number = float | Decimal | Fraction | None

NOTHING = "—"
_MINUS = "−"


def score(value: Number) -> str:
    """Write a score with one decimal: 62.25 gives 62.3."""
    return NOTHING if is_nothing(value) else str(half_up(exact(value)))


def score_percent(value: Number) -> str:
    """Write a score rate given on 0-100: 25 gives 25.0%."""
    return NOTHING if is_nothing(value) else f"{half_up(exact(value))}%"


def rate_percent(value: Number) -> str:
    """Write a rate given as a fraction 0-1: 0.625 gives 62.5%."""
    return NOTHING if is_nothing(value) else f"{half_up(exact(value) * 100)}%"


def signed(value: Number) -> str:
    """Write a difference with its sign: +1.6, −0.8, 0.0."""
    if is_nothing(value):
        return NOTHING
    rounded = half_up(exact(value))
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded)}"


def is_nothing(value: Number) -> bool:
    """Say whether there is no number: None or NaN, never 0."""
    return value is None or math.isnan(value)


def exact(value: Number) -> Fraction:
    """Take a number as it is written: the float 62.25 is 6225/100, 0.1 is 1/10."""
    if value is None:
        raise ValueError("没有数值")
    return value if isinstance(value, Fraction) else Fraction(Decimal(str(value)))


def shortened(text: str, longest: int) -> str:
    """Cut a name that is too long for its place, with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def escaped(text: str) -> str:
    """Make a name safe inside Plotly's own small HTML."""
    return html.escape(text, quote=False)
