"""What every figure shares: the template, the interaction that is left, and the figure that has nothing to show."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import plotly.graph_objects as go

from charts.figures_text import escaped
from charts.theme import CLEAR, FONTS, Theme

# Whoever shows a figure needs its type, and not the library.
Drawn = go.Figure
# What is written in a row, and the row's place from the top.
RowText = tuple[str, float]

_WEEKDAYS = ("日", "一", "二", "三", "四", "五", "六")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")

CONFIG: dict[str, object] = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "scrollZoom": False,
    "showTips": False,
    "locale": "zh-CN",
    "locales": {
        "zh-CN": {
            "dictionary": {
                "trace": "系列",
                "Zoom": "放大",
                "Pan": "移动",
                "Reset axes": "恢复",
                "Autoscale": "适合窗口",
                "Download plot as a PNG": "保存为图片",
                "Double-click to zoom back out": "双击恢复原样",
            },
            "format": {
                "days": [f"星期{day}" for day in _WEEKDAYS],
                "shortDays": [f"周{day}" for day in _WEEKDAYS],
                "months": [f"{month}月" for month in _MONTHS],
                "shortMonths": [f"{number}月" for number in range(1, 13)],
                "date": "%Y-%m-%d",
                "decimal": ".",
                "thousands": "",
            },
        }
    },
}


def blank_figure(theme: Theme, *, height: int, top: int = 8, right: int | None = None, bottom: int = 8, left: int = 4) -> go.Figure:
    """Give a figure with the house's template and no data; the height in pixels is `figure.layout.height`.

    Unless told otherwise there is room at the right for half of a last tick such as 100%.
    """
    margin = {"t": top, "r": 2 * theme.size.tick - 2 if right is None else right, "b": bottom, "l": left}
    # Given at the start: update_layout would look through all of the template twice.
    return go.Figure(layout={"template": _template(theme), "height": height, "margin": margin})


def empty_figure(text: str, theme: Theme, *, height: int = 160) -> go.Figure:
    """Give a figure that says in words that there is nothing to show, and why."""
    figure = blank_figure(theme, height=height)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text=escaped(text), x=0.5, y=0.5, xref="paper", yref="paper", font={"color": theme.colour.muted, "size": theme.size.text}
    )
    return figure


def per_cent_axis(figure: go.Figure) -> None:
    """Set the axis of score rates along the bottom: 0 to 100%, a line each quarter."""
    figure.update_xaxes(
        range=[0, 100],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        showgrid=True,
        ticklabeloverflow="allow",
    )


def row_axis(figure: go.Figure, rows: float) -> None:
    """Set the axis of rows from the top down, one unit each, without labels of its own."""
    figure.update_yaxes(range=[rows - 0.5, -0.5], visible=False)


def pointer_rows(figure: go.Figure, places: Sequence[float], *, keys: Sequence[str] | None, hover: Sequence[str]) -> None:
    """Lay an invisible bar across each row: it carries the hover text and, for clicks, customdata `[key]`."""
    figure.add_bar(
        name="",
        orientation="h",
        x=[100] * len(places),
        y=list(places),
        width=0.96,
        marker={"color": CLEAR, "line": {"width": 0}},
        customdata=None if keys is None else [[key] for key in keys],
        hovertext=list(hover),
        hovertemplate="%{hovertext}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
    )


def label_rows(
    figure: go.Figure, names: Iterable[RowText], at_edge: Iterable[RowText] = (), *, across: float, pitch: float, theme: Theme
) -> None:
    """Write names above what is drawn in their rows, and at the right edge what belongs to a row.

    The axis goes from 0 to `across`, a row is `pitch` pixels high. As text of two traces: twenty annotations take Plotly
    0.2 s to make and the browser twice as long to draw.
    """
    _row_texts(figure, names, x=0, at="bottom right", colour=theme.colour.ink, size=theme.size.text, pitch=pitch)
    _row_texts(figure, at_edge, x=across, at="bottom left", colour=theme.colour.muted, size=theme.size.small, pitch=pitch)


def _row_texts(figure: go.Figure, texts: Iterable[RowText], *, x: float, at: str, colour: str, size: int, pitch: float) -> None:
    written = list(texts)
    if not written:
        return
    # Text below a point begins almost half a letter above it.
    top = -0.5 + 0.45 * size / pitch
    figure.add_scatter(
        name="",
        mode="text",
        x=[x] * len(written),
        y=[row + top for _, row in written],
        text=[text for text, _ in written],
        textposition=at,
        textfont={"color": colour, "size": size},
        unselected={"textfont": {"color": colour}},
        hoverinfo="skip",
        cliponaxis=False,
    )


@lru_cache(maxsize=16)
def _template(theme: Theme) -> go.layout.Template:
    colour, size = theme.colour, theme.size
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "gridcolor": colour.grid,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": size.tick, "color": colour.muted},
        "automargin": False,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONTS, "size": size.text, "color": colour.ink},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "dragmode": False,
            "hovermode": "closest",
            "showlegend": False,
            "barmode": "overlay",
            "bargap": 0,
            "separators": ".",
            "colorway": [colour.mark, colour.accent, *colour.bands],
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": colour.surface,
                "bordercolor": colour.border,
                "align": "left",
                "font": {"family": FONTS, "size": size.text, "color": colour.ink},
            },
            "annotationdefaults": {"showarrow": False},
        }
    )
