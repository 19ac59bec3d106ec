"""Sentences written from the data about one enterprise among its peers."""

from fractions import Fraction

import pandas as pd

from charts.figures_text import Number, exact, is_nothing, rate_percent, score
from charts.finding import NOT_ENOUGH, NOTHING_SCORED, Finding, Scope, counted, listed
from models.progress import LEAST_SHOWN
from models.rounding import half_up
from models.standing import share_below


def score_finding(frame: pd.DataFrame, *, own: Number, scope: Scope) -> Finding:
    """Say where one score stands among those of its peers, `frame["score"]`; without `own`, how far the scores reach."""
    scores = [exact(value) for value in frame["score"] if not is_nothing(value)]
    return Finding(title=_score_title(scores, own), subtitle=f"综合得分的分布，竖线为分档切点，{scope.words(len(scores))}")


def position_finding(frame: pd.DataFrame, scope: Scope) -> Finding:
    """Say in how many priorities an enterprise stands above its peers' median; frame of `priority_position`."""
    same = len(set(frame["n"])) == 1
    return Finding(
        title=_position_title(frame),
        subtitle="菱形为本企业，灰条为同行中间一半，竖线为同行中位；右为得分率与差（个百分点），"
        + scope.words(int(frame["n"].iloc[0]) if same else None),
    )


def _score_title(scores: list[Fraction], own: Number) -> str:
    if not scores and is_nothing(own):
        return NOTHING_SCORED
    if len(scores) < LEAST_SHOWN:
        return NOT_ENOUGH
    if is_nothing(own):
        return f"综合得分从 {score(min(scores))} 分到 {score(max(scores))} 分"
    below = share_below(exact(own), scores)
    if below == 1:
        return "高于全部对照企业"
    if below:
        return f"比 {rate_percent(below)} 的对照企业高"
    return "与对照企业中最低的同分" if exact(own) == min(scores) else "低于全部对照企业"


def _position_title(frame: pd.DataFrame) -> str:
    rows = frame[["title", "own", "median"]].itertuples(index=False)
    gaps = {
        str(title): half_up(exact(own) - exact(median)) for title, own, median in rows if not is_nothing(own) and not is_nothing(median)
    }
    if not gaps:
        return NOT_ENOUGH
    above = [title for title, gap in gaps.items() if gap > 0]
    if len(above) == len(gaps):
        return f"{counted(len(gaps))}都高于同行中位"
    worst = [title for title, gap in gaps.items() if gap == min(gaps.values())]
    if min(gaps.values()) == 0:
        return f"{counted(len(gaps))}都不低于同行中位"
    lead = f"{counted(len(gaps))}中{counted(len(above))}高于同行中位" if above else f"{counted(len(gaps))}都不高于同行中位"
    return f"{lead}，{listed(worst)}低得最多：{-min(gaps.values())} 个百分点"
