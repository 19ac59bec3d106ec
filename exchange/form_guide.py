"""Writes 填报说明: what to do, until when, how to settle on a level, and an example worked out to the end."""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from exchange.form_style import Styles, set_page
from exchange.layout import NOT_APPLICABLE, Heading, Sheet
from exchange.row_height import SIZE, height
from models.assessment import Level
from models.catalogue import Catalogue, Item
from models.period import Period
from models.rounding import half_up
from models.scoring import facts_of, level_matrix, score, shown

_WIDTHS = (60, 170, 80, 150, 80, 80, 80, 350)
_LAST = len(_WIDTHS) - 1
_NA = Level.NOT_APPLICABLE

# Ten items are enough to show every rule; not a whole form.
_EXAMPLE: dict[str, tuple[Level, str]] = {
    "P1-01": (Level(3), ""),
    "P1-04": (Level(2), ""),
    "P1-07": (_NA, "中型企业"),
    "P1-09": (Level(3), ""),
    "P2-02": (Level(2), ""),
    "P3-01": (Level(1), ""),
    "P3-04": (_NA, "无消费品"),
    "P4-01": (Level(2), ""),
    "P5-04": (Level(4), ""),
    "P6-06": (Level(3), ""),
}


class _Page:
    """The sheet with a hand that moves down row by row."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet, self.styles, self.row = sheet, styles, 0

    def line(self, text: str, kind: str, *, first: int = 0, pixels: float | None = None) -> None:
        """Write one text across the page from column `first`, in a row high enough for it."""
        size = {"title": 16.0, "section": 12.0, "answer": 12.0}.get(kind, SIZE)
        self.sheet.set_row(self.row, pixels or height([(text, sum(_WIDTHS[first:]))], size=size))
        self.sheet.merge_range(self.row, first, self.row, _LAST, "", self.styles(kind))
        self.sheet.write_string(self.row, first, text, self.styles(kind))
        self.row += 1

    def cells(self, texts: tuple[str, ...], spans: tuple[tuple[int, int], ...], kind: str) -> None:
        """Write a row of a table; each text spans the columns given for it."""
        widths = [sum(_WIDTHS[first : last + 1]) for first, last in spans]
        self.sheet.set_row(self.row, height(zip(texts, widths, strict=True)))
        for text, (first, last) in zip(texts, spans, strict=True):
            if last > first:
                self.sheet.merge_range(self.row, first, self.row, last, "", self.styles(kind))
            self.sheet.write_string(self.row, first, text, self.styles(kind))
        self.row += 1


def write_guide(book: Workbook, styles: Styles, catalogue: Catalogue, period: Period) -> None:
    """Add 填报说明 in the order a person needs it."""
    sheet = book.add_worksheet(Sheet.GUIDE)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    page = _Page(sheet, styles)
    page.line("质量品牌自评表　填报说明", "title")
    page.line(f"{period.code} 报告期，请于 {_day(period)}前报送（含当天）。共 {len(catalogue.items)} 项。", "answer")
    page.line("有不明白的，请问转报单位或协会秘书处（电话和邮箱见通知）。", "text")
    _steps(page, period)
    _levels(page, catalogue)
    _notes(page, catalogue)
    if all(code in catalogue.by_code for code in _EXAMPLE):
        _example(page, catalogue)
    _source(page, catalogue)
    _guard_and_print(sheet)


def _day(period: Period) -> str:
    day = period.deadline
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _steps(page: _Page, period: Period) -> None:
    page.line("五步填完", "section")
    steps = (
        f"核对“{Sheet.INFO}”：已按花名册预填，有变化的直接改。统一社会信用代码和企业名称锁定，有误请告诉秘书处。",
        f"填“{Sheet.FORM}”：逐项从 0 级往上看“{Heading.DESCRIPTORS}”，取全部满足的最高一级，在浅黄格里选 0–4。只填等级，不填分数。",
        f"“{Heading.TITLE}”下写着“可填{NOT_APPLICABLE}”的，确实没有才选，并写明理由。其他项目没有开展就填 0。",
        f"写{Heading.EVIDENCE}的名称和编号，不用附原件；没有达到目标等级的，写{Heading.IMPROVEMENT}和{Heading.DUE}。",
        f"表头显示“自评等级已全部填完”后保存，打印、盖章、扫描成 PDF，连同本 Excel 文件于 {_day(period)}前一起发回。",
    )
    for number, step in enumerate(steps, 1):
        page.sheet.write_string(page.row, 0, str(number), page.styles("number"))
        page.line(step, "text", first=1)


def _levels(page: _Page, catalogue: Catalogue) -> None:
    page.line("五个等级", "section")
    spans = ((0, 0), (1, 1), (2, 6), (7, 7))
    page.cells(("等级", "名称", "判据（全部满足才可定到该级）", "证明材料最低要求"), spans, "label")
    for rule in catalogue.level_rules:
        page.cells((str(rule.level), rule.name, rule.criterion, rule.evidence), spans, "cell")


def _notes(page: _Page, catalogue: Catalogue) -> None:
    page.line("定级时请注意", "section")
    for number, note in enumerate(catalogue.scoring_notes, 1):
        page.sheet.write_string(page.row, 0, str(number), page.styles("number"))
        page.line(note, "text", first=1)


def _example(page: _Page, catalogue: Catalogue) -> None:
    page.line("得分是这样算出来的（只列 10 项，系统自动计算，不用自己算）", "section")
    spans = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7))
    page.cells(("项目", "名称", "标准分", "等级", "得分", "目标", "达标", "怎么算"), spans, "label")
    for code, (level, why) in _EXAMPLE.items():
        page.cells(_example_row(catalogue.by_code[code], level, why), spans, "cell")
    sums = _example_sums(catalogue)
    total = ("合计", f"适用 {sums.applicable} 项", str(sums.weight), "", _points(sums.points), "", f"{sums.met}/{sums.applicable}")
    page.cells((*total, f"100 × {_points(sums.points)} ÷ {sums.weight} = {sums.total}，{sums.band}"), spans, "label")
    page.line(f"得分 = 标准分 × 等级 ÷ 4。“{NOT_APPLICABLE}”不计入；还没有填的先按 0 分暂估，不定档。", "text")


def _example_row(item: Item, level: Level, why: str) -> tuple[str, ...]:
    if level is _NA:
        return (item.code, item.title, str(item.weight), f"{NOT_APPLICABLE}（{why}）", "—", str(item.target_level), "—", "标准分不计入合计")
    reached = "是" if level >= item.target_level else "否"
    how = f"{item.weight} × {int(level)} ÷ {int(Level.LEADING)}"
    points = _points(Fraction(item.weight * level, Level.LEADING))
    return (item.code, item.title, str(item.weight), str(int(level)), points, str(item.target_level), reached, how)


class _Sums(NamedTuple):
    points: Fraction
    weight: int
    met: int
    applicable: int
    total: str
    band: str


@lru_cache(maxsize=4)
def _example_sums(catalogue: Catalogue) -> _Sums:
    """Score the example by the same rules as every form."""
    few = replace(catalogue, items=tuple(catalogue.by_code[code] for code in _EXAMPLE))
    facts = facts_of(level_matrix([bytes(level for level, _ in _EXAMPLE.values())], few), few)
    result = score(facts, few).iloc[0]
    sums = {fact: int(facts.filter(regex=f"^p._{fact}$").to_numpy().sum()) for fact in ("points", "weight")}
    return _Sums(
        points=Fraction(sums["points"], Level.LEADING),
        weight=sums["weight"],
        met=int(result["met"]),
        applicable=int(result["applicable"]),
        total=shown(result["total"]) or "—",
        band=str(result["band"]),
    )


def _points(value: Fraction) -> str:
    return str(half_up(value, 2))


def _source(page: _Page, catalogue: Catalogue) -> None:
    page.line("清单来源", "section")
    page.line(f"《{catalogue.title}》，{catalogue.edition} 版，依据{catalogue.notice}编制。{catalogue.source_note}", "muted")


def _guard_and_print(sheet: Worksheet) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    set_page(sheet, Sheet.GUIDE, pages_tall=2)
