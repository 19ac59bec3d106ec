"""名次: for staff, within one sector or one size, on the reviewed basis only."""

from dataclasses import dataclass

import pandas as pd

from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.basis import Basis
from models.errors import NotPossible
from models.progress import counted, keys_in_order
from models.ranking import front
from services.documents import group_order
from services.progress import snapshot

WITHIN = {"sector": "行业", "size": "规模"}
CAUTION = "协会核定数据，仅供工作参考，不作为评优、认证、采信依据；不跨组比较，公布名单排名不分先后。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The reviewed enterprises of one group, as models.ranking.front gives them."""

    group: str
    n: int
    rows: pd.DataFrame


def ranked_groups(store: Store, viewer: Viewer, period: str, within: str) -> list[str]:
    """Name the sectors or sizes of the roster, in the order people know."""
    permit(viewer, Verb.REVIEW)
    keys = snapshot(store, viewer, period, Basis.REVIEWED).enterprises[within]
    return [str(key) for key in keys_in_order(keys, group_order(within)) if key]


def ranking(store: Store, viewer: Viewer, period: str, within: str, group: str) -> Ranking:
    """Rank the reviewed enterprises of one sector or size."""
    permit(viewer, Verb.REVIEW)
    if within not in WITHIN:
        raise NotPossible("名次只在同一行业或同一规模里排。请选择行业或规模。")
    rows = snapshot(store, viewer, period, Basis.REVIEWED).enterprises
    members = rows[rows[within] == group]
    return Ranking(group=group, n=len(counted(members)), rows=front(members))
