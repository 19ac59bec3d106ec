"""六项得分率: a bar for each priority in the notice's order, with its quartiles and its target."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import NOTHING, escaped, is_nothing, score_percent
from charts.template import blank_figure, empty_figure, label_rows, per_cent_axis, pointer_rows, row_axis
from charts.theme import Theme

BAR_MIDDLE, BAR_WIDTH, RANGE_LINE = 0.08, 0.34, 0.35


class _Row(NamedTuple):
    priority: str
    title: str
    n: int
    mean: float
    q1: float
    q3: float
    target: float

    @property
    def value(self) -> str:
        """Write the mean; a priority that applies to nobody says so."""
        if not is_nothing(self.mean):
            return score_percent(self.mean)
        return NOTHING if self.n else "不适用"


def priority_bars(frame: pd.DataFrame, *, highlight: str | None, theme: Theme) -> go.Figure:
    """Draw the six priorities; only `highlight` (a code such as P3) takes the accent.

    `frame`: one row a priority, `priority`, `title`, `n`, and on 0-100 or NaN `mean`, `q1`, `q3`, `target`. The topmost
    trace is an invisible bar across each row that carries the hover text and, for clicks, customdata `[priority]`.
    """
    rows = [_Row(*row) for row in frame[list(_Row._fields)].itertuples(index=False)]
    height = theme.size.priority_row * max(len(rows), 6) + theme.size.axis + 4
    if not any(row.n for row in rows):
        return empty_figure("还没有可计分的自评表", theme, height=height)
    if all(is_nothing(row.mean) for row in rows):
        return empty_figure("样本不足，暂不比较", theme, height=height)
    figure = blank_figure(theme, height=height, top=4, bottom=theme.size.axis, left=8)
    _add_bars(figure, rows, highlight, theme)
    _add_quartiles(figure, rows, theme)
    _add_targets(figure, rows, theme)
    _add_labels(figure, rows, highlight, theme)
    pointer_rows(figure, range(len(rows)), keys=[row.priority for row in rows], hover=[_hover(row) for row in rows])
    per_cent_axis(figure)
    row_axis(figure, len(rows))
    return figure


def _add_bars(figure: go.Figure, rows: Sequence[_Row], highlight: str | None, theme: Theme) -> None:
    colours = [theme.colour.accent if row.priority == highlight else theme.colour.mark for row in rows]
    figure.add_bar(
        name="均值",
        orientation="h",
        x=[None if is_nothing(row.mean) else row.mean for row in rows],
        y=[place + BAR_MIDDLE for place in range(len(rows))],
        width=BAR_WIDTH,
        marker={"color": colours, "line": {"width": 0}},
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )


def _add_quartiles(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    lines = [
        (x, place + RANGE_LINE)
        for place, row in enumerate(rows)
        if not is_nothing(row.mean) and not is_nothing(row.q1) and not is_nothing(row.q3)
        for x in (row.q1, row.q3, None)
    ]
    figure.add_scatter(
        name="四分位",
        x=[x for x, _ in lines],
        y=[y for _, y in lines],
        mode="lines",
        line={"color": theme.colour.muted, "width": theme.size.line},
        hoverinfo="skip",
    )


def _add_targets(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    at = [(row.target, place + BAR_MIDDLE) for place, row in enumerate(rows) if not is_nothing(row.target) and row.n]
    tall = theme.size.priority_row * 0.3
    for name, colour, width in (("", theme.colour.page, theme.size.line * 2.5), ("目标", theme.colour.ink, theme.size.line)):
        figure.add_scatter(
            name=name,
            x=[x for x, _ in at],
            y=[y for _, y in at],
            mode="markers",
            marker={"symbol": "line-ns", "size": tall, "opacity": 1, "line": {"color": colour, "width": width}},
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
            cliponaxis=False,
        )


def _add_labels(figure: go.Figure, rows: Sequence[_Row], highlight: str | None, theme: Theme) -> None:
    differs = len({row.n for row in rows}) > 1
    names = []
    for place, row in enumerate(rows):
        colour = theme.colour.accent if row.priority == highlight else theme.colour.ink
        value = f"<b style='color:{colour}'>{row.value}</b>"
        count = f" <span style='color:{theme.colour.muted};font-size:{theme.size.small}px'>n={row.n}</span>" if differs else ""
        names.append((f"{escaped(row.title)} {value}{count}", place))
    label_rows(figure, names, across=100, pitch=theme.size.priority_row, theme=theme)


def _hover(row: _Row) -> str:
    lines = [f"<b>{escaped(row.title)}</b>", f"平均得分率 {row.value}（{row.n} 家）"]
    if not is_nothing(row.mean) and not is_nothing(row.q1) and not is_nothing(row.q3):
        lines.append(f"中间一半企业 {score_percent(row.q1)} 到 {score_percent(row.q3)}")
    if not is_nothing(row.target) and row.n:
        lines.append(f"目标 {score_percent(row.target)}")
    return "<br>".join(lines)
