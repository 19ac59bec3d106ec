"""Native charts on a slide: editable in PowerPoint and WPS, their data inside, in the colours of charts.theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from charts.theme import LIGHT
from reports.slide_box import Box
from reports.slide_text import ACCENT, INK, MUTED, child, rgb

ONE_DECIMAL, WHOLE = "0.0", "0"
LEAST_LABELLED = 0.03
SLENDER = 6
Values = Sequence[float | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of a chart: its name, its values, its fill (`#RRGGBB`, or None for the accent)."""

    name: str
    values: Values
    fill: str | None = LIGHT.colour.mark


def add_bars(
    slide: Any,
    categories: Sequence[str],
    series: Sequence[Series],
    box: Box,
    *,
    says: str,
    highlighted: int | None = None,
    top: float | None = 100,
    number: str = ONE_DECIMAL,
    size: float = 16,
) -> Any:
    """Add horizontal bars, the first category on top; `highlighted` is the category the title names."""
    chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, categories, series, box, says=says, number=number, size=size)
    chart.category_axis.reverse_order = True
    _clear_value_axis(chart, top)
    _labels(chart, number, size, XL_LABEL_POSITION.OUTSIDE_END)
    chart.plots[0].gap_width, chart.plots[0].overlap = _gap(len(categories), 45 if len(series) == 1 else 60), -5
    if highlighted is not None:
        _highlight(chart, highlighted)
    return chart


def add_stack(slide: Any, categories: Sequence[str], series: Sequence[Series], box: Box, *, says: str, top: float, size: float = 14) -> Any:
    """Add lying stacked bars on a scale up to `top`, with a legend; the numbers stand in the categories' names."""
    chart = _add(slide, XL_CHART_TYPE.BAR_STACKED, categories, series, box, says=says, number=WHOLE, size=size)
    chart.category_axis.reverse_order = True
    _clear_value_axis(chart, top)
    chart.plots[0].gap_width, chart.plots[0].overlap = _gap(len(categories), 35), 100
    add_legend(chart, size)
    return chart


def add_shares(slide: Any, categories: Sequence[str], series: Sequence[Series], box: Box, *, says: str, size: float = 16) -> Any:
    """Add bars of full length cut into parts, counts in the parts."""
    chart = _add(slide, XL_CHART_TYPE.BAR_STACKED_100, categories, series, box, says=says, number=WHOLE, size=size)
    chart.category_axis.reverse_order = True
    _clear_value_axis(chart, None)
    chart.plots[0].gap_width, chart.plots[0].overlap = 35, 100
    for of in chart.plots[0].series:
        of.format.line.color.rgb, of.format.line.width = rgb(LIGHT.colour.outline), Pt(0.75)
    _labels(chart, WHOLE, size, XL_LABEL_POSITION.CENTER)
    _hide_slivers(chart, series)
    return chart


