"""A code is put into its plain form and never guessed; a slip is suggested only if it makes the code check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.uscc import is_sound, likely_slip, normalise_uscc

SOUND = ("91350100M000100Y43", "911101081000000166", "91320200MA000A1273", "912101007234567810", "91510100B123456711")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", SOUND)
def test_the_vectors_of_the_standard_are_sound(code: str) -> None:
    assert is_sound(code)


@pytest.mark.parametrize(
    "written", ["91350100m000100y43", " 9135 0100 M000 100Y43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "'91350100M000100Y43"]
)
def test_spaces_width_case_and_apostrophe_are_taken_off(written: str) -> None:
    assert normalise_uscc(written) == SOUND[0]


@given(st.sampled_from(SOUND), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_place_never_passes(code: str, place: int, letter: str) -> None:
    changed = code[:place] + letter + code[place + 1 :]

    assert is_sound(changed) is (changed == code)


def test_a_code_may_begin_with_letters_as_the_standard_says() -> None:
    assert is_sound("N2320200MA000A127" + _check_digit("N2320200MA000A127"))


def test_a_letter_for_a_digit_is_suggested_only_if_it_makes_the_code_check() -> None:
    assert "是否为 91320200MA000A1273" in likely_slip("9132O2OOMAOOOA1273")
    assert likely_slip("9132O2OOMAOOOA1274") == ""


def test_a_wrong_last_place_is_worked_out() -> None:
    assert likely_slip("91350100M000100Y4Z") == "如果前 17 位没有错，最后一位应是 3。"


def test_swapped_neighbours_are_named() -> None:
    assert "第 17、18 位可能颠倒了（应为 912101007234567810）" in likely_slip("912101007234567801")


def test_a_letter_in_the_district_is_named() -> None:
    assert likely_slip("9132020QMA000A1273") == "第 3–8 位应是数字。"


def test_a_code_that_ends_in_000_may_have_lost_its_last_places() -> None:
    assert "末三位是 000" in likely_slip("911101081000000000")


def _check_digit(first_17: str) -> str:
    """Work out the check digit from GB 32100 itself: weights 3^(i-1) mod 31."""
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first_17))
    return ALPHABET[-total % 31]
