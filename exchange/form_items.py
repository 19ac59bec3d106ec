"""Writes 自评表: identity and the live count on top, one heading row, one row an item, nothing merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exchange.form_style import AMBER_TINT, RED_TINT, Styles, set_page
from exchange.layout import NOT_APPLICABLE, Heading, InfoLabel, Sheet
from exchange.row_height import height
from models.catalogue import Catalogue, Condition, Item, Priority
from models.enterprise import Enterprise

HEADING_ROW, FIRST_ROW = 3, 4
PLAIN_LEVELS = ("0", "1", "2", "3", "4")


class Slot:
    """Names of the places in 自评表 that differ between enterprises; the template fills them."""

    OPEN, BY_PRIORITY = "⟦open⟧", "⟦open_by_priority⟧"

    @staticmethod
    def choice(code: str) -> str:
        """Stand where 不适用 may follow the levels in the drop-down of an item."""
        return f"⟦choice:{code}⟧"

    @staticmethod
    def hint(code: str) -> str:
        """Stand under the title of an item, where it says whether it may be left out."""
        return f"⟦hint:{code}⟧"


class _Column(NamedTuple):
    """Width in pixels at 100 %, the format of its cells, the format of its heading."""

    width: int
    kind: str
    heading: str = "heading"


# 1,320 pixels: a 1366 screen without scrolling, and A4 landscape at 81 %, so that 10 pt prints as 8 pt.
_COLUMNS = {
    Heading.CODE: _Column(50, "cell_center"),
    Heading.PRIORITY: _Column(60, "cell"),
    Heading.TITLE: _Column(96, "cell_bold"),
    Heading.QUESTION: _Column(178, "cell"),
    Heading.DESCRIPTORS: _Column(316, "cell"),
    Heading.WEIGHT: _Column(34, "cell_center"),
    Heading.TARGET: _Column(34, "cell_center"),
    Heading.PREVIOUS: _Column(34, "cell_muted"),
    Heading.LEVEL: _Column(54, "fill_level", "heading_level"),
    Heading.REASON: _Column(74, "fill", "heading_fill"),
    Heading.NOTE: _Column(112, "fill", "heading_fill"),
    Heading.EVIDENCE: _Column(96, "fill", "heading_fill"),
    Heading.DEPARTMENT: _Column(46, "fill_text", "heading_fill"),
    Heading.IMPROVEMENT: _Column(74, "fill", "heading_fill"),
    Heading.DUE: _Column(62, "fill_text", "heading_fill"),
}


@dataclass(frozen=True, kw_only=True)
class FormPlan:
    """Where everything in 自评表 stands; with or without the column of last period's levels."""

    catalogue: Catalogue
    with_previous: bool

    @cached_property
    def columns(self) -> dict[Heading, int]:
        """Columns in order, each with its place counted from 0."""
        headings = (heading for heading in Heading if self.with_previous or heading is not Heading.PREVIOUS)
        return {heading: place for place, heading in enumerate(headings)}

    def column(self, heading: Heading) -> int:
        """Give the place of a column, counted from 0."""
        return self.columns[heading]

    def width(self, heading: Heading) -> int:
        """Give the width in pixels; what is saved on 上期等级 goes to the descriptors."""
        spare = heading is Heading.DESCRIPTORS and not self.with_previous
        return _COLUMNS[heading].width + (_COLUMNS[Heading.PREVIOUS].width if spare else 0)

    def cell(self, code: str, heading: Heading) -> str:
        """Give the address of an item's cell as A1."""
        return str(xl_rowcol_to_cell(FIRST_ROW + self.catalogue.position[code], self.column(heading)))

    def top_cell(self, label: InfoLabel) -> str:
        """Give the address of an identity's value above the heading row."""
        return str(xl_rowcol_to_cell(_TOP_ROWS[label], self.column(Heading.QUESTION) + 1))

    def span(self, heading: Heading, items: tuple[Item, ...]) -> str:
        """Give the range of some neighbouring items' cells in one column."""
        return f"{self.cell(items[0].code, heading)}:{self.cell(items[-1].code, heading)}"


_IN_RUNS = (Heading.TITLE, Heading.QUESTION, Heading.DESCRIPTORS)
_TOP_ROWS = {InfoLabel.USCC: 0, InfoLabel.NAME: 1, InfoLabel.PERIOD: 2}


def write_items(book: Workbook, styles: Styles, plan: FormPlan, period: str) -> None:
    """Add 自评表 with every enterprise-specific place left as a slot or an empty cell."""
    sheet = book.add_worksheet(Sheet.FORM)
    _write_top(sheet, styles, plan, period)
    _write_headings(sheet, styles, plan)
    for row, item in enumerate(plan.catalogue.items, FIRST_ROW):
        _write_item(sheet, styles, plan, row, item)
    _offer_levels(sheet, plan)
    _name_evidence(sheet, plan)
    _colour_what_is_open(book, sheet, plan)
    _guard_and_print(sheet, plan, period)


