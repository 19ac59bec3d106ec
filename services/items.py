"""评价项目: all 48 items of a period, and one of them across every enterprise."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store
from models.access import Viewer
from models.assessment import Level
from models.basis import Basis
from models.catalogue import Catalogue, Clause, Item
from models.errors import NotPossible
from models.item_levels import levels_by_group
from models.period import Period
from models.progress import by_item, counted, weak_and_strong
from services.documents import UNSTATED, group_order, progress_document
from services.enterprise import level_word
from services.exports import Export
from services.progress import Snapshot, snapshot
from services.tables import flat_rows

EVERYBODY = "全部"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsView:
    """The items of a period: `items` as models.progress.by_item, in the catalogue's order; `weak` the weakest codes."""

    period: Period
    catalogue: Catalogue
    n: int
    items: pd.DataFrame
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item: its figures, its levels in all and by group, its clauses, and who stands at which level.

    `row` is its row of by_item; `everybody`, `sizes` and `sectors` are models.item_levels.levels_by_group; `members` has
    `uscc`, `name`, `region`, `sector`, `size`, `level` (0-4 or 10), one row a counted form.
    """

    period: Period
    catalogue: Catalogue
    item: Item
    clauses: tuple[Clause, ...]
    row: dict[str, object]
    everybody: pd.DataFrame
    sizes: pd.DataFrame
    sectors: pd.DataFrame
    members: pd.DataFrame


def items_view(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF) -> ItemsView:
    """Work out every item over the counted forms."""
    now = snapshot(store, viewer, period, basis)
    items = by_item(now.matrix(now.enterprises), now.catalogue)
    weak, _ = weak_and_strong(items)
    return ItemsView(
        period=now.period, catalogue=now.catalogue, n=len(counted(now.enterprises)), items=items, weak=tuple(weak["item"].astype(str))
    )


def item_view(store: Store, viewer: Viewer, period: str, code: str, basis: Basis = Basis.SELF) -> ItemView:
    """Work out one item over the counted forms."""
    now = snapshot(store, viewer, period, basis)
    item = now.catalogue.by_code.get(code)
    if item is None:
        message = f"{now.period.edition} 版清单里没有项目“{code}”。请从项目表里重新选择。"
        raise NotPossible(message)
    items = by_item(now.matrix(now.enterprises), now.catalogue)
    members = _members(now, now.catalogue.position[code])
    return ItemView(
        period=now.period,
        catalogue=now.catalogue,
        item=item,
        clauses=tuple(now.catalogue.clause_by_id[clause] for clause in item.clauses),
        row={str(name): value for name, value in items.iloc[now.catalogue.position[code]].items()},
        everybody=levels_by_group(members.assign(key=EVERYBODY), "key"),
        sizes=levels_by_group(members, "size", group_order("size")),
        sectors=levels_by_group(members, "sector", group_order("sector")),
        members=members,
    )


def items_export(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF) -> Export:
    """Gather the items' figures as `progress --json --by item` gives them."""
    now = snapshot(store, viewer, period, basis)
    return Export(
        name=f"评价项目_{now.period.code}_{basis.chinese}", tables={"评价项目": flat_rows(progress_document(now, "item"))}, basis=basis
    )


def item_export(store: Store, viewer: Viewer, period: str, code: str, basis: Basis = Basis.SELF) -> Export:
    """Gather who stands at which level of one item."""
    view = item_view(store, viewer, period, code, basis)
    names = {"uscc": "统一社会信用代码", "name": "企业名称", "region": "地区", "sector": "行业", "size": "规模"}
    rows = [
        {heading: row[name] for name, heading in names.items()} | {"等级": level_word(Level(row["level"]))}
        for row in view.members.to_dict("records")
    ]
    return Export(name=f"{code}_{view.period.code}_{basis.chinese}", tables={f"{code} {view.item.title}": rows}, basis=basis)


def _members(now: Snapshot, place: int) -> pd.DataFrame:
    rows = counted(now.enterprises)
    levels = now.matrix(now.enterprises)[:, place] if len(rows) else np.zeros(0, dtype=np.uint8)
    members = rows[["uscc", "name", "region", "sector", "size"]].replace({"size": "", "sector": ""}, UNSTATED).reset_index(drop=True)
    return members.assign(level=levels.astype(int))
