"""The enterprises behind a figure as leadership sees them: without names until somebody asks for them."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING
from charts.finding import plain
from models.errors import NotPossible
from pages.parts import frame, opened
from pages.parts.long_lists import page_of
from services.behind import Behind
from services.filters import Filters
from services.meeting_view import MeetingView

_PER_CENT = {"得分率", "达标率"}


def choose_behind(view: MeetingView) -> None:
    """Offer every figure by name: the same as clicking it, for the keyboard."""
    opened.choice_of_figure("看一个数是哪几家算出来的", view.figures_by_name, "choose-behind")


def show_behind(found: Behind, filters: Filters) -> None:
    """Open the enterprises behind a figure over the page."""
    st.dialog(found.title, width="large", on_dismiss=lambda: opened.close(opened.FIGURE))(_enterprises)(found, filters)


def show_opened_behind(view: MeetingView) -> None:
    """Open the figure in the address over the page."""
    if what := opened.in_address(opened.FIGURE):
        try:
            show_behind(view.behind(what), view.filters)
        except NotPossible as fault:
            frame.failed(fault)


def _enterprises(found: Behind, filters: Filters) -> None:
    chosen = f"，只看{'、'.join(filters.chosen())}" if filters.chosen() else ""
    st.markdown(f":gray[{plain(found.sentence + chosen)}。n={found.n}]")
    named = st.toggle("显示企业名称", key="behind-named", help="默认不显示，行业、规模、地区也不显示；在会上点名前请先想好")
    if found.n:
        st.dataframe(
            page_of(behind_table(found, named=named), "behind"),
            hide_index=True,
            row_height=36,
            height="content" if found.n <= 10 else 420,
            placeholder=NOTHING,
            column_config={"企业": st.column_config.TextColumn(width=230), found.heading: _number(found)},
        )


def behind_table(found: Behind, *, named: bool) -> pd.DataFrame:
    """Lay out the enterprises, in the order of what each contributes.

    Without names there is no region, sector or size either: the only large one of its sector is known to the whole room.
    """
    rows = found.frame
    figure = rows["figure"] / 10 if found.kind == "tenths" else rows["figure"]
    if found.kind == "counted":
        figure = rows["figure"].map({1: "✓ 是", 0: "－ 否"})
    who = rows["name"] if named else pd.Series([f"第 {place} 家" for place in range(1, len(rows) + 1)], index=rows.index)
    table = {"企业": who, found.heading: figure, "分档": rows["band"]}
    whose = {"行业": rows["sector"], "规模": rows["size"], "地区": rows["region"]}
    return pd.DataFrame(table | (whose if named else {}))


def _number(found: Behind) -> object:
    config = st.column_config
    if found.kind == "counted":
        return config.TextColumn(width=90)
    if found.kind == "rate":
        return config.NumberColumn(width=90, format="percent")
    return config.NumberColumn(width=90, format="%d" if found.kind == "level" else "%.1f%%" if found.heading in _PER_CENT else "%.1f")
