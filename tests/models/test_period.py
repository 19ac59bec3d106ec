"""When a form is late, and how a period is written."""

from datetime import date

import pytest

from models.period import PERIOD_CODE, Period

PERIOD = Period(code="2020", edition="2020", deadline=date(2020, 9, 10), grace_days=3)


def test_grace_follows_the_deadline() -> None:
    assert PERIOD.due() == date(2020, 9, 13)


def test_an_extension_replaces_deadline_and_grace() -> None:
    assert PERIOD.due(date(2020, 9, 30)) == date(2020, 9, 30)


def test_an_extension_that_ends_within_the_grace_takes_nothing_away() -> None:
    assert PERIOD.due(date(2020, 9, 11)) == date(2020, 9, 13)


@pytest.mark.parametrize("code", ["2020", "2020H1", "2020H2", "2020Q1", "2020Q4"])
def test_a_period_is_a_year_a_half_or_a_quarter(code: str) -> None:
    assert PERIOD_CODE.fullmatch(code)


@pytest.mark.parametrize("code", ["20", "2020H3", "2020Q5", "2020Q0", "2020年", "latest", "1999", "2020-1", "../2020"])
def test_anything_else_is_no_period(code: str) -> None:
    assert not PERIOD_CODE.fullmatch(code)
