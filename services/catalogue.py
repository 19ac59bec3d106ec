"""清单: the notice clause by clause with the items that rest on it, and the items with their clauses."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from data.editions import load_edition
from models.catalogue import Catalogue, Clause, ClauseKind, Item, PriorityTitle
from services.exports import Export
from services.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One of the six priorities: its clauses with the items that rest on each, its items with their clauses."""

    titles: PriorityTitle
    clauses: tuple[tuple[Clause, tuple[Item, ...]], ...]
    items: tuple[tuple[Item, tuple[Clause, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """An edition as people read it; `kinds` and `addressees` count all its clauses, the most frequent first."""

    catalogue: Catalogue
    chapters: tuple[Chapter, ...]
    kinds: dict[ClauseKind, int]
    addressees: dict[str, int]


def catalogue_view(edition: str, kinds: Collection[ClauseKind] = (), addressees: Collection[str] = ()) -> CatalogueView:
    """Lay out an edition; only the clauses of these kinds and addressees, and what rests on them (none given: all)."""
    catalogue = load_edition(edition)
    kept = {
        clause.id: clause
        for clause in catalogue.clauses
        if (not kinds or clause.kind in kinds) and (not addressees or clause.addressee in addressees)
    }
    counts = Counter(clause.kind for clause in catalogue.clauses)
    return CatalogueView(
        catalogue=catalogue,
        chapters=tuple(_chapter(catalogue, titles, kept) for titles in catalogue.priorities),
        kinds={kind: counts[kind] for kind in ClauseKind},
        addressees=dict(Counter(clause.addressee for clause in catalogue.clauses).most_common()),
    )


def catalogue_export(view: CatalogueView, *, by_items: bool) -> Export:
    """Gather the clauses with the items that rest on them, or the items with their clauses, as the page shows them."""
    clauses = [_clause_row(clause, items) for chapter in view.chapters for clause, items in chapter.clauses]
    items = [_item_row(item, clauses) for chapter in view.chapters for item, clauses in chapter.items]
    name = "评价项目" if by_items else "通知原文"
    return Export(name=f"清单_{view.catalogue.edition}_{name}", tables={name: items if by_items else clauses})


def _clause_row(clause: Clause, items: Collection[Item]) -> Row:
    return {
        "条款": clause.id,
        "原文": clause.quote,
        "条款性质": str(clause.kind),
        "对谁说": clause.addressee,
        "企业侧": clause.counterpart,
        "评价项目": "\n".join(f"{item.code} {item.title}" for item in items),
    }


def _item_row(item: Item, clauses: Collection[Clause]) -> Row:
    return {
        "编号": item.code,
        "名称": item.title,
        "自评问题": item.question,
        "标准分": item.weight,
        "目标等级": item.target_level,
        "核心项": "是" if item.core else "否",
        "性质": str(item.kind),
        "适用": item.applicability,
        "条款": "\n".join(f"{clause.id} {clause.quote}（{clause.kind}）" for clause in clauses),
    }


def _chapter(catalogue: Catalogue, titles: PriorityTitle, kept: dict[str, Clause]) -> Chapter:
    """Take a priority's clauses by their number (P3's are 3.x); an item may rest on clauses of another priority."""
    number = titles.code.removeprefix("P")
    clauses = [clause for clause in kept.values() if clause.id.partition(".")[0] == number]
    items = [(item, tuple(kept[clause] for clause in item.clauses if clause in kept)) for item in catalogue.items_of(titles.code)]
    return Chapter(
        titles=titles,
        clauses=tuple((clause, tuple(item for item in catalogue.items if clause.id in item.clauses)) for clause in clauses),
        items=tuple((item, of) for item, of in items if of),
    )
