"""Figures of a period: the worked example 5.6, groups that stay hidden, and nothing to divide by."""

from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.comparison import compliance_change, panel_change
from models.progress import (
    Distribution,
    Status,
    by_group,
    by_item,
    by_priority,
    counted,
    distribution,
    ledger,
    ranks,
    submissions_by_day,
    summarise,
    weak_and_strong,
)
from models.rounding import half_up
from models.scoring import level_matrix
from tests.builders import edition, enterprises_frame, levels

THIS_YEAR = {"甲": 912, "乙": 784, "丙": 784, "丁": 630, "戊": 450, "己": 387}
LAST_YEAR = {"甲": 850, "乙": 800, "丁": 600, "己": 400, "庚": 990}
BANDS = {"甲": "见效级", "乙": "见效级", "丙": "见效级", "丁": "实施级", "戊": "实施级", "己": "策划级"}

RETURNED: dict[str, object] = {"uscc": "庚", "status": Status.RETURNED}
MISSING: dict[str, object] = {"uscc": "辛", "status": Status.MISSING}
EXEMPT: dict[str, object] = {"uscc": "壬", "status": Status.EXEMPT}


# --- the worked example, practice 5.6


def test_mean_and_median_of_the_worked_example() -> None:
    spread = summarise(_this_year(), edition()).total

    assert (spread.n, spread.mean, spread.median) == (6, 658, 707)


def test_bands_of_the_worked_example_from_the_highest_down() -> None:
    summary = summarise(_this_year(), edition())

    assert list(summary.bands.items()) == [("引领级", 0), ("见效级", 3), ("实施级", 2), ("策划级", 1), ("起步级", 0)]


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    assert list(ranks(_this_year()["total"].dropna())) == [1, 2, 2, 4, 5, 6]


def test_rates_of_the_worked_example() -> None:
    summary = summarise(_this_year(), edition())

    assert (summary.ledger.expected, summary.ledger.received, summary.valid) == (8, 7, 6)
    assert summary.ledger.submission_rate == 0.875
    assert summary.validity_rate == pytest.approx(6 / 7)


def test_the_change_is_over_the_enterprises_of_both_years_and_rounded_last() -> None:
    change = panel_change(_this_year(), _frame(LAST_YEAR))

    assert change is not None
    assert (change.n, change.difference) == (4, Fraction(1575, 1000))
    assert str(half_up(change.difference)) == "1.6"


def test_comparing_all_with_all_would_say_the_opposite() -> None:
    now, before = (Fraction(sum(scores.values()), 10 * len(scores)) for scores in (THIS_YEAR, LAST_YEAR))
    change = panel_change(_this_year(), _frame(LAST_YEAR))

    assert change is not None
    assert str(half_up(now - before)) == "-7.0"
    assert change.difference > 0


def test_rounding_the_means_first_could_give_another_change() -> None:
    now, before = {"甲": 912, "乙": 784, "丙": 784}, {"甲": 911, "乙": 784, "丙": 784}
    means = [distribution(_frame(scores)["total"]).mean for scores in (now, before)]
    change = panel_change(_frame(now), _frame(before))

    assert means == [827, 826]
    assert change is not None
    assert str(half_up(change.difference)) == "0.0"


def test_no_enterprise_in_both_periods_is_no_change() -> None:
    assert panel_change(_frame({"甲": 500}), _frame({"乙": 500})) is None
    assert compliance_change(_frame({"甲": 500}), _frame({"乙": 500})) is None


def test_the_change_of_the_compliance_rate_is_over_both_years_too() -> None:
    now = enterprises_frame(
        {"uscc": "甲", "total": 500, "met": 30, "applicable": 40}, {"uscc": "乙", "total": 500, "met": 40, "applicable": 40}
    )
    before = enterprises_frame({"uscc": "甲", "total": 500, "met": 20, "applicable": 40}, {"uscc": "丙", "total": 500, "applicable": 40})

    change = compliance_change(now, before)

    assert change is not None
    assert (change.n, change.difference) == (1, Fraction(1, 4))


