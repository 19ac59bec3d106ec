"""Sentences written from the data about one enterprise's two periods."""

from collections.abc import Sequence
from fractions import Fraction

from charts.figures_text import score
from models.rounding import half_up


def earlier_sentence(period: str, *, now: tuple[int, str] | None, before: tuple[int, str] | None, bands: Sequence[str]) -> str:
    """Compare two forms, each as shown score in tenths and band; None for one that has no final score.

    `bands` names the bands, the lowest first.
    """
    if before is None:
        return f"上期（{period}）没有可比的得分"
    if now is None:
        return f"上期（{period}）{_points(before[0])} 分，{before[1]}；本期还没有定分，暂不比较"
    return f"比上期（{period}）{_moved(now[0] - before[0])}，{_band(now[1], before[1], bands)}"


def why_not_compared(period: str, *, on_roster: bool, reported: bool, provisional: bool, same_edition: bool) -> str | None:
    """Say why the period before cannot be compared; None if it can."""
    if not on_roster:
        return f"上期（{period}）花名册上没有本企业"
    if not reported:
        return f"上期（{period}）没有通过检查的自评表"
    if not same_edition:
        return f"上期（{period}）用的是另一版清单，不比较"
    return f"上期（{period}）是暂估，不比较" if provisional else None


def _moved(tenths: int) -> str:
    size = half_up(Fraction(abs(tenths), 10))
    return f"{'上升' if tenths > 0 else '下降'} {size} 分" if tenths else "得分没有变"


def _band(now: str, before: str, bands: Sequence[str]) -> str:
    if now == before:
        return f"仍为{now}"
    return f"由{before}{'升为' if bands.index(now) > bands.index(before) else '降为'}{now}"


def _points(tenths: int) -> str:
    return score(Fraction(tenths, 10))
