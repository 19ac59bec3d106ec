"""总览 under a choice of enterprises, compared with the period before."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from models.access import LOCAL_STAFF
from services.filters import Filters
from services.overview import Overview, all_periods, overview, previous_period
from tests.builders import USCC
from tests.services.desk import FIRM, SECOND, Desk, form_of

TODAY = date(2021, 8, 21)


@pytest.fixture
def two_years(desk: Desk) -> Desk:
    """Let both enterprises report in 2020 and in 2021, the first one a little better the second time."""
    desk.add_roster(replace(FIRM, region="福建"))
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(
        ("a.xlsx", form_of(levels={"P1-03": 4}, PERIOD="2021")),
        ("b.xlsx", form_of(SECOND, PERIOD="2021")),
        period="2021",
        received_on=TODAY,
    )
    return desk


def test_an_empty_period_has_an_overview(desk: Desk) -> None:
    found = _overview(desk, "2020")

    assert (found.as_of, found.previous, found.score_change, found.previous_days) == (None, None, None, None)
    assert (found.summary.total.n, len(found.sectors), len(found.items), len(found.days)) == (0, 0, 0, 0)
    assert sorted(found.outstanding["uscc"]) == sorted([USCC, SECOND])


def test_the_change_is_over_the_enterprises_of_both_periods(two_years: Desk) -> None:
    found = _overview(two_years, "2021")

    assert found.previous is not None
    assert found.previous.code == "2020"
    assert found.score_change is not None
    assert (found.score_change.n, found.score_change.difference) == (2, Fraction(9, 10))
    assert found.compliance_change is not None
    assert found.compliance_change.n == 2


def test_days_of_both_periods_can_be_laid_over_each_other(two_years: Desk) -> None:
    found = _overview(two_years, "2021")

    assert list(found.days["cumulative"]) == [2]
    assert found.previous_days is not None
    assert list(found.previous_days["days_before"]) == [20]
    assert found.as_of == TODAY


def test_a_filter_leaves_the_enterprises_that_fit_every_choice(two_years: Desk) -> None:
    by_region = _overview(two_years, "2021", region=("福建",))
    by_both = _overview(two_years, "2021", region=("福建",), size=("大型",))

    assert (by_region.summary.ledger.expected, by_region.summary.total.n, by_region.score_change and by_region.score_change.n) == (1, 1, 1)
    assert (by_both.summary.ledger.expected, by_both.score_change) == (0, None)


def test_what_was_chosen_is_told_in_one_line() -> None:
    assert Filters(region=("江苏",), size=("小型", "微型")).chosen() == ("江苏", "小型", "微型")
    assert Filters().chosen() == ()


def test_periods_are_known_in_the_order_of_their_deadlines(two_years: Desk) -> None:
    periods = all_periods(two_years.store, LOCAL_STAFF)

    assert [period.code for period in periods] == ["2021", "2020"]
    assert previous_period(two_years.store, LOCAL_STAFF, periods[1]) is None


def test_the_same_picture_is_given_until_something_was_stored(two_years: Desk) -> None:
    before = two_years.snapshot()
    assert two_years.snapshot() is before

    two_years.receive(("c.xlsx", form_of(levels={"P1-01": 4})))

    assert two_years.snapshot() is not before
    assert before.enterprises.set_index("uscc").loc[USCC, "revision"] == 1


def _overview(desk: Desk, period: str, **chosen: tuple[str, ...]) -> Overview:
    return overview(desk.store, LOCAL_STAFF, period, Filters(**chosen), today=TODAY)
