"""Frames as the charts take them: scores on 0-100 as numbers, what is not shown as NaN."""

from collections.abc import Mapping

import pandas as pd

from models.catalogue import Priority
from models.progress import ProgressSummary


def priorities(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn models.progress.by_priority into what charts.priority_bars draws."""
    return pd.DataFrame(
        {
            "priority": frame["priority"],
            "title": frame["title"],
            "n": frame["n"],
            "mean": _scores(frame["mean"]),
            "q1": _scores(frame["lower_quartile"]),
            "q3": _scores(frame["upper_quartile"]),
            "target": pd.to_numeric(frame["target"].map(lambda target: float("nan") if target is None else float(target))),
        }
    )


def bands(summary: ProgressSummary) -> pd.DataFrame:
    """Give every band with its count and share, the lowest first."""
    return bands_of(summary.bands, summary.total.n)


def bands_of(counts: Mapping[str, int], n: int) -> pd.DataFrame:
    """Give every band with its count and share of n, the lowest first; `counts` names the highest first."""
    rows = [{"band": name, "count": count, "share": count / n if n else float("nan")} for name, count in reversed(list(counts.items()))]
    return pd.DataFrame(rows, columns=["band", "count", "share"])


def heat(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn models.progress.by_group into what charts.heat_map draws; groups without a form stay out."""
    reported = frame[frame["n"] > 0]
    means = {str(priority): _scores(reported[f"{priority.lower()}_mean"]) for priority in Priority}
    return pd.DataFrame({"key": reported["key"], "n": reported["n"], **means, "suppressed": reported["suppressed"]}).reset_index(drop=True)


def five_and_five(weak: pd.DataFrame, strong: pd.DataFrame) -> pd.DataFrame:
    """Lay 亮点 above 短板, each with its score rate and compliance rate."""
    both = pd.concat([strong.assign(side="strong"), weak.assign(side="weak")])
    return pd.DataFrame(
        {
            "item": both["item"],
            "title": both["title"],
            "n": both["n"],
            "score_rate": _scores(both["score_rate"]),
            "compliance_rate": pd.to_numeric(both["compliance_rate"]),
            "side": both["side"],
        }
    ).reset_index(drop=True)


def _scores(tenths: pd.Series) -> pd.Series:
    return pd.to_numeric(tenths) / 10
