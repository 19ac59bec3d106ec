"""需关注: what to look at before relying on a form, for one enterprise and for all of a period."""

import pandas as pd
import streamlit as st

from charts.finding import plain
from models.access import Verb, Viewer
from pages.parts import frame
from pages.parts.long_lists import page_of
from services.attention import attention

_FEW = 14


def attention_section(viewer: Viewer, period: str, uscc: str) -> None:
    """List what to look at in one enterprise's form; nothing when there is nothing."""
    if not viewer.may(Verb.REVIEW):
        return
    rows = attention(frame.store(), viewer, period)
    rows = rows[rows["uscc"] == uscc]
    if rows.empty:
        return
    with st.expander(f"需关注（{len(rows)} 处，供抽查，不是错误，也不告知企业）", icon=":material/visibility:", expanded=True):
        for title, sentence in zip(rows["title"], rows["sentence"], strict=True):
            st.markdown(f"**{title}**　{plain(sentence)}")


def attention_table(viewer: Viewer, period: str) -> None:
    """Show everything to look at in a period; a row opens its enterprise."""
    if not viewer.may(Verb.REVIEW):
        return
    with st.spinner("正在查看有没有需关注的情况……"):
        rows = attention(frame.store(), viewer, period)
    st.subheader(f"需关注（{len(rows)} 处）", anchor=False)
    if rows.empty:
        st.markdown(":gray[通过检查的自评表里，没有全部同级、照抄、过期证书之类需要抽查的情况。]")
        return
    st.markdown(":gray[这些不是错误，供抽查时参考，不告知企业。点每行左边的方框打开这家企业。]")
    chosen = st.pills("只看情况", list(dict.fromkeys(rows["title"])), key="attention-title", wrap=True, label_visibility="collapsed")
    shown = page_of(rows if chosen is None else rows[rows["title"] == chosen], f"attention-{chosen}")
    event = st.dataframe(
        _table(shown),
        hide_index=True,
        row_height=36,
        height="content" if len(shown) <= _FEW else 560,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        key=f"attention-{chosen}",
    )
    if event and event.selection.rows:
        st.query_params["uscc"] = str(shown["uscc"].iloc[event.selection.rows[0]])
        st.rerun()


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    items = rows["item"].where(rows["item"].notna(), "")
    return pd.DataFrame({"企业名称": rows["name"], "情况": rows["title"], "项目": items, "说明": rows["sentence"]})


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "企业名称": config.TextColumn(width=230),
        "情况": config.TextColumn(width=130),
        "项目": config.TextColumn(width=70),
        "说明": config.TextColumn(width=620),
    }
