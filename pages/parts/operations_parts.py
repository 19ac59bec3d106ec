"""The parts of 运行状况."""

import streamlit as st

from models.access import Viewer
from models.period import SHANGHAI
from pages.parts import frame
from services.checks import Check, backup_advice, check
from services.operations import Operations

_CHECKED = "checked"
_MEGABYTE = 1_000_000


def answer(found: Operations) -> None:
    """Say first whether somebody has to do something."""
    advice = backup_advice(frame.now())
    if advice:
        st.title(advice, anchor=False)
    else:
        st.title("备份正常", anchor=False)
    cut_off = found.measures.open_batches
    if cut_off:
        st.markdown(f"有 {cut_off} 批收件正在进行，或者中途断了。断了的，把同一批文件再拖一次即可补齐，不会重复。")


def figures(found: Operations) -> None:
    """Show the four figures that grow."""
    newest = found.backup
    with st.grid(4, min_column_width=150):
        st.metric("最近备份", f"{newest.made_at.astimezone(SHANGHAI):%m-%d %H:%M}" if newest else "—", border=True, height="stretch")
        st.metric("数据库", f"{found.measures.bytes_used / _MEGABYTE:.1f} MB", border=True, height="stretch")
        st.metric("自评表", f"{found.measures.submissions} 份", border=True, height="stretch")
        st.metric("半小时内在线", f"{found.measures.people} 人", border=True, height="stretch")


def checks(viewer: Viewer) -> None:
    """Look at everything when asked to; it reads the whole store, so not at every visit."""
    st.header("全面检查", anchor=False)
    st.markdown(":small[:gray[逐一核对数据库、操作记录、保存的原文件、得分和清单。数据多时要几分钟，期间可以照常使用。]]")
    if st.button("开始检查", icon=":material/health_and_safety:", type="primary"):
        with st.spinner("正在检查……"):
            st.session_state[_CHECKED] = (frame.now(), check(frame.store(), viewer, now=frame.now()))
    if _CHECKED in st.session_state:
        at, found = st.session_state[_CHECKED]
        st.markdown(f":small[:gray[{at:%Y-%m-%d %H:%M} 检查]]")
        for one in found:
            _told(one)


def details(found: Operations) -> None:
    """Show versions and places, for the telephone."""
    with st.expander("版本和位置", icon=":material/info:"):
        store = {"数据库": f"{found.measures.engine}，结构版本 {found.measures.revision}"}
        st.table(
            {"项目": [*store, *found.places, *found.versions], "内容": [*store.values(), *found.places.values(), *found.versions.values()]}
        )


def _told(one: Check) -> None:
    if one.faults:
        st.error("\n\n".join((f"**{one.name}**", *one.faults)), icon=":material/error:")
    elif one.advice:
        st.warning(f"**{one.name}**：{one.advice}", icon=":material/warning:")
    else:
        st.success(f"**{one.name}**：没有发现问题", icon=":material/check_circle:")
