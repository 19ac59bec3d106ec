"""The queue of 审核: how much waits, what deserves a look first, and what can be accepted at once."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, rate_percent
from charts.finding import plain
from models.access import Viewer
from models.errors import ProductError
from models.period import Period
from models.progress import Status, rate
from pages.parts import blocks, frame, return_parts
from pages.parts.blocks import Figure
from pages.parts.long_lists import choose_enterprise, page_of
from services.review import accept_undoubted, undoubted
from services.tables import STATUSES

_STATES = (Status.IN_REVIEW, Status.ACCEPTED, Status.RETURNED)
_SIGNS = {Status.IN_REVIEW: "○ 待审", Status.ACCEPTED: "✓ 已核定", Status.RETURNED: "↩ 退回待改"}
_ASKED = "accepting-plain"


def answer_and_figures(listed: pd.DataFrame, period: Period) -> None:
    """Write how many forms wait, and four figures of the work done."""
    waiting = listed[listed["status"] == Status.IN_REVIEW]
    doubtful, accepted = int((waiting["doubts"] > 0).sum()), int((listed["status"] == Status.ACCEPTED).sum())
    if listed.empty:
        sentence = "还没有通过检查的自评表，不用审核。"
    elif waiting.empty:
        sentence = "没有待审的自评表，都已核定或退回。"
    else:
        sentence = f"待审 {len(waiting)} 家，其中 {doubtful} 家有需要关注的地方。"
    closed = " · 已关闭，不能再审核" if period.closed else ""
    blocks.answer(sentence, f"{period.code} 期 · 截止 {period.deadline}{closed} · 需关注的排在前面；供抽查，不是错误")
    blocks.figures(
        [
            Figure("待审", f"{len(waiting)} 家", f"审核中 {int((waiting['by'] != '').sum())} 家"),
            Figure("需关注", f"{doubtful} 家", f"共 {int(waiting['doubts'].sum())} 处"),
            Figure("已核定", f"{accepted} 家", f"占通过检查的 {rate_percent(rate(accepted, len(listed)))}"),
            Figure("审核退回", f"{int((listed['status'] == Status.RETURNED).sum())} 家", "等企业修改"),
        ]
    )


def open_one(listed: pd.DataFrame) -> None:
    """Open a form by name or code: the same as choosing its row, for whoever would rather type."""
    names = dict(zip(listed["uscc"], listed["name"], strict=True))
    if chosen := choose_enterprise("打开一份自评表", names, placeholder="输入名称或统一社会信用代码"):
        _open(chosen)


def queue_table(listed: pd.DataFrame) -> None:
    """Show the forms of one state, those that deserve the closest look first; a row opens its form."""
    counts = listed["status"].value_counts()
    states = [status for status in _STATES if counts.get(status, 0)]
    default = Status.IN_REVIEW if Status.IN_REVIEW in states else None
    chosen = st.pills(
        "状态", states, default=default, format_func=lambda one: f"{STATUSES[one]} {counts[one]}", key="review-status", wrap=True
    )
    rows = listed if chosen is None else listed[listed["status"] == chosen]
    st.markdown(f":gray[共 {len(rows)} 家。点每行左边的方框打开自评表。]")
    rows = page_of(rows, f"queue-{chosen}")
    event = st.dataframe(
        _table(rows),
        hide_index=True,
        row_height=36,
        height="content" if len(rows) <= 12 else 470,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        key=f"queue-{chosen}",
    )
    if event and event.selection.rows:
        _open(str(rows["uscc"].iloc[event.selection.rows[0]]))


def accept_the_plain(listed: pd.DataFrame, viewer: Viewer, period: Period) -> None:
    """Offer to accept at once every form in which nothing is in doubt."""
    plain_ones = undoubted(listed)
    if plain_ones.empty or period.closed:
        return
    label = f"批量核定没有需关注的（{len(plain_ones)} 家）"
    st.button(label, icon=":material/done_all:", key="accept-plain-ask", on_click=_ask, args=(True,))
    if st.session_state.get(_ASKED):
        st.dialog("批量核定", width="medium", on_dismiss=_ask)(_confirm)(plain_ones, viewer, period)


def _ask(asked: bool = False) -> None:
    st.session_state[_ASKED] = asked


def _confirm(listed: pd.DataFrame, viewer: Viewer, period: Period) -> None:
    st.markdown(f"这 {len(listed)} 家没有空缺、没有需关注的地方，也没有人在审。核定后按自评等级计入核定口径；以后可以逐家重新打开。")
    names = listed["name"].tolist()
    st.markdown(":gray[" + plain("、".join(names[:20]) + (f"等 {len(names)} 家" if len(names) > 20 else "")) + "]")
    if st.button(f"全部同意自评并核定（{len(listed)} 家）", type="primary", key="accept-plain"):
        try:
            count = accept_undoubted(frame.store(), viewer, period.code, listed["uscc"].tolist(), now=frame.now())
        except ProductError as fault:
            frame.failed(fault)
            return
        return_parts.tell(f"已核定 {count} 家。")
        _ask()
        st.rerun()


def _open(uscc: str) -> None:
    st.query_params["uscc"] = uscc
    st.query_params.pop("revision", None)
    st.rerun()


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "状态": [_SIGNS[status] for status in rows["status"]],
            "企业名称": rows["name"],
            "需关注": rows["doubts"],
            "情况": rows["what"],
            "自评得分": rows["total"] / 10,
            "分档": ["暂估" if provisional is True else band for provisional, band in zip(rows["provisional"], rows["band"], strict=True)],
            "收到": rows["received_on"],
            "截止": rows["due"],
            "版次": rows["revision"],
            "审核人": rows["by"],
            "行业": rows["sector"],
            "地区": rows["region"],
        }
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "状态": config.TextColumn(width=92),
        "企业名称": config.TextColumn(width=220),
        "需关注": config.NumberColumn(width=62, format="%d"),
        "情况": config.TextColumn(width=230),
        "自评得分": config.NumberColumn(width=76, format="%.1f"),
        "分档": config.TextColumn(width=66),
        "收到": config.DateColumn(width=92, format="YYYY-MM-DD"),
        "截止": config.DateColumn(width=92, format="YYYY-MM-DD"),
        "版次": config.NumberColumn(width=50, format="%d"),
        "审核人": config.TextColumn(width=80),
        "行业": config.TextColumn(width=90),
        "地区": config.TextColumn(width=60),
    }
