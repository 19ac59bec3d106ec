"""The notice's text and the items, each with the other beside it, as HTML rows that fold on a phone."""

from collections.abc import Sequence

import streamlit as st

from charts.figures_text import escaped
from charts.finding import plain
from models.catalogue import Catalogue, Clause, ClauseKind, Item
from models.period import Period
from pages.parts import blocks, frame, links
from pages.parts.blocks import Figure
from services.catalogue import CatalogueView, Chapter

NUMERALS = "一二三四五六"
WAYS = ("按通知原文看", "按项目看")
ASKS = {
    ClauseKind.DIRECT: "直接要求企业",
    ClauseKind.TAKE_PART: "协会、机构等牵头",
    ClauseKind.RESULT: "要达到的结果",
}


def catalogue_and_answer(view: CatalogueView) -> None:
    """Write how many clauses there are and whom they address."""
    catalogue, kinds = view.catalogue, view.kinds
    total = sum(kinds.values())
    blocks.answer(
        f"通知六项重点工作共 {total} 条，直接要求企业的 {kinds[ClauseKind.DIRECT]} 条；{len(catalogue.items)} 个评价项目覆盖全部条款。"
        if _covered(catalogue)
        else f"通知六项重点工作共 {total} 条，直接要求企业的 {kinds[ClauseKind.DIRECT]} 条；清单有 {len(catalogue.items)} 个评价项目。",
        f"{catalogue.title} · {catalogue.notice} · {catalogue.edition} 版",
    )
    shown = [Figure(f"{kind}条款", f"{count} 条", ASKS[kind]) for kind, count in kinds.items()]
    core = sum(item.core for item in catalogue.items)
    blocks.figures([*shown, Figure("评价项目", f"{len(catalogue.items)} 项", f"核心项 {core} 项")])


def choose(view: CatalogueView) -> tuple[str, list[ClauseKind], list[str]]:
    """Let the person choose the way round, and the clauses by kind and by whom they address."""
    way = st.segmented_control("怎样看", WAYS, default=WAYS[0], required=True, key="way", bind="query-params", label_visibility="collapsed")
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        kinds = st.pills(
            "条款性质",
            list(ClauseKind),
            format_func=lambda kind: f"{kind} {view.kinds[kind]}",
            selection_mode="multi",
            key="kind",
            wrap=True,
        )
    with right:
        addressees = st.multiselect(
            "对谁说",
            list(view.addressees),
            format_func=lambda name: f"{name} {view.addressees[name]}",
            key="addressee",
            placeholder="全部",
            select_all=False,
        )
    return str(way), list(kinds), addressees


def by_clause(view: CatalogueView, period: Period) -> None:
    """Show the notice's text clause by clause, with the items that rest on each."""
    _counted(sum(len(chapter.clauses) for chapter in view.chapters), "条")
    for chapter in view.chapters:
        if chapter.clauses:
            _heading(chapter, f"{len(chapter.clauses)} 条")
            st.html(_rows([_clause_row(clause, items, period) for clause, items in chapter.clauses]))


def by_item(view: CatalogueView, period: Period) -> None:
    """Show the items with the clauses they rest on."""
    _counted(sum(len(chapter.items) for chapter in view.chapters), "项")
    for chapter in view.chapters:
        if chapter.items:
            _heading(chapter, f"{len(chapter.items)} 项")
            st.html(_rows([_item_row(item, clauses, period) for item, clauses in chapter.items]))


def source_note(view: CatalogueView) -> None:
    """Say where the text is taken from."""
    st.markdown(f":small[:gray[{plain(view.catalogue.source_note)}]]")
    st.markdown(":small[:gray[“对谁说”后面有“推定”的，原文没有写明对象，由编制清单时推定。]]")


def _counted(number: int, unit: str) -> None:
    st.markdown(f":gray[共 {number} {unit}。点编号打开评价项目。]" if number else ":gray[没有符合条件的条款。请去掉一些筛选。]")


def _heading(chapter: Chapter, count: str) -> None:
    numeral = NUMERALS[int(chapter.titles.code.removeprefix("P")) - 1]
    st.subheader(f"{numeral}、{plain(chapter.titles.title)}（{count}）", anchor=False)


def _clause_row(clause: Clause, items: Sequence[Item], period: Period) -> tuple[str, str, str, str]:
    return (
        clause.id,
        escaped(clause.quote),
        f"对谁说：{escaped(clause.addressee)}　{clause.kind}<br>{escaped(clause.counterpart)}",
        "<br>".join(_link(item, period) for item in items),
    )


def _item_row(item: Item, clauses: Sequence[Clause], period: Period) -> tuple[str, str, str, str]:
    core = "，核心项" if item.core else ""
    return (
        _link(item, period, named=False),
        f"{escaped(item.title)}",
        f"{escaped(item.question)}<br>标准分 {item.weight}，目标 {item.target_level} 级{core}，{item.kind}；适用：{escaped(item.applicability)}",
        "<br>".join(f"{clause.id}　{escaped(clause.quote)}（{clause.kind}）" for clause in clauses),
    )


def _link(item: Item, period: Period, *, named: bool = True) -> str:
    colour = frame.theme().colour.accent
    title = f" {escaped(item.title)}" if named else ""
    return f'<a href="{escaped(links.item_address(item.code, period))}" style="color:{colour}">{item.code}{title}</a>'


def _rows(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Lay out rows: number, text, what stands beside it in grey, and what it leads to; one under another on a phone."""
    colour = frame.theme().colour
    cells = "".join(
        f'<div style="display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;padding:.5rem 0;border-top:1px solid {colour.border}">'
        f'<div style="flex:0 0 3.2rem;color:{colour.muted}">{number}</div>'
        f'<div style="flex:3 1 15rem;min-width:0;color:{colour.ink}">{text}</div>'
        f'<div style="flex:3 1 15rem;min-width:0;color:{colour.muted};font-size:.875rem">{beside}</div>'
        f'<div style="flex:2 1 12rem;min-width:0;color:{colour.ink};font-size:.875rem">{leads}</div></div>'
        for number, text, beside, leads in rows
    )
    return f'<div style="line-height:1.6">{cells}</div>'


def _covered(catalogue: Catalogue) -> bool:
    return {clause.id for clause in catalogue.clauses} <= {clause for item in catalogue.items for clause in item.clauses}
