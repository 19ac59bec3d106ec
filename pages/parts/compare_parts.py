"""What 两期对比 is made of: the answer, the panel's changes, the two periods beside each other."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
import streamlit as st

from charts.comparison_findings import (
    BASIS,
    NO_PANEL,
    band_sentence,
    changes_finding,
    comparison_answer,
    edition_break,
    fell_finding,
    moved_most,
    rose_finding,
)
from charts.figures_text import NOTHING, rate_percent, signed
from charts.finding import Scope, plain
from charts.priority_change import priority_change
from models.comparison import PanelChange
from models.period import Period
from models.progress import LEAST_FOR_RANKED_ITEMS, LEAST_SHOWN
from pages.parts import blocks, frame
from pages.parts.blocks import Figure
from services.compare import Comparison, LikeForLike
from services.compare_export import side_by_side as figures_beside


def other_period(periods: Sequence[Period], chosen: Period) -> Period | None:
    """Let the person choose what to compare with: the period before the chosen one, unless they say otherwise."""
    others = {period.code: period for period in periods if period.code != chosen.code}
    if not others:
        return None
    earlier = [code for code, period in others.items() if period.deadline < chosen.deadline]
    first = list(others).index(earlier[0]) if earlier else 0
    left, _ = st.columns([1, 3])
    code = left.selectbox(f"{chosen.code} 与哪一期对比", list(others), index=first, key="other", bind="query-params")
    return others[code]


def comparison_and_answer(view: Comparison) -> None:
    """Write what became of the mean, on what basis, and four figures of the panel."""
    names, editions, panel = (view.before.code, view.now.code), (view.before.edition, view.now.edition), view.panel
    n = panel.n if panel else 0
    sentence = comparison_answer(*names, n=n, score=panel.score if panel else None, editions=editions)
    blocks.answer(sentence, BASIS if panel else edition_break(*names, editions))
    if panel is None or n < LEAST_SHOWN:
        return
    blocks.figures(
        [
            Figure("同口径企业", f"{n} 家", "两期都计入平均"),
            Figure("平均综合得分", f"{_signed(panel.score, 1)} 分", "同口径"),
            Figure("达标率", _signed(panel.compliance, 100), "个百分点，同口径"),
            Figure("升档 / 降档", f"{panel.bands.up} / {panel.bands.down} 家", f"不变 {panel.bands.same} 家"),
        ]
    )


def changes(view: Comparison, panel: LikeForLike) -> None:
    """Draw the six priorities of both periods over the panel."""
    names = (view.before.code, view.now.code)
    finding = changes_finding(panel.priorities, names=names, scope=Scope(basis=view.basis))
    highlight = moved_most(panel.priorities)
    figure = priority_change(panel.priorities, names=names, highlight=highlight, theme=frame.theme(), nothing=NO_PANEL)
    blocks.chart(finding, figure, key="priorities")
    if panel.n >= LEAST_SHOWN:
        _band_table(panel, names)


def item_moves(view: Comparison, panel: LikeForLike) -> None:
    """Draw the items that rose most and fell most in a panel large enough to rank them."""
    if panel.n < LEAST_FOR_RANKED_ITEMS:
        return
    names = (view.before.code, view.now.code)
    left, right = st.columns(2)
    for column, rows, finding, way in ((left, panel.rose, rose_finding, "上升"), (right, panel.fell, fell_finding, "下降")):
        highlight = str(rows["key"].iloc[0]) if len(rows) else None
        with column:
            nothing = f"没有得分率{way}的项目"
            figure = priority_change(rows, names=names, highlight=highlight, theme=frame.theme(), nothing=nothing)
            blocks.chart(finding(rows, names=names, scope=Scope(basis=view.basis)), figure, key=way)


def side_by_side(view: Comparison) -> None:
    """Lay the two periods' own figures beside each other."""
    note = "各期按当期全部企业计算；企业不同，不能直接相减"
    rows = figures_beside(view)
    table = pd.DataFrame([{name: _shown(value) if name != "指标" else value for name, value in row.items()} for row in rows])
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### 两期各自的数\n:small[:gray[{note}]]", anchors=False)
        st.dataframe(
            table,
            hide_index=True,
            row_height=36,
            height="content",
            placeholder=NOTHING,
            column_config={"指标": st.column_config.TextColumn(width=130)},
        )


def _band_table(panel: LikeForLike, names: tuple[str, str]) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(
            f"#### {plain(band_sentence(panel.bands))}\n:small[:gray[每行为 {names[0]} 的分档，每列为 {names[1]} 的分档，家数]]",
            anchors=False,
        )
        st.dataframe(panel.band_table, row_height=30, height="content", key="bands")


def _shown(value: object) -> str:
    """Write a figure of services.compare_export.own_figures for a person."""
    if isinstance(value, int):
        return f"{value} 家"
    return f"{value} 分" if isinstance(value, str) else rate_percent(value)


def _signed(change: PanelChange | None, times: int) -> str:
    return NOTHING if change is None else signed(change.difference * Fraction(times))
