"""A period made of a few lines: enterprises with level strings, without a store."""

from datetime import date

import pandas as pd

from models.basis import Basis
from models.progress import Status
from models.scoring import facts_of, level_matrix
from services.progress import Snapshot
from tests.builders import PERIOD, edition, enterprises_frame, levels, scored

NO_FORM = ""
COLUMNS = set(enterprises_frame().columns)


def made_period(*rows: tuple[str, str, str, str], status: dict[str, Status] | None = None, names: dict[str, str] | None = None) -> Snapshot:
    """Make a period of (uscc, sector, size, level string) with their names and, where it is not 待审 or 未报, their status."""
    found = [_row(*row, (status or {}), (names or {})) for row in rows]
    frame = enterprises_frame(*found).assign(
        region="江苏",
        forwarder="",
        newest_revision=[row["revision"] for row in found],
        newest_received_on=[date(2020, 9, 8) if row["revision"] else None for row in found],
    )
    kept = {uscc: levels(text) for uscc, _, _, text in rows if text}
    return Snapshot(period=PERIOD, basis=Basis.SELF, catalogue=edition(), enterprises=_whole(frame), levels=kept)


def peers(count: int, sector: str = "机床工具", size: str = "小型", start: int = 0) -> list[tuple[str, str, str, str]]:
    """Give a number of enterprises of one sector and size whose levels differ."""
    return [(f"{sector}{size}{number + start}", sector, size, f"{number % 4}" * 24 + "2" * 24) for number in range(count)]


def _row(uscc: str, sector: str, size: str, text: str, status: dict[str, Status], names: dict[str, str]) -> dict[str, object]:
    row = {"uscc": uscc, "name": names.get(uscc, f"{uscc}公司"), "sector": sector, "size": size}
    stands = status.get(uscc, Status.IN_REVIEW if text else Status.MISSING)
    if not text:
        return row | {"status": stands, "revision": None, "provisional": None, "gated": None}
    facts = facts_of(level_matrix([levels(text)], edition()), edition())
    figures = scored(text).iloc[0].to_dict() | facts.iloc[0].to_dict()
    return row | {name: value for name, value in figures.items() if name in COLUMNS} | {"status": stands, "revision": 1}


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"newest_revision": float, "revision": float})
