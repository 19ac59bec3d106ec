"""Sentences written from the data about items: all of them, and one across enterprises."""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from charts.figures_text import rate_percent
from charts.finding import NOT_ENOUGH, NOTHING_SCORED, Finding, Scope, counted, listed
from models.item_levels import LEVEL_COLUMNS
from models.progress import LEAST_SHOWN


def items_answer(items: pd.DataFrame, *, n: int, titles: Mapping[str, str]) -> str:
    """Write the first line of 评价项目; `items` is models.progress.by_item, n the counted forms."""
    if not n:
        return f"{len(items)} 个评价项目，{NOTHING_SCORED}。"
    rated = items[items["n"] >= LEAST_SHOWN]
    if rated.empty:
        return f"{len(items)} 个评价项目；可计分的只有 {n} 家，{NOT_ENOUGH}。"
    half = [2 * row["met"] >= row["n"] for row in rated.to_dict("records")]
    lowest = rated.assign(rate=rated["score_rate"].astype(int)).sort_values(["rate", "item"]).iloc[0]
    lead = f"{len(items)} 个评价项目中 {sum(half)} 个有半数以上企业达标"
    return f"{lead}，得分率最低的是{titles[lowest['priority']]}里的{lowest['title']}。"


def item_answer(code: str, title: str, everybody: pd.DataFrame, *, met: int) -> str:
    """Write what one item came to; `everybody` is the one row of models.item_levels.levels_by_group over all."""
    name = f"{code} {title}"
    if everybody.empty or not int(everybody["n"].iloc[0]):
        return f"{name}：还没有适用的自评表。"
    n = int(everybody["n"].iloc[0])
    if n < LEAST_SHOWN:
        return f"{name}：适用的只有 {n} 家，{NOT_ENOUGH}。"
    levels = [int(everybody[column].iloc[0]) for column in LEVEL_COLUMNS]
    return f"{name}：适用 {n} 家，达标率 {rate_percent(Fraction(met, n))}，{_where_most(levels, n)}。"


def levels_finding(frame: pd.DataFrame, *, group: str, target: int, scope: Scope) -> Finding:
    """Say which group reaches the target most and least often; frame of levels_by_group, `group` 规模 or 行业."""
    shown = frame[~frame["suppressed"].astype(bool)]
    hidden = [f"{key}（{n} 家）" for key, n in zip(frame["key"], frame["n"], strict=True) if key not in set(shown["key"])]
    left_out = f"；不足 3 家或可由此推算的不显示：{'、'.join(hidden)}" if hidden else ""
    n = int(frame["n"].sum())
    return Finding(
        title=_levels_title(shown, group, target, n),
        subtitle=f"分{group}各等级的家数，目标 {target} 级，{scope.words(n)}{left_out}",
    )


def _where_most(levels: list[int], n: int) -> str:
    most = max(levels)
    places = [f"{level} 级" for level, count in enumerate(levels) if count == most]
    if most == n:
        return f"全部在 {places[0]}"
    if len(places) > 1:
        return f"{'和 '.join(places)}最多，各 {most} 家"
    if 2 * most == n:
        return f"半数停在 {places[0]}"
    return f"过半停在 {places[0]}" if 2 * most > n else f"{places[0]}最多，{most} 家"


def _levels_title(shown: pd.DataFrame, group: str, target: int, n: int) -> str:
    if not n:
        return "还没有适用的自评表"
    if shown.empty:
        return f"各{group}都不足 3 家，暂不比较"
    rates = {
        str(row["key"]): Fraction(sum(int(row[column]) for column in LEVEL_COLUMNS[target:]), int(row["n"]))
        for row in shown.to_dict("records")
    }
    best, worst = max(rates.values()), min(rates.values())
    tops, bottoms = ([key for key, value in rates.items() if value == edge] for edge in (best, worst))
    if len(rates) == 1:
        return f"只有{tops[0]}可以显示，达标率 {rate_percent(best)}"
    if best == worst:
        return f"{counted(len(rates), '组')}达标率相同：{rate_percent(best)}"
    return f"{listed(tops, '组')}达标率最高：{rate_percent(best)}；{listed(bottoms, '组')}最低：{rate_percent(worst)}"
