"""Sentences written from the data about two periods."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from charts.figures_text import signed
from charts.finding import NOT_ENOUGH, Finding, Scope, counted, listed
from models.comparison import BandMoves, PanelChange
from models.progress import LEAST_SHOWN
from models.rounding import half_up

NO_PANEL = "两期都计入平均的企业不足 3 家，暂不比较"
BASIS = "同口径：只比两期都通过检查、没有空缺、计入平均的同一批企业，用同一版清单"


def comparison_answer(before: str, now: str, *, n: int, score: PanelChange | None, editions: tuple[str, str]) -> str:
    """Write the first line of 两期对比; n enterprises of the panel, editions in the order of the periods."""
    if editions[0] != editions[1]:
        return f"{before} 与 {now} 用的清单不是同一版，只列各期的数，不比升降。"
    if score is None or n < LEAST_SHOWN:
        return (
            f"从 {before} 到 {now}：两期都计入平均的只有 {n} 家，{NOT_ENOUGH}。"
            if n
            else f"{before} 与 {now} 没有都计入平均的企业，还不能比较。"
        )
    return f"从 {before} 到 {now}，同口径 {n} 家平均综合得分{_moved(score.difference, '分')}。"


def edition_break(before: str, now: str, editions: tuple[str, str]) -> str:
    """Say why nothing is compared."""
    return (
        f"{before} 用 {editions[0]} 版清单，{now} 用 {editions[1]} 版。项目和标准分不同，得分不能直接相减；下面只把各期自己的数并排列出。"
    )


def changes_finding(frame: pd.DataFrame, *, names: tuple[str, str], scope: Scope) -> Finding:
    """Say how many priorities rose and which moved most; frame of models.comparison.priority_changes."""
    n = int(frame["n"].max()) if len(frame) else 0
    return Finding(
        title=_changes_title(_differences(frame)),
        subtitle=f"得分率均值，空心为 {names[0]}，实心为 {names[1]}，右为差（个百分点，按舍入前计算），同口径 {scope.words(n)}",
    )


def moved_most(frame: pd.DataFrame) -> str | None:
    """Give the code of the one priority that moved most, which alone takes the accent."""
    sizes = {title: abs(half_up(change)) for title, change in _differences(frame).items()}
    most = max(sizes.values(), default=Decimal(0))
    keys = [str(key) for key, title in zip(frame["key"], frame["title"], strict=True) if most and sizes.get(title) == most]
    return keys[0] if len(keys) == 1 else None


def rose_finding(frame: pd.DataFrame, *, names: tuple[str, str], scope: Scope) -> Finding:
    """Say which item rose most; frame of models.comparison.most_moved."""
    return _items_finding(frame, "上升", names, scope)


def fell_finding(frame: pd.DataFrame, *, names: tuple[str, str], scope: Scope) -> Finding:
    """Say which item fell most; frame of models.comparison.most_moved."""
    return _items_finding(frame, "下降", names, scope)


def band_sentence(moves: BandMoves) -> str:
    """Say how many rose or fell in 分档."""
    if moves.n < LEAST_SHOWN:
        return NO_PANEL
    parts = [f"{count} 家{words}" for count, words in ((moves.up, "升档"), (moves.down, "降档")) if count]
    if not parts:
        return f"同口径 {moves.n} 家的分档都没有变"
    rest = f"，其余 {moves.same} 家不变" if moves.same else ""
    return f"同口径 {moves.n} 家中 {'，'.join(parts)}{rest}"


def _differences(frame: pd.DataFrame) -> dict[str, Fraction]:
    rows = frame[["title", "n", "difference"]].itertuples(index=False)
    return {str(title): change for title, n, change in rows if n >= LEAST_SHOWN and change is not None}


def _changes_title(differences: dict[str, Fraction]) -> str:
    if not differences:
        return NO_PANEL
    shown = {title: half_up(change) for title, change in differences.items()}
    rose, fell = ([title for title, change in shown.items() if sign * change > 0] for sign in (1, -1))
    if not rose and not fell:
        return f"{counted(len(shown))}都没有变"
    most = max(abs(change) for change in shown.values())
    titles = [title for title, change in shown.items() if abs(change) == most]
    lead = "，".join(part for part in (f"{counted(len(rose))}上升" * bool(rose), f"{counted(len(fell))}下降" * bool(fell)) if part)
    lead = f"{counted(len(shown))}全部{'上升' if rose else '下降'}" if len(shown) in {len(rose), len(fell)} else lead
    return f"{lead}，{listed(titles)}变化最大：{signed(shown[titles[0]])} 个百分点" if len(titles) == 1 else lead


def _items_finding(frame: pd.DataFrame, way: str, names: tuple[str, str], scope: Scope) -> Finding:
    if frame.empty:
        return Finding(title=f"没有得分率{way}的项目", subtitle="同口径，两期都适用的企业不足 5 家的项目不列")
    first = frame.iloc[0]
    return Finding(
        title=f"{way}最多的是{first['title']}：{signed(first['difference'])} 个百分点",
        subtitle=f"得分率，空心为 {names[0]}，实心为 {names[1]}，右为差（按舍入前计算），两期都适用的企业不足 5 家的项目不列，{scope.words()}",
    )


def _moved(difference: Fraction, unit: str) -> str:
    size = half_up(abs(difference))
    if not size:
        return "没有变"
    return f"{'上升' if difference > 0 else '下降'} {size} {unit}"