def may_leave_out(item: Item, enterprise: Enterprise) -> bool:
    """Say whether the drop-down of an item offers 不适用 to this enterprise."""
    return not item.applies(enterprise.size, enterprise.traits)


def hint_for(item: Item, enterprise: Enterprise) -> str:
    """Say under the title of a conditional item whether this enterprise may leave it out."""
    if item.not_applicable_when is None or not may_leave_out(item, enterprise):
        return "本企业须填等级"
    return _may_leave_out_text(item.not_applicable_when)


def open_text(open_items: int, unreasoned: int) -> str:
    """Say what is still open, as the formula above the heading row does."""
    rest = f"还有 {open_items} 项没有填自评等级" if open_items else "自评等级已全部填完"
    return rest + (f"；有 {unreasoned} 项“{NOT_APPLICABLE}”没有写理由" if unreasoned else "")


def open_by_priority_text(catalogue: Catalogue, open_codes: frozenset[str]) -> str:
    """Say how many items of each priority are still open, as the formula above the heading row does."""
    counts = [sum(item.code in open_codes for item in catalogue.items_of(priority)) for priority in Priority]
    return "各项还差：" + "　".join(f"{titles.column} {count}" for titles, count in zip(catalogue.priorities, counts, strict=True))


def _write_top(sheet: Worksheet, styles: Styles, plan: FormPlan, period: str) -> None:
    label_column = plan.column(Heading.QUESTION)
    for row, text in enumerate(("质量品牌自评表", "浅黄格：还没有填等级", "★：核心项")):
        sheet.set_row_pixels(row, 22)
        sheet.write_string(row, 0, text, styles("top_title" if row == 0 else "plain"))
    for label, row in _TOP_ROWS.items():
        sheet.write_string(row, label_column, label, styles("top_label"))
        sheet.write_blank(row, label_column + 1, None, styles("top_value"))
    sheet.write_string(_TOP_ROWS[InfoLabel.PERIOD], label_column + 1, period, styles("top_value"))
    count_column = plan.column(Heading.WEIGHT)
    sheet.write_formula(0, count_column, _open_formula(plan), styles("top_count"), Slot.OPEN)
    sheet.write_formula(2, count_column, _by_priority_formula(plan), styles("plain"), Slot.BY_PRIORITY)


def _open_formula(plan: FormPlan) -> str:
    levels, reasons = (plan.span(heading, plan.catalogue.items) for heading in (Heading.LEVEL, Heading.REASON))
    unreasoned = f'SUMPRODUCT(({levels}="{NOT_APPLICABLE}")*({reasons}=""))'
    return (
        f'=IF(COUNTBLANK({levels})=0,"自评等级已全部填完","还有 "&COUNTBLANK({levels})&" 项没有填自评等级")'
        f'&IF({unreasoned}=0,"","；有 "&{unreasoned}&" 项“{NOT_APPLICABLE}”没有写理由")'
    )


def _by_priority_formula(plan: FormPlan) -> str:
    parts = [
        f'{titles.column} "&COUNTBLANK({plan.span(Heading.LEVEL, plan.catalogue.items_of(titles.code))})'
        for titles in plan.catalogue.priorities
    ]
    return '="各项还差：' + '&"　'.join(parts)


def _write_headings(sheet: Worksheet, styles: Styles, plan: FormPlan) -> None:
    sheet.set_row_pixels(HEADING_ROW, 56)
    for column, heading in enumerate(plan.columns):
        sheet.set_column_pixels(column, column, plan.width(heading))
        sheet.write_string(HEADING_ROW, column, heading, styles(_COLUMNS[heading].heading))


def _write_item(sheet: Worksheet, styles: Styles, plan: FormPlan, row: int, item: Item) -> None:
    opening = item is plan.catalogue.items_of(item.priority)[0]
    sheet.set_row(row, _row_height(plan, item))
    fixed: dict[Heading, str | int] = {
        Heading.CODE: item.code,
        Heading.PRIORITY: plan.catalogue.titles(item.priority).title,
        Heading.WEIGHT: item.weight,
        Heading.TARGET: item.target_level,
    }
    for heading, column in plan.columns.items():
        look = styles(_kind(item, heading), opening=opening)
        if heading in _IN_RUNS:
            _write_runs(sheet, (row, column), list(_runs(item, heading)), look, styles)
        elif isinstance(value := fixed.get(heading), int):
            sheet.write_number(row, column, value, look)
        elif value is None:
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_string(row, column, value, look)