# --- who counts


def test_a_provisional_form_is_valid_and_in_no_mean_or_band() -> None:
    frame = enterprises_frame({"uscc": "甲", "total": 600, "band": "实施级"}, {"uscc": "乙", "total": 100, "provisional": True, "met": 9})

    summary = summarise(frame, edition())

    assert (summary.valid, summary.provisional, summary.total.n, summary.total.mean) == (2, 1, 1, 600)
    assert sum(summary.bands.values()) == 1
    assert summary.met == 0


def test_a_newer_returned_form_takes_nothing_from_the_one_that_counts() -> None:
    frame = enterprises_frame({"uscc": "甲", "total": 600, "band": "实施级", "status": Status.RETURNED})

    summary = summarise(frame, edition())

    assert (summary.valid, summary.total.n, summary.ledger.returned, summary.ledger.accepted) == (1, 1, 1, 0)


def test_the_ledger_counts_enterprises_by_status() -> None:
    frame = enterprises_frame({"uscc": "甲"}, {"uscc": "乙", "status": Status.ACCEPTED}, RETURNED, MISSING, EXEMPT)

    book = ledger(frame)

    assert (book.expected, book.received, book.accepted, book.returned, book.missing, book.exempt) == (4, 3, 2, 1, 1, 1)
    assert book.submission_rate == 0.75


def test_the_overall_compliance_rate_is_the_sum_of_met_over_the_sum_of_applicable() -> None:
    frame = enterprises_frame(
        {"uscc": "甲", "total": 500, "met": 10, "applicable": 40}, {"uscc": "乙", "total": 500, "met": 20, "applicable": 20}
    )

    assert summarise(frame, edition()).compliance_rate == 0.5


# --- nothing to divide by


def test_a_roster_without_enterprises_has_no_rates() -> None:
    summary = summarise(enterprises_frame(), edition())

    assert (summary.ledger.expected, summary.ledger.submission_rate) == (0, None)
    assert (summary.validity_rate, summary.compliance_rate, summary.total) == (None, None, Distribution(n=0))


def test_a_period_without_forms_has_rates_of_zero_only_where_there_is_something_to_divide_by() -> None:
    summary = summarise(enterprises_frame(MISSING), edition())

    assert (summary.ledger.submission_rate, summary.validity_rate, summary.compliance_rate) == (0.0, None, None)
    assert set(summary.priorities.values()) == {Distribution(n=0)}


def test_only_exempt_enterprises_leave_nothing_to_expect() -> None:
    assert ledger(enterprises_frame(EXEMPT)).submission_rate is None


def test_one_form_is_its_own_mean_median_and_quartiles() -> None:
    assert distribution(pd.Series([623.0])) == Distribution(n=1, mean=623, median=623, lower_quartile=623, upper_quartile=623)


def test_an_item_nobody_has_to_score_has_no_figures() -> None:
    rows = by_item(level_matrix([levels("-" * 48)], edition()), edition())

    assert (rows["n"] == 0).all()
    assert rows[["mean_level", "score_rate", "compliance_rate"]].isna().all(axis=None)


def test_an_item_nobody_has_to_score_stays_empty_beside_items_that_have_figures() -> None:
    rows = by_item(level_matrix([levels("-" + "2" * 47)], edition()), edition())

    assert rows[["mean_level", "score_rate", "compliance_rate"]].iloc[0].tolist() == [None, None, None]
    assert rows["score_rate"].iloc[1] == 500


def test_a_priority_nobody_has_to_score_stays_empty_beside_the_others() -> None:
    rows = by_priority(enterprises_frame({"uscc": "甲", "total": 500, "p1": 500, "p1_weight": 4, "p1_target": 8}), edition())

    assert rows["mean"].tolist() == [500, None, None, None, None, None]
    assert rows["target"].tolist() == [Fraction(50), None, None, None, None, None]


