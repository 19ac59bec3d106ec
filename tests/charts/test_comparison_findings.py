"""Sentences about two periods, of all enterprises and of one; and the figure they stand over."""

from fractions import Fraction

import pandas as pd
import pytest

from charts.comparison_findings import (
    band_sentence,
    changes_finding,
    comparison_answer,
    edition_break,
    fell_finding,
    moved_most,
    rose_finding,
)
from charts.earlier_findings import earlier_sentence, why_not_compared
from charts.finding import Scope
from charts.priority_change import priority_change
from charts.theme import LIGHT
from models.comparison import BandMoves, PanelChange
from tests.charts.frames import BANDS, TITLES

NAMES, SAME = ("2020", "2021"), ("2020", "2020")


def changes(*differences: float | None, n: int = 9) -> pd.DataFrame:
    """Make the frame of models.comparison.priority_changes: every priority stood at 50."""
    exact = [None if value is None else Fraction(str(value)) for value in differences]
    rows = [
        [key, title, n, 50, None if change is None else 50 + change, change]
        for (key, title), change in zip(TITLES.items(), exact, strict=False)
    ]
    return pd.DataFrame(rows, columns=["key", "title", "n", "before", "now", "difference"], dtype=object).astype({"n": int})


def title(*differences: float | None, n: int = 9) -> str:
    return changes_finding(changes(*differences, n=n), names=NAMES, scope=Scope()).title


@pytest.mark.parametrize(("difference", "said"), [("2.04", "上升 2.0 分"), ("-0.25", "下降 0.3 分"), ("0.04", "没有变")])
def test_the_answer_says_how_far_the_panel_moved(difference: str, said: str) -> None:
    change = PanelChange(n=83, difference=Fraction(difference))

    assert comparison_answer("2020", "2021", n=83, score=change, editions=SAME) == f"从 2020 到 2021，同口径 83 家平均综合得分{said}。"


def test_the_answer_compares_nothing_without_a_panel_or_across_editions() -> None:
    few = comparison_answer("2020", "2021", n=2, score=PanelChange(n=2, difference=Fraction(1)), editions=SAME)

    assert few == "从 2020 到 2021：两期都计入平均的只有 2 家，样本不足，暂不比较。"
    assert comparison_answer("2020", "2021", n=0, score=None, editions=SAME) == "2020 与 2021 没有都计入平均的企业，还不能比较。"
    assert (
        comparison_answer("2020", "2023", n=0, score=None, editions=("2020", "2023"))
        == "2020 与 2023 用的清单不是同一版，只列各期的数，不比升降。"
    )
    assert edition_break("2020", "2023", ("2020", "2023")).startswith("2020 用 2020 版清单，2023 用 2023 版。")


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ((1, 2, 3, 1, 1, 1), "六项全部上升，质量分级评价变化最大：+3.0 个百分点"),
        ((1, 2, -3, 1, 1, 0), "四项上升，一项下降，质量分级评价变化最大：−3.0 个百分点"),
        ((1, 2, 2, 1, 1, 1), "六项全部上升"),
        ((0, 0, 0, 0, 0, 0.04), "六项都没有变"),
        ((None,) * 6, "两期都计入平均的企业不足 3 家，暂不比较"),
    ],
)
def test_the_priorities_say_how_many_rose(differences: tuple[float | None, ...], said: str) -> None:
    assert title(*differences) == said


def test_two_enterprises_are_not_compared() -> None:
    assert title(1, 2, 3, 4, 5, 6, n=2) == "两期都计入平均的企业不足 3 家，暂不比较"


def test_the_accent_goes_to_the_one_that_is_named() -> None:
    assert moved_most(changes(1, 2, -3, 1, 1, 0)) == "P3"
    assert moved_most(changes(1, 2.52, 2.48, 1, 1, 1)) is None
    assert moved_most(changes(*[None] * 6)) is None


def test_items_that_moved_most_are_named() -> None:
    assert rose_finding(changes(4.25), names=NAMES, scope=Scope()).title == "上升最多的是质量管理体系升级：+4.3 个百分点"
    assert fell_finding(changes(), names=NAMES, scope=Scope()).title == "没有得分率下降的项目"


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ((83, 6, 70, 7), "同口径 83 家中 6 家升档，7 家降档，其余 70 家不变"),
        ((5, 5, 0, 0), "同口径 5 家中 5 家升档"),
        ((5, 0, 5, 0), "同口径 5 家的分档都没有变"),
        ((2, 1, 1, 0), "两期都计入平均的企业不足 3 家，暂不比较"),
    ],
)
def test_bands_say_who_rose_and_who_fell(moves: tuple[int, ...], said: str) -> None:
    n, up, same, down = moves

    assert band_sentence(BandMoves(n=n, up=up, same=same, down=down)) == said


def test_one_enterprise_is_told_its_change_and_its_band() -> None:
    def said(now: tuple[int, str] | None, before: tuple[int, str] | None) -> str:
        return earlier_sentence("2020", now=now, before=before, bands=BANDS)

    assert said((405, "策划级"), (368, "策划级")) == "比上期（2020）上升 3.7 分，仍为策划级"
    assert said((440, "策划级"), (460, "实施级")) == "比上期（2020）下降 2.0 分，由实施级降为策划级"
    assert said((460, "实施级"), (460, "策划级")) == "比上期（2020）得分没有变，由策划级升为实施级"
    assert said(None, (460, "实施级")) == "上期（2020）46.0 分，实施级；本期还没有定分，暂不比较"
    assert said((460, "实施级"), None) == "上期（2020）没有可比的得分"


def test_why_one_enterprise_is_not_compared_is_said() -> None:
    def said(**facts: bool) -> str | None:
        return why_not_compared("2020", **({"on_roster": True, "reported": True, "provisional": False, "same_edition": True} | facts))

    assert said() is None
    assert said(on_roster=False) == "上期（2020）花名册上没有本企业"
    assert said(reported=False) == "上期（2020）没有通过检查的自评表"
    assert said(provisional=True) == "上期（2020）是暂估，不比较"
    assert said(same_edition=False) == "上期（2020）用的是另一版清单，不比较"


def test_the_figure_draws_a_ring_and_a_dot_and_accents_one_row() -> None:
    figure = priority_change(changes(1, 2, -3, 1, 1, 0), names=NAMES, highlight="P3", theme=LIGHT, nothing="")

    marks = {trace.name: trace for trace in figure.data if trace.name}
    assert list(marks["P3"].x) == [50, 47]
    assert [name for name, trace in marks.items() if trace.line.color == LIGHT.colour.accent] == ["P3"]
    assert "2020 50.0%<br>2021 47.0%<br>−3.0 个百分点" in figure.data[-1].hovertext[2]
    assert [list(data) for data in figure.data[-1].customdata] == [[key] for key in TITLES]


def test_the_figure_says_so_where_two_enterprises_are_too_few() -> None:
    few = priority_change(changes(1, 2, n=2), names=NAMES, highlight=None, theme=LIGHT, nothing="不足 3 家")

    assert not few.data
    assert few.layout.annotations[0].text == "不足 3 家"
