"""One item: its figures, its levels by size and sector, what it asks and rests on, who stands where."""

from fractions import Fraction

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, rate_percent, score_percent
from charts.finding import Scope, counted, plain
from charts.item_findings import item_answer, levels_finding
from charts.level_stack import level_stack
from models.assessment import Level
from models.catalogue import Clause
from models.item_levels import LEVEL_COLUMNS
from models.rounding import half_up
from pages.parts import blocks, frame, links
from pages.parts.blocks import Figure
from services.enterprise import level_word
from services.items import ItemView


def item_and_figures(view: ItemView) -> None:
    """Write what the item came to, its question under it, and four figures."""
    item, row = view.item, view.row
    blocks.answer(item_answer(item.code, item.title, view.everybody, met=int(row["met"])), f"{view.period.code} 期 · {item.question}")
    n, total = int(row["n"]), len(view.members)
    mean = row["mean_level"]
    blocks.figures(
        [
            Figure("适用", f"{n} 家", f"不适用 {total - n} 家"),
            Figure(
                "平均等级", NOTHING if mean is None else str(half_up(Fraction(int(row["level_sum"]), n), 2)), f"目标 {item.target_level} 级"
            ),
            Figure("得分率", NOTHING if row["score_rate"] is None else score_percent(row["score_rate"] / 10), f"标准分 {item.weight} 分"),
            Figure("达标率", rate_percent(row["compliance_rate"]), f"{int(row['met'])} / {n} 家" + ("，核心项" if item.core else "")),
        ]
    )


def levels(view: ItemView) -> None:
    """Draw the five levels by size and by sector, with what each level means."""
    scope, theme, target = Scope(basis=frame.chosen_basis()), frame.theme(), view.item.target_level
    nothing = "各组都不足 3 家，不显示" if len(view.everybody) else "还没有适用的自评表"
    left, right = st.columns(2)
    with left:
        sizes = pd.concat([_shown(view.everybody), _shown(view.sizes)])
        figure = level_stack(sizes, theme, nothing=nothing)
        blocks.chart(levels_finding(view.sizes, group="规模", target=target, scope=scope), figure, key="sizes")
        _descriptors(view)
    with right:
        finding = levels_finding(view.sectors, group="行业", target=target, scope=scope)
        blocks.chart(finding, level_stack(_shown(view.sectors), theme, nothing=nothing), key="sectors")


def notice(view: ItemView) -> None:
    """Show the clauses of the notice that the item rests on, and what may prove it."""
    with st.container(border=True):
        st.markdown(f"#### 依据通知的{counted(len(view.clauses), '条')}", anchors=False)
        for clause in view.clauses:
            st.markdown(_clause(clause))
        references = "；".join(reference.text for reference in view.item.references)
        more = f"　参考：{plain(references)}。" if references else ""
        st.markdown(f":small[:gray[可用的证明材料：{plain('；'.join(view.item.evidence))}。{more}]]")


def members_table(view: ItemView, *, opens: bool) -> None:
    """List the enterprises at each level; a row opens the enterprise, for whoever may look at its form."""
    st.subheader("各等级的企业", anchor=False)
    if view.members.empty:
        st.markdown(":gray[还没有计入平均的自评表。]")
        return
    counts = view.members["level"].value_counts()
    levels = sorted(int(level) for level in counts.index)
    chosen = st.pills("等级", levels, format_func=lambda level: f"{_word(level)}（{counts[level]} 家）", key="level", wrap=True)
    rows = view.members if chosen is None else view.members[view.members["level"] == chosen]
    rows = rows.sort_values("level", kind="stable")
    st.markdown(f":gray[共 {len(rows)} 家。{'点每行左边的方框打开这家企业。' * opens}]")
    event = st.dataframe(
        _table(rows),
        hide_index=True,
        row_height=36,
        height="content" if len(rows) <= 14 else 560,
        placeholder=NOTHING,
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
        column_config={
            "等级": st.column_config.TextColumn(width=70),
            "企业名称": st.column_config.TextColumn(width=300),
            "统一社会信用代码": st.column_config.TextColumn(width=180),
        },
        key=f"members-{view.item.code}-{chosen}",
    )
    if opens and event.selection.rows:
        links.open_enterprise(str(rows["uscc"].iloc[event.selection.rows[0]]), item=view.item.code)


def _descriptors(view: ItemView) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown("#### 各级的标准", anchors=False)
        shown = _shown(view.everybody)
        counts = [f"{shown[column].iloc[0]} 家" if len(shown) else "" for column in LEVEL_COLUMNS]
        for level, (words, count) in enumerate(zip(view.item.levels, counts, strict=True)):
            target = " :blue-badge[目标]" if level == view.item.target_level else ""
            st.markdown(
                f"**{level} 级**{target}　{plain(words)}　:small[:gray[{count}]]" if count else f"**{level} 级**{target}　{plain(words)}"
            )
        st.markdown(f":small[:gray[适用：{plain(view.item.applicability)}。{plain(view.item.not_applicable_rule)}。]]")


def _shown(groups: pd.DataFrame) -> pd.DataFrame:
    return groups[~groups["suppressed"]]


def _clause(clause: Clause) -> str:
    return f"**{clause.id}**　{plain(clause.quote)}  \n:small[:gray[对谁说：{plain(clause.addressee)}　{clause.kind}　{plain(clause.counterpart)}]]"


def _word(level: int) -> str:
    return f"{level} 级" if level <= Level.LEADING else level_word(Level(level))


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    names = {"name": "企业名称", "region": "地区", "sector": "行业", "size": "规模", "uscc": "统一社会信用代码"}
    return rows.assign(等级=[_word(level) for level in rows["level"]])[["等级", *names]].rename(columns=names)