def add_days(slide: Any, days: Sequence[date], series: Sequence[Series], box: Box, *, says: str, size: float = 14) -> Any:
    """Add lines over days; the last series is a level to reach, drawn dashed."""
    chart = _add(slide, XL_CHART_TYPE.LINE, days, series, box, says=says, number=WHOLE, size=size)
    _scale(chart.value_axis, max(value or 0 for of in series for value in of.values))
    _grid(chart)
    chart.value_axis.tick_labels.font.size = Pt(size)
    axis = chart.category_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "m/d", False
    child(axis._element, "c:majorUnit", val=str(max(1, -(-(days[-1] - days[0]).days // 3))))  # noqa: SLF001
    child(axis._element, "c:majorTimeUnit", val="days")  # noqa: SLF001
    for place, of in enumerate(chart.plots[0].series):
        of.smooth = False
        of.format.line.width = Pt(3 if not place else 1.5)
        if place:
            of.format.line.dash_style = MSO_LINE.DASH
            of.format.line.color.theme_color = INK
        else:
            of.format.line.color.theme_color = ACCENT
            _mark_last(of)
    add_legend(chart, size)
    return chart


def _add(
    slide: Any,
    kind: Any,
    categories: Sequence[Any],
    series: Sequence[Series],
    box: Box,
    *,
    says: str,
    number: str,
    size: float,
) -> Any:
    data = CategoryChartData(number_format=number)  # type: ignore[no-untyped-call]
    data.categories = categories
    for of in series:
        data.add_series(of.name, of.values)  # type: ignore[no-untyped-call]
    frame = slide.shapes.add_chart(kind, *box.place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", says)  # noqa: SLF001 - what a screen reader says
    chart = frame.chart
    chart.has_title, chart.has_legend = False, False
    chart.font.size, chart.font.color.theme_color = Pt(size), INK
    _in_chinese(chart)
    _fills(chart, series)
    _category_axis(chart, size)
    return chart


def _fills(chart: Any, series: Sequence[Series]) -> None:
    for drawn, of in zip(chart.plots[0].series, series, strict=True):
        drawn.format.fill.solid()
        _colour(drawn.format.fill, of.fill)
        if hasattr(drawn, "invert_if_negative"):
            drawn.invert_if_negative = False


def _colour(fill: Any, colour: str | None) -> None:
    if colour is None:
        fill.fore_color.theme_color = ACCENT
    else:
        fill.fore_color.rgb = rgb(colour)


def _gap(categories: int, least: int) -> int:
    """Keep one or two bars from filling the whole chart."""
    return max(least, int(100 * (SLENDER / categories - 1)))


def _mark_last(line: Any) -> None:
    """Set a dot where a line stands now; one day alone would draw nothing."""
    last = max(place for place, value in enumerate(line.values) if value is not None)
    marker = line.points[last].marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.theme_color = ACCENT


def _highlight(chart: Any, place: int) -> None:
    fill = chart.plots[0].series[0].points[place].format.fill
    fill.solid()
    fill.fore_color.theme_color = ACCENT


def _category_axis(chart: Any, size: float) -> None:
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = rgb(LIGHT.colour.mark)
    # Upright names wrap instead of being turned.
    axis._element.txPr.bodyPr.attrib.update({"rot": "0", "vert": "horz"})  # noqa: SLF001


def _clear_value_axis(chart: Any, top: float | None) -> None:
    """Leave the value axis out: every bar has its number."""
    axis = chart.value_axis
    axis.minimum_scale, axis.visible, axis.has_major_gridlines = 0, False, False
    if top is not None:
        axis.maximum_scale = top


def _scale(axis: Any, most: float) -> None:
    """Set round steps from 0 to just above the highest value."""
    step = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if step * 4 >= most)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, step * max(1, -(-most // step)), step


def _grid(chart: Any) -> None:
    axis = chart.value_axis
    axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.colour.grid)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE


def _labels(chart: Any, number: str, size: float, position: Any) -> None:
    """Write every value on its bar, in a colour that can be read there."""
    for drawn in chart.plots[0].series:
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, number, False
        labels.position, labels.font.size = position, Pt(size)
        if position == XL_LABEL_POSITION.CENTER:
            labels.font.color.rgb = rgb(LIGHT.text_on(_fill_of(drawn)))


def _hide_slivers(chart: Any, series: Sequence[Series]) -> None:
    """Take the numbers off parts too narrow to hold them."""
    totals = [sum(value or 0 for value in values) for values in zip(*(of.values for of in series), strict=True)]
    for drawn, of in zip(chart.plots[0].series, series, strict=True):
        for place, (value, total) in enumerate(zip(of.values, totals, strict=True)):
            if (value or 0) < total * LEAST_LABELLED:
                label = drawn.data_labels._element.get_or_add_dLbl_for_point(place)  # noqa: SLF001
                for part in list(label)[1:]:
                    label.remove(part)
                child(label, "c:delete", val="1")


def _fill_of(drawn: Any) -> str:
    fill = drawn.format.fill.fore_color
    return LIGHT.colour.accent if fill.type is None or fill.theme_color == ACCENT else f"#{fill.rgb}"


def add_legend(chart: Any, size: float) -> None:
    """Put a legend over the chart, where direct labels cannot do it."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size, chart.legend.font.color.theme_color = Pt(size), MUTED


def _in_chinese(chart: Any) -> None:
    for properties in chart._chartSpace.iter(qn("a:defRPr")):  # noqa: SLF001
        properties.set("lang", "zh-CN")
