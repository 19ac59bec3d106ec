"""One enterprise against its peers: a diamond on the peers' middle half, priority by priority."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, exact, is_nothing, score_percent, signed
from charts.priority_bars import BAR_MIDDLE, BAR_WIDTH
from charts.template import blank_figure, empty_figure, label_rows, per_cent_axis, pointer_rows, row_axis
from charts.theme import Theme


class _Row(NamedTuple):
    title: str
    own: float
    q1: float
    median: float
    q3: float
    n: int

    @property
    def has_peers(self) -> bool:
        """Say whether there is a middle to compare with."""
        return not (is_nothing(self.q1) or is_nothing(self.median) or is_nothing(self.q3))


def priority_position(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Draw one row a priority; `frame`: `title`, `own`, `q1`, `median`, `q3` on 0-100 or NaN, `n` peers.

    Own value and its distance to the peers' median (个百分点) stand at the right edge.
    """
    rows = [_Row(*record) for record in frame[list(_Row._fields)].itertuples(index=False)]
    height = theme.size.priority_row * max(len(rows), 6) + theme.size.axis + 4
    if all(is_nothing(row.own) and not row.has_peers for row in rows):
        return empty_figure("本企业还没有可计分的自评表", theme, height=height)
    figure = blank_figure(theme, height=height, top=4, bottom=theme.size.axis, left=8)
    _add_peers(figure, rows, theme)
    _add_own(figure, rows, theme)
    _add_labels(figure, rows, theme)
    pointer_rows(figure, range(len(rows)), keys=None, hover=[_hover(row) for row in rows])
    per_cent_axis(figure)
    row_axis(figure, len(rows))
    return figure


def _add_peers(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    at = [(row, place + BAR_MIDDLE) for place, row in enumerate(rows) if row.has_peers]
    figure.add_bar(
        name="同行中间一半",
        orientation="h",
        base=[row.q1 for row, _ in at],
        x=[row.q3 - row.q1 for row, _ in at],
        y=[y for _, y in at],
        width=BAR_WIDTH,
        marker={"color": theme.colour.backdrop, "line": {"width": 0}},
        hoverinfo="skip",
    )
    figure.add_scatter(
        name="同行中位",
        x=[row.median for row, _ in at],
        y=[y for _, y in at],
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": theme.size.priority_row * 0.3,
            "line": {"color": theme.colour.ink, "width": theme.size.line * 0.8},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_own(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    at = [(row, place + BAR_MIDDLE) for place, row in enumerate(rows) if not is_nothing(row.own)]
    figure.add_scatter(
        name="本企业",
        x=[row.own for row, _ in at],
        y=[y for _, y in at],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": theme.size.dot + 3,
            "opacity": 1,
            "color": theme.colour.accent,
            "line": {"color": theme.colour.page, "width": theme.size.line},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_labels(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    differs = len({row.n for row in rows}) > 1
    names = []
    for place, row in enumerate(rows):
        count = f" <span style='color:{theme.colour.muted};font-size:{theme.size.small}px'>n={row.n}</span>" if differs else ""
        names.append((escaped(row.title) + count, place))
    values = [(_value(row, theme), place) for place, row in enumerate(rows)]
    label_rows(figure, names, values, across=100, pitch=theme.size.priority_row, theme=theme)


def _value(row: _Row, theme: Theme) -> str:
    own = "不适用" if is_nothing(row.own) else score_percent(row.own)
    text = f"<b style='color:{theme.colour.ink};font-size:{theme.size.text}px'>{own}</b>"
    if is_nothing(row.own) or not row.has_peers:
        return text
    return f"{text}\u2002<span style='font-size:{theme.size.text}px'>{signed(exact(row.own) - exact(row.median))}</span>"


def _hover(row: _Row) -> str:
    own = "不适用" if is_nothing(row.own) else score_percent(row.own)
    lines = [f"<b>{escaped(row.title)}</b>", f"本企业 {own}"]
    if row.has_peers:
        lines += [f"同行 {row.n} 家，中位 {score_percent(row.median)}", f"中间一半 {score_percent(row.q1)} 到 {score_percent(row.q3)}"]
    else:
        lines.append("同行不足 3 家，不作比较")
    return "<br>".join(lines)
