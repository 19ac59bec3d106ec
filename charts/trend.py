"""历期: the plain mean of each period in grey, broken where the edition changed, and the same enterprises' two means beside it."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, is_nothing, score, signed
from charts.template import blank_figure, empty_figure
from charts.theme import Theme

_ROOM = 4.0
_APART = 0.13


class PanelSlope(NamedTuple):
    """同口径: the means of the same n enterprises in the last two periods, on 0-100, and their exact difference."""

    n: int
    before: float
    now: float
    difference: float
    items: int | None = None


class _Point(NamedTuple):
    period: str
    n: int
    mean: float
    joined: bool


def trend(frame: pd.DataFrame, *, panel: PanelSlope | None, theme: Theme) -> go.Figure:
    """Draw the means of the periods.

    `frame`: one row a period, the earliest first: `period` (its name), `n`, `mean` (0-100 or NaN), `joined` (the edition is
    that of the row before). Between rows that are not joined the line is broken and a rule says why.
    """
    points = [_Point(*row) for row in frame[list(_Point._fields)].itertuples(index=False)]
    if all(is_nothing(point.mean) for point in points):
        return empty_figure("还没有可以比较的报告期", theme, height=theme.size.progress)
    figure = blank_figure(theme, height=theme.size.progress, top=theme.size.text * 2, bottom=theme.size.axis * 2, right=theme.size.text * 7)
    low, high = _range(points, panel)
    figure.update_yaxes(range=[low, high], visible=False)
    names = [f"{escaped(point.period)}<br>n={point.n}" for point in points]
    figure.update_xaxes(range=[-0.35, len(points) - 1 + 0.15], tickvals=list(range(len(points))), ticktext=names)
    _add_means(figure, points, theme)
    for place, point in enumerate(points):
        if place and not point.joined:
            _add_break(figure, place, theme)
    taken = _add_panel(figure, panel, len(points), theme) if panel and len(points) > 1 else {}
    _add_values(figure, points, taken, theme)
    return figure


def _range(points: Sequence[_Point], panel: PanelSlope | None) -> tuple[float, float]:
    values = [point.mean for point in points if not is_nothing(point.mean)]
    values += [panel.before, panel.now] if panel else []
    room = max(_ROOM, (max(values) - min(values)) * 0.4)
    return max(-room, min(values) - room), max(values) + room


def _add_means(figure: go.Figure, points: Sequence[_Point], theme: Theme) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place, point in enumerate(points):
        if place and not point.joined:
            xs, ys = [*xs, None], [*ys, None]
        xs, ys = [*xs, place], [*ys, None if is_nothing(point.mean) else point.mean]
    figure.add_scatter(
        name="简单平均",
        x=xs,
        y=ys,
        mode="lines+markers",
        line={"color": theme.colour.mark, "width": theme.size.line},
        marker={"size": theme.size.dot, "color": theme.colour.mark},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_panel(figure: go.Figure, panel: PanelSlope, count: int, theme: Theme) -> dict[int, float]:
    """Draw the slope between the last two periods; give where it stands, for the other labels to keep away."""
    at = {count - 2: panel.before, count - 1: panel.now}
    figure.add_scatter(
        name="同口径",
        x=list(at),
        y=list(at.values()),
        mode="lines+markers",
        line={"color": theme.colour.accent, "width": theme.size.line * 1.5},
        marker={"size": theme.size.dot, "color": theme.colour.accent},
        hoverinfo="skip",
        cliponaxis=False,
    )
    font = {"color": theme.colour.accent, "size": theme.size.text}
    on = f"<br>两版共有 {panel.items} 项" if panel.items else ""
    text = f"<b>{signed(panel.difference)} 分</b><br>同口径 {panel.n} 家{on}"
    figure.add_annotation(x=count - 1, y=panel.now, text=text, xanchor="left", align="left", xshift=theme.size.dot, font=font)
    return at


def _add_values(figure: go.Figure, points: Sequence[_Point], panel: dict[int, float], theme: Theme) -> None:
    """Write each mean on the side where the panel is not, the panel's own on the other."""
    for place, point in enumerate(points):
        below = place in panel and not is_nothing(point.mean) and panel[place] >= point.mean
        if not is_nothing(point.mean):
            _value(figure, place, point.mean, below, theme.colour.ink, theme)
        if place in panel:
            _value(figure, place, panel[place], not below, theme.colour.accent, theme)
    if len(points) and not is_nothing(points[0].mean):
        muted = {"color": theme.colour.muted, "size": theme.size.small}
        top = 1.0 + _APART / 2
        figure.add_annotation(xref="paper", x=0, yref="paper", y=top, text="灰线：各期全部企业的简单平均", xanchor="left", font=muted)


def _value(figure: go.Figure, place: int, value: float, below: bool, colour: str, theme: Theme) -> None:
    figure.add_annotation(
        x=place,
        y=value,
        text=f"<b>{score(value)}</b>",
        yanchor="top" if below else "bottom",
        yshift=-theme.size.dot if below else theme.size.dot,
        font={"color": colour, "size": theme.size.text},
    )


def _add_break(figure: go.Figure, place: int, theme: Theme) -> None:
    line = {"color": theme.colour.ink, "width": 1.5, "dash": "dash"}
    at = place - 0.5
    figure.add_shape(type="line", x0=at, x1=at, yref="paper", y0=0, y1=0.92, line=line)
    font = {"color": theme.colour.ink, "size": theme.size.small}
    figure.add_annotation(x=at, yref="paper", y=0.92, yanchor="bottom", text="清单换版，前后不可比", font=font, bgcolor=theme.colour.page)
