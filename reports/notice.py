"""通报: the period's result told to all members, set after GB/T 9704-2012 as far as an association follows it (practice 4.3)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from docx.document import Document
from docx.shared import Pt

from charts.figures_text import rate_percent, score, score_percent
from models.catalogue import Catalogue
from models.meeting_figures import ItemFigures, MeetingFigures, PriorityFigures
from models.rounding import half_up
from reports import sentences
from reports.case_words import IN_NOTICE, told
from reports.faces import BODY, HEADING, SUBHEADING, TITLE
from reports.next_steps import next_steps
from reports.notice_annexes import ANNEXES, add_annexes, add_bands
from reports.typesetting import (
    Align,
    Look,
    add,
    new_document,
    number_pages,
    saved,
    shape,
    write,
)

CAUTION = "本通报所列为企业自评数据，仅供工作参考，不作为评优、认证、采信依据。"
# 22 lines of 28 letters of 3号, 16 pt (GB/T 9704-2012, 5.2). 28 of them are 158 mm, the text 156 mm: the margins give way,
# within a millimetre on the binding side, since letters drawn together make LibreOffice break numbers.
_LINE = 28.95
_TITLE = Look(face=TITLE, size=22, line=34, align=Align.CENTER)
_TEXT = Look(face=BODY, size=16, line=_LINE, indent=2, align=Align.JUSTIFY)
_PLAIN = replace(_TEXT, indent=0)
_FIRST = replace(_TEXT, face=HEADING, keep=True)
_SECOND = replace(_TEXT, face=SUBHEADING)
_SIGNED = replace(_TEXT, align=Align.RIGHT, indent=0)
_NUMERALS = "一二三四五六七八九十"
# Figures stand in running text without the spaces they have on a screen, except behind an item's code.
_SPACE = re.compile(r"(?<=[一-鿿，。；：、（）“”]) (?=[\d−+])|(?<!P\d-\d\d)(?<=[\d%]) (?=[一-鿿])")


def build_notice(figures: MeetingFigures, catalogue: Catalogue, *, association: str = "", dated: date | None = None) -> bytes:
    """Write the notice as docx; `figures` are those that enterprises may see; without `dated` the day of signing stays open."""
    year = sentences.period_name(figures.period).replace(" ", "")
    title = f"关于{year}工业质量品牌建设重点工作企业自评情况的通报"
    document = new_document(top=37, bottom=35, left=27, right=24.8, made_on=dated or figures.cut_off, title=title)
    number_pages(document, BODY)
    write(document.add_paragraph(), title, replace(_TITLE, before=_LINE, after=_LINE))
    write(document.add_paragraph(), "各会员单位：", _PLAIN)
    _say(document, _opening(figures, year))
    for number, (heading, add_section) in enumerate(_SECTIONS):
        write(document.add_paragraph(), f"{_NUMERALS[number]}、{heading}", _FIRST)
        add_section(document, figures)
    _add_close(document, association, _day(figures, dated))
    add_annexes(document, figures, catalogue)
    return saved(document)


def official(text: str) -> str:
    """Write a sentence of the screens as an official document has it: no spaces between words and figures."""
    return _SPACE.sub("", text)


def _say(document: Document, *texts: str) -> None:
    for text in texts:
        if text:
            write(document.add_paragraph(), official(text), _TEXT)


def _opening(figures: MeetingFigures, year: str) -> str:
    day = figures.cut_off
    return (
        f"为推进{figures.notice}部署的六项重点工作，秘书处组织会员企业开展了{year}工业质量品牌建设自评，"
        f"本通报按{figures.basis.chinese}等级统计，截至{day.year}年{day.month}月{day.day}日。现将情况通报如下。"
    )


def _add_overall(document: Document, figures: MeetingFigures) -> None:
    _say(document, sentences.overall(figures), sentences.reporting(figures), sentences.bands(figures) if figures.n else "")
    if figures.comparable:
        add_bands(document, figures)
    _say(document, sentences.change(figures), sentences.difference_explained(figures))


def _add_priorities(document: Document, figures: MeetingFigures) -> None:
    _say(document, sentences.priorities(figures))
    for number, of in enumerate(figures.priorities):
        paragraph = document.add_paragraph()
        shape(paragraph, _TEXT)
        add(paragraph, f"（{_NUMERALS[number]}）{of.title}。", _SECOND)
        add(paragraph, official(_priority(figures, of)), _TEXT)


def _add_strengths(document: Document, figures: MeetingFigures) -> None:
    _say(document, sentences.strengths(figures, len(figures.strong)))
    shown = [sentences.groups(of, name, figures.least) for of, name in ((figures.sectors, "行业"), (figures.sizes, "规模")) if of]
    _say(document, *shown, *_cases(figures))


def _cases(figures: MeetingFigures) -> list[str]:
    """Name the enterprises that told something, which is praise (practice 4.4)."""
    chosen = figures.cases.chosen
    lead = "部分企业的做法如下，取自企业自评表，由企业自报，排名不分先后。"
    return [lead, *(f"{case.name}：{told(case.story, IN_NOTICE)}。" for case in chosen)] if chosen else []


def _add_problems(document: Document, figures: MeetingFigures) -> None:
    _say(document, sentences.weaknesses(figures, len(figures.weak)))
    problems = [step.problem for step in next_steps(figures)]
    _say(document, _listed(problems))


def _add_steps(document: Document, figures: MeetingFigures) -> None:
    for number, step in enumerate(next_steps(figures)):
        _say(document, f"{_NUMERALS[number]}是{step.action}。责任单位：{step.owner}。")


_SECTIONS = (
    ("总体情况", _add_overall),
    ("六项重点工作情况", _add_priorities),
    ("主要做法和亮点", _add_strengths),
    ("存在的主要问题", _add_problems),
    ("下一步工作要求", _add_steps),
)


def _priority(figures: MeetingFigures, of: PriorityFigures) -> str:
    """Say of one priority its mean, how far it is from the target, and its weakest item."""
    if of.spread.mean is None or of.spread.n < figures.least:
        return f"适用企业{of.spread.n}家，样本不足，暂不比较。"
    middle = f"得分率平均{sentences.percent(of.spread.mean)}、中位数{sentences.percent(of.spread.median)}（适用企业{of.spread.n}家）"
    return f"{middle}{_against_target(of)}{_weakest(figures, of)}。"


def _against_target(of: PriorityFigures) -> str:
    if of.target is None or of.spread.mean is None:
        return ""
    apart = Fraction(of.spread.mean, 10) - Fraction(half_up(of.target))
    if not apart:
        return "，与目标持平"
    return f"，{'高' if apart > 0 else '低'}于目标（{score_percent(of.target)}）{score(abs(apart))}个百分点"


def _weakest(figures: MeetingFigures, of: PriorityFigures) -> str:
    items: Sequence[ItemFigures] = [item for item in figures.items if item.priority == of.code and item.n >= figures.least]
    rated = [item for item in items if item.score_rate is not None]
    if not rated:
        return ""
    weakest = min(rated, key=lambda item: (item.score_rate or 0, -item.weight, item.code))
    rates = f"得分率{sentences.percent(weakest.score_rate)}，达标率{rate_percent(weakest.compliance_rate)}"
    return f"；得分率最低的项目是{weakest.code}{weakest.title}，{rates}"


def _listed(problems: Sequence[str]) -> str:
    return "".join(f"{_NUMERALS[number]}是{problem}；" for number, problem in enumerate(problems)).rstrip("；") + "。"


def _add_close(document: Document, association: str, day: str) -> None:
    """Add the caution, the list of annexes, and with it the signature and the day, which never stand alone on a page."""
    held = replace(_TEXT, keep=True)
    _say(document, CAUTION)
    for number, name in enumerate(ANNEXES, start=1):
        lead, before = ("附件：", _LINE) if number == 1 else ("　　　", 0)
        write(document.add_paragraph(), f"{lead}{number}．{name}", replace(held, before=before))
    signed = write(document.add_paragraph(), association or "（落款单位、印章）", replace(_SIGNED, before=2 * _LINE, keep=True))
    dated = write(document.add_paragraph(), day, _SIGNED)
    # The day ends four letters from the edge, the signature stands over its middle (GB/T 9704-2012, 7.3.5).
    signed.paragraph_format.right_indent, dated.paragraph_format.right_indent = Pt(80), Pt(64)


def _day(figures: MeetingFigures, dated: date | None) -> str:
    return f"{dated.year}年{dated.month}月{dated.day}日" if dated else f"{figures.cut_off.year}年　月　日"
