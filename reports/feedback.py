"""反馈单: one A4 page an enterprise, readable in black and white; a master is set once and filled a thousand times."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from charts.figures_text import NOTHING, score
from exchange.writable import clipped
from models.catalogue import Priority
from models.feedback import Feedback, PriorityFeedback
from models.gaps import Gap
from reports.docx_master import DocxMaster, slot
from reports.faces import HEADING, SHEET
from reports.feedback_sentences import (
    CAUTION,
    conclusion,
    difference,
    gaps_heading,
    in_words,
    own_rate,
    peers_line,
    percent,
    points,
    quartiles,
    remark,
    source_line,
)
from reports.sentences import period_name
from reports.strip import HEIGHT_MM, WIDTH_MM, place_mm, strip
from reports.typesetting import (
    Align,
    Look,
    add,
    add_row,
    describe,
    new_document,
    new_table,
    rule,
    saved,
    shade,
    shape,
    write,
)

LONGEST_NAME = 80
_TITLE = Look(face=HEADING, size=12, line=17, grey=True)
_NAME = Look(face=SHEET, size=15, bold=True, line=21, before=2)
_SMALL = Look(face=SHEET, size=9, line=13, grey=True)
_ANSWER = Look(face=SHEET, size=14, bold=True, line=21, before=6)
_SECTION = Look(face=SHEET, size=12, bold=True, line=17, before=9, after=2)
_CELL = Look(face=SHEET, size=10.5, line=15)
_NUMBER = Look(face=SHEET, size=10.5, line=15, align=Align.RIGHT)
_HEAD = Look(face=SHEET, size=9, line=13, grey=True)
_FIGURE = Look(face=SHEET, size=20, bold=True, line=26, align=Align.CENTER)
_LABEL = Look(face=SHEET, size=9, line=13, align=Align.CENTER, grey=True)
_PICTURE = Look(face=SHEET, size=2)
_LIGHT = "BFBFBF"
_CARDS = ("综合得分", "分档", "达标项目", "同行中位数")
_CARD_WIDTHS = (43.5,) * 4
_SIX = ("重点工作", "本企业", "同行中位", "差", "同行中间一半", "")
_LEGEND = "黑条为本企业，灰框为同行中间一半（下四分位到上四分位），竖线为同行中位数；“—”为没有数据或不便列出。"
_SIX_WIDTHS = (36, 16, 17, 14, 23, 68)
_GAPS = ("项目", "等级", "差距", "下一步：到下一级要做到")
_GAP_WIDTHS = (52, 13, 13, 96)


def build_feedback(of: Feedback, *, association: str = "") -> bytes:
    """Write the feedback of one enterprise as docx; the first of a period takes longest, the others share its master."""
    master = _master(of.period.code, of.period.deadline, len(of.gaps), association)
    pictures = {str(of_six.code): _strip(of_six) for of_six in of.priorities}
    return master.filled(_texts(of), pictures)


def _strip(of_six: PriorityFeedback) -> bytes:
    peers = of_six.peers
    return strip(of_six.own, peers.lower_quartile, peers.median, peers.upper_quartile)


def _texts(of: Feedback) -> dict[str, str]:
    """Give the text of every slot."""
    where = " · ".join(part for part in (of.uscc, of.region, of.sector, of.size) if part)
    texts = {
        "period": period_name(of.period),
        "label": _CARDS[0] + "（暂估）" * of.provisional,
        "name": clipped(of.name, LONGEST_NAME),
        "where": where,
        "conclusion": conclusion(of),
        "remark": remark(of),
        "peers": peers_line(of),
        "source": source_line(of),
        "gaps": gaps_heading(of),
    }
    cards = dict(zip(_CARDS, _cards(of), strict=True))
    texts |= {f"card{place}": cards[label] for place, label in enumerate(_CARDS)}
    for of_six in of.priorities:
        code, peers = of_six.code, of_six.peers
        count = f"（n={peers.n}）" if of.benchmark.kind and peers.n != of.benchmark.n else ""
        texts |= {
            f"{code}_title": of_six.short + count,
            f"{code}_own": own_rate(of, of_six),
            f"{code}_median": percent(peers.median),
            f"{code}_apart": difference(of, of_six),
            f"{code}_quartiles": quartiles(peers),
            f"{code}_words": in_words(of, of_six),
        }
    return texts | {name: text for place, gap in enumerate(of.gaps) for name, text in _gap(place, gap)}


def _cards(of: Feedback) -> tuple[str, str, str, str]:
    met = f"{of.met}/{of.applicable}" if of.revision is not None else NOTHING
    return points(of.total), of.band or NOTHING, met, points(of.benchmark.total.median)


def _gap(place: int, gap: Gap) -> Iterator[tuple[str, str]]:
    star = "★" if gap.item.core else ""
    yield f"gap{place}_item", f"{gap.item.code} {gap.item.title}{star}"
    yield f"gap{place}_level", f"{int(gap.level)}→{gap.item.target_level}"
    yield f"gap{place}_points", score(gap.points)
    yield f"gap{place}_next", f"{int(gap.level) + 1} 级：{gap.next_step}"


@lru_cache(maxsize=16)
def _master(period: str, made_on: date, gaps: int, association: str) -> DocxMaster:
    """Set the page for a period and a number of gaps, with slots where enterprises differ."""
    document = new_document(top=13, bottom=11, left=18, right=18, made_on=made_on, title=f"{period} 反馈单")
    head = f"{association}　" if association else ""
    write(document.add_paragraph(), f"{head}{slot('period')}工业质量品牌自评反馈单", _TITLE)
    write(document.add_paragraph(), slot("name"), _NAME)
    write(document.add_paragraph(), slot("where"), _SMALL)
    write(document.add_paragraph(), slot("conclusion"), _ANSWER)
    write(document.add_paragraph(), slot("remark"), replace(_SMALL, after=3))
    _add_cards(document)
    write(document.add_paragraph(), "六项重点工作得分率与同行比较（差为百分点）", _SECTION)
    placeholders = _add_six(document)
    write(document.add_paragraph(), _LEGEND, _SMALL)
    write(document.add_paragraph(), slot("peers"), _SMALL)
    write(document.add_paragraph(), slot("gaps"), _SECTION)
    if gaps:
        _add_gaps(document, gaps)
        write(document.add_paragraph(), "差距＝标准分×（目标等级－本企业等级）÷4，单位为分；★为核心项。", _SMALL)
    write(document.add_paragraph(), slot("source"), replace(_SMALL, before=6))
    write(document.add_paragraph(), CAUTION, _SMALL)
    return DocxMaster(saved(document), placeholders)


def _add_cards(document: Document) -> None:
    table = new_table(document, _CARD_WIDTHS)
    figures, labels = (add_row(table, _CARD_WIDTHS).cells for _ in range(2))
    for place, (figure, label) in enumerate(zip(figures, labels, strict=True)):
        write(figure.paragraphs[0], slot(f"card{place}"), _FIGURE)
        write(label.paragraphs[0], _CARDS[place] if place else slot("label"), _LABEL)
        rule(figure, top=0.75)
        rule(label, bottom=0.75)


def _add_six(document: Document) -> dict[str, bytes]:
    """Add the table of the six; give the placeholders of its pictures."""
    table = new_table(document, _SIX_WIDTHS)
    cells = add_row(table, _SIX_WIDTHS).cells
    _add_head(cells, _SIX, numbers=range(1, 5))
    _add_scale(cells[5])
    placeholders = {}
    for place, priority in enumerate(Priority):
        row = add_row(table, _SIX_WIDTHS, height=8)
        for cell, name in zip(row.cells, ("title", "own", "median", "apart", "quartiles"), strict=False):
            write(cell.paragraphs[0], slot(f"{priority}_{name}"), _CELL if name == "title" else _NUMBER)
        # Any picture of its own will do: what stands in its place is put there for each enterprise.
        placeholders[str(priority)] = strip(100 * (place + 1), None, None, None)
        shape(row.cells[5].paragraphs[0], _PICTURE)
        picture = row.cells[5].paragraphs[0].add_run().add_picture(BytesIO(placeholders[str(priority)]), Mm(WIDTH_MM), Mm(HEIGHT_MM))
        describe(picture, slot(f"{priority}_words"))
        for cell in row.cells:
            rule(cell, colour=_LIGHT, bottom=0.5)
    return placeholders


def _add_gaps(document: Document, count: int) -> None:
    table = new_table(document, _GAP_WIDTHS)
    _add_head(add_row(table, _GAP_WIDTHS).cells, _GAPS, numbers=(1, 2))
    for place in range(count):
        row = add_row(table, _GAP_WIDTHS)
        for cell, name in zip(row.cells, ("item", "level", "points", "next"), strict=True):
            write(cell.paragraphs[0], slot(f"gap{place}_{name}"), _NUMBER if name in {"level", "points"} else _CELL)
            rule(cell, colour=_LIGHT, bottom=0.5)


def _add_head(cells: Sequence[_Cell], texts: Sequence[str], *, numbers: Collection[int]) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        write(cell.paragraphs[0], text, replace(_HEAD, align=Align.RIGHT) if place in numbers else _HEAD)
        rule(cell, top=0.75, bottom=0.75)
        shade(cell, "F2F2F2")


def _add_scale(cell: _Cell) -> None:
    """Write the scale over the strips, each figure over its line."""
    marks = (0, 25, 50, 75, 100)
    for mark in marks:
        cell.paragraphs[0].paragraph_format.tab_stops.add_tab_stop(Mm(place_mm(10 * mark)), WD_TAB_ALIGNMENT.CENTER)
    add(cell.paragraphs[0], "".join(f"\t{mark}" for mark in marks), _HEAD)
