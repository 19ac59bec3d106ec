"""The tables of the notice: bands in its text, and the three annexes behind it, captions above, sources below."""

from collections.abc import Sequence
from dataclasses import replace

from docx.document import Document
from docx.enum.text import WD_BREAK

from charts.figures_text import NOTHING, rate_percent, score_percent
from models.catalogue import Catalogue
from models.meeting_figures import GroupFigures, MeetingFigures
from reports import sentences
from reports.faces import HEADING, TABLE, TITLE
from reports.typesetting import (
    Align,
    Look,
    add_row,
    new_table,
    repeat_heading,
    rule,
    shade,
    write,
)

ANNEXES = ("六项重点工作得分率", "分行业、分规模得分", "自评清单各项目情况及口径")
_NUMBER = Look(face=HEADING, size=16, line=28.95)
_TITLE = Look(face=TITLE, size=18, line=30, align=Align.CENTER, after=6)
_CAPTION = Look(face=HEADING, size=12, line=18, align=Align.CENTER, before=6, after=3, keep=True)
_HEAD = Look(face=HEADING, size=10.5, line=15, keep=True)
_CELL = Look(face=TABLE, size=10.5, line=15)
_KEPT_TOGETHER = 8
_NOTE = Look(face=TABLE, size=9, line=14, after=8)
_DEFINITIONS = (
    "应报：花名册上没有豁免的企业。已报：有可识别的一版。报送率＝已报÷应报。",
    "有效：有一版通过检查。有空缺的只作暂估，不计入平均和分档。",
    "综合得分＝100×Σ（标准分×等级÷4）÷Σ标准分，只算适用的项目；“不适用”不计入分子和分母。",
    "平均为企业得分的简单平均，每家一票；n 是参加平均的企业数。得分四舍五入到一位小数。",
    "达标率（项目侧）＝达到目标等级的企业数÷适用企业数。",
    "分档按综合得分：20、45、70、95 分为界；最终分档最多比核心项最低等级高一档。",
    "同口径：同版清单、两期都参加平均的企业；分差为“分”，率差为“个百分点”。",
)


def add_bands(document: Document, figures: MeetingFigures) -> None:
    """Add the table of bands with every band's count and share."""
    rows = [(name, str(count), rate_percent(count / figures.n)) for name, count in figures.summary.bands.items()]
    _add_table(document, "表1　分档情况", ("分档", "企业数（家）", "占比"), rows, (50, 45, 45), f"{sentences.source_line(figures)}。")


def add_annexes(document: Document, figures: MeetingFigures, catalogue: Catalogue) -> None:
    """Add the three annexes, each on a page of its own."""
    for number, (name, add_content) in enumerate(zip(ANNEXES, (_add_priorities, _add_groups, _add_items), strict=True), start=1):
        paragraph = document.add_paragraph()
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        write(paragraph, f"附件{number}", _NUMBER)
        write(document.add_paragraph(), name, _TITLE)
        add_content(document, figures, catalogue)


def _add_priorities(document: Document, figures: MeetingFigures, _: Catalogue) -> None:
    rows = []
    for of in figures.priorities:
        spread = of.spread
        shown = [spread.mean, spread.median, spread.lower_quartile, spread.upper_quartile]
        enough = spread.n >= figures.least
        rows.append((of.short, str(spread.n), *(sentences.percent(value if enough else None) for value in shown), score_percent(of.target)))
    headings = ("重点工作", "n", "平均", "中位数", "下四分位", "上四分位", "目标")
    note = f"{sentences.source_line(figures)}。单位：%。目标为各适用项目都达到目标等级时的得分率。"
    _add_table(document, "表2　六项重点工作得分率", headings, rows, (42, 16, 19, 19, 20, 20, 19), note)


def _add_groups(document: Document, figures: MeetingFigures, _: Catalogue) -> None:
    columns = [of.column for of in figures.priorities]
    least = figures.least
    for place, (of, name) in enumerate(((figures.sectors, "行业"), (figures.sizes, "规模")), start=3):
        note = (
            f"{sentences.source_line(figures)}。综合得分单位：分；六项得分率单位：%，均为平均。"
            f"“—”为不足{least}家，或可由其他数字推算，不列出。排列不分先后。"
        )
        headings = (name, "n", "平均", "中位数", *columns)
        widths = (32, 14, 16, 16, *(13,) * 6)
        _add_table(document, f"表{place}　分{name}得分", headings, [_group(group) for group in of], widths, note)


def _group(of: GroupFigures) -> tuple[str, ...]:
    return (
        of.key,
        str(of.n),
        sentences.points(of.mean),
        sentences.points(of.median),
        *(sentences.points(six.mean) for six in of.priorities),
    )


def _add_items(document: Document, figures: MeetingFigures, catalogue: Catalogue) -> None:
    rows = []
    for item, of in zip(catalogue.items, figures.items, strict=True):
        enough = of.n >= figures.least
        rates = (sentences.percent(of.score_rate), rate_percent(of.compliance_rate)) if enough else (NOTHING, NOTHING)
        star = "★" if item.core else ""
        rows.append((item.code, item.title + star, str(item.weight), str(item.target_level), str(of.n), *rates))
    headings = ("编号", "评价项目", "标准分", "目标等级", "n", "得分率", "达标率")
    note = f"{sentences.source_line(figures)}。★为核心项；“—”为不足{figures.least}家，不列出。"
    _add_table(document, "表5　各评价项目", headings, rows, (18, 51, 16, 18, 16, 18, 18), note)
    write(document.add_paragraph(), "口径说明", replace(_CAPTION, align=Align.LEFT))
    for number, text in enumerate(_DEFINITIONS, start=1):
        write(document.add_paragraph(), f"{number}．{text}", replace(_NOTE, size=10.5, line=17, after=0))


def _add_table(
    document: Document, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], note: str
) -> None:
    """Add a caption, a table whose first column is text and whose headings stand on every page, and what it rests on."""
    write(document.add_paragraph(), caption, _CAPTION)
    table = new_table(document, widths)
    head = add_row(table, widths)
    repeat_heading(head)
    numbers = [place for place in range(len(headings)) if all(_is_number(row[place]) for row in rows)]
    for place, (cell, text) in enumerate(zip(head.cells, headings, strict=True)):
        write(cell.paragraphs[0], text, replace(_HEAD, align=Align.RIGHT) if place in numbers else _HEAD)
        shade(cell, "F2F2F2")
        rule(cell, top=1, bottom=0.75)
    # A short table stays whole; a long one breaks between rows and repeats its headings.
    cell_look = replace(_CELL, keep=len(rows) <= _KEPT_TOGETHER)
    for row in rows:
        for place, (cell, text) in enumerate(zip(add_row(table, widths).cells, row, strict=True)):
            write(cell.paragraphs[0], text, replace(cell_look, align=Align.RIGHT) if place in numbers else cell_look)
            rule(cell, bottom=1 if row is rows[-1] else 0.25)
    write(document.add_paragraph(), f"注：{note}n 为参加平均的企业数（家）。", _NOTE)


def _is_number(text: str) -> bool:
    return text == NOTHING or text.rstrip("%").replace(".", "", 1).isdigit()
