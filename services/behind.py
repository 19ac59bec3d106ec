"""Who is behind a figure: the enterprises it was made from, exactly as many as its n says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from data.store import Store
from models.access import Viewer
from models.assessment import Level
from models.basis import Basis
from models.catalogue import Priority
from models.errors import NotPossible
from models.progress import LEAST_SHOWN, Status, counted
from services.documents import UNSTATED, grouped
from services.filters import Filters
from services.progress import Snapshot, snapshot

GROUPS = {"region": "地区", "sector": "行业", "size": "规模"}
METRICS = {"submission": "报送率", "validity": "有效率", "review": "核定率", "score": "平均综合得分", "compliance": "达标率"}
_COLUMNS = ["uscc", "name", "region", "sector", "size", "status", "band"]
_REPORTED = (Status.RETURNED, Status.IN_REVIEW, Status.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The enterprises a figure was made from, one row each; the figure's n is their number.

    The highest stand first, and of a share those that are missing from it.

    Columns: `uscc`, `name`, `region`, `sector`, `size`, `status`, `band`, and `figure`, what each contributes: whole
    tenths of a point, a level 0-4, a rate 0-1 or, where the enterprises are only counted, 1 and 0. `heading` names it,
    `kind` is tenths, level, rate or counted; `item` is set where an item's answers are behind it.
    """

    title: str
    sentence: str
    frame: pd.DataFrame
    heading: str
    kind: str
    item: str | None = None

    @property
    def n(self) -> int:
        """Give the number of enterprises."""
        return len(self.frame)


def behind(store: Store, viewer: Viewer, period: str, filters: Filters, what: str, basis: Basis = Basis.SELF) -> Behind:
    """Tell who is behind a figure of a period under a choice of enterprises.

    `what` is `metric:score`, `priority:P3`, `band:实施级`, `item:P3-05`, or a group with or without a priority:
    `sector:机床工具`, `sector:机床工具:P3` (likewise region and size).
    """
    now = snapshot(store, viewer, period, basis)
    return behind_of(now, filters.keep(now.enterprises), what)


def behind_of(now: Snapshot, rows: pd.DataFrame, what: str) -> Behind:
    """Tell who is behind a figure made from these rows of a snapshot."""
    kind, _, rest = what.partition(":")
    group, _, priority = rest.rpartition(":")
    try:
        if kind in GROUPS:
            return _of_group(now, rows, kind, *((group, Priority(priority)) if _is_priority(priority) and group else (rest, None)))
        return _WAYS[kind](now, rows, rest)
    except (KeyError, ValueError) as fault:
        raise NotPossible(f"没有“{what}”这个数。请回到页面重新选择。") from fault


def choices(now: Snapshot, rows: pd.DataFrame) -> dict[str, str]:
    """Name every figure of 总览 that can be opened: what to ask `behind` for, and its Chinese name."""
    named = {f"metric:{code}": name for code, name in METRICS.items()}
    named |= {f"priority:{priority}": f"六项重点：{now.catalogue.titles(priority).short}" for priority in Priority}
    named |= {f"band:{band.name}": f"分档：{band.name}" for band in reversed(now.catalogue.bands)}
    sectors = sorted({str(sector) or UNSTATED for sector in counted(rows)["sector"]})
    named |= {f"sector:{sector}": f"行业：{sector}" for sector in sectors}
    return named | {f"item:{item.code}": f"评价项目：{item.code} {item.title}" for item in now.catalogue.items}


def _of_metric(_: Snapshot, rows: pd.DataFrame, metric: str) -> Behind:
    name = METRICS[metric]
    return {"submission": _submission, "validity": _validity, "review": _review, "score": _score, "compliance": _compliance}[metric](
        rows, name
    )


def _submission(rows: pd.DataFrame, name: str) -> Behind:
    expected = rows[rows["status"] != Status.EXEMPT]
    reported = expected["status"].isin(_REPORTED)
    sentence = f"应报 {len(expected)} 家，其中已报 {int(reported.sum())} 家"
    return _made(name, sentence, expected, reported.astype(int), "已报", "counted")


def _validity(rows: pd.DataFrame, name: str) -> Behind:
    received = rows[rows["status"].isin(_REPORTED)]
    valid = received["has_passed"]
    sentence = f"已报 {len(received)} 家，其中有通过检查的自评表 {int(valid.sum())} 家"
    return _made(name, sentence, received, valid.astype(int), "有效", "counted")


