"""Frozen figures as bytes: the frames of a period on both bases, that of the period before, and the means so far."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from models.basis import Basis
from models.cases import NO_CASES, Case, Cases
from models.catalogue import Catalogue
from models.errors import StoreFault
from models.meeting_figures import TrendPoint
from models.period import Period
from models.story import Story
from services.progress import Snapshot

_FORMAT = 1
_DATES = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What the figures of a meeting are made from: a period, the one before, and the plain means of all so far.

    `cases` are None until somebody chooses them (services.cases): most figures have none.
    """

    now: Snapshot
    before: Snapshot | None
    trend: tuple[TrendPoint, ...]
    cases: Cases | None = None


def packed(pictures: Mapping[Basis, Pictures], before_catalogue: str | None) -> bytes:
    """Write the pictures of a moment; the same pictures give the same bytes."""
    document = {
        "format": _FORMAT,
        "before_catalogue": before_catalogue,
        "pictures": {basis.value: _pictures(of) for basis, of in sorted(pictures.items())},
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(text.encode(), mtime=0)


def earlier_catalogue(content: bytes) -> str | None:
    """Tell where the catalogue of the period before is kept."""
    found = _document(content)["before_catalogue"]
    return None if found is None else str(found)


def unpacked(content: bytes, catalogue: Catalogue, before: Catalogue | None) -> dict[Basis, Pictures]:
    """Read pictures back, with the catalogues they were frozen with."""
    made = {}
    for basis, of in _document(content)["pictures"].items():
        earlier = None if of["before"] is None or before is None else _read_snapshot(of["before"], Basis(basis), before)
        trend = tuple(_read_point(point) for point in of["trend"])
        now = _read_snapshot(of["now"], Basis(basis), catalogue)
        made[Basis(basis)] = Pictures(now=now, before=earlier, trend=trend, cases=_read_cases(of.get("cases")))
    return made


def _document(content: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(gzip.decompress(content))
    if document["format"] != _FORMAT:
        raise StoreFault("这份定稿是用较新的程序做的，请先升级程序再打开。")
    return document


def _pictures(of: Pictures) -> dict[str, Any]:
    return {
        "now": _snapshot(of.now),
        "before": None if of.before is None else _snapshot(of.before),
        "trend": [_period(point.period) | {"n": point.n, "mean": point.mean, "joined": point.joined} for point in of.trend],
        "cases": None if of.cases is None else asdict(of.cases),
    }


def _snapshot(of: Snapshot) -> dict[str, Any]:
    columns = {str(name): _column(of.enterprises[name]) for name in of.enterprises}
    return {"period": _period(of.period), "columns": columns, "levels": {uscc: row.hex() for uscc, row in of.levels.items()}}


def _column(values: pd.Series) -> tuple[str, list[Any]]:
    plain = [None if pd.isna(value) else value for value in values.tolist()]
    if values.dtype == object and any(isinstance(value, date) for value in plain):
        return _DATES, [value and value.isoformat() for value in plain]
    return str(values.dtype), plain


def _period(of: Period) -> dict[str, Any]:
    return {name: getattr(of, name) for name in Period.__slots__} | {"deadline": of.deadline.isoformat()}


def _read_snapshot(of: Mapping[str, Any], basis: Basis, catalogue: Catalogue) -> Snapshot:
    return Snapshot(
        period=_read_period(of["period"]),
        basis=basis,
        catalogue=catalogue,
        enterprises=pd.DataFrame({name: _read_column(*column) for name, column in of["columns"].items()}),
        levels={uscc: bytes.fromhex(row) for uscc, row in of["levels"].items()},
    )


def _read_column(dtype: str, values: list[Any]) -> pd.Series:
    if dtype == _DATES:
        return pd.Series([None if value is None else date.fromisoformat(value) for value in values], dtype=object)
    return pd.Series(values, dtype=dtype)


def _read_period(of: Mapping[str, Any]) -> Period:
    values = {name: of[name] for name in Period.__slots__}
    return Period(**(values | {"deadline": date.fromisoformat(of["deadline"])}))


def _read_point(of: Mapping[str, Any]) -> TrendPoint:
    return TrendPoint(period=_read_period(of), n=of["n"], mean=of["mean"], joined=of["joined"])


def _read_cases(of: Mapping[str, Any] | None) -> Cases:
    """Read the cases; figures frozen before there were any have none."""
    if of is None:
        return NO_CASES
    return Cases(told=of["told"], chosen=tuple(Case(**(case | {"story": Story(**case["story"])})) for case in of["chosen"]))
