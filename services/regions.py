"""地区: how each region and each forwarder (转报单位) reports, and where each region stands."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.group_ledger import ledger_by
from models.period import Period
from models.progress import Ledger, ledger
from models.rounding import half_up
from services import chart_frames
from services.documents import UNSTATED, group_order, grouped
from services.exports import Export
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


def regions_view(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF) -> RegionsView:
    """Work out a period by region, in the order of the administrative codes, and by forwarder."""
    now = snapshot(store, viewer, period, basis)
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


def regions_export(store: Store, viewer: Viewer, period: str) -> Export:
    """Gather how every region reports, as the page shows it."""
    view = regions_view(store, viewer, period)
    return _export("地区", view.regions, view.period)


def forwarders_export(store: Store, viewer: Viewer, period: str) -> Export:
    """Gather how every forwarder reports, as the page shows it."""
    view = regions_view(store, viewer, period)
    return _export("转报单位", view.forwarders, view.period)


def ledger_table(frame: pd.DataFrame, group: str) -> pd.DataFrame:
    """Lay out the ledger of groups with Chinese headings; 报送率 in per cent, None where nobody has to report."""
    pairs = zip(frame["received"], frame["expected"], strict=True)
    return pd.DataFrame(
        {
            group: frame["key"],
            "报送率": [float(half_up(Fraction(100 * int(part), int(whole)))) if whole else None for part, whole in pairs],
            "应报": frame["expected"],
            "已报": frame["received"],
            "通过检查": frame["accepted"],
            "退回": frame["returned"],
            "未报": frame["missing"],
            "豁免": frame["exempt"],
        }
    )


def _export(group: str, frame: pd.DataFrame, period: Period) -> Export:
    rows = [{str(name): value for name, value in row.items()} for row in ledger_table(frame, group).to_dict("records")]
    return Export(name=f"{group}报送_{period.code}", tables={f"{group}报送": rows})
