"""The table of the items: what each came to, which are the weakest."""

from fractions import Fraction

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING
from charts.finding import caution
from charts.item_findings import items_answer
from models.catalogue import Priority
from models.rounding import half_up
from pages.parts import blocks, frame
from services.items import ItemsView


def items_and_answer(view: ItemsView) -> None:
    """Write how many items most enterprises reach, and which is the weakest."""
    titles = {str(titles.code): titles.short for titles in view.catalogue.priorities}
    parts = [f"{view.period.code} 期", view.catalogue.title, f"计入平均的自评表 {view.n} 份", caution(frame.chosen_basis())]
    blocks.answer(items_answer(view.items, n=view.n, titles=titles), " · ".join(parts))


def open_one_item(view: ItemsView) -> None:
    """Open an item by name: the same as choosing its row, for whoever would rather type."""
    titles = {item.code: item.title for item in view.catalogue.items}
    chosen = st.selectbox(
        "打开一个项目", list(titles), index=None, format_func=lambda code: f"{code}　{titles[code]}", placeholder="输入编号或名称"
    )
    if chosen:
        _open(chosen)


def items_table(view: ItemsView) -> None:
    """Show the items in the catalogue's order, those of one priority or all; a row opens the item."""
    short = {str(titles.code): titles.short for titles in view.catalogue.priorities}
    chosen = st.pills("重点工作", list(Priority), format_func=lambda code: short[code], key="priority", bind="query-params", wrap=True)
    rows = view.items if chosen is None else view.items[view.items["priority"] == chosen]
    weak = f"，▼ 为得分率最低的 {len(view.weak)} 项" if view.weak else ""
    st.markdown(f":gray[共 {len(rows)} 项{weak}。点每行左边的方框打开这个项目。]")
    event = st.dataframe(
        _table(rows, view),
        hide_index=True,
        row_height=36,
        height="content" if len(rows) <= 19 else 668,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        key=f"items-{chosen}",
    )
    if event and event.selection.rows:
        _open(str(rows["item"].iloc[event.selection.rows[0]]))


def _open(code: str) -> None:
    st.query_params["item"] = code
    st.rerun()


def _table(rows: pd.DataFrame, view: ItemsView) -> pd.DataFrame:
    items = [view.catalogue.by_code[code] for code in rows["item"]]
    return pd.DataFrame(
        {
            "编号": rows["item"].to_list(),
            "评价项目": [f"▼ {item.title}" if item.code in view.weak else item.title for item in items],
            "得分率": [_tenths(value) for value in rows["score_rate"]],
            "达标率": [_percent(met, n) for met, n in zip(rows["met"], rows["n"], strict=True)],
            "平均等级": [_mean(total, n) for total, n in zip(rows["level_sum"], rows["n"], strict=True)],
            "适用家数": rows["n"].to_list(),
            "目标等级": [item.target_level for item in items],
            "标准分": [item.weight for item in items],
            "核心项": ["核心" if item.core else "" for item in items],
            "重点工作": [view.catalogue.titles(item.priority).short for item in items],
        }
    )


def _tenths(value: int | None) -> float | None:
    return None if value is None else value / 10


def _percent(part: int, whole: int) -> float | None:
    return float(half_up(Fraction(100 * int(part), int(whole)))) if whole else None


def _mean(total: int, n: int) -> float | None:
    return float(half_up(Fraction(int(total), int(n)), 2)) if n else None


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "编号": config.TextColumn(width=66),
        "评价项目": config.TextColumn(width=190),
        "得分率": config.ProgressColumn(width=120, format="%.1f%%", min_value=0, max_value=100),
        "达标率": config.ProgressColumn(width=120, format="%.1f%%", min_value=0, max_value=100),
        "平均等级": config.NumberColumn(width=76, format="%.2f"),
        "适用家数": config.NumberColumn(width=76, format="%d"),
        "目标等级": config.NumberColumn(width=76, format="%d"),
        "标准分": config.NumberColumn(width=66, format="%d"),
        "核心项": config.TextColumn(width=66),
        "重点工作": config.TextColumn(width=150),
    }
