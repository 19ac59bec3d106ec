"""Two periods side by side: a ring where a priority or item stood, a dot where it stands, a line between them."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.dumbbell import add_dumbbell
from charts.figures_text import Number, escaped, is_nothing, score, score_percent, shortened, signed
from charts.priority_bars import BAR_MIDDLE
from charts.template import blank_figure, empty_figure, label_rows, per_cent_axis, pointer_rows, row_axis
from charts.theme import Theme
from models.progress import LEAST_SHOWN

LONGEST_TITLE = 13


class _Row(NamedTuple):
    key: str
    title: str
    n: int
    before: Number
    now: Number
    difference: Number

    @property
    def shown(self) -> bool:
        """Say whether there are enough enterprises to compare."""
        return self.n >= LEAST_SHOWN and not is_nothing(self.difference)


def priority_change(frame: pd.DataFrame, *, names: tuple[str, str], highlight: str | None, theme: Theme, nothing: str) -> go.Figure:
    """Draw one row a priority or item; `frame`: `key`, `title`, `n`, `before`, `now` on 0-100, `difference`, None for nothing.

    `names` are the two periods, the earlier first; `highlight` is the key of the row that the title names. Without a row
    to compare the figure says `nothing`. The topmost trace carries hover text and customdata `[key]`.
    """
    rows = [_Row(*record) for record in frame[list(_Row._fields)].itertuples(index=False)]
    if not any(row.shown for row in rows):
        return empty_figure(nothing, theme)
    height = theme.size.priority_row * len(rows) + theme.size.axis + 4
    figure = blank_figure(theme, height=height, top=4, bottom=theme.size.axis, left=8)
    for place, row in enumerate(rows):
        if row.shown:
            ends, colour = (
                [float(value) for value in (row.before, row.now) if value is not None],
                theme.colour.accent if row.key == highlight else theme.colour.mark,
            )
            add_dumbbell(figure, row.key, ends, y=place + BAR_MIDDLE, colour=colour, theme=theme)
    titles = [(escaped(shortened(row.title, LONGEST_TITLE)), place) for place, row in enumerate(rows)]
    values = [(_value(row, theme), place) for place, row in enumerate(rows)]
    label_rows(figure, titles, values, across=100, pitch=theme.size.priority_row, theme=theme)
    pointer_rows(figure, range(len(rows)), keys=[row.key for row in rows], hover=[_hover(row, names) for row in rows])
    per_cent_axis(figure)
    row_axis(figure, len(rows))
    return figure


def _value(row: _Row, theme: Theme) -> str:
    if not row.shown:
        return f"不足 {LEAST_SHOWN} 家，不比较"
    change = f"<b style='color:{theme.colour.ink};font-size:{theme.size.text}px'>{signed(row.difference)}</b>"
    return f"{score(row.before)} → {score(row.now)}　{change}"


def _hover(row: _Row, names: Sequence[str]) -> str:
    lines = [f"<b>{escaped(row.title)}</b>", f"两期都计入的 {row.n} 家"]
    if row.shown:
        lines += [f"{escaped(names[0])} {score_percent(row.before)}", f"{escaped(names[1])} {score_percent(row.now)}"]
        lines.append(f"{signed(row.difference)} 个百分点")
    return "<br>".join(lines)
