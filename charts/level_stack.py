"""One item across enterprises: how many stand at each level, in all and by size or sector."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, rate_percent, shortened
from charts.template import blank_figure, empty_figure, label_rows, row_axis
from charts.theme import Theme

LEVELS = ("level_0", "level_1", "level_2", "level_3", "level_4")
BAR_MIDDLE, BAR_WIDTH = 0.2, 0.5
LONGEST_KEY = 18


class _Row(NamedTuple):
    key: str
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Count the enterprises the item applies to."""
        return sum(self.counts)


def level_stack(frame: pd.DataFrame, theme: Theme, *, nothing: str = "没有企业适用这个项目") -> go.Figure:
    """Draw a bar of 100% for each row, or say `nothing`; `frame`: `key`, `level_0`..`level_4` as counts of enterprises."""
    rows = [_Row(str(key), tuple(int(count) for count in counts)) for key, *counts in frame[["key", *LEVELS]].itertuples(index=False)]
    if not sum(row.n for row in rows):
        return empty_figure(nothing, theme)
    figure = blank_figure(theme, height=theme.size.level_row * len(rows) + 8, top=4, bottom=4, right=2)
    for level in range(len(LEVELS)):
        _add_level(figure, rows, level, theme)
    names = [(escaped(shortened(row.key, LONGEST_KEY)), place) for place, row in enumerate(rows)]
    counts = [(f"n={row.n}", place) for place, row in enumerate(rows)]
    label_rows(figure, names, counts, across=1, pitch=theme.size.level_row, theme=theme)
    figure.update_layout(barmode="stack", uniformtext={"minsize": theme.size.small, "mode": "hide"})
    figure.update_xaxes(visible=False, range=[0, 1])
    row_axis(figure, len(rows))
    return figure


def _add_level(figure: go.Figure, rows: Sequence[_Row], level: int, theme: Theme) -> None:
    fill = theme.colour.bands[level]
    shown = [(row, place) for place, row in enumerate(rows) if row.counts[level]]
    figure.add_bar(
        name=f"{level} 级",
        orientation="h",
        x=[row.counts[level] / row.n for row, _ in shown],
        y=[place + BAR_MIDDLE for _, place in shown],
        width=BAR_WIDTH,
        marker={"color": fill, "line": {"color": theme.colour.outline, "width": 1}},
        text=[f"{level} 级 {row.counts[level]}" for row, _ in shown],
        textposition="inside",
        textangle=0,
        insidetextanchor="middle",
        constraintext="inside",
        textfont={"color": theme.text_on(fill), "size": theme.size.tick},
        customdata=[[row.key, level] for row, _ in shown],
        hovertext=[
            f"<b>{escaped(row.key)}</b><br>{level} 级 {row.counts[level]} 家，占 {rate_percent(row.counts[level] / row.n)}"
            for row, _ in shown
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )
