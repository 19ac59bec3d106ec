"""Sentences written from the data: the answer of a page and the finding over each chart of progress."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from charts.figures_text import Number, exact, is_nothing, rate_percent, score, score_percent
from charts.finding import NOT_ENOUGH, NOTHING_SCORED, Finding, Scope, counted, day_in_words, listed
from models.progress import LEAST_SHOWN


def overview_answer(*, expected: int, received: int, n: int, mean: Number, priorities: pd.DataFrame) -> str:
    """Write the first line of 总览; `priorities` is the frame of `priority_bars`, n the forms in the mean."""
    if not expected:
        return "花名册还是空的，请先导入花名册。"
    if not received:
        return f"应报 {expected} 家，还没有收到自评表。"
    return f"{_reported(expected, received)}；{_standing(n, mean, priorities)}。"


def highlighted_priority(frame: pd.DataFrame) -> str | None:
    """Give the code of the one lowest priority, which alone takes the accent; None where there is no single one."""
    comparable = _comparable(frame)
    lowest = _at(comparable, min) if len(comparable) > 1 else []
    return lowest[0] if len(lowest) == 1 else None


def priority_finding(frame: pd.DataFrame, scope: Scope) -> Finding:
    """Say which of the six priorities is lowest and how far below the highest; frame of `priority_bars`."""
    most = int(frame["n"].max()) if len(frame) else 0
    return Finding(title=_priority_title(frame, most), subtitle=_priority_subtitle(frame, most, scope))


def band_finding(frame: pd.DataFrame, scope: Scope, *, gated: int = 0) -> Finding:
    """Say where most enterprises stand; frame of `band_bar`, `gated` those the core items held back."""
    counts = {str(band): int(count) for band, count in zip(frame["band"], frame["count"], strict=True)}
    n = sum(counts.values())
    held = f"，已按核心项门槛降档 {gated} 家" if gated else ""
    return Finding(title=_band_title(counts, n), subtitle=f"综合得分分档的家数，{scope.words(n)}{held}")


def submissions_finding(frame: pd.DataFrame, *, deadline: date, expected: int, today: date, previous_name: str | None = None) -> Finding:
    """Say how many are still missing and how the last week went; frame of `cumulative_submissions`."""
    before = f"，点线为{' ' * previous_name[0].isdigit()}{previous_name}同期" if previous_name else ""
    return Finding(title=_submissions_title(frame, deadline, expected, today), subtitle=f"累计已报家数{before}，竖线为截止日")


def heat_map_finding(frame: pd.DataFrame, *, group: str, titles: Mapping[str, str], scope: Scope) -> Finding:
    """Say which group leads and which priority is lowest.

    Frame of `heat_map`; `titles` are the priorities' names by code, `group` is 行业, 地区 or 规模.
    """
    shown = {
        str(row["key"]): {code: exact(row[code]) for code in titles if not is_nothing(row[code])}
        for row in frame.to_dict("records")
        if not row["suppressed"]
    }
    hidden = "，画斜线的为不足 3 家或可由此推算的，不显示" if frame["suppressed"].any() else ""
    return Finding(
        title=_heat_map_title({key: values for key, values in shown.items() if values}, group, titles, len(frame)),
        subtitle=f"分{group}六项得分率均值（%），名称后为家数，{scope.words()}{hidden}",
    )


def items_finding(frame: pd.DataFrame, *, titles: Mapping[str, str], scope: Scope) -> Finding:
    """Say where the weak items lie; frame of `five_and_five`, `titles` the priorities' names by code."""
    return Finding(
        title=_items_title(frame, titles), subtitle=f"得分率（实心）与达标率（空心），适用企业不足 5 家的项目不列，{scope.words()}"
    )


def _reported(expected: int, received: int) -> str:
    if received >= expected:
        return f"{expected} 家已全部报送"
    return f"已报 {received} 家，报送率 {rate_percent(Fraction(received, expected))}，还差 {expected - received} 家"


def _standing(n: int, mean: Number, priorities: pd.DataFrame) -> str:
    if not n or is_nothing(mean):
        return NOTHING_SCORED
    if n < LEAST_SHOWN:
        return f"可计分的只有 {n} 家，{NOT_ENOUGH}"
    average = f"综合得分平均 {score(mean)} 分"
    comparable = _comparable(priorities)
    if len(comparable) < 2:
        return average
    lowest = _at(comparable, min)
    if len(lowest) == len(comparable):
        return f"{average}，{counted(len(lowest))}得分率相同"
    return f"{average}，短板在{listed([comparable[code][0] for code in lowest])}"


def _comparable(frame: pd.DataFrame) -> dict[str, tuple[str, Fraction]]:
    """Give title and mean of each priority with a mean over at least 3 enterprises, by code."""
    rows = frame[["priority", "title", "n", "mean"]].itertuples(index=False)
    return {str(code): (str(title), exact(mean)) for code, title, n, mean in rows if n >= LEAST_SHOWN and not is_nothing(mean)}


def _at(comparable: Mapping[str, tuple[str, Fraction]], extreme: Callable[[Iterable[Fraction]], Fraction]) -> list[str]:
    edge = extreme(value for _, value in comparable.values())
    return [code for code, (_, value) in comparable.items() if value == edge]


def _priority_title(frame: pd.DataFrame, most: int) -> str:
    if not most:
        return NOTHING_SCORED
    comparable = _comparable(frame)
    if not comparable:
        return NOT_ENOUGH
    lowest, highest = _at(comparable, min), _at(comparable, max)
    low, high = comparable[lowest[0]][1], comparable[highest[0]][1]
    low_names, high_names = (listed([comparable[code][0] for code in codes]) for codes in (lowest, highest))
    if len(comparable) == 1:
        return f"只有{low_names}可以比较：{score_percent(low)}"
    if low == high:
        return f"{counted(len(lowest))}得分率相同，都是 {score_percent(low)}"
    together = "并列" if len(lowest) > 1 else ""
    return f"{low_names}{together}最低：{score_percent(low)}，比最高的{high_names}低 {score(high - low)} 个百分点"


