"""One item: levels by group, and groups that stay hidden."""

import pandas as pd

from models.item_levels import LEVEL_COLUMNS, levels_by_group


def test_enterprises_are_counted_by_level_in_the_order_given() -> None:
    frame = levels_by_group(_rows(小型=[0, 1, 1], 大型=[4, 4, 3]), "size", ["大型", "中型", "小型"])

    assert frame["key"].tolist() == ["大型", "小型"]
    assert frame[list(LEVEL_COLUMNS)].to_numpy().tolist() == [[0, 0, 0, 1, 2], [1, 2, 0, 0, 0]]
    assert frame["n"].tolist() == [3, 3]


def test_who_the_item_does_not_apply_to_is_not_counted() -> None:
    frame = levels_by_group(_rows(小型=[1, 1, 1, 10], 微型=[10]), "size")

    assert (frame["key"].tolist(), frame["n"].tolist()) == (["小型"], [3])


def test_a_group_of_two_is_hidden_with_the_smallest_other_only_where_a_sum_would_show_it() -> None:
    alone = levels_by_group(_rows(大型=[1, 1], 中型=[2] * 4, 小型=[3] * 9), "size", ["大型", "中型", "小型"])
    together = levels_by_group(_rows(大型=[1, 1], 微型=[0, 0], 小型=[3] * 9), "size", ["大型", "小型", "微型"])

    assert alone["suppressed"].tolist() == [True, True, False]
    assert together["suppressed"].tolist() == [True, False, True]
    assert alone.loc[alone["suppressed"], list(LEVEL_COLUMNS)].to_numpy().sum() == 0
    assert alone["n"].tolist() == [2, 4, 9]


def test_nobody_gives_no_row() -> None:
    assert levels_by_group(_rows(), "size").empty


def _rows(**levels: list[int]) -> pd.DataFrame:
    rows = [(size, level) for size, of in levels.items() for level in of]
    return pd.DataFrame({"size": [size for size, _ in rows], "level": pd.Series([level for _, level in rows], dtype=int)})
