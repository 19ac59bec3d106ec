"""Groups of enterprises, and that a small one stays hidden."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalogue import Priority
from models.progress import (
    LEAST_SHOWN,
    Status,
    by_group,
    suppressed,
)
from tests.builders import enterprises_frame

MISSING: dict[str, object] = {"uscc": "辛", "status": Status.MISSING}


# --- small groups


def test_a_group_of_two_is_hidden_with_the_smallest_other_one() -> None:
    frame = _grouped({"江苏": [500, 600], "浙江": [500, 600, 700], "山东": [500, 600, 700, 800]})

    rows = by_group(frame, "region", ["江苏", "浙江", "山东"]).set_index("key")

    assert list(rows["suppressed"]) == [True, True, False]
    assert list(rows["n"]) == [2, 3, 4]
    assert (rows.loc["江苏", "mean"], rows.loc["浙江", "median"], rows.loc["山东", "mean"]) == (None, None, 650)


def test_two_small_groups_of_together_three_hide_each_other() -> None:
    assert suppressed([1, 2, 5]) == [True, True, False]


def test_two_single_enterprises_need_a_third_group_over_them() -> None:
    assert suppressed([1, 1, 5, 4]) == [True, True, False, True]


def test_a_group_without_a_form_gives_nobody_away() -> None:
    assert suppressed([0, 3, 4]) == [True, False, False]


def test_a_small_group_of_one_priority_is_hidden_in_that_priority() -> None:
    frame = _grouped({"江苏": [500, 600, 700], "浙江": [500, 600, 700], "山东": [500, 600, 700, 800]})
    frame["p3"] = [np.nan, 300.0, 400.0, 300.0, 400.0, 500.0, 300.0, 400.0, 500.0, 600.0]

    rows = by_group(frame, "region", ["江苏", "浙江", "山东"]).set_index("key")

    assert not rows["suppressed"].any()
    assert list(rows["p3_n"]) == [2, 3, 4]
    assert list(rows["p3_mean"]) == [None, None, 450]


@given(st.lists(st.integers(0, 6), max_size=12), st.data())
def test_a_hidden_group_cannot_be_got_by_subtraction(counts: list[int], data: st.DataObject) -> None:
    already = data.draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts)))

    for hidden in (suppressed(counts), suppressed(counts, already)):
        inside = [count for count, hide in zip(counts, hidden, strict=True) if hide and count]
        shown_counts = [count for count, hide in zip(counts, hidden, strict=True) if not hide]
        assert all(count >= LEAST_SHOWN for count in shown_counts)
        # The total less what is shown is the sum of at least two groups of together three, or nothing is shown at all.
        assert not inside or not shown_counts or (len(inside) >= 2 and sum(inside) >= LEAST_SHOWN)


@given(st.lists(st.integers(3, 9), max_size=10))
def test_groups_that_are_large_enough_are_all_shown(counts: list[int]) -> None:
    assert not any(suppressed(counts))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 1000), st.none() | st.integers(0, 1000)), max_size=20))
def test_no_figure_of_a_hidden_group_stands_in_the_frame(forms: list[tuple[str, int, int | None]]) -> None:
    rows = [{"uscc": str(place), "region": region, "total": total, "p3": p3} for place, (region, total, p3) in enumerate(forms)]

    frame = by_group(enterprises_frame(*rows), "region")

    for prefix in ("", *(f"{priority.lower()}_" for priority in Priority)):
        ns = frame[f"{prefix}n"]
        hidden = frame[f"{prefix}mean"].isna()
        assert (hidden == frame[f"{prefix}median"].isna()).all()
        assert hidden[ns < LEAST_SHOWN].all()
        inside = ns[hidden & (ns > 0)]
        assert hidden.all() or inside.empty or (len(inside) >= 2 and inside.sum() >= LEAST_SHOWN)
        assert (frame.loc[frame["suppressed"], f"{prefix}mean"].isna()).all()


def test_groups_come_in_the_order_given_and_unknown_ones_after() -> None:
    frame = _grouped({"其他": [500], "浙江": [500], "江苏": [500]})

    assert list(by_group(frame, "region", ["江苏", "山东", "浙江"])["key"]) == ["江苏", "浙江", "其他"]


def test_a_group_holds_the_enterprises_that_have_not_reported_too() -> None:
    frame = enterprises_frame({"uscc": "甲", "region": "江苏", "total": 500}, {**MISSING, "region": "浙江"})

    assert list(by_group(frame, "region")["n"]) == [1, 0]


def _grouped(groups: dict[str, list[int]]) -> pd.DataFrame:
    return enterprises_frame(
        *(
            {"uscc": f"{region}{place}", "region": region, "total": total}
            for region, totals in groups.items()
            for place, total in enumerate(totals)
        )
    )
