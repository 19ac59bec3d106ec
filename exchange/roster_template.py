"""Writes the roster's template: one sheet to fill with drop-downs, and one that says what goes into each column."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from exchange.form_style import Styles, set_page
from exchange.roster_layout import (
    GUIDE_SHEET,
    NEEDED,
    SHEET,
    TEMPLATE_COLUMNS,
    TRAIT_SEPARATOR,
    RosterColumn,
    RosterStatus,
)
from exchange.row_height import height
from models.enterprise import Trait
from models.reference import ReferenceLists

_LAST_ROW = 3000
_WIDTHS = {
    RosterColumn.USCC: 165, RosterColumn.NAME: 230, RosterColumn.SHORT_NAME: 90, RosterColumn.REGION: 65,
    RosterColumn.SECTOR: 110, RosterColumn.STAFF: 85, RosterColumn.REVENUE: 100, RosterColumn.TRAITS: 220,
    RosterColumn.FORWARDER: 140, RosterColumn.CONTACT: 75, RosterColumn.MOBILE: 100, RosterColumn.EMAIL: 160,
    RosterColumn.STATUS: 60,
}  # fmt: skip
_RULES: dict[RosterColumn, tuple[str, str]] = {
    RosterColumn.USCC: ("营业执照上的 18 位代码，文本格式。代码不用字母 I、O、S、V、Z。每家企业一行，不能重复。", "91350100M000100Y43"),
    RosterColumn.NAME: ("全称，与公章一致。", "福建示例机床有限公司"),
    RosterColumn.SHORT_NAME: ("图表里用的短名，可不填。", "示例机床"),
    RosterColumn.REGION: ("生产经营所在的省、自治区、直辖市。", "福建"),
    RosterColumn.SECTOR: ("13 个分行业之一；也可填 GB/T 4754 的代码或名称（最好到中类、小类），由系统归入分行业。", "机床工具"),
    RosterColumn.STAFF: ("最近一个完整年度的从业人员数，只填整数。规模由系统按人数和营业收入推算。", "320"),
    RosterColumn.REVENUE: ("最近一个完整年度的营业收入，单位是万元，不是元或亿元。", "18600"),
    RosterColumn.TRAITS: (
        f"有的都写上，用顿号隔开，没有就不填：{TRAIT_SEPARATOR.join(Trait)}。它决定哪些项目可以不适用。",
        "有自有产品、首台(套)",
    ),
    RosterColumn.FORWARDER: ("由哪家地方质协或工作站转报，直接报送的不填。", "福建省机械质协"),
    RosterColumn.CONTACT: ("联络员姓名。联络员、手机和邮箱只用来联系，导出时默认不带。", "张三"),
    RosterColumn.MOBILE: ("11 位手机号，文本格式。", "13800000000"),
    RosterColumn.EMAIL: ("收退回表的邮箱。", "quality@example.com"),
    RosterColumn.STATUS: (f"{RosterStatus.EXPECTED}或{RosterStatus.EXEMPT}，不填就是{RosterStatus.EXPECTED}。", "应报"),
}

_PROMPTED = frozenset({RosterColumn.USCC, RosterColumn.SECTOR, RosterColumn.REVENUE, RosterColumn.TRAITS})
"""Where a note beside the cell is worth being in the way."""


def build_roster_template(lists: ReferenceLists) -> bytes:
    """Build an empty roster to fill as xlsx bytes; the headings are those read_roster knows."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        styles = Styles(book)
        _write_roster(book, styles, lists)
        _write_guide(book, styles)
    return buffer.getvalue()


def _write_roster(book: Workbook, styles: Styles, lists: ReferenceLists) -> None:
    sheet = book.add_worksheet(SHEET)
    for place, column in enumerate(TEMPLATE_COLUMNS):
        sheet.set_column_pixels(place, place, _WIDTHS[column], styles(_cell_style(column)))
        sheet.write_string(0, place, column, styles("heading_fill" if column in NEEDED else "heading"))
        sheet.data_validation(1, place, _LAST_ROW, place, _checks(column, lists) | _prompt(column))
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 2)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(0)
    set_page(sheet, SHEET)


def _cell_style(column: RosterColumn) -> str:
    return "cell" if column in {RosterColumn.STAFF, RosterColumn.REVENUE} else "fill_text"


def _checks(column: RosterColumn, lists: ReferenceLists) -> dict[str, Any]:
    """Say what Excel asks of a column; only 状态 is closed, in the others people may know better."""
    checks: dict[RosterColumn, dict[str, Any]] = {
        RosterColumn.USCC: {"validate": "length", "criteria": "=", "value": 18} | _advice("代码应是 18 位，请核对。"),
        RosterColumn.REGION: _choices(region.name for region in lists.regions) | _advice("一般填省级地区的简称，例如江苏。"),
        RosterColumn.SECTOR: _choices(lists.sectors) | _advice("一般从 13 个分行业里选；也可填 GB/T 4754 的代码或名称。"),
        RosterColumn.STAFF: {"validate": "integer", "criteria": ">=", "value": 0} | _advice("请只填整数，例如 320。"),
        RosterColumn.REVENUE: {"validate": "decimal", "criteria": ">=", "value": 0} | _advice("请只填数字，单位是万元，例如 18600。"),
        RosterColumn.STATUS: _choices(RosterStatus) | {"error_title": "状态", "error_message": "请选应报或豁免，或者不填。"},
    }
    return checks.get(column, {"validate": "any"})


def _choices(words: Iterable[str]) -> dict[str, Any]:
    return {"validate": "list", "source": list(words)}


def _advice(message: str) -> dict[str, str]:
    return {"error_type": "warning", "error_title": "请核对", "error_message": message}


def _prompt(column: RosterColumn) -> dict[str, str]:
    return {"input_title": column, "input_message": _RULES[column][0]} if column in _PROMPTED else {}


def _write_guide(book: Workbook, styles: Styles) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    widths = (170, 480, 200)
    for place, width in enumerate(widths):
        sheet.set_column_pixels(place, place, width)
    sheet.write_string(0, 0, "花名册填写说明", styles("title"))
    sheet.set_row(0, 28)
    sheet.merge_range(1, 0, 1, 2, f"在“{SHEET}”里每行填一家企业，表头不要改动，次序可以调换。前两列必填，其余尽量填全。", styles("muted"))
    for place, heading in enumerate(("栏目", "怎么填", "例子")):
        sheet.write_string(3, place, heading, styles("heading"))
    for row, column in enumerate(TEMPLATE_COLUMNS, start=4):
        rule, example = _RULES[column]
        sheet.write_string(row, 0, column, styles("label"))
        sheet.write_string(row, 1, rule, styles("cell"))
        sheet.write_string(row, 2, example, styles("fixed"))
        sheet.set_row(row, max(22, height([(rule, widths[1]), (example, widths[2])])))
    sheet.hide_gridlines(2)
    set_page(sheet, GUIDE_SHEET)
