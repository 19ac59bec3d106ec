"""登录码 handed out: slips to print and cut, and the same as a table for mail merge, in one workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from models.enterprise import Enterprise
from reports.workbook import formats_of, open_book, write_table

SLIPS, MERGE = "打印裁开", "邮件合并"
_A_PAGE = 7
# Points; seven slips of them and the margins fill an A4 page.
_HEIGHTS = (32, 15, 26, 15, 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one enterprise is told: its code in clear, until when it has time."""

    enterprise: Enterprise
    code: str
    due: date


def build_code_slips(slips: Sequence[Slip], *, period: str, address: str) -> bytes:
    """Write the slips, seven a page of A4 upright with lines to cut along, and beside them the table for mail merge."""
    out = BytesIO()
    with open_book(out) as book:
        _write_slips(book, slips, period, address)
        write_table(book.add_worksheet(MERGE), [_row(slip, period, address) for slip in slips], formats_of(book))
    return out.getvalue()


def _write_slips(book: Workbook, slips: Sequence[Slip], period: str, address: str) -> None:
    sheet = book.add_worksheet(SLIPS)
    _set_page(sheet, len(slips))
    looks = _looks(book)
    for number, slip in enumerate(slips):
        for offset, (look, height, text) in enumerate(zip(looks, _HEIGHTS, _lines(slip, period, address), strict=True)):
            sheet.set_row(number * len(_HEIGHTS) + offset, height)
            sheet.write_string(number * len(_HEIGHTS) + offset, 0, text, look)


def _set_page(sheet: Worksheet, slips: int) -> None:
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.35, bottom=0.35)
    # Somewhat less than A4 leaves between the margins: LibreOffice makes columns wider than Excel does.
    sheet.set_column_pixels(0, 0, 515)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, slips * len(_HEIGHTS) - 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_h_pagebreaks([page * _A_PAGE * len(_HEIGHTS) for page in range(1, (slips - 1) // _A_PAGE + 1)])


def _looks(book: Workbook) -> tuple[Format, ...]:
    plain: dict[str, object] = {"valign": "vcenter", "font_size": 10, "shrink": True}
    looks: tuple[dict[str, object], ...] = (
        {"bold": True, "font_size": 13, "valign": "bottom"},
        {},
        {"bold": True, "font_size": 17, "font_name": "Consolas"},
        {},
    )
    return (*(book.add_format(plain | look) for look in looks), book.add_format(plain | {"bottom": 3, "valign": "top"}))


def _lines(slip: Slip, period: str, address: str) -> tuple[str, ...]:
    firm = slip.enterprise
    by = f"　转报单位 {firm.forwarder}" if firm.forwarder else ""
    return (
        firm.name,
        f"统一社会信用代码 {firm.uscc}{by}",
        slip.code,
        f"{period} 期自评表请在 {slip.due.isoformat()} 前报送：{address}",
        "用统一社会信用代码和登录码登录。登录码不要转给别人，丢了请联系协会秘书处换发。",
    )


def _row(slip: Slip, period: str, address: str) -> dict[str, object]:
    """Write a row for mail merge; the day is a text, which Word leaves as it is."""
    firm = slip.enterprise
    return {
        "企业名称": firm.name,
        "统一社会信用代码": firm.uscc,
        "登录码": slip.code,
        "网址": address,
        "报告期": period,
        "截止日": slip.due.isoformat(),
        "联系人": firm.contact.person,
        "手机": firm.contact.mobile,
        "邮箱": firm.contact.email,
        "转报单位": firm.forwarder,
    }