def _priority_subtitle(frame: pd.DataFrame, most: int, scope: Scope) -> str:
    same = len(set(frame["n"])) == 1
    nobody = [str(title) for title, n in zip(frame["title"], frame["n"], strict=True) if most and not n]
    left_out = f"；{listed(nobody)}没有适用的企业" if nobody else ""
    return f"得分率均值（条）、四分位（细线）与目标（竖线），{scope.words(most if same else None)}{left_out}"


def _band_title(counts: Mapping[str, int], n: int) -> str:
    if not n:
        return "还没有可分档的自评表"
    if n < LEAST_SHOWN:
        return f"可分档的只有 {n} 家，{NOT_ENOUGH}"
    most = max(counts.values())
    bands = [band for band, count in counts.items() if count == most]
    share = rate_percent(Fraction(most, n))
    if most == n:
        return f"{n} 家全部在{bands[0]}"
    if len(bands) > 1:
        return f"{listed(bands, '档')}最多，各 {most} 家，各占 {share}"
    how = f"过半企业在{bands[0]}" if 2 * most > n else f"半数企业在{bands[0]}" if 2 * most == n else f"{bands[0]}最多"
    return f"{how}：{most} 家，占 {share}"


def _submissions_title(frame: pd.DataFrame, deadline: date, expected: int, today: date) -> str:
    received = int(frame["cumulative"].iloc[-1]) if len(frame) else 0
    missing = max(0, expected - received)
    left = (deadline - today).days
    until = "今天截止" if left == 0 else f"距截止还有 {left} 天"
    if not received:
        return f"还没有收到自评表，{until}" if left >= 0 else f"截止日已过，应报 {expected} 家都还没有报"
    if not missing:
        return f"{received} 家已全部报送，最后一家在 {day_in_words(_last_day(frame))}"
    if left >= 0:
        return f"已报 {received} 家，还差 {missing} 家，{until}"
    week = _by(frame, deadline) - _by(frame, deadline - timedelta(days=7))
    return f"截止日前一周交了 {week} 家，仍有 {missing} 家未报" if week else f"截止日已过，仍有 {missing} 家未报"


def _by(frame: pd.DataFrame, day: date) -> int:
    until = [int(total) for at, total in zip(frame["day"], frame["cumulative"], strict=True) if pd.Timestamp(at).date() <= day]
    return until[-1] if until else 0


def _last_day(frame: pd.DataFrame) -> date:
    return pd.Timestamp(frame["day"].iloc[-1]).date()


def _heat_map_title(shown: Mapping[str, Mapping[str, Fraction]], group: str, titles: Mapping[str, str], groups: int) -> str:
    if not groups:
        return NOTHING_SCORED
    if not shown:
        return f"各{group}都不足 3 家，暂不比较"
    if len(shown) == 1:
        key, values = next(iter(shown.items()))
        code = min(values, key=lambda code: values[code])
        return f"只有{key}可以显示，{titles[code]}最低：{score_percent(values[code])}"
    return "；".join(part for part in (_leader(shown, titles), _low_point(shown, group, titles)) if part)


def _leader(shown: Mapping[str, Mapping[str, Fraction]], titles: Mapping[str, str]) -> str:
    wins: Counter[str] = Counter()
    for code in titles:
        values = {key: row[code] for key, row in shown.items() if code in row}
        best = [key for key, value in values.items() if value == max(values.values())]
        wins.update(best if len(best) == 1 and len(values) > 1 else [])
    ranking = wins.most_common(2)
    if not ranking or ranking[0][1] < 3 or (len(ranking) > 1 and ranking[1][1] == ranking[0][1]):
        return ""
    key, times = ranking[0]
    return f"{key}六项全部领先" if times == len(titles) else f"{key}在{counted(times)}上领先"


def _low_point(shown: Mapping[str, Mapping[str, Fraction]], group: str, titles: Mapping[str, str]) -> str:
    lowest = Counter(code for row in shown.values() for code in _only_lowest(row))
    code, times = lowest.most_common(1)[0] if lowest else ("", 0)
    if times == len(shown):
        values = [row[code] for row in shown.values()]
        return f"各{group}都是{titles[code]}最低（{score_percent(min(values))} 到 {score_percent(max(values))}）"
    if 3 * times >= 2 * len(shown):
        return f"{len(shown)} 个{group}中有 {times} 个{titles[code]}最低"
    value, key, code = min((value, key, code) for key, row in shown.items() for code, value in row.items())
    return f"{key}的{titles[code]}最低：{score_percent(value)}"


def _only_lowest(row: Mapping[str, Fraction]) -> list[str]:
    lowest = [code for code, value in row.items() if value == min(row.values())]
    return lowest if len(lowest) == 1 and len(row) > 1 else []


def _items_title(frame: pd.DataFrame, titles: Mapping[str, str]) -> str:
    weak = frame[frame["side"] == "weak"]
    if weak.empty:
        return NOT_ENOUGH
    code, times = Counter(str(item)[:2] for item in weak["item"]).most_common(1)[0]
    worst = min(weak.to_dict("records"), key=lambda row: float(row["score_rate"]))
    if times == len(weak) > 1:
        return f"最弱的{counted(times)}全在{titles[code]}"
    if 2 * times > len(weak) > 1:
        return f"最弱的{counted(len(weak))}有{counted(times)}在{titles[code]}"
    return f"最弱的是{worst['title']}：得分率 {score_percent(worst['score_rate'])}"
