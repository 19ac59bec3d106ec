"""What 操作记录 is made of: the chain's state, the filters, and one page of rows at a time."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from charts.finding import plain
from data.audit import Action, AuditChoice
from models.access import Viewer
from models.period import SHANGHAI
from pages.parts import blocks, frame
from services.audit_log import AuditLine, AuditPage, actors, choice, enterprises, summary
from services.checks import Check, check_log

_CHECKED, _BEFORE = "audit-checked", "audit-before"


def audit_answer(viewer: Viewer) -> None:
    """Say how much is on record, and since when."""
    known = summary(frame.store(), viewer, now=frame.now())
    sentence = f"共 {known.rows:,} 条操作记录，最近 7 天 {known.recent:,} 条。" if known.rows else "还没有操作记录。"
    blocks.answer(sentence, "谁在什么时候、从哪里、对哪家企业的自评表做了什么 · 只增不改，前后相连，改动可查出")


def chain_result(viewer: Viewer) -> None:
    """Say whether the chain is unbroken, as found when the page was opened or when last asked."""
    if _CHECKED not in st.session_state:
        _check(viewer)
    found, at = st.session_state[_CHECKED]
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.well:
            st.badge(f"{at:%H:%M} 核对过：记录完整，没有被改动", icon=":material/verified:", color="green")
        else:
            st.error(plain("　".join(found.faults)), icon=":material/error:")
        if st.button("再核对一次", key="check-log", icon=":material/fact_check:", type="tertiary"):
            _check(viewer)
            st.rerun()


def choose_rows(viewer: Viewer) -> tuple[AuditChoice, dict[str, Any]]:
    """Let the person choose by enterprise, person, deed and days; give the choice, and the same as parameters of an address."""
    names = enterprises(frame.store(), viewer)
    first, second, third = st.columns([3, 2, 3])
    uscc = first.selectbox(
        "企业",
        list(names),
        index=None,
        format_func=lambda code: f"{names[code]}　{code}",
        placeholder="全部，可输入名称或代码",
        key="audit-uscc",
    )
    actor = second.selectbox("操作人", actors(frame.store(), viewer), index=None, placeholder="全部", key="audit-actor")
    wanted = third.multiselect(
        "操作", list(Action), format_func=lambda action: action.chinese, placeholder="全部", select_all=False, key="audit-action"
    )
    first, second, _ = st.columns([1, 1, 2])
    since = first.date_input("从哪天起", None, max_value=frame.today(), format="YYYY-MM-DD", key="audit-since")
    until = second.date_input("到哪天止", None, max_value=frame.today(), format="YYYY-MM-DD", key="audit-until")
    asked = {"uscc": uscc, "actor": actor, "since": since, "until": until}
    return choice(**asked, actions=wanted), {**asked, "action": tuple(action.value for action in wanted)}


def other_rows(chosen: AuditChoice) -> int | None:
    """Give the row before which the page starts; another choice starts at the newest."""
    kept, places = st.session_state.get(_BEFORE, (None, ()))
    if kept != chosen:
        st.session_state[_BEFORE] = (chosen, ())
        return None
    return places[-1] if places else None


def audit_table(page: AuditPage) -> None:
    """Show the rows, the newest first, with the ways to older and newer ones."""
    if not page.lines:
        st.info("没有符合条件的记录。请放宽上面的条件。", icon=":material/search_off:")
        return
    chosen, places = st.session_state[_BEFORE]
    first = len(places) * len(page.lines) + 1 if page.older else page.total - len(page.lines) + 1
    rows = pd.DataFrame([_row(line) for line in page.lines])
    st.dataframe(
        rows, hide_index=True, row_height=36, height="content" if len(rows) <= 12 else 560, column_config=_columns(), placeholder=""
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":gray[第 {first:,}–{first + len(page.lines) - 1:,} 条，共 {page.total:,} 条，新的在前]")
        st.button("较新的", icon=":material/chevron_left:", disabled=not places, on_click=_turn, args=(chosen, places[:-1]), key="newer")
        st.button(
            "较早的",
            icon=":material/chevron_right:",
            disabled=not page.older,
            on_click=_turn,
            args=(chosen, (*places, page.lines[-1].id)),
            key="older",
        )


def _turn(chosen: AuditChoice, places: tuple[int, ...]) -> None:
    st.session_state[_BEFORE] = (chosen, places)


def _check(viewer: Viewer) -> None:
    with st.spinner("正在核对操作记录……"):
        found: tuple[Check, datetime] = (check_log(frame.store(), viewer), frame.now().astimezone(SHANGHAI))
    st.session_state[_CHECKED] = found


def _row(line: AuditLine) -> dict[str, object]:
    whom = line.enterprise or (line.uscc or ("" if line.subject == line.period else line.subject))
    return {
        "时间": line.at.replace(tzinfo=None),
        "操作人": line.actor,
        "操作": line.deed,
        "企业或对象": whom,
        "报告期": line.period,
        "说明": line.told,
        "来自": line.origin or "本机",
    }


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "时间": config.DatetimeColumn(width=135, format="YYYY-MM-DD HH:mm"),
        "操作人": config.TextColumn(width=220),
        "操作": config.TextColumn(width=120),
        "企业或对象": config.TextColumn(width=190),
        "报告期": config.TextColumn(width=60),
        "说明": config.TextColumn(width=235),
        "来自": config.TextColumn(width=105),
    }
