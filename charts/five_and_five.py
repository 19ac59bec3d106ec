"""亮点与短板: the five strongest and the five weakest items, score rate as a dot, compliance rate as a ring."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, is_nothing, rate_percent, score_percent, shortened
from charts.template import blank_figure, empty_figure, label_rows, per_cent_axis, pointer_rows, row_axis
from charts.theme import CLEAR, Theme

MARK = 0.2
LONGEST_TITLE = 13
HEADINGS = {"strong": "得分率最高", "weak": "得分率最低"}


class _Item(NamedTuple):
    item: str
    title: str
    n: int
    score_rate: float
    compliance_rate: float
    side: str


def five_and_five(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Draw items in the frame's order, strong ones above weak ones; the weak ones take the accent.

    `frame`: `item`, `title`, `n`, `score_rate` (0-100), `compliance_rate` (0-1 or NaN), `side` (strong or weak).
    The topmost trace is an invisible bar across each row: hover text and, for clicks, customdata `[item]`.
    """
    items = [_Item(*record) for record in frame[list(_Item._fields)].itertuples(index=False)]
    if not items:
        return empty_figure("适用企业不足，还不能比较评价项目", theme, height=theme.size.item_row * 8)
    rows = [item for side in HEADINGS for item in items if item.side == side]
    places = _places(rows)
    figure = blank_figure(
        theme, height=round(theme.size.item_row * (places[-1] + 1)) + theme.size.axis + 4, top=4, bottom=theme.size.axis, left=8
    )
    per_cent_axis(figure)
    row_axis(figure, places[-1] + 1)
    _add_connections(figure, rows, places, theme)
    _add_rings(figure, rows, places, theme)
    _add_dots(figure, rows, places, theme)
    _add_labels(figure, rows, places, theme)
    pointer_rows(figure, places, keys=[row.item for row in rows], hover=[_hover(row) for row in rows])
    return figure


def _places(rows: Sequence[_Item]) -> list[float]:
    """Leave room for a heading above each side: 0.6 of a row."""
    places, at, side = [], -1.0, ""
    for row in rows:
        at += 1.6 if row.side != side else 1
        side = row.side
        places.append(at)
    return places


def _add_connections(figure: go.Figure, rows: Sequence[_Item], places: Sequence[float], theme: Theme) -> None:
    ends = [
        (x, place + MARK)
        for row, place in zip(rows, places, strict=True)
        if not is_nothing(row.compliance_rate)
        for x in (row.score_rate, row.compliance_rate * 100, None)
    ]
    figure.add_scatter(
        name="",
        x=[x for x, _ in ends],
        y=[y for _, y in ends],
        mode="lines",
        line={"color": theme.colour.backdrop, "width": theme.size.line},
        hoverinfo="skip",
    )


def _add_rings(figure: go.Figure, rows: Sequence[_Item], places: Sequence[float], theme: Theme) -> None:
    ringed = [(row, place) for row, place in zip(rows, places, strict=True) if not is_nothing(row.compliance_rate)]
    figure.add_scatter(
        name="达标率",
        x=[row.compliance_rate * 100 for row, _ in ringed],
        y=[place + MARK for _, place in ringed],
        mode="markers",
        marker={"size": theme.size.ring, "color": theme.colour.page, "line": {"color": theme.colour.ink, "width": theme.size.line * 0.75}},
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_dots(figure: go.Figure, rows: Sequence[_Item], places: Sequence[float], theme: Theme) -> None:
    figure.add_scatter(
        name="得分率",
        x=[row.score_rate for row in rows],
        y=[place + MARK for place in places],
        mode="markers",
        marker={
            "size": theme.size.core,
            "opacity": 1,
            "color": [_colour(row, theme) for row in rows],
            "line": {"color": CLEAR, "width": 0},
        },
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_labels(figure: go.Figure, rows: Sequence[_Item], places: Sequence[float], theme: Theme) -> None:
    sides: set[str] = set()
    names = []
    for row, place in zip(rows, places, strict=True):
        if row.side not in sides:
            names.append((_muted(HEADINGS[row.side], theme), place - 0.63))
            sides.add(row.side)
        value = f"<b style='color:{theme.colour.accent if row.side == 'weak' else theme.colour.ink}'>{score_percent(row.score_rate)}</b>"
        names.append((f"{_muted(row.item, theme)} {escaped(shortened(row.title, LONGEST_TITLE))} {value}", place))
    counts = [(f"n={row.n}", place) for row, place in zip(rows, places, strict=True)]
    label_rows(figure, names, counts, across=100, pitch=theme.size.item_row, theme=theme)


def _muted(text: str, theme: Theme) -> str:
    return f"<span style='color:{theme.colour.muted};font-size:{theme.size.small}px'>{text}</span>"


def _colour(row: _Item, theme: Theme) -> str:
    return theme.colour.accent if row.side == "weak" else theme.colour.mark


def _hover(row: _Item) -> str:
    return (
        f"<b>{row.item} {escaped(row.title)}</b><br>得分率 {score_percent(row.score_rate)}<br>"
        f"达标率 {rate_percent(row.compliance_rate)}<br>适用 {row.n} 家"
    )
