"""A form as plain as it can be, for tests to spoil: one heading row, one row an item, nothing merged or coloured."""

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exchange.judge import Judgement, JudgingContext, judge
from exchange.layout import InfoLabel, Sheet
from models.enterprise import Enterprise
from tests.builders import PERIOD, USCC, edition, enterprise

HEADINGS = ("编号", "评价项目", "标准分", "自评等级", "不适用理由", "自评说明", "证明材料", "责任部门", "改进措施", "完成时限")
INFO = {InfoLabel.USCC: USCC, InfoLabel.NAME: enterprise().name, InfoLabel.PERIOD: "2020", InfoLabel.EDITION: "2020"}


def plain_book(levels: Mapping[str, object] | None = None, info: Mapping[str, object] | None = None) -> Workbook:
    """Fill a form that passes without an issue: level 2, or 不适用 with a reason; `levels` and `info` change cells."""
    book = Workbook()
    of = book.active
    assert isinstance(of, Worksheet)
    of.title = Sheet.INFO.value
    for label, value in (INFO | dict(info or {})).items():
        of.append([str(label), value])
    sheet = book.create_sheet(Sheet.FORM.value)
    sheet.append(list(HEADINGS))
    for item in edition().items:
        owed = item.applies(enterprise().size, enterprise().traits)
        sheet.append([item.code, item.title, item.weight, 2 if owed else "不适用", None if owed else "不涉及"])
    for code, level in (levels or {}).items():
        sheet[level_cell(code)] = level
    return book


def form_sheet(book: Workbook) -> Worksheet:
    """Give 自评表."""
    sheet = book[Sheet.FORM.value]
    assert isinstance(sheet, Worksheet)
    return sheet


def row_of(code: str) -> int:
    """Give the row of an item in a form nobody has sorted."""
    return edition().position[code] + 2


def level_cell(code: str) -> str:
    """Give the address of an item's level in a form nobody has changed."""
    return f"D{row_of(code)}"


def as_bytes(book: Workbook, results: Mapping[str, str] | None = None) -> bytes:
    """Save a workbook; `results` gives formulas of 自评表 the value (as XML inside the cell) they last had."""
    target = BytesIO()
    book.save(target)
    if not results:
        return target.getvalue()
    part = f"xl/worksheets/sheet{book.sheetnames.index(Sheet.FORM.value) + 1}.xml"
    out = BytesIO()
    with ZipFile(target) as source, ZipFile(out, "w", ZIP_DEFLATED) as changed:
        for name in source.namelist():
            data = source.read(name)
            changed.writestr(name, _with_results(data.decode(), results).encode() if name == part else data)
    return out.getvalue()


def context(**changes: object) -> JudgingContext:
    """Judge for the period 2020 with one enterprise on the roster; any field may be changed."""
    values: dict[str, object] = {
        "period": PERIOD,
        "catalogue": edition(),
        "roster": {USCC: enterprise()},
        "extensions": {},
        "received_on": date(2020, 8, 21),
    }
    return JudgingContext(**(values | changes))  # type: ignore[arg-type]


def judged(book: Workbook | bytes, of: Enterprise | None = None, **changes: object) -> Judgement:
    """Judge a form, against the roster's usual enterprise or another."""
    if of is not None:
        changes["roster"] = {of.uscc: of}
    return judge(context(**changes), book if isinstance(book, bytes) else as_bytes(book))


def faults(judgement: Judgement) -> list[tuple[str | None, str]]:
    """List what was found as cell and code."""
    return [(issue.cell, issue.code) for issue in judgement.issues]


def _with_results(xml: str, results: Mapping[str, str]) -> str:
    for cell, result in results.items():
        kind = ' t="str"' if not re.fullmatch(r"<v>[-0-9.]+</v>", result) else ""
        xml, count = re.subn(rf'<c r="{cell}"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)', rf'<c r="{cell}"\1{kind}>\2{result}', xml)
        assert count == 1, cell
    return xml
