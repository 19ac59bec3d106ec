"""附表: the meeting's figures as a workbook, a sheet a table, with charts that stay editable; no contacts in it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from charts.theme import LIGHT
from models.meeting_figures import MeetingFigures
from reports.annex_tables import AnnexTable, annex_tables
from reports.same_bytes import dated, settled
from reports.sentences import source_line
from reports.workbook import NOTHING, formats_of, open_book, write_table

TOP, A4 = 3, 9
LEAST_COLUMNS, CHARACTERS, LINE, ROW = 6, 5, 18, 20
LONGEST_BESIDE_CHART, MOST_COLUMNS_UPRIGHT = 8, 12
_FONT = {"name": "微软雅黑", "size": 10}
_FONT_OF_CELLS = {"font_name": "微软雅黑", "font_size": 10}
_ROW, _LEAST_HEIGHT, _CHART_WIDTH = 22, 260, 760


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the head of a sheet is written with, and the formats of its table."""

    title: Any
    source: Any
    note: Any
    table: dict[str, Any]


def build_annex(figures: MeetingFigures) -> bytes:
    """Write the annex; the same figures give the same bytes."""
    out = BytesIO()
    with open_book(out, default_format_properties=dict(_FONT_OF_CELLS)) as book:
        book.set_properties(
            {"title": "企业自评情况附表", "author": "秘书处", "comments": source_line(figures), "created": dated(figures.cut_off)}
        )
        muted = {"font_color": LIGHT.colour.muted}
        styles = _Styles(
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format(muted),
            book.add_format(muted | {"text_wrap": True, "valign": "top"}),
            formats_of(book),
        )
        for table in annex_tables(figures):
            sheet = book.add_worksheet(table.name)
            _printed(sheet, table)
            _head(sheet, table, figures, styles)
            write_table(sheet, table.rows, styles.table, top=TOP, fixed=table.fixed, nothing=NOTHING)
            if table.chart and table.rows:
                _chart(book, sheet, table)
            if table.shaded and table.rows:
                _shade(book, sheet, table)
    return settled(out.getvalue(), figures.cut_off)


def _head(sheet: Worksheet, table: AnnexTable, figures: MeetingFigures, styles: _Styles) -> None:
    sheet.write_string(0, 0, table.title, styles.title)
    sheet.write_string(1, 0, source_line(figures), styles.source)
    across = max(len(table.rows[0]) if table.rows else 0, LEAST_COLUMNS)
    sheet.merge_range(2, 0, 2, across - 1, "", styles.note)
    sheet.write_string(2, 0, table.note, styles.note)
    sheet.set_row(2, LINE * (1 + len(table.note) // (CHARACTERS * across)))


def _printed(sheet: Worksheet, table: AnnexTable) -> None:
    sheet.set_paper(A4)
    sheet.set_default_row(ROW)
    if table.rows and len(table.rows[0]) > MOST_COLUMNS_UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _chart(book: Workbook, sheet: Worksheet, table: AnnexTable) -> None:
    """Draw columns of the table as bars, the first row on top: below the table, or on a page of their own if it is long."""
    headings = list(table.rows[0])
    stacked = len(table.chart) > 1
    chart = book.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"})
    last = TOP + len(table.rows)
    fills = (LIGHT.colour.mark, LIGHT.colour.accent)
    for place, heading in enumerate(table.chart):
        column = headings.index(heading)
        chart.add_series(
            {
                "name": [table.name, TOP, column],
                "categories": [table.name, TOP + 1, table.labels, last, table.labels],
                "values": [table.name, TOP + 1, column, last, column],
                "fill": {"color": fills[place] if stacked else LIGHT.colour.mark},
                "gap": 45,
                "data_labels": {"value": True, "num_format": table.number, "font": _FONT | _on(fills[place], stacked=stacked)},
                "points": [{"fill": {"color": colour}, "border": {"color": LIGHT.colour.outline}} for colour in table.colours] or None,
            }
        )
    chart.set_title({"name": table.title, "name_font": {"name": "微软雅黑", "size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": LIGHT.colour.mark}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"position": "top", "font": _FONT} if stacked else {"none": True})
    if len(table.rows) > LONGEST_BESIDE_CHART:
        page = book.add_chartsheet(f"{table.name}图")
        page.set_chart(chart)
        page.set_landscape()
        page.set_paper(A4)
        return
    chart.set_size({"width": _CHART_WIDTH, "height": max(_LEAST_HEIGHT, 90 + _ROW * len(table.rows))})
    sheet.insert_chart(last + 2, 0, chart, {"description": table.title, "object_position": 3})


def _on(fill: str, *, stacked: bool) -> dict[str, str]:
    return {"color": LIGHT.text_on(fill)} if stacked else {}


def _shade(book: Workbook, sheet: Worksheet, table: AnnexTable) -> None:
    """Shade scores by the fixed steps of the heat maps, ten points each."""
    headings = list(table.rows[0])
    first, last = headings.index(table.shaded[0]), headings.index(table.shaded[-1])
    for step, colour in enumerate(LIGHT.colour.steps):
        shading = book.add_format({"bg_color": colour, "font_color": LIGHT.text_on(colour)})
        upto = 10 * step + 9.95 if step < len(LIGHT.colour.steps) - 1 else 100
        rule = {"type": "cell", "criteria": "between", "minimum": 10 * step, "maximum": upto, "format": shading}
        sheet.conditional_format(TOP + 1, first, TOP + len(table.rows), last, rule)