def _kind(item: Item, heading: Heading) -> str:
    """Name the format of a cell; the reason is closed where nobody may leave the item out."""
    closed = heading is Heading.REASON and item.not_applicable_when is None
    return "closed" if closed else _COLUMNS[heading].kind


def _runs(item: Item, heading: Heading) -> Iterator[tuple[str, str]]:
    """Yield the stretches of an item's text with their look."""
    if heading is Heading.TITLE:
        yield "bold", ("★ " if item.core else "") + item.title
        if item.not_applicable_when is not None:
            yield "accent", "\n" + Slot.hint(item.code)
    elif heading is Heading.QUESTION:
        yield "plain", item.question
        yield "muted", "\n可用材料：" + "；".join(item.evidence)
    else:
        for level, text in enumerate(item.levels):
            yield "bold", ("\n" if level else "") + f"{level} "
            yield "plain", " " + text


def _write_runs(sheet: Worksheet, place: tuple[int, int], runs: list[tuple[str, str]], cell: Format, styles: Styles) -> None:
    if len(runs) == 1:
        sheet.write_string(*place, runs[0][1], cell)
        return
    parts = [part for look, text in runs for part in (styles.run(look), text)]
    sheet.write_rich_string(*place, *parts, cell)


def _row_height(plan: FormPlan, item: Item) -> float:
    texts = {heading: "".join(text for _, text in _runs(item, heading)) for heading in _IN_RUNS}
    if item.not_applicable_when is not None:
        texts[Heading.TITLE] = texts[Heading.TITLE].replace(Slot.hint(item.code), _may_leave_out_text(item.not_applicable_when))
    return height((text, plan.width(heading)) for heading, text in texts.items())


def _may_leave_out_text(condition: Condition) -> str:
    return f"可填{NOT_APPLICABLE}：{condition.described()}"


def _offer_levels(sheet: Worksheet, plan: FormPlan) -> None:
    """Add the drop-downs: one for all items that everyone has to score, one for each of the others."""
    everyone = [item for item in plan.catalogue.items if item.not_applicable_when is None]
    cells = [plan.cell(item.code, Heading.LEVEL) for item in everyone]
    if cells:
        rule = _level_rule(PLAIN_LEVELS, f"本项不能填“{NOT_APPLICABLE}”，还没有开展就填 0。")
        sheet.data_validation(cells[0], rule | {"multi_range": " ".join(cells)})
    for item in plan.catalogue.items:
        if item.not_applicable_when is not None:
            levels = (*PLAIN_LEVELS[:-1], PLAIN_LEVELS[-1] + Slot.choice(item.code))
            sheet.data_validation(plan.cell(item.code, Heading.LEVEL), _level_rule(levels, Slot.hint(item.code) + "。"))


def _level_rule(levels: tuple[str, ...], last_words: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(levels),
        "error_title": "请从下拉中选择",
        "error_message": f"请点格子右边的箭头选择等级，或直接输入 0–4 的整数，例如 3。{last_words}",
    }


def _name_evidence(sheet: Worksheet, plan: FormPlan) -> None:
    """Show the useful evidence beside the cell where it is to be named."""
    for item in plan.catalogue.items:
        message = "只写名称和编号：" + "；".join(item.evidence)
        sheet.data_validation(
            plan.cell(item.code, Heading.EVIDENCE),
            {"validate": "any", "input_title": f"{item.code} 可用的证明材料", "input_message": message[:255]},
        )


def _colour_what_is_open(book: Workbook, sheet: Worksheet, plan: FormPlan) -> None:
    """Tint open level cells amber, and the reason that is missing beside 不适用 red."""
    level, reason = (f"${xl_col_to_name(plan.column(heading))}{FIRST_ROW + 1}" for heading in (Heading.LEVEL, Heading.REASON))
    rules = {
        Heading.LEVEL: (f"=LEN(TRIM({level}))=0", AMBER_TINT),
        Heading.REASON: (f'=AND({level}="{NOT_APPLICABLE}",LEN(TRIM({reason}))=0)', RED_TINT),
    }
    for heading, (formula, colour) in rules.items():
        tint = book.add_format({"bg_color": colour})
        sheet.conditional_format(plan.span(heading, plan.catalogue.items), {"type": "formula", "criteria": formula, "format": tint})


def _guard_and_print(sheet: Worksheet, plan: FormPlan, period: str) -> None:
    last_row, last_column = HEADING_ROW + len(plan.catalogue.items), len(plan.columns) - 1
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last_row, last_column)}"})
    sheet.autofilter(HEADING_ROW, 0, last_row, last_column)
    sheet.freeze_panes(FIRST_ROW, plan.column(Heading.TITLE) + 1)
    set_page(sheet, f"质量品牌自评表 {period}")
    sheet.repeat_rows(0, HEADING_ROW)
    sheet.print_area(0, 0, last_row, last_column)
