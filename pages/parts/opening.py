"""The way from a figure down: the enterprises behind it, an enterprise's item, the file and cell it came from."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING
from charts.finding import plain
from models.access import Viewer
from models.errors import NotPossible
from models.period import Period
from pages.parts import frame, opened
from pages.parts.download import download_original
from pages.parts.long_lists import choose_enterprise, page_of
from services.answers import AnswerRevision, AnswerTrail, answer_trail
from services.behind import Behind, behind, choices
from services.filters import Filters
from services.progress import snapshot
from services.tables import STATUSES

ENTERPRISES, OVERVIEW = "pages/association/enterprises.py", "pages/association/overview.py"
CAME_FROM = "came-from"


def choose_figure(viewer: Viewer, period: Period, filters: Filters) -> None:
    """Offer every figure of the page by name: the same as clicking it, for the keyboard."""
    now = snapshot(frame.store(), viewer, period.code, frame.chosen_basis())
    named = choices(now, filters.keep(now.enterprises))
    opened.choice_of_figure("看一个数背后的企业", named, "choose-figure", label_visibility="collapsed")


def show_opened_figure(viewer: Viewer, period: Period, filters: Filters) -> None:
    """Open the figure in the address over the page."""
    if what := opened.in_address(opened.FIGURE):
        try:
            found = behind(frame.store(), viewer, period.code, filters, what, frame.chosen_basis())
        except NotPossible as fault:
            frame.failed(fault)
            return
        st.dialog(found.title, width="large", on_dismiss=lambda: opened.close(opened.FIGURE))(_enterprises_behind)(found, filters)


def show_opened_item(viewer: Viewer, period: Period, uscc: str) -> None:
    """Open the item in the address over the page of an enterprise."""
    if code := opened.in_address(opened.ITEM):
        try:
            trail = answer_trail(frame.store(), viewer, period.code, uscc, code)
        except NotPossible as fault:
            frame.failed(fault)
            return
        title = f"{trail.item.code} {trail.item.title}"
        st.dialog(title, width="large", on_dismiss=lambda: opened.close(opened.ITEM))(_answer)(trail)


def back_to_figure() -> None:
    """Offer the way back to the list one came from."""
    if CAME_FROM in st.session_state and st.button("返回刚才的名单", icon=":material/list:", type="tertiary"):
        st.switch_page(OVERVIEW, query_params=st.session_state.pop(CAME_FROM))


def _enterprises_behind(found: Behind, filters: Filters) -> None:
    chosen = f"，只看{'、'.join(filters.chosen())}" if filters.chosen() else ""
    st.markdown(f":gray[{plain(found.sentence + chosen)}。n={found.n}]")
    if found.frame.empty:
        return
    rows_shown = page_of(found.frame, "behind")
    table = st.dataframe(
        _table(replace(found, frame=rows_shown)),
        hide_index=True,
        row_height=36,
        height="content" if found.n <= 10 else 420,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(found),
        key=f"behind-{st.query_params.get(opened.FIGURE)}",
    )
    names = dict(zip(found.frame["uscc"], found.frame["name"], strict=True))
    typed = choose_enterprise("打开其中一家企业", names, placeholder="点表里一行，或在这里选")
    if rows := table.selection.rows:
        _open_enterprise(str(rows_shown["uscc"].iloc[rows[0]]), found.item)
    elif typed:
        _open_enterprise(typed, found.item)


def _open_enterprise(uscc: str, item: str | None) -> None:
    st.session_state[CAME_FROM] = st.query_params.to_dict() | {name: st.query_params.get_all(name) for name in ("region", "sector", "size")}
    st.switch_page(ENTERPRISES, query_params={"uscc": uscc} | ({opened.ITEM: item} if item else {}))


def _table(found: Behind) -> pd.DataFrame:
    rows = found.frame
    columns = {"企业名称": rows["name"], found.heading: _figures(found), "分档": rows["band"]}
    others = {"地区": rows["region"], "行业": rows["sector"], "规模": rows["size"], "状态": rows["status"].map(STATUSES)}
    return pd.DataFrame(columns | others)


def _figures(found: Behind) -> pd.Series:
    if found.kind == "tenths":
        return found.frame["figure"] / 10
    return found.frame["figure"].map({1: "✓ 是", 0: "－ 否"}) if found.kind == "counted" else found.frame["figure"]


def _columns(found: Behind) -> dict[str, object]:
    config = st.column_config
    number = {
        "tenths": config.NumberColumn(width=90, format="%.1f%%" if found.heading == "得分率" else "%.1f"),
        "rate": config.NumberColumn(width=90, format="percent"),
        "level": config.NumberColumn(width=90, format="%d"),
        "counted": config.TextColumn(width=90),
    }[found.kind]
    texts = {"企业名称": 185, "分档": 70, "地区": 70, "行业": 100, "规模": 60, "状态": 90}
    return {found.heading: number} | {name: config.TextColumn(width=width) for name, width in texts.items()}


def _answer(trail: AnswerTrail) -> None:
    """Show one answer, what it says, where it stands, and the same item in the other revisions."""
    shown, item = trail.shown, trail.item
    st.markdown(f":gray[{plain(item.question)}]")
    level = f"{shown.level_word} 级" if shown.descriptor else shown.level_word
    st.markdown(f"### 填了 {plain(level)}，目标 {item.target_level} 级", anchors=False)
    if shown.descriptor:
        st.markdown(plain(shown.descriptor))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(shown.place)}**　{_state(shown)}")
        st.markdown(f":small[:gray[{plain(shown.receipt.file_name)}]]")
        _download(shown)
    for heading, text in shown.texts.items():
        st.markdown(f":gray[{plain(heading)}]　{plain(text)}")
    others = [one for one in trail.revisions if one is not shown]
    if others:
        st.markdown("#### 这一项在本期其他各版里", anchors=False)
    for one in others:
        changed = "" if one.level == shown.level else "　:orange-badge[等级不同]"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(one.level_word)}**　{plain(one.place)}　{_state(one)}{changed}")
            _download(one)


def _state(one: AnswerRevision) -> str:
    if one.receipt.withdrawn is not None:
        return f":gray-badge[已撤销] :small[:gray[{plain(one.receipt.withdrawn.reason)}]]"
    if one.counts:
        return ":blue-badge[现计入]"
    return "" if one.receipt.passed else ":orange-badge[退回修改]"


def _download(one: AnswerRevision) -> None:
    download_original(one.receipt, key=f"original-of-item-{one.receipt.id}")
