"""自评 against 核定: ranked by deviation, nothing of fewer than three, and the finding names the largest."""

from fractions import Fraction

import pandas as pd
import pytest

from charts.review_dumbbell import MOST_ROWS, NOTHING_REVIEWED, review_dumbbell, review_finding, shown_items
from charts.theme import DARK, LIGHT, Theme
from tests.charts.frames import words

COLUMNS = ["key", "title", "n", "own", "reviewed", "deviation"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_row_an_item_from_own_to_reviewed_the_largest_deviation_in_accent(theme: Theme) -> None:
    figure = review_dumbbell(items((3, 1), (2, 3)), theme)

    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode != "text"]
    assert [list(line.x) for line in lines] == [[3.0, 1.0], [2.0, 3.0]]
    assert [line.line.color for line in lines] == [theme.colour.accent, theme.colour.mark]
    assert next(text for text in words(figure) if "→" in text).startswith("3.00 → 1.00")


def test_items_nobody_changed_or_too_few_have_stay_out_and_no_more_than_a_screen_holds() -> None:
    assert shown_items(items((3, 3), (3, 2), n=2)).empty
    assert shown_items(items((3, 3), (3, 2)))["key"].tolist() == ["P1-02"]
    assert len(shown_items(items(*[(3, 2)] * 20))) == MOST_ROWS


@pytest.mark.parametrize(
    ("frame_of", "n", "mean", "title"),
    [
        ([(3, 1)], 5, 0.25, "P1-01 自评高于核定最多：2.00 级；自评平均比核定高 0.25 级"),
        ([(1, 2)], 5, -0.5, "P1-01 自评低于核定最多：1.00 级；自评平均比核定低 0.50 级"),
        ([(2, 2)], 5, 0.0, "核定与自评没有差别"),
        ([(3, 1)], 2, 0.25, "样本不足，暂不比较"),
        ([], 0, None, NOTHING_REVIEWED),
    ],
)
def test_the_finding_says_where_and_how_far(frame_of: list[tuple[int, int]], n: int, mean: float | None, title: str) -> None:
    assert review_finding(items(*frame_of, n=n), n=n, mean=mean).title == title


def test_a_deviation_that_is_not_that_of_the_rounded_ends_is_explained() -> None:
    row = ["P1-01", "项目", 16, Fraction(54, 16), Fraction(53, 16), Fraction(1, 16)]
    frame = pd.DataFrame([row], columns=COLUMNS, dtype=object)

    figure, finding = review_dumbbell(frame, LIGHT), review_finding(frame, n=16, mean=0.0625)

    [shown] = [text for text in words(figure) if "→" in text]
    assert shown.startswith("3.38 → 3.31　")
    assert "+0.06" in shown
    assert "按舍入前计算" in finding.subtitle


def test_without_a_review_the_figure_says_so() -> None:
    figure = review_dumbbell(items((0, 0), n=0), LIGHT)

    assert words(figure) == [NOTHING_REVIEWED]


def items(*levels: tuple[int, int], n: int = 5) -> pd.DataFrame:
    rows = [
        [f"P1-0{place}", "项目", n, Fraction(own), Fraction(reviewed), Fraction(own - reviewed)]
        for place, (own, reviewed) in enumerate(levels, start=1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)