def _review(rows: pd.DataFrame, name: str) -> Behind:
    valid = rows[rows["has_passed"]]
    accepted = valid["status"] == Status.ACCEPTED
    sentence = f"有通过检查的自评表 {len(valid)} 家，其中最新一版已核定 {int(accepted.sum())} 家"
    return _made(name, sentence, valid, accepted.astype(int), "已核定", "counted")


def _score(rows: pd.DataFrame, name: str) -> Behind:
    in_mean = counted(rows)
    return _made(name, f"计入平均的 {len(in_mean)} 家", in_mean, in_mean["total"], "综合得分", "tenths")


def _compliance(rows: pd.DataFrame, name: str) -> Behind:
    in_mean = counted(rows)
    met, applicable = int(in_mean["met"].sum()), int(in_mean["applicable"].sum())
    rates = in_mean["met"].astype(float) / in_mean["applicable"].astype(float).where(in_mean["applicable"].astype(float) > 0)
    return _made(name, f"计入平均的 {len(in_mean)} 家，达标 {met} 项，适用 {applicable} 项", in_mean, rates, "达标率", "rate")


def _of_priority(now: Snapshot, rows: pd.DataFrame, code: str) -> Behind:
    priority = Priority(code)
    return _scored(counted(rows), priority, f"{now.catalogue.titles(priority).short}得分率")


def _of_band(now: Snapshot, rows: pd.DataFrame, band: str) -> Behind:
    if band not in {known.name for known in now.catalogue.bands}:
        raise KeyError(band)
    in_band = counted(rows).loc[lambda frame: frame["band"] == band]
    return _made(band, f"综合得分分在{band}的 {len(in_band)} 家", in_band, in_band["total"], "综合得分", "tenths")


def _of_item(now: Snapshot, rows: pd.DataFrame, code: str) -> Behind:
    item, place = now.catalogue.by_code[code], now.catalogue.position[code]
    in_mean = counted(rows)
    levels = now.matrix(rows)[:, place]
    applies = levels <= Level.LEADING
    told = in_mean[applies]
    met = int((levels[applies] >= item.target_level).sum())
    sentence = f"适用的 {len(told)} 家，达到目标等级 {item.target_level} 的 {met} 家"
    figure = pd.Series(levels[applies].astype(np.int64), index=told.index)
    return _made(f"{code} {item.title}", sentence, told, figure, f"{now.basis.chinese}等级", "level", item=code)


def _of_group(now: Snapshot, rows: pd.DataFrame, column: str, key: str, priority: Priority | None) -> Behind:
    """Tell who makes up a group; staff may open what is too small to be shown, and are told so."""
    members = rows[rows[column].replace("", UNSTATED) == key]
    if members.empty:
        raise KeyError(key)
    in_mean = counted(members)
    if priority is None:
        found = _made(key, f"{GROUPS[column]}为{key}、计入平均的 {len(in_mean)} 家", in_mean, in_mean["total"], "综合得分", "tenths")
    else:
        found = _scored(in_mean, priority, f"{key}，{now.catalogue.titles(priority).short}得分率")
    shown = grouped(now, column, rows).set_index("key").loc[key, f"{priority.lower()}_mean" if priority else "mean"]
    if shown is not None:
        return found
    why = f"不足 {LEAST_SHOWN} 家" if found.n < LEAST_SHOWN else "为免由合计推算出别的组"
    return replace(found, sentence=f"{found.sentence}。{why}，图表和报告里不显示，这份名单只供秘书处核对")


def _scored(in_mean: pd.DataFrame, priority: Priority, title: str) -> Behind:
    told = in_mean[in_mean[priority.lower()].notna()]
    apart = f"；另有 {len(in_mean) - len(told)} 家全部不适用，不计" if len(told) < len(in_mean) else ""
    return _made(title, f"计入平均的 {len(told)} 家{apart}", told, told[priority.lower()], "得分率", "tenths")


def _made(title: str, sentence: str, rows: pd.DataFrame, figure: pd.Series, heading: str, kind: str, item: str | None = None) -> Behind:
    frame = rows[_COLUMNS].assign(figure=figure)
    # Of a share, those that are missing from it come first; equal figures stay in the roster's order.
    ordered = frame.sort_values("figure", ascending=kind == "counted", na_position="last", kind="stable").reset_index(drop=True)
    return Behind(title=title, sentence=sentence, frame=ordered, heading=heading, kind=kind, item=item)


def _is_priority(text: str) -> bool:
    return text in set(Priority)


_WAYS: dict[str, Callable[[Snapshot, pd.DataFrame, Any], Behind]] = {
    "metric": _of_metric,
    "priority": _of_priority,
    "band": _of_band,
    "item": _of_item,
}
