"""The ledger of a period: who has reported, whose form went back, who is missing."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, rate_percent
from models.progress import Status, ledger
from pages.parts import blocks
from pages.parts.download import download_page
from pages.parts.long_lists import choose_enterprise, page_of
from services.download import address
from services.filters import found_by
from services.progress import Snapshot
from services.tables import STATUSES

SIGNS = {
    Status.IN_REVIEW: "✓ 待审",
    Status.ACCEPTED: "✓ 已核定",
    Status.RETURNED: "↩ 退回待改",
    Status.MISSING: "… 未报",
    Status.EXEMPT: "－ 豁免",
}


def ledger_answer(now: Snapshot) -> None:
    """Write how many have reported, and how many are still to come."""
    book = ledger(now.enterprises)
    sentence = f"应报 {book.expected} 家，已报 {book.received} 家，报送率 {rate_percent(book.submission_rate)}，未报 {book.missing} 家。"
    line = f"{now.period.code} 期 · 截止 {now.period.deadline} · 通过检查 {book.accepted} 家，退回待改 {book.returned} 家，豁免 {book.exempt} 家 · 得分按{now.basis.chinese}"
    blocks.answer(sentence, line)


def ledger_table(now: Snapshot) -> None:
    """Show the enterprises a choice leaves; a row opens the enterprise."""
    found, chosen = _chosen(now.enterprises)
    st.markdown(f":gray[共 {len(found)} 家。点每行左边的方框打开这家企业。]")
    rows = page_of(found, "ledger")
    table = _table(rows)
    event = st.dataframe(
        table,
        hide_index=True,
        row_height=36,
        height="content" if len(rows) <= 14 else 560,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        key="ledger",
    )
    if event and event.selection.rows:
        _open(str(rows["uscc"].iloc[event.selection.rows[0]]))
    _take_away(now, chosen)


def _take_away(now: Snapshot, chosen: dict[str, str]) -> None:
    """Offer the list shown; the contacts of the enterprises only when somebody asks for them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        contacts = st.checkbox("含联系人", help="姓名、手机、邮箱是个人信息，只在确需联系企业时下载，用后请删除", key="contacts")
        export = address("enterprises", period=now.period.code, basis=now.basis, contacts=1 if contacts else None, **chosen)
        download_page(export, "含联系人" * contacts, key="ledger", label="下载名单")
    if contacts:
        st.warning("下载的名单将含个人信息（姓名、手机、邮箱），请妥善保管，用后删除。", icon=":material/privacy_tip:")


def open_one(now: Snapshot) -> None:
    """Open an enterprise by name or code: the same as choosing its row, for whoever would rather type."""
    names = dict(zip(now.enterprises["uscc"], now.enterprises["name"], strict=True))
    if chosen := choose_enterprise("打开一家企业", names, placeholder="输入名称或统一社会信用代码"):
        _open(chosen)


def _open(uscc: str) -> None:
    st.query_params["uscc"] = uscc
    st.rerun()


def _chosen(enterprises: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give the enterprises a choice leaves, and the choice."""
    counts = enterprises["status"].value_counts()
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    wanted = left.text_input("名单里只看", key="find", bind="query-params", placeholder="名称或代码的一部分", icon=":material/search:")
    with right:
        states = [status for status in SIGNS if counts.get(status, 0)]
        status = st.pills("状态", states, format_func=lambda one: f"{STATUSES[one]} {counts[one]}", key="status", wrap=True)
    return found_by(enterprises, wanted or "", status or ""), {"find": wanted or "", "status": status or ""}


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "状态": [SIGNS[status] for status in rows["status"]],
            "企业名称": rows["name"],
            "地区": rows["region"],
            "行业": rows["sector"],
            "规模": rows["size"],
            "综合得分": rows["total"] / 10,
            "分档": _band_words(rows),
            "达标项": rows["met"],
            "空缺项": rows["blank"],
            "统一社会信用代码": rows["uscc"],
        }
    )


def _band_words(rows: pd.DataFrame) -> list[str | None]:
    """Name the band; one that a core item held back says so, a provisional form has none."""
    words = []
    for band, provisional, gated in zip(rows["band"], rows["provisional"], rows["gated"], strict=True):
        words.append(
            "暂估" if provisional is True else None if not isinstance(band, str) else f"{band}（门槛降档）" if gated is True else band
        )
    return words


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "状态": config.TextColumn(width=92),
        "企业名称": config.TextColumn(width=230),
        "地区": config.TextColumn(width=64),
        "行业": config.TextColumn(width=100),
        "规模": config.TextColumn(width=54),
        "综合得分": config.NumberColumn(width=76, format="%.1f"),
        "分档": config.TextColumn(width=130),
        "达标项": config.NumberColumn(width=62, format="%d"),
        "空缺项": config.NumberColumn(width=62, format="%d"),
        "统一社会信用代码": config.TextColumn(width=170),
    }
