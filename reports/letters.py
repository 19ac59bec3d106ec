"""退回函: one printable page that tells an enterprise why its form came back, what to mend and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from docx.document import Document

from exchange.writable import clipped
from models.issue import Issue, Severity
from models.period import Period
from reports.faces import BODY, HEADING, TABLE, TITLE
from reports.sentences import period_name
from reports.typesetting import (
    Align,
    Look,
    add_row,
    new_document,
    new_table,
    repeat_heading,
    rule,
    saved,
    shade,
    write,
)

LONGEST_REASON = 120
# Points of height that a page leaves to the table beside the longest letter, and what a row of it takes.
_HEIGHT, _LINE, _AROUND = 410, 15, 4
_LETTERS_A_LINE = 29
_LONGEST_NAME = 80

_TITLE = Look(face=TITLE, size=20, line=30, align=Align.CENTER, after=10)
_TO = Look(face=BODY, size=14, line=24)
_TEXT = Look(face=BODY, size=14, line=24, indent=2, after=6)
_SIGNED = Look(face=BODY, size=14, line=24, align=Align.RIGHT)
_HEAD = Look(face=HEADING, size=10.5, line=15)
_CELL = Look(face=TABLE, size=10.5, line=15)
_WIDTHS = (12, 28, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing to mend: where it stands (a cell, an item, or the form as a whole) and the sentence that says what to do."""

    where: str
    what: str


def reasons_of(issues: Iterable[Issue]) -> tuple[Reason, ...]:
    """Take the issues that return a form as reasons, in their order."""
    errors = (issue for issue in issues if issue.severity is Severity.ERROR)
    return tuple(Reason(where=_place(issue), what=issue.message) for issue in errors)


def build_return_letter(
    *, enterprise: str, uscc: str, period: Period, reasons: Sequence[Reason], deadline: date, association: str, dated: date
) -> bytes:
    """Write the letter as docx; `deadline` is the day the mended form is due, `dated` the day of the letter."""
    document = new_document(top=25, bottom=20, left=25, right=25, made_on=dated, title=f"{uscc} 退回函")
    year = period_name(period)
    write(document.add_paragraph(), f"关于退回{year}工业质量品牌自评表的函", _TITLE)
    write(document.add_paragraph(), f"{clipped(enterprise, _LONGEST_NAME)}：", _TO)
    write(document.add_paragraph(), _request(year, uscc, len(reasons), deadline), _TEXT)
    shown = _fitting(reasons)
    if shown:
        _add_reasons(document, shown)
    write(document.add_paragraph(), _closing(len(reasons) - len(shown)), replace(_TEXT, before=8, after=0))
    write(document.add_paragraph(), association or "（落款单位）", replace(_SIGNED, before=20))
    write(document.add_paragraph(), f"{dated.year} 年 {dated.month} 月 {dated.day} 日", _SIGNED)
    return saved(document)


def _request(year: str, uscc: str, count: int, deadline: date) -> str:
    found = f"，有 {count} 处需要修改" if count else "，需要修改后重新报送"
    until = f"{deadline.year} 年 {deadline.month} 月 {deadline.day} 日"
    return f"感谢贵单位（统一社会信用代码 {uscc}）报送{year}工业质量品牌自评表。经核对{found}。请按下列说明修改，并于 {until}前发回。"


def _closing(left_out: int) -> str:
    rest = f"另有 {left_out} 处见随函退回的标注文件。" if left_out else ""
    return f"{rest}请直接在随函退回的标注文件中修改，不必另填新表。如有疑问，请与秘书处联系。感谢支持。"


def _fitting(reasons: Sequence[Reason]) -> list[Reason]:
    """Take as many reasons as the page holds."""
    shown, height = [], 0
    for reason in reasons:
        height += _LINE * _lines(reason) + _AROUND
        if height > _HEIGHT:
            break
        shown.append(reason)
    return shown


def _lines(reason: Reason) -> int:
    """Reckon the lines a row takes: whichever of its two texts is the longer."""
    letters = (len(clipped(reason.what, LONGEST_REASON)) / _LETTERS_A_LINE, len(clipped(reason.where, 40)) / 6)
    return max(1, *(int(-(-of // 1)) for of in letters))


def _add_reasons(document: Document, reasons: Sequence[Reason]) -> None:
    table = new_table(document, _WIDTHS)
    head = add_row(table, _WIDTHS)
    repeat_heading(head)
    for cell, text in zip(head.cells, ("序号", "位置", "问题和改法"), strict=True):
        write(cell.paragraphs[0], text, _HEAD)
        shade(cell, "F2F2F2")
        rule(cell, top=0.75, bottom=0.75)
    for number, reason in enumerate(reasons, start=1):
        texts = (str(number), clipped(reason.where, 40), clipped(reason.what, LONGEST_REASON))
        for cell, text in zip(add_row(table, _WIDTHS).cells, texts, strict=True):
            write(cell.paragraphs[0], text, _CELL)
            rule(cell, bottom=0.5)


def _place(issue: Issue) -> str:
    """Name where an issue stands: its cell and item, one of them, or the form."""
    return " ".join(part for part in (issue.cell, issue.item) if part) or "整份自评表"
