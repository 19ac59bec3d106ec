"""Frames of the charts, from the figures of a meeting; what rests on too few forms is NaN."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from charts.trend import PanelSlope
from models.meeting_figures import GroupFigures, ItemFigures, MeetingFigures
from services import chart_frames

_NOTHING = float("nan")


def priorities(figures: MeetingFigures) -> pd.DataFrame:
    """Lay out the six for charts.priority_bars."""
    rows = []
    for of in figures.priorities:
        shown = of.spread.n >= figures.least
        middle = (of.spread.mean, of.spread.lower_quartile, of.spread.upper_quartile) if shown else (None, None, None)
        rows.append([of.code, of.short, of.spread.n, *map(_points, middle), _NOTHING if of.target is None else float(of.target)])
    return pd.DataFrame(rows, columns=["priority", "title", "n", "mean", "q1", "q3", "target"])


def bands(figures: MeetingFigures) -> pd.DataFrame:
    """Lay out the bands for charts.band_bar."""
    return chart_frames.bands(figures.summary)


def earlier_bands(figures: MeetingFigures) -> pd.DataFrame | None:
    """Lay out the bands of the period before, where both have one edition and enough forms."""
    previous = figures.previous
    if previous is None or previous.total.n < figures.least or previous.period.edition != figures.period.edition:
        return None
    return chart_frames.bands_of(previous.bands, previous.total.n)


def items(of: Sequence[ItemFigures], side: str) -> pd.DataFrame:
    """Lay out weak or strong items for charts.five_and_five; `side` is weak or strong."""
    rows = [
        [item.code, item.title, item.n, _points(item.score_rate), _NOTHING if item.compliance_rate is None else item.compliance_rate, side]
        for item in of
    ]
    return pd.DataFrame(rows, columns=["item", "title", "n", "score_rate", "compliance_rate", "side"])


def weak_and_strong(figures: MeetingFigures) -> pd.DataFrame:
    """Lay 亮点 above 短板."""
    both = [items(figures.strong, "strong"), items(figures.weak, "weak")]
    return pd.concat([frame for frame in both if len(frame)] or both[:1], ignore_index=True)


def heat(groups: Sequence[GroupFigures], codes: Sequence[str]) -> pd.DataFrame:
    """Lay out groups by priority for charts.heat_map; groups without a form stay out."""
    rows = [[group.key, group.n, *(_points(spread.mean) for spread in group.priorities), group.suppressed] for group in groups if group.n]
    return pd.DataFrame(rows, columns=["key", "n", *codes, "suppressed"])


def days(figures: MeetingFigures) -> pd.DataFrame:
    """Lay out the reported enterprises by day for charts.cumulative_submissions."""
    return pd.DataFrame(list(figures.days), columns=["day", "cumulative"])


def trend(figures: MeetingFigures) -> pd.DataFrame:
    """Lay out the means of the periods for charts.trend."""
    rows = [
        [point.period.name, point.n, _points(point.mean) if point.n >= figures.least else _NOTHING, point.joined] for point in figures.trend
    ]
    return pd.DataFrame(rows, columns=["period", "n", "mean", "joined"])


def slope(figures: MeetingFigures) -> PanelSlope | None:
    """Give the panel's two means for charts.trend, where there are enough forms."""
    panel = figures.panel
    if panel is None or panel.before is None or panel.now is None or panel.difference is None:
        return None
    return PanelSlope(panel.n, panel.before / 10, panel.now / 10, float(panel.difference), panel.items)


def _points(tenths: int | None) -> float:
    return _NOTHING if tenths is None else float(Fraction(tenths, 10))
