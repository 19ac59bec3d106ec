"""What is read as a level, what is read and logged, and what is never guessed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.level_text import level_name, read_level
from models.assessment import Level
from tests.builders import edition

PLAIN = [(0, 0), (1, 1), (4, 4), (3.0, 3), ("0", 0), ("3", 3), ("4", 4)]

LOGGED = [
    # as the contract lists them
    ("3.0", 3), ("３", 3), ("3级", 3), ("3-已见效", 3), ("已见效", 3), ("三", 3), ("L3", 3),
    # with white or zero-width characters around
    (" 3", 3), ("3\n", 3), ("\u30003\u00a0", 3), ("\u200b3\ufeff", 3), (" 已见效 ", 3), ("\t三 ", 3),
    # the same in other hands
    ("l3", 3), ("３级", 3), ("3 级", 3), ("三级", 3), ("零", 0), ("0级", 0), ("3—已见效", 3), ("3：已见效", 3), ("3 已见效", 3),
    ("3级-已见效", 3), ("4-持续改进引领", 4), ("持续改进引领", 4), ("未开展", 0), ("0-未开展", 0), ("“3”", 3), ("已見效", 3),
]  # fmt: skip

LEFT_OUT = ["N/A", "NA", "n/a", "na", " 不适用", "不适用\u200b", "Ｎ／Ａ", "不適用", "“不适用”"]

NEVER_GUESSED = [
    # practice 3.6, row 5
    "3分", "90%", "√", "是", "已完成", "基本完成", "优", "2-3", "≥3", "TRUE",
    # row 6
    "/", "—", "-", "无", "――", "n.a.x", "不涉及", "不适用（无消费品）",
    # row 7
    "1-2", "2/3", "1月2日", "2020-01-02",
    # a number and a name that contradict each other, or a name that is not one
    "3-已实施", "2-已见效", "3-较好", "L3-已实施", "3级或4级", "3、4", "3，4", "33级", "L5", "L", "级", "五", "三四", "已见", "见效",
    # a beginning of something
    "3-", "3、", "3.", "3:", "-3-", "3?", "约3", "3左右", "≈3", "*3", "3*", "③", "Ⅲ", "3°", "[3]", "3/4", "0x3", "3e0", "1e0",
]  # fmt: skip

OUT_OF_RANGE = [
    5,
    -1,
    85,
    2.5,
    0.03,
    3.0000001,
    45000,
    45000.5,
    10**400,
    float("nan"),
    float("inf"),
    "5",
    "85",
    "2.5",
    "-1",
    "45000",
    "+3",
    "２.５",
    "3 4",
]


@pytest.mark.parametrize(("value", "level"), PLAIN)
def test_a_whole_number_from_0_to_4_is_a_level(value: object, level: int) -> None:
    assert read_level(value, edition()) == (Level(level), None)


@pytest.mark.parametrize(("value", "level"), LOGGED)
def test_other_ways_to_write_a_level_are_read_and_logged(value: str, level: int) -> None:
    assert read_level(value, edition()) == (Level(level), "LEVEL_NORMALISED")


@pytest.mark.parametrize("value", LEFT_OUT)
def test_other_ways_to_write_not_applicable_are_read_and_logged(value: str) -> None:
    assert read_level(value, edition()) == (Level.NOT_APPLICABLE, "LEVEL_NORMALISED")


def test_not_applicable_as_in_the_drop_down_is_plain() -> None:
    assert read_level("不适用", edition()) == (Level.NOT_APPLICABLE, None)


@pytest.mark.parametrize("value", [None, "", " ", "\n\t", "\u3000", "\u00a0", "\u200b", "\ufeff \u2060"])
def test_nothing_but_white_characters_is_a_blank(value: object) -> None:
    assert read_level(value, edition()) == (Level.BLANK, None)


@pytest.mark.parametrize("value", [*NEVER_GUESSED, True, False])
def test_what_could_mean_two_things_is_never_guessed(value: object) -> None:
    assert read_level(value, edition()) == (Level.FAULTY, "LEVEL_AMBIGUOUS")


@pytest.mark.parametrize("value", OUT_OF_RANGE)
def test_a_number_that_is_no_level_is_named_as_such(value: object) -> None:
    assert read_level(value, edition()) == (Level.FAULTY, "LEVEL_OUT_OF_RANGE")


@pytest.mark.parametrize("value", [dt.date(2020, 1, 2), dt.datetime(2020, 1, 2, 3, 4), dt.time(3, 0), dt.timedelta(days=3)])  # noqa: DTZ001
def test_a_date_is_named_as_one(value: object) -> None:
    assert read_level(value, edition()) == (Level.FAULTY, "LEVEL_IS_DATE")


def test_a_level_is_named_as_it_should_have_been_filled_in() -> None:
    assert [level_name(level) for level in (Level.EFFECTIVE, Level.NOT_APPLICABLE)] == ["3 级", "不适用"]


@given(st.text() | st.text("0123456789.-L级三四 \u200b已见效不适用", max_size=8) | st.integers() | st.floats() | st.booleans() | st.none())
def test_any_value_is_a_level_or_nothing_or_faulty(value: object) -> None:
    level, code = read_level(value, edition())

    assert (level is Level.FAULTY) == (code is not None and code != "LEVEL_NORMALISED")
    assert not (level is Level.BLANK and code)


@given(st.floats() | st.integers())
def test_only_whole_numbers_from_0_to_4_are_levels(value: float) -> None:
    level, _ = read_level(value, edition())

    assert (level is not Level.FAULTY) == (value in {0, 1, 2, 3, 4})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_number_written_as_text_is_read_as_the_number(value: Decimal) -> None:
    level, _ = read_level(f"{value}", edition())

    if level <= Level.LEADING:
        assert int(level) == value
