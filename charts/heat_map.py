"""Groups by priority: score rates as ten flat steps with the number in each cell; small groups are hatched."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import NOTHING, escaped, score, score_percent, shortened
from charts.template import blank_figure, empty_figure
from charts.theme import CLEAR, Theme
from models.progress import LEAST_SHOWN

COLUMNS: Mapping[str, str] = {"P1": "体系", "P2": "方法", "P3": "分级", "P4": "品牌", "P5": "基础", "P6": "人才"}
LONGEST_KEY = 9
HOVER_DISTANCE = 80


class _Row(NamedTuple):
    key: str
    n: int
    values: tuple[float | None, ...]
    suppressed: bool


class _Cell(NamedTuple):
    x: int
    y: int
    value: float


def heat_map(frame: pd.DataFrame, *, theme: Theme, columns: Mapping[str, str] = COLUMNS) -> go.Figure:
    """Draw mean score rates, one row a group.

    `frame`: `key`, `n`, `P1`..`P6` on 0-100 or NaN, `suppressed`. `columns` names the priorities over the columns. Over
    the cells that have a number lie transparent squares with customdata `[key, priority]`, for clicks and hover, over the
    others squares without customdata, for hover only;
    nothing of a suppressed row but its name and n enters the figure.
    """
    rows = [_row(record, columns) for record in frame.to_dict("records")]
    height = theme.size.heat_row * len(rows) + theme.size.axis + 6
    if not rows:
        return empty_figure("还没有可计分的自评表", theme)
    figure = blank_figure(theme, height=height, top=theme.size.axis, right=2, bottom=6)
    cells = list(_cells(rows))
    _add_cells(figure, cells, rows, columns, theme)
    _add_hatches(figure, rows, theme)
    _add_squares(figure, cells, rows, columns, theme)
    figure.update_layout(hoverdistance=HOVER_DISTANCE)
    figure.update_xaxes(
        side="top", range=[-0.5, len(columns) - 0.5], tickvals=list(range(len(columns))), ticktext=list(columns.values()), tickangle=0
    )
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), automargin="left")
    figure.update_yaxes(ticktext=[_row_label(row, theme) for row in rows])
    figure.update_yaxes(ticklabelstandoff=4)
    figure.update_layout(xaxis_tickfont_color=theme.colour.ink, yaxis_tickfont_color=theme.colour.ink)
    return figure


def _row(record: Mapping[Hashable, object], columns: Mapping[str, str]) -> _Row:
    hidden = bool(record["suppressed"])
    values = tuple(None if hidden else _number(record[priority]) for priority in columns)
    return _Row(str(record["key"]), int(str(record["n"])), values, hidden)


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(float(str(value))) else float(str(value))


def _cells(rows: Sequence[_Row]) -> Iterator[_Cell]:
    for y, row in enumerate(rows):
        for x, value in enumerate(row.values):
            if value is not None:
                yield _Cell(x, y, value)


def _add_cells(figure: go.Figure, cells: Sequence[_Cell], rows: Sequence[_Row], columns: Mapping[str, str], theme: Theme) -> None:
    """Draw one heat map a text colour, since a trace has one and heat maps do not fade after a click."""
    fills = theme.colour.steps
    for text_colour in sorted({theme.text_on(fill) for fill in fills}):
        steps: list[list[int | None]] = [[None] * len(columns) for _ in rows]
        texts = [[""] * len(columns) for _ in rows]
        for cell in cells:
            step = theme.step(cell.value)
            if theme.text_on(fills[step]) == text_colour:
                steps[cell.y][cell.x], texts[cell.y][cell.x] = step, score(cell.value)
        figure.add_heatmap(
            z=steps,
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            zmin=-0.5,
            zmax=9.5,
            colorscale=[[edge / 10, fills[step]] for step in range(10) for edge in (step, step + 1)],
            showscale=False,
            xgap=2,
            ygap=2,
            text=texts,
            texttemplate="%{text}",
            textfont={"size": theme.size.tick, "color": text_colour},
            hoverinfo="skip",
            hoverongaps=False,
        )


def _add_hatches(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    blanks = [(x, y) for y, row in enumerate(rows) for x, value in enumerate(row.values) if value is None]
    if not blanks:
        return
    figure.add_scatter(
        name="",
        x=[place for x, _ in blanks for place in (x - 0.49, x + 0.49, x + 0.49, x - 0.49, x - 0.49, None)],
        y=[place for _, y in blanks for place in (y - 0.46, y - 0.46, y + 0.46, y + 0.46, y - 0.46, None)],
        mode="none",
        fill="toself",
        fillpattern={"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": theme.colour.backdrop, "bgcolor": CLEAR},
        hoverinfo="skip",
    )
    dash = {"text": NOTHING, "font": {"size": theme.size.tick, "color": theme.colour.muted}, "bgcolor": theme.colour.page}
    # All at once: add_annotation copies what is already there each time, half a second for 31 regions.
    figure.update_layout(annotations=[{"x": x, "y": y, **dash} for x, y in blanks])
    _add_invisible(figure, blanks, [f"{_heading(rows[y])}<br>{_why_nothing(rows[y])}" for _, y in blanks], None, theme)


def _add_squares(figure: go.Figure, cells: Sequence[_Cell], rows: Sequence[_Row], columns: Mapping[str, str], theme: Theme) -> None:
    codes, names = list(columns), list(columns.values())
    hover = [f"{_heading(rows[cell.y])}<br>{names[cell.x]} {score_percent(cell.value)}" for cell in cells]
    keys = [[rows[cell.y].key, codes[cell.x]] for cell in cells]
    _add_invisible(figure, [(cell.x, cell.y) for cell in cells], hover, keys, theme)


def _add_invisible(
    figure: go.Figure, places: Sequence[tuple[int, int]], hover: list[str], keys: list[list[str]] | None, theme: Theme
) -> None:
    figure.add_scatter(
        name="",
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers",
        marker={"symbol": "square", "size": theme.size.heat_row - 2, "color": theme.colour.ink, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=keys,
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _heading(row: _Row) -> str:
    return f"<b>{escaped(row.key)}</b>（{row.n} 家）"


def _why_nothing(row: _Row) -> str:
    if not row.suppressed:
        return "没有可显示的数"
    return "不足 3 家，不显示" if row.n < LEAST_SHOWN else "为免由合计推算出别的组，不显示"


def _row_label(row: _Row, theme: Theme) -> str:
    return f"{escaped(shortened(row.key, LONGEST_KEY))} <span style='color:{theme.colour.muted}'>{row.n}</span>"
