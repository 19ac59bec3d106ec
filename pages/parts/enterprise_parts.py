"""One enterprise: its form in a sentence, its place among its peers, its issues and its revisions."""

from html import escape

import pandas as pd
import streamlit as st

from charts.enterprise_findings import position_finding, score_finding
from charts.figures_text import NOTHING, rate_percent, score
from charts.finding import Scope, plain
from charts.priority_position import priority_position
from charts.score_histogram import score_histogram
from models.access import Viewer
from models.progress import Status, rate
from models.submission import Outcome
from pages.parts import blocks, frame, links, opened
from pages.parts.blocks import Figure
from pages.parts.download import download_original, offer
from pages.parts.earlier_parts import earlier_beside
from pages.parts.withdrawing_parts import told_withdrawn, withdraw_one
from services.download import address
from services.enterprise import EnterpriseView
from services.tables import STATUSES

LONG_NAME = 20


def back_to_list() -> None:
    """Offer the way back to the ledger."""
    links.back_to_item()
    if st.button("返回企业名单", icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["uscc"]
        st.query_params.pop("from", None)
        st.rerun()


def answer_and_form(view: EnterpriseView) -> None:
    """Say in one line what the form came to, and in four figures how."""
    row, has_form = view.row, pd.notna(view.row["total"])
    name = row["name"] if len(row["name"]) <= LONG_NAME else "本企业"
    blocks.answer(f"{name}：{_state(view)}", _line(view))
    if not has_form:
        return
    met, applicable = int(row["met"]), int(row["applicable"])
    blocks.figures(
        [
            Figure("综合得分", f"{score(row['total'] / 10)} 分", "暂估" if row["provisional"] else None),
            Figure("分档", row["band"] or "暂不定档", _gate(view)),
            Figure("达标项目", f"{met} / {applicable}", f"达标率 {rate_percent(rate(met, applicable))}"),
            Figure("填报完整率", rate_percent(row["answered"] / len(view.catalogue.items)), f"空 {int(row['blank'])} 项"),
        ]
    )


def charts(view: EnterpriseView) -> None:
    """Lay the form over its peers."""
    if pd.isna(view.row["total"]):
        return
    theme, scope = frame.theme(), Scope(basis=view.basis)
    left, right = st.columns(2)
    with left:
        blocks.chart(position_finding(view.position, scope), priority_position(view.position, theme), key="position")
    with right:
        own = view.row["total"] / 10
        figure = score_histogram(view.scores, cuts=view.catalogue.bands, own=own, theme=theme)
        note = (
            f"对照范围：{view.peers}中计入平均的 {len(view.scores)} 家，不含本企业。"
            if view.peers
            else "计入平均的其他企业不足 3 家，没有对照。"
        )
        blocks.chart(score_finding(view.scores, own=own, scope=scope), figure, key="scores", note=note)
        earlier_beside(view)


def issues_and_revisions(view: EnterpriseView, viewer: Viewer) -> None:
    """Show what is wrong with the newest form, every revision with its original, and what came beside them."""
    first = next((file for file in view.files if file.outcome in {Outcome.ACCEPTED, Outcome.RETURNED}), None)
    if first is not None and first.issues:
        with st.expander(f"最新一版的问题（{len(first.issues)} 处）", expanded=first.outcome is Outcome.RETURNED):
            if first.outcome is Outcome.RETURNED:
                offer("下载标注文件", address("annotated", submission=first.submission_id), key="annotated", primary=True)
            blocks.issue_cards(first.issues)
    if view.history:
        st.subheader("各版报送", anchor=False)
    for receipt in reversed(view.history):
        with st.container(horizontal=True, vertical_alignment="center"):
            counts = "，现计入" if receipt.id == view.row["submission_id"] else "，已撤销" if receipt.withdrawn else ""
            st.markdown(
                f"**第 {receipt.revision} 版**　{receipt.received_on}　{'通过检查' if receipt.passed else '退回修改'}{counts}　:small[:gray[{plain(receipt.file_name)}]]"
            )
            download_original(receipt, key=f"original-{receipt.id}")
            withdraw_one(viewer, view.period, receipt.id, receipt.withdrawn, key=f"withdraw-{receipt.id}")
        if receipt.withdrawn:
            st.markdown(f":small[:gray[{plain(told_withdrawn(receipt.withdrawn))}]]")
    if view.attachments:
        st.markdown(":gray[附件：]" + "、".join(plain(file.file) for file in view.attachments))


def stories(view: EnterpriseView) -> None:
    """Show what the newest form tells beside its answers."""
    told = view.form.stories if view.form else ()
    if not told:
        return
    with st.expander(f"亮点与故事（{len(told)} 则）"):
        if any(story.incident for story in told):
            st.markdown(":material/warning: 企业申报近三年有重大事故或严重失信，不会自动选作典型案例。")
        for story in told:
            st.markdown(
                f"**{plain(f'{story.scope} {story.title}'.strip() or '没有标题')}**　:small[:gray[{plain(f'{story.sheet} {story.cell}')}]]"
            )
            # As text: an underlined line or a dash at its start would become a heading or a list.
            st.html(f'<p class="story">{escape(story.text)}</p>')


def items_table(view: EnterpriseView) -> None:
    """Show the newest form item by item."""
    if view.answers.empty:
        return
    st.subheader(f"逐项填报（第 {view.form.revision} 版）", anchor=False)
    st.dataframe(
        view.answers,
        hide_index=True,
        row_height=36,
        height=560,
        placeholder=NOTHING,
        column_config={
            "编号": st.column_config.TextColumn(width=70),
            "评价项目": st.column_config.TextColumn(width=170),
            "自评等级": st.column_config.TextColumn(width=80, alignment="right"),
            "核定等级": st.column_config.TextColumn(width=80, alignment="right"),
            "上期等级": st.column_config.TextColumn(width=80, alignment="right"),
            "达标": st.column_config.TextColumn(width=50),
            "不适用理由": st.column_config.TextColumn(width=160),
            "自评说明": st.column_config.TextColumn(width=180),
            "证明材料": st.column_config.TextColumn(width=220),
        },
        on_select=opened.on_row("items", opened.ITEM, list(view.answers["编号"])),
        selection_mode="single-row",
        key=opened.fresh("items"),
    )
    _choose_item(view)


def _choose_item(view: EnterpriseView) -> None:
    """Open an item by name: the same as choosing its row, for the keyboard."""
    names = dict(zip(view.answers["编号"], view.answers["评价项目"], strict=True))
    st.selectbox(
        "看一项填在原件的哪一格",
        list(names),
        index=None,
        format_func=lambda code: f"{code} {names[code]}",
        placeholder="点表里一行左边的方框，或在这里选一项",
        key=opened.fresh("choose-item"),
        on_change=opened.on_choice("choose-item", opened.ITEM),
    )


def _state(view: EnterpriseView) -> str:
    row = view.row
    if pd.isna(row["total"]):
        return {
            Status.MISSING: "还没有报送。",
            Status.EXEMPT: "本期豁免。",
            Status.RETURNED: "自评表已退回，等企业修改。",
            Status.IN_REVIEW: "自评表待审，还没有核定得分。",
        }[row["status"]]
    if row["provisional"]:
        return f"暂估 {score(row['total'] / 10)} 分，还缺 {int(row['blank'])} 项，不计入平均和分档。"
    same = row["revision"] == row["newest_revision"]
    newer = f"最新一版已退回待改，现仍按{'这一版自评' if same else '上一版'}计" if row["status"] == Status.RETURNED else ""
    return f"综合得分 {score(row['total'] / 10)} 分，{row['band']}{'；' + newer if newer else ''}。"


def _gate(view: EnterpriseView) -> str | None:
    if view.row["gated"] is not True:
        return None
    return f"原为{view.row['band_before_gate']}，核心项最低 {int(view.row['core_floor'])} 级，按门槛降档"


def _line(view: EnterpriseView) -> str:
    row = view.row
    parts = [row["name"], f"{view.period.code} 期", STATUSES[row["status"]], row["region"], row["sector"], row["size"], row["uscc"]]
    return " · ".join(str(part) for part in parts if part)
