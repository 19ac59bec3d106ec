"""自评 against 核定: a ring where the enterprises put an item, a dot where the reviewers did, a line between them."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.dumbbell import add_dumbbell
from charts.figures_text import Number, escaped, exact, is_nothing, shortened
from charts.finding import NOT_ENOUGH, Finding
from charts.priority_bars import BAR_MIDDLE
from charts.template import blank_figure, empty_figure, label_rows, pointer_rows, row_axis
from charts.theme import Theme
from models.progress import LEAST_SHOWN
from models.rounding import half_up

MOST_ROWS = 8
LONGEST_TITLE = 18
NOTHING_REVIEWED = "还没有核定的自评表，不能与自评比较"
_MINUS = "\N{MINUS SIGN}"


class _Row(NamedTuple):
    key: str
    title: str
    n: int
    own: Number
    reviewed: Number
    deviation: Number


def shown_items(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the items that reviewers changed, of those with at least 3 enterprises, the largest deviation first."""
    rated = frame[(frame["n"] >= LEAST_SHOWN) & frame["deviation"].map(lambda value: not is_nothing(value) and value != 0)]
    return rated.head(MOST_ROWS)


def review_dumbbell(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Draw one row an item, ranked by deviation; `frame` is that of models.review.deviations."""
    rows = [_Row(*record) for record in shown_items(frame)[list(_Row._fields)].itertuples(index=False)]
    if not rows:
        return empty_figure(NOTHING_REVIEWED if not frame["n"].max() else "核定与自评没有差别，或适用的不足 3 家", theme)
    figure = blank_figure(theme, height=theme.size.dumbbell_row * len(rows) + theme.size.axis + 4, top=4, bottom=theme.size.axis, left=8)
    for place, row in enumerate(rows):
        ends, colour = [float(exact(row.own)), float(exact(row.reviewed))], theme.colour.accent if place == 0 else theme.colour.mark
        add_dumbbell(figure, row.key, ends, y=place + BAR_MIDDLE, colour=colour, theme=theme)
    names = [(f"{row.key} {escaped(shortened(row.title, LONGEST_TITLE))}", place) for place, row in enumerate(rows)]
    values = [(_value(row, theme), place) for place, row in enumerate(rows)]
    label_rows(figure, names, values, across=4, pitch=theme.size.dumbbell_row, theme=theme)
    pointer_rows(figure, range(len(rows)), keys=[row.key for row in rows], hover=[_hover(row) for row in rows])
    figure.update_xaxes(range=[0, 4], tickvals=[0, 1, 2, 3, 4], ticktext=["0", "1", "2", "3", "4 级"], ticklabeloverflow="allow")
    row_axis(figure, len(rows))
    return figure


def review_finding(frame: pd.DataFrame, *, n: int, mean: float | None) -> Finding:
    """Say where own and reviewed levels lie furthest apart; `mean` is the deviation over all answers."""
    subtitle = f"平均等级，空心为自评，实心为核定，右为偏差（自评 − 核定，按舍入前计算），按偏差大小排列，n={n}，已核定的自评表"
    if not n or mean is None:
        return Finding(title=NOTHING_REVIEWED, subtitle="核定后，这里按项目列出自评与核定的差别")
    if n < LEAST_SHOWN:
        return Finding(title=NOT_ENOUGH, subtitle=subtitle)
    rows = shown_items(frame)
    if rows.empty:
        return Finding(title="核定与自评没有差别", subtitle=subtitle)
    first = rows.iloc[0]
    way = "高于" if first["deviation"] > 0 else "低于"
    overall = f"自评平均比核定{'高' if mean >= 0 else '低'} {half_up(abs(exact(mean)), 2)} 级"
    return Finding(title=f"{first['key']} 自评{way}核定最多：{half_up(abs(first['deviation']), 2)} 级；{overall}", subtitle=subtitle)


def _value(row: _Row, theme: Theme) -> str:
    bold = f"<b style='color:{theme.colour.ink};font-size:{theme.size.text}px'>{_signed(row.deviation)}</b>"
    return f"{_level(row.own)} → {_level(row.reviewed)}　{bold}"


def _hover(row: _Row) -> str:
    return f"<b>{row.key} {escaped(row.title)}</b><br>已核定 {row.n} 家<br>自评 {_level(row.own)}，核定 {_level(row.reviewed)}"


def _level(value: Number) -> str:
    return str(half_up(exact(value), 2))


def _signed(value: Number) -> str:
    rounded = half_up(exact(value), 2)
    return f"{'+' if rounded > 0 else _MINUS if rounded < 0 else ''}{abs(rounded)}"
