"""Long lists, a page at a time: a browser that is sent 100,000 rows stands still."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from services.filters import named_by

AT_ONCE = 2_000
_FOUND = 50


def page_of(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the rows of the page chosen, and the choice above them; a list that fits is given whole and without a choice."""
    if len(rows) <= AT_ONCE:
        return rows
    pages = -(-len(rows) // AT_ONCE)
    # A choice of its own for each length: a page that is no more cannot stay chosen.
    number = st.number_input(
        f"第几页（共 {pages} 页，每页 {AT_ONCE} 行）",
        1,
        pages,
        key=f"{key}-page-{pages}",
        width=260,
        help="名单较长，分页显示；先筛选可以少翻页",
    )
    return rows.iloc[(int(number) - 1) * AT_ONCE : int(number) * AT_ONCE]


def choose_enterprise(label: str, names: Mapping[str, str], *, placeholder: str, key: str | None = None) -> str | None:
    """Let the person choose one of these enterprises; of many only after a part of its name or code was typed."""
    if len(names) > AT_ONCE:
        wanted = st.text_input(label, placeholder=placeholder, key=f"{key or label}-search", icon=":material/search:")
        if not wanted:
            return None
        names = named_by(names, wanted, most=_FOUND)
        label, placeholder = f"找到 {len(names)} 家" if len(names) < _FOUND else f"只列前 {_FOUND} 家，请多输几个字", "在这里选"
    return st.selectbox(label, list(names), index=None, format_func=lambda uscc: f"{names[uscc]}　{uscc}", placeholder=placeholder, key=key)
