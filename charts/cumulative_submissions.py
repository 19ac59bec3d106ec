"""报送进度: enterprises that had reported by each day, against the deadline and last year's pace."""

from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.template import blank_figure, empty_figure
from charts.theme import Theme

_LONG, _YEARS, _DAY_TICKS = 75, 400, 3
_FEW = 5
_DAY_IN_MS = 86_400_000


class _Point(NamedTuple):
    day: date
    total: int


def cumulative_submissions(
    frame: pd.DataFrame, *, deadline: date, expected: int, previous: pd.DataFrame | None, theme: Theme, previous_name: str = "上年"
) -> go.Figure:
    """Draw the step line of reported enterprises.

    `frame`: `day` (date), `cumulative`, days without news may be left out. `previous`: `days_before` (whole days before
    that period's deadline, negative after it), `cumulative`; drawn in grey, its deadline laid on this one.
    """
    now = [_Point(_day(day), int(count)) for day, count in frame[["day", "cumulative"]].itertuples(index=False)]
    if not now:
        return empty_figure("还没有收到自评表", theme, height=theme.size.progress)
    before = _aligned(previous, deadline)
    size = theme.size
    figure = blank_figure(
        theme,
        height=size.progress,
        top=size.text * 2 + 10,
        right=_end_room(previous_name, theme),
        bottom=size.axis,
        left=size.tick * 3,
    )
    top = max(expected, *(point.total for point in now + before), 1)
    figure.update_yaxes(
        range=[0, top * 1.04], nticks=5, showgrid=True, tickformat="d", rangemode="tozero", dtick=1 if top <= _FEW else None
    )
    _set_days(figure, now, before, deadline)
    if expected:
        _add_expected(figure, expected, theme)
    _add_deadline(figure, deadline, theme)
    if before:
        _add_line(figure, before, theme.colour.mark, f"{previous_name}同期", "dot", theme)
    _add_line(figure, now, theme.colour.accent, "本期", "solid", theme)
    _add_end_label(figure, now[-1], f"<b>{now[-1].total} 家</b>", theme.colour.accent, theme)
    if before:
        at = _clear_of(now[-1], before[-1], top, theme)
        _add_end_label(figure, at, f"{previous_name} {before[-1].total}", theme.colour.muted, theme)
    return figure


def _set_days(figure: go.Figure, now: list[_Point], before: list[_Point], deadline: date) -> None:
    """Show every day, two weeks at least; ticks at months, or at whole days when the season is short."""
    days = [point.day for point in now + before] + [deadline]
    last = max(days)
    first = min(*days, last - timedelta(days=14)) - timedelta(days=1)
    span = (last - first).days
    figure.update_xaxes(
        type="date",
        range=[first.isoformat(), (last + timedelta(days=max(1, span // 60))).isoformat()],
        tickformat="%Y年%-m月" if span >= _YEARS else "%-m月" if span >= _LONG else "%-m月%-d日",
        dtick=f"M{ceil(span / 180)}" if span >= _LONG else ceil(span / _DAY_TICKS) * _DAY_IN_MS,
        tick0=date(last.year, 1, 1).isoformat() if span >= _LONG else deadline.isoformat(),
        tickangle=0,
        ticklabeloverflow="allow",
        ticklabelstandoff=6,
    )


def _add_expected(figure: go.Figure, expected: int, theme: Theme) -> None:
    line, font = {"color": theme.colour.muted, "width": 1}, {"size": theme.size.tick, "color": theme.colour.muted}
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=expected, y1=expected, line=line, layer="between")
    figure.add_annotation(text=f"应报 {expected} 家", xref="paper", x=0, y=expected, xanchor="left", yanchor="bottom", font=font)


def _add_deadline(figure: go.Figure, deadline: date, theme: Theme) -> None:
    """Rule the deadline, its name on the side where there is room: forms may come years after it."""
    first, last = (date.fromisoformat(edge) for edge in figure.layout.xaxis.range)
    anchor = "left" if (deadline - first) < (last - first) / 2 else "right"
    at, text = deadline.isoformat(), f"截止 {deadline.month}月{deadline.day}日"
    line, font = {"color": theme.colour.ink, "width": 1.5, "dash": "dash"}, {"size": theme.size.tick, "color": theme.colour.ink}
    figure.add_shape(type="line", x0=at, x1=at, yref="paper", y0=0, y1=1, line=line, layer="between")
    figure.add_annotation(text=text, x=at, yref="paper", y=1, xanchor=anchor, yanchor="bottom", yshift=2, font=font)


def _add_line(figure: go.Figure, points: list[_Point], colour: str, name: str, dash: str, theme: Theme) -> None:
    figure.add_scatter(
        name=name,
        x=[point.day.isoformat() for point in points],
        y=[point.total for point in points],
        mode="lines",
        line={"color": colour, "width": theme.size.line, "shape": "hv", "dash": dash},
        hovertext=[f"{name}：{point.day.month}月{point.day.day}日前共 {point.total} 家" for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )
    figure.add_scatter(
        name="",
        x=[points[-1].day.isoformat()],
        y=[points[-1].total],
        mode="markers",
        marker={"color": colour, "size": theme.size.dot - 2},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_end_label(figure: go.Figure, at: _Point, text: str, colour: str, theme: Theme) -> None:
    low = at.total < figure.layout.yaxis.range[1] * 0.08
    figure.add_annotation(
        text=text,
        x=at.day.isoformat(),
        y=at.total,
        xanchor="left",
        yanchor="bottom" if low else "middle",
        xshift=theme.size.dot,
        bgcolor=theme.colour.page,
        borderpad=0,
        font={"size": theme.size.text, "color": colour},
    )


def _clear_of(now: _Point, before: _Point, top: int, theme: Theme) -> _Point:
    """Move last year's label up or down until it does not touch this year's."""
    size = theme.size
    apart = round(top * size.text * 1.5 / (size.progress - size.axis - size.text * 2))
    gap = before.total - now.total
    if abs(gap) >= apart:
        return before
    return before._replace(total=max(0, now.total + (apart if gap > 0 else -apart)))


def _end_room(previous_name: str, theme: Theme) -> int:
    """Give the room the labels at the lines' ends need: a Chinese character is as wide as it is high, a digit about 0.6."""
    widest = max(sum(1 if letter > "\u2e7f" else 0.6 for letter in label) for label in (f"{previous_name} 1000", "1000 家"))
    return ceil(theme.size.text * widest) + theme.size.dot + 4


def _aligned(previous: pd.DataFrame | None, deadline: date) -> list[_Point]:
    if previous is None:
        return []
    rows = previous[["days_before", "cumulative"]].itertuples(index=False)
    return [_Point(deadline - timedelta(days=int(days)), int(count)) for days, count in rows]


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
