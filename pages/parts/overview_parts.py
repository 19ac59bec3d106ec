"""What 总览 says in words and tables."""

from fractions import Fraction

import streamlit as st

from charts import findings
from charts.figures_text import rate_percent, score, signed
from charts.finding import caution
from models.basis import Basis
from models.comparison import PanelChange
from pages.parts import blocks
from pages.parts.blocks import Figure
from pages.parts.long_lists import page_of
from services.filters import Filters
from services.overview import Overview
from services.tables import STATUSES


def answer_and_figures(view: Overview, filters: Filters) -> None:
    """Write the answer, what it rests on, and four figures with their change."""
    book, total = view.summary.ledger, view.summary.total
    mean = None if total.mean is None else total.mean / 10
    sentence = findings.overview_answer(expected=book.expected, received=book.received, n=total.n, mean=mean, priorities=view.priorities)
    blocks.answer(sentence, _line(view, filters))
    blocks.figures(
        [
            Figure("报送率", rate_percent(book.submission_rate), f"{book.received} / {book.expected} 家", opens="metric:submission"),
            _second(view),
            Figure(
                "平均综合得分",
                f"{score(mean)} 分" if mean is not None else "—",
                _change(view.score_change, "分", 1) or _median(view),
                opens="metric:score",
            ),
            Figure(
                "达标率",
                rate_percent(view.summary.compliance_rate),
                _change(view.compliance_change, "个百分点", 100),
                opens="metric:compliance",
            ),
        ]
    )


def _second(view: Overview) -> Figure:
    """Show how much of what came is valid, or how much of what is valid has been reviewed."""
    summary = view.summary
    if view.basis is Basis.REVIEWED:
        return Figure(
            "核定率", rate_percent(summary.review_rate), f"已核定 {summary.reviewed} 家，有效 {summary.valid} 家", opens="metric:review"
        )
    beside = f"有效 {summary.valid} 家，还没有有效版 {summary.ledger.received - summary.valid} 家"
    return Figure("有效率", rate_percent(summary.validity_rate), beside, opens="metric:validity")


def outstanding_table(view: Overview) -> None:
    """List who has not reported and whose form went back, for the reminder calls."""
    rows = view.outstanding
    st.subheader(f"未报与退回名单（{len(rows)} 家）", anchor=False)
    if rows.empty:
        st.markdown(":gray[没有未报或退回的企业。]")
        return
    shown = page_of(rows, "outstanding")
    table = shown[["name", "region", "sector", "size", "forwarder", "status"]].assign(status=shown["status"].map(STATUSES))
    names = {"name": "企业名称", "region": "地区", "sector": "行业", "size": "规模", "forwarder": "转报单位", "status": "状态"}
    st.dataframe(table.rename(columns=names), hide_index=True, height="content" if len(rows) <= 12 else 460, row_height=36, placeholder="—")


def _line(view: Overview, filters: Filters) -> str:
    parts = [f"{view.period.code} 年六项重点自评" if view.period.code.isdigit() else f"{view.period.code} 期六项重点自评"]
    if filters.chosen():
        parts.append("只看 " + "、".join(filters.chosen()))
    if view.as_of:
        parts.append(f"截至 {view.as_of}")
    if view.summary.provisional:
        parts.append(f"暂估 {view.summary.provisional} 家未计入平均")
    if view.score_change and view.previous:
        parts.append(f"升降为同口径 {view.score_change.n} 家与 {view.previous.code} 相比")
    return " · ".join([*parts, caution(view.basis)])


def _change(change: PanelChange | None, unit: str, times: int) -> str | None:
    """Write a change in words; the sign stands in the text, not in an arrow's colour."""
    return None if change is None else f"同口径 {signed(change.difference * Fraction(times))} {unit}"


def _median(view: Overview) -> str | None:
    median = view.summary.total.median
    return None if median is None else f"中位数 {score(median / 10)} 分"
