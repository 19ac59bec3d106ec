"""历期: means are joined only under one edition, the panel is named with its n, and nothing is drawn from nothing."""

import pandas as pd

from charts.theme import LIGHT
from charts.trend import PanelSlope, trend
from tests.charts.frames import words

NAN = float("nan")


def frame(*rows: tuple[str, int, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period", "n", "mean", "joined"])


def test_under_one_edition_the_means_are_one_line() -> None:
    figure = trend(frame(("2019", 5, 50.0, False), ("2020", 6, 52.5, True)), panel=None, theme=LIGHT)

    assert list(figure.data[0].y) == [50.0, 52.5]
    assert len(figure.layout.shapes) == 0


def test_another_edition_breaks_the_line_and_says_why() -> None:
    figure = trend(frame(("2019", 5, 50.0, False), ("2020", 6, 52.5, True), ("2021", 6, 70.0, False)), panel=None, theme=LIGHT)

    assert list(figure.data[0].y) == [50.0, 52.5, None, 70.0]
    assert [shape.x0 for shape in figure.layout.shapes] == [1.5]
    assert "清单换版，前后不可比" in words(figure)


def test_the_panel_stands_beside_the_means_with_its_n_and_its_items() -> None:
    rows = frame(("2020", 4, 50.0, False), ("2021", 4, 70.0, False))

    figure = trend(rows, panel=PanelSlope(3, 50.0, 71.9, 21.875, 6), theme=LIGHT)

    assert list(figure.data[1].y) == [50.0, 71.9]
    [label] = [text for text in words(figure) if "同口径" in text]
    assert label == "<b>+21.9 分</b><br>同口径 3 家<br>两版共有 6 项"


def test_a_period_without_a_mean_leaves_a_gap_and_no_period_at_all_says_so() -> None:
    gap = trend(frame(("2019", 1, NAN, False), ("2020", 6, 52.5, True)), panel=None, theme=LIGHT)
    nothing = trend(frame(("2020", 0, NAN, False)), panel=None, theme=LIGHT)

    assert list(gap.data[0].y) == [None, 52.5]
    assert words(nothing) == ["还没有可以比较的报告期"]
