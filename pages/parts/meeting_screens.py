"""The screens of a meeting, one conclusion each: a finding, what is drawn, and the chart or table under it."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from charts import findings, projected
from charts.band_bar import band_bar, band_legend_html
from charts.cumulative_submissions import cumulative_submissions
from charts.finding import Scope
from charts.five_and_five import five_and_five
from charts.heat_map import heat_map
from charts.priority_bars import priority_bars
from charts.theme import Theme
from charts.trend import trend
from models.meeting_figures import GroupFigures
from pages.parts import blocks
from reports import next_steps, sentences
from reports.card_words import card_words, without_stop
from services import meeting_frames as frames
from services.meeting_view import MeetingView


class Screen(NamedTuple):
    """One screen: the name of its box, what draws it, and whether it has something to say."""

    key: str
    draw: Callable[[MeetingView, Theme], None]
    says: bool


def screens(view: MeetingView) -> list[Screen]:
    """Choose the screens that have something to say: with too few forms nothing is compared."""
    of = view.figures
    every = (
        Screen("conclusion", _conclusion, True),
        Screen("reporting", _reporting, True),
        Screen("priorities", _priorities, of.comparable),
        Screen("bands", _bands, of.comparable),
        Screen("items", _items, bool(of.weak)),
        Screen("sectors", _sectors, of.comparable and _several(of.sectors)),
        Screen("sizes", _sizes, of.comparable and _several(of.sizes)),
        Screen("trend", _trend, of.comparable and of.previous is not None),
        Screen("steps", _steps, True),
    )
    return [screen for screen in every if screen.says]


def _conclusion(view: MeetingView, _: Theme) -> None:
    of = view.figures
    _head(view, sentences.headline(of), f"{sentences.period_name(of.period)}工业质量品牌建设六项重点工作企业自评情况")
    rows = [
        ("总体", sentences.overall(of)),
        ("亮点", sentences.strengths(of)),
        ("短板", sentences.weaknesses(of)),
        ("请示", next_steps.request(of)),
    ]
    st.html(projected.cards_html(card_words(of)) + projected.table_html(rows))


def _reporting(view: MeetingView, theme: Theme) -> None:
    of = view.figures
    book = of.summary.ledger
    what = f"应报 {book.expected} 家，已报 {book.received} 家，退回待改 {book.returned} 家，未报 {book.missing} 家，截止日 {of.period.deadline}"
    _head(view, without_stop(sentences.reporting(of)), what)
    left, right = st.columns([5, 6], gap="large")
    with left:
        days = cumulative_submissions(frames.days(of), deadline=of.period.deadline, expected=book.expected, previous=None, theme=theme)
        _chart(days, "days", "累计已报家数")
    with right:
        st.html(
            '<p class="m-caption">各地区已报 / 应报</p>' + projected.ledgers_html([one for one in of.region_ledgers if one.book.expected])
        )


def _priorities(view: MeetingView, theme: Theme) -> None:
    frame = frames.priorities(view.figures)
    _head(view, sentences.priorities_title(view.figures), f"六项得分率均值（条）、中间一半企业（细线）与目标（竖线），n={view.figures.n}")
    _chart(priority_bars(frame, highlight=findings.highlighted_priority(frame), theme=theme), "priorities", opens="priority")


def _bands(view: MeetingView, theme: Theme) -> None:
    of = view.figures
    [*finding, held] = [*without_stop(sentences.bands(of)).split("；"), ""][:3]
    _head(view, "；".join(finding), f"综合得分分档的家数，n={of.n}{'，' * bool(held)}{held}")
    frame = frames.bands(of)
    with st.container(key="room-band"):
        blocks.projected_chart(band_bar(frame, theme), key="meeting-bands", opens="band")
    st.html(f'<div class="m-bands">{band_legend_html(frame, theme)}</div>')
    spread = of.summary.total
    middle = f"中位数 {sentences.points(spread.median)} 分，中间一半企业在 {sentences.points(spread.lower_quartile)}—{sentences.points(spread.upper_quartile)} 分"
    st.html(projected.sentences_html([middle]))
    if (past := frames.earlier_bands(of)) is not None and of.previous is not None:
        with st.container(key="room-past"):
            st.html(f'<p class="m-caption">{sentences.period_name(of.previous.period)}，n={of.previous.total.n}</p>')
            blocks.projected_chart(band_bar(past, theme), key="meeting-past")


def _items(view: MeetingView, theme: Theme) -> None:
    of = view.figures
    _head(view, without_stop(sentences.weaknesses(of, 1)).split("：")[0], "项目得分率（实心）与达标率（空心），适用企业不足 5 家的项目不列")
    for column, rows, side in zip(st.columns(2, gap="large"), (of.weak, of.strong), ("weak", "strong"), strict=True):
        with column:
            _chart(five_and_five(frames.items(rows, side), theme), side, opens="item")


def _several(groups: tuple[GroupFigures, ...]) -> bool:
    """Tell whether there is something to compare: a question about 大型 leaves one size."""
    return sum(bool(of.n) for of in groups) > 1


def _sectors(view: MeetingView, theme: Theme) -> None:
    _groups(view, theme, view.figures.sectors, "行业", "sector")


def _sizes(view: MeetingView, theme: Theme) -> None:
    _groups(view, theme, view.figures.sizes, "规模", "size")


def _groups(view: MeetingView, theme: Theme, groups: tuple[GroupFigures, ...], name: str, column: str) -> None:
    titles = {priority.code: priority.short for priority in view.figures.priorities}
    frame = frames.heat(groups, list(titles))
    finding = findings.heat_map_finding(frame, group=name, titles=titles, scope=Scope(basis=view.figures.basis))
    hidden = "，斜线为不足 3 家或可推算的" if any(of.suppressed and of.n for of in groups) else ""
    _head(view, finding.title, f"{sentences.groups(groups, name)}表中为六项得分率均值（%）{hidden}")
    _chart(heat_map(frame, theme=theme), column, opens=column)


def _trend(view: MeetingView, theme: Theme) -> None:
    of = view.figures
    _head(view, without_stop(sentences.change(of)), "同口径：两期都参加平均的同一批企业；灰线是各期全部企业的简单平均")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _chart(trend(frames.trend(of), panel=frames.slope(of), theme=theme), "trend")
    with right:
        st.html(projected.sentences_html([sentences.difference_explained(of) or sentences.change(of)]))


def _steps(view: MeetingView, _: Theme) -> None:
    found = next_steps.next_steps(view.figures)
    _head(view, f"下一步：{found[0].action}", "存在问题与下一步工作，责任人和时限由会议议定")
    st.html(projected.table_html([(step.problem, step.action, step.owner) for step in found], ("存在问题", "下一步工作", "责任"), "steps"))


def _head(view: MeetingView, title: str, what: str) -> None:
    st.html(projected.head_html(title, what, "、".join(view.filters.chosen())))


def _chart(figure: object, key: str, caption: str = "", *, opens: str = "") -> None:
    """Draw a chart as high as the screen leaves room."""
    with st.container(key=f"room-{key}"):
        if caption:
            st.html(f'<p class="m-caption">{caption}</p>')
        blocks.projected_chart(figure, key=f"meeting-{key}", opens=opens)
