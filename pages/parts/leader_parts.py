"""What the pages for leadership are made of: the meeting's sentences and figures, at a desk and on a phone."""

from html import escape

import streamlit as st

from charts import findings
from charts.band_bar import band_bar, band_legend_html
from charts.finding import Finding, Scope, plain
from charts.five_and_five import five_and_five
from charts.heat_map import heat_map
from charts.priority_bars import priority_bars
from charts.trend import trend
from models.basis import Basis
from models.period import Period
from pages.parts import blocks, frame
from pages.parts.blocks import Figure
from pages.parts.download import offer
from reports import sentences
from reports.card_words import card_words, without_stop
from reports.next_steps import next_steps as steps_of
from reports.next_steps import request
from services import meeting_frames as frames
from services.download import address
from services.filters import Filters
from services.meeting_view import MeetingView
from services.report import Kind

_KINDS = (
    (Kind.DECK, "汇报（PPT）", "八页以内，图可以改"),
    (Kind.NOTICE, "通报（Word）", "发给会员单位"),
    (Kind.ANNEX, "附表（Excel）", "一表一页"),
)


def conclusion(view: MeetingView) -> None:
    """Write the conclusion and four figures."""
    of = view.figures
    only = f"只看{'、'.join(view.filters.chosen())} · " if view.filters.chosen() else ""
    blocks.answer(f"{sentences.headline(of)}。", f"{only}{sentences.source_line(of)}")
    opens = ("metric:submission", "metric:validity", "metric:score", "")
    blocks.figures([Figure(*words, opens=what) for words, what in zip(card_words(of), opens, strict=True)])


def meeting_link(period: Period, frozen: str | None, filters: Filters) -> None:
    """Lead to the meeting's screens; on a phone they would lead back here."""
    query = escape(frame.address_of(period, frozen, filters))
    st.html(f'<a class="take to-meeting" href="/?meeting=1&amp;{query}" target="_self">进入会议模式</a>', width="content")


def priorities(view: MeetingView) -> None:
    """Draw the six."""
    frame_of = frames.priorities(view.figures)
    bars = priority_bars(frame_of, highlight=findings.highlighted_priority(frame_of), theme=frame.theme())
    blocks.chart(findings.priority_finding(frame_of, _scope(view)), bars, key="priorities", opens="priority")


def bands(view: MeetingView) -> None:
    """Draw the bands."""
    frame_of, theme = frames.bands(view.figures), frame.theme()
    finding = findings.band_finding(frame_of, _scope(view), gated=view.figures.summary.gated)
    blocks.chart(finding, band_bar(frame_of, theme), key="bands", below=band_legend_html(frame_of, theme), opens="band")


def weak_and_strong(view: MeetingView) -> None:
    """Draw the weakest and the strongest items."""
    frame_of = frames.weak_and_strong(view.figures)
    finding = findings.items_finding(frame_of, titles=_titles(view), scope=_scope(view))
    blocks.chart(finding, five_and_five(frame_of, frame.theme()), key="items", opens="item")


def trend_over_periods(view: MeetingView) -> None:
    """Draw the means of the periods with the panel's slope, and say why the two differ."""
    of = view.figures
    if of.previous is None:
        return
    finding = Finding(title=without_stop(sentences.change(of)), subtitle="同口径（彩线）：两期都参加平均的同一批企业；灰线：各期全部企业")
    figure = trend(frames.trend(of), panel=frames.slope(of), theme=frame.theme())
    blocks.chart(finding, figure, key="trend", note=sentences.difference_explained(of))


def groups(view: MeetingView) -> None:
    """Draw sectors by priority."""
    titles = _titles(view)
    frame_of = frames.heat(view.figures.sectors, list(titles))
    finding = findings.heat_map_finding(frame_of, group="行业", titles=titles, scope=_scope(view))
    blocks.chart(finding, heat_map(frame_of, theme=frame.theme()), key="sectors", opens="sector")


def answer_to(view: MeetingView) -> None:
    """Answer the question: which item is worst among those chosen."""
    whom = "、".join(view.filters.chosen())
    blocks.answer(
        f"{whom}：{sentences.weaknesses(view.figures, 1)}" if whom else sentences.weaknesses(view.figures, 1),
        sentences.overall(view.figures),
    )


def next_steps(view: MeetingView) -> None:
    """List what is to be done, and what the meeting is asked."""
    st.subheader("问题与下一步", anchor=False)
    for step in steps_of(view.figures):
        st.markdown(f"- **{plain(step.action)}**　:gray[{plain(step.problem)}；{plain(step.owner)}]")
    st.markdown(plain(request(view.figures)))


def reports(period: Period, basis: Basis, frozen: str | None) -> None:
    """Offer the reports of the period."""
    st.subheader("报告", anchor=False)
    for kind, label, note in _KINDS:
        offer(
            label,
            address("report", kind=kind.value, period=period.code, basis=basis.value, frozen=frozen or ""),
            key=f"report-{kind}",
            note=note,
        )


def _titles(view: MeetingView) -> dict[str, str]:
    return {priority.code: priority.short for priority in view.figures.priorities}


def _scope(view: MeetingView) -> Scope:
    return Scope(basis=view.figures.basis, as_of=view.figures.as_of)
