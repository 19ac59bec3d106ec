"""Small frames the charts are drawn from, and what is written into a chart."""

import json
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

NAN = float("nan")
TITLES = {
    "P1": "质量管理体系升级",
    "P2": "先进质量工具方法",
    "P3": "质量分级评价",
    "P4": "工业品牌培育",
    "P5": "质量技术基础",
    "P6": "质量品牌人才",
}
BANDS = ("起步级", "策划级", "实施级", "见效级", "引领级")
DEADLINE = date(2020, 9, 10)


def priorities(*means: float, n: int | list[int] = 102) -> pd.DataFrame:
    """Make a frame of six priorities with the means given, quartiles 10 apart and a target of 50."""
    return pd.DataFrame(
        {
            "priority": list(TITLES),
            "title": list(TITLES.values()),
            "n": n,
            "mean": means,
            "q1": [mean - 10 for mean in means],
            "q3": [mean + 10 for mean in means],
            "target": 50.0,
        }
    )


def bands(*counts: int) -> pd.DataFrame:
    """Make a frame of the five bands with the counts given."""
    total = sum(counts)
    return pd.DataFrame({"band": BANDS, "count": counts, "share": [count / total if total else NAN for count in counts]})


def submissions(**totals: int) -> pd.DataFrame:
    """Make a frame of cumulative submissions from `d0901=5`: five had reported by 1 September 2020."""
    days = [date(2020, int(day[1:3]), int(day[3:])) for day in totals]
    return pd.DataFrame({"day": days, "cumulative": list(totals.values())}, columns=["day", "cumulative"])


def groups(*rows: tuple[str, int, bool, list[float]]) -> pd.DataFrame:
    """Make a frame of groups: name, n, suppressed, the six means."""
    records = [{"key": key, "n": n, "suppressed": hidden, **dict(zip(TITLES, means, strict=True))} for key, n, hidden, means in rows]
    return pd.DataFrame(records, columns=["key", "n", "suppressed", *TITLES])


def items(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    """Make a frame of items: code, score rate, compliance rate, side."""
    records = [
        {"item": code, "title": f"项目{code}", "n": 102, "score_rate": rate, "compliance_rate": met, "side": side}
        for code, rate, met, side in rows
    ]
    return pd.DataFrame(records, columns=["item", "title", "n", "score_rate", "compliance_rate", "side"])


def words(figure: go.Figure) -> list[str]:
    """Give what is written into a figure: its notes, then the labels of its rows."""
    drawn = as_json(figure)
    notes = [str(note["text"]) for note in drawn["layout"].get("annotations", [])]
    return notes + [str(text) for trace in drawn["data"] if trace.get("mode") == "text" for text in trace["text"]]


def as_json(figure: go.Figure) -> dict[str, Any]:
    return dict(json.loads(figure.to_json()))