def test_no_forms_still_give_a_row_for_each_item_and_priority() -> None:
    items = by_item(level_matrix([], edition()), edition())
    priorities = by_priority(enterprises_frame(), edition())

    assert len(items) == 48
    assert list(priorities["n"]) == [0] * 6
    assert priorities[["mean", "target"]].isna().all(axis=None)
    assert [len(part) for part in weak_and_strong(items)] == [0, 0]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_the_distribution_is_that_of_numpy_rounded_half_up(scores: list[int]) -> None:
    spread = distribution(pd.Series(scores, dtype=float))

    quartiles = [int(half_up(Fraction(value), 0)) for value in np.percentile(scores, [25, 50, 75], method="linear")]
    assert [spread.lower_quartile, spread.median, spread.upper_quartile] == quartiles
    assert spread.mean == int(half_up(Fraction(sum(scores), len(scores)), 0))


# --- priorities and items


def test_the_target_of_a_priority_weighs_what_applies() -> None:
    frame = enterprises_frame(
        {"uscc": "甲", "total": 500, "p3": 500, "p3_weight": 10, "p3_target": 20},
        {"uscc": "乙", "total": 500, "p3": 500, "p3_weight": 5, "p3_target": 15},
    )

    row = by_priority(frame, edition()).iloc[2]

    assert (row["priority"], row["n"], row["mean"], row["target"]) == ("P3", 2, 500, Fraction(100 * 35, 4 * 15))


def test_an_item_is_summed_over_the_forms_it_applies_to() -> None:
    rows = by_item(level_matrix([levels(mark + "2" * 47) for mark in "-4311"], edition()), edition()).set_index("item")

    row = rows.loc["P1-01"]
    assert (row["n"], row["level_sum"], row["met"], row["mean_level"], row["score_rate"]) == (4, 9, 2, 2.25, 563)
    assert row["compliance_rate"] == 0.5


def test_weak_items_tie_by_weight_and_then_by_code() -> None:
    weak, strong = weak_and_strong(by_item(level_matrix([levels("2" * 48)] * 5, edition()), edition()))

    heaviest = sorted(edition().items, key=lambda item: (-item.weight, item.code))[:5]
    assert list(weak["item"]) == [item.code for item in heaviest]
    assert list(strong["item"]) == [item.code for item in heaviest]


def test_items_scored_by_fewer_than_five_are_neither_weak_nor_strong() -> None:
    rows = ["0" + "2" * 47, *("-" + "2" * 47 for _ in range(4))]

    weak, _ = weak_and_strong(by_item(level_matrix([levels(row) for row in rows], edition()), edition()))

    assert "P1-01" not in set(weak["item"])


def test_the_lowest_and_the_highest_are_picked() -> None:
    row = "00000" + "2" * 38 + "44444"

    weak, strong = weak_and_strong(by_item(level_matrix([levels(row)] * 5, edition()), edition()))

    assert set(weak["item"]) == {item.code for item in edition().items[:5]}
    assert set(strong["item"]) == {item.code for item in edition().items[-5:]}


def test_days_add_up() -> None:
    frame = enterprises_frame(
        {"first_received_on": date(2020, 8, 21)}, {"first_received_on": date(2020, 8, 1)}, {"first_received_on": date(2020, 8, 21)}, MISSING
    )

    days = submissions_by_day(frame)

    assert list(days["day"]) == [date(2020, 8, 1), date(2020, 8, 21)]
    assert list(days["cumulative"]) == [1, 3]


def test_counting_leaves_the_frame_as_it_was() -> None:
    frame = _this_year()
    before = frame.copy()

    counted(frame)
    by_group(frame, "region")
    summarise(frame, edition())

    pd.testing.assert_frame_equal(frame, before)


def _frame(scores: dict[str, int], *others: dict[str, object]) -> pd.DataFrame:
    rows: list[dict[str, object]] = [{"uscc": name, "total": total, "band": BANDS.get(name)} for name, total in scores.items()]
    return enterprises_frame(*rows, *others)


def _this_year() -> pd.DataFrame:
    """Lay out practice 5.6: eight expected, seven received, one of them returned."""
    return _frame(THIS_YEAR, RETURNED, MISSING)
