"""综合得分的分布: how many enterprises in each five points, the bands' cuts as rules, one enterprise marked."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, is_nothing, score
from charts.template import blank_figure, empty_figure
from charts.theme import Theme
from models.catalogue import Band

STEP = 5


def score_histogram(frame: pd.DataFrame, *, cuts: Sequence[Band], own: float | None, theme: Theme) -> go.Figure:
    """Draw the distribution of `frame["score"]` (shown scores, 0-100); `cuts` are the edition's bands, lowest first.

    `own` marks one enterprise's score on its peers; None marks nobody.
    """
    counts = Counter(_bin(float(value)) for value in frame["score"] if not is_nothing(value))
    size = theme.size
    if not counts:
        return empty_figure("还没有可计分的自评表" if own is None else "还没有可以对照的企业", theme, height=size.histogram)
    figure = blank_figure(theme, height=size.histogram, top=size.text * 2 + 6, bottom=size.axis + size.small + 10, left=size.tick * 3)
    _add_bars(figure, counts, own, theme)
    _add_cuts(figure, cuts, theme)
    if own is not None and not is_nothing(own):
        _add_own(figure, own, theme)
    edges = [float(band.from_score) for band in cuts] + [100.0]
    figure.update_xaxes(
        range=[0, 100], tickvals=edges, ticktext=[f"{edge:g}" for edge in edges[:-1]] + [""], ticklabeloverflow="allow", tickangle=0
    )
    figure.update_xaxes(ticklabelstandoff=6)
    figure.update_yaxes(range=[0, max(4, max(counts.values()) * 1.08)], showgrid=True, nticks=4, tickformat="d")
    return figure


def _bin(value: float) -> int:
    return min(100 - STEP, int(value // STEP) * STEP)


def _add_bars(figure: go.Figure, counts: Counter[int], own: float | None, theme: Theme) -> None:
    starts = list(range(0, 100, STEP))
    mine = None if own is None or is_nothing(own) else _bin(own)
    figure.add_bar(
        name="",
        x=[start + STEP / 2 for start in starts],
        y=[counts[start] for start in starts],
        width=STEP * 0.94,
        marker={"color": [theme.colour.accent if start == mine else theme.colour.mark for start in starts], "line": {"width": 0}},
        customdata=[[start] for start in starts],
        hovertext=[f"{_span(start)} 分：{counts[start]} 家" for start in starts],
        hovertemplate="%{hovertext}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
    )


def _span(start: int) -> str:
    return f"{start}.0 到 {score(start + STEP - 0.1 if start + STEP < 100 else 100)}"


def _add_cuts(figure: go.Figure, cuts: Sequence[Band], theme: Theme) -> None:
    edges = [float(band.from_score) for band in cuts] + [100.0]
    for edge in edges[1:-1]:
        line = {"color": theme.colour.ink, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=edge, x1=edge, yref="paper", y0=0, y1=1, line=line, layer="between")
    for band, start, end in zip(cuts, edges, edges[1:], strict=False):
        figure.add_annotation(
            text=escaped(band.name.removesuffix("级")),
            x=(start + end) / 2,
            yref="paper",
            y=0,
            yanchor="top",
            yshift=-theme.size.tick * 1.6 - 6,
            font={"size": theme.size.small, "color": theme.colour.muted},
        )


def _add_own(figure: go.Figure, own: float, theme: Theme) -> None:
    line = {"color": theme.colour.accent, "width": theme.size.line}
    figure.add_shape(type="line", x0=own, x1=own, yref="paper", y0=0, y1=1.06, line=line)
    figure.add_annotation(
        text=f"<b>本企业 {score(own)}</b>",
        x=own,
        yref="paper",
        y=1.06,
        yanchor="bottom",
        xanchor="left" if own < 15 else "right" if own > 85 else "center",
        font={"size": theme.size.text, "color": theme.colour.accent},
    )
