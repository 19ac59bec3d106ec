"""地区: how each region and each forwarder (转报单位) reports, and where each region stands."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.store import Store
from models.access import Viewer
from models.group_ledger import ledger_by
from models.period import Period
from models.progress import Ledger, ledger
from services import chart_frames
from services.documents import UNSTATED, group_order, grouped
from services.progress import snapshot

DIRECT = "不经转报单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionsView:
    """`heat` is what charts.heat_map draws, `regions` and `forwarders` are models.group_ledger.ledger_by."""

    period: Period
    as_of: date | None
    titles: dict[str, str]
    book: Ledger
    heat: pd.DataFrame
    regions: pd.DataFrame
    forwarders: pd.DataFrame


def regions_view(store: Store, viewer: Viewer, period: str) -> RegionsView:
    """Work out a period by region, in the order of the administrative codes, and by forwarder."""
    now = snapshot(store, viewer, period)
    rows = now.enterprises
    received = rows["newest_received_on"].dropna()
    return RegionsView(
        period=now.period,
        as_of=received.max() if len(received) else None,
        titles={str(titles.code): titles.short for titles in now.catalogue.priorities},
        book=ledger(rows),
        heat=chart_frames.heat(grouped(now, "region")),
        regions=ledger_by(rows.assign(region=rows["region"].replace("", UNSTATED)), "region", group_order("region")),
        forwarders=ledger_by(rows.assign(forwarder=rows["forwarder"].fillna("").replace("", DIRECT)), "forwarder", [DIRECT]),
    )
