"""Filters: chosen in one place, shown in words that can be taken off, kept in the address."""

from collections.abc import Sequence

import streamlit as st

from services.filters import Filters

LABELS = {"region": "地区", "sector": "行业", "size": "规模"}


def filter_bar(choices: dict[str, Sequence[str]]) -> Filters:
    """Offer regions, sectors and sizes; what is chosen stands beside the button, each with a cross."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("筛选", icon=":material/filter_list:"):
            chosen = {
                name: tuple(st.multiselect(label, choices[name], key=name, bind="query-params", placeholder="全部", select_all=False))
                for name, label in LABELS.items()
            }
        filters = Filters(**chosen)
        if filters.chosen():
            _in_words(chosen)
    return filters


def _in_words(chosen: dict[str, tuple[str, ...]]) -> None:
    for name, values in chosen.items():
        for value in values:
            st.button(f"{value} ✕", key=f"off-{name}-{value}", on_click=_take_off, args=(name, value), help=f"去掉“{value}”")
    st.button("清除全部", key="off-all", type="tertiary", on_click=_clear)


def _take_off(name: str, value: str) -> None:
    st.session_state[name] = [other for other in st.session_state[name] if other != value]


def _clear() -> None:
    for name in LABELS:
        st.session_state[name] = []
