"""Scores, practice 5.3 to 5.5: the worked examples, the wrong ways to do it, and the same sums done plainly."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.assessment import Level
from models.catalogue import Catalogue, Priority
from models.rounding import half_up
from models.scoring import facts_of, level_matrix, score, shown
from tests.builders import edition, levels, scored

EXAMPLE = {
    "P1-01": "3", "P1-04": "2", "P1-07": "-", "P1-09": "3", "P2-02": "2",
    "P3-01": "1", "P3-04": "-", "P4-01": "2", "P5-04": "4", "P6-06": "3",
}  # fmt: skip
"""Practice 5.4: ten items worked out by hand; the other 38 are not part of it."""

GATE_CASE = "333333333333333333333333333333333333333333333313"
ROWS = st.lists(st.sampled_from([0, 1, 2, 3, 4, 10, 11]), min_size=48, max_size=48)


@pytest.fixture(scope="module")
def example() -> pd.Series:
    """Score the worked example."""
    catalogue = _only(*EXAMPLE)
    return _scored("".join(EXAMPLE.values()), catalogue)


def test_the_worked_example_scores_63(example: pd.Series) -> None:
    assert shown(example["total"]) == "63.0"
    assert [shown(example[code.lower()]) for code in Priority] == ["67.5", "50.0", "25.0", "50.0", "100.0", "75.0"]


def test_the_worked_example_meets_five_of_eight_targets_and_is_complete(example: pd.Series) -> None:
    assert (example["met"], example["applicable"], example["answered"]) == (5, 8, 10)
    assert (example["compliance_rate"], example["completeness_rate"]) == (0.625, 1.0)


def test_the_worked_example_is_in_the_implemented_band_without_the_gate(example: pd.Series) -> None:
    assert (example["band"], example["gated"], example["provisional"]) == ("实施级", False, False)


def test_the_three_wrong_methods_give_other_figures(example: pd.Series) -> None:
    items = [(edition().by_code[code], letter) for code, letter in EXAMPLE.items()]
    points = sum(item.weight * int(letter) for item, letter in items if letter != "-")
    answered = [int(letter) for _, letter in items if letter != "-"]
    priorities = [Fraction(int(example[code.lower()]), 10) for code in Priority]

    left_out_as_zero = half_up(Fraction(100 * points, 4 * sum(item.weight for item, _ in items)))
    mean_of_levels = half_up(Fraction(25 * sum(answered), len(answered)))
    mean_of_priorities = half_up(sum(priorities, Fraction(0)) / 6)

    assert [str(wrong) for wrong in (left_out_as_zero, mean_of_levels, mean_of_priorities)] == ["56.3", "62.5", "61.3"]
    assert shown(example["total"]) not in {"56.3", "62.5", "61.3"}


def test_a_low_core_item_lowers_the_band_and_not_the_score() -> None:
    row = scored(GATE_CASE).iloc[0]

    assert [shown(row[name]) for name in ("p1", "p2", "p3", "p4", "p5", "p6", "total")] == ["75.0"] * 5 + ["64.3", "73.5"]
    assert (row["met"], row["applicable"], row["completeness_rate"]) == (47, 48, 1.0)
    assert (row["band_before_gate"], row["band"], row["gated"]) == ("见效级", "实施级", True)


@pytest.mark.parametrize(
    ("level", "total", "met", "band"),
    [
        ("0", "0.0", 0, "起步级"),
        ("1", "25.0", 3, "策划级"),
        ("2", "50.0", 40, "实施级"),
        ("3", "75.0", 48, "见效级"),
        ("4", "100.0", 48, "引领级"),
    ],
)
def test_uniform_forms(level: str, total: str, met: int, band: str) -> None:
    row = scored(level * 48).iloc[0]

    assert (shown(row["total"]), row["met"], row["applicable"], row["band"], row["gated"]) == (total, met, 48, band, False)


@pytest.mark.parametrize(
    ("points", "total", "band"),
    [
        (79, "19.8", "起步级"),
        (80, "20.0", "策划级"),
        (179, "44.8", "策划级"),
        (180, "45.0", "实施级"),
        (249, "62.3", "实施级"),
        (279, "69.8", "实施级"),
        (280, "70.0", "见效级"),
        (379, "94.8", "见效级"),
        (380, "95.0", "引领级"),
    ],
)
def test_a_band_begins_at_its_limit(points: int, total: str, band: str) -> None:
    row = scored(_row_of(points)).iloc[0]

    assert (shown(row["total"]), row["band_before_gate"]) == (total, band)


def test_a_form_with_a_blank_is_provisional_and_in_no_band() -> None:
    row = scored("?" + "4" * 47).iloc[0]

    assert (shown(row["total"]), row["applicable"], row["met"], row["answered"]) == ("96.0", 48, 47, 47)
    assert (row["provisional"], row["band"], row["band_before_gate"], row["gated"]) == (True, None, None, False)


def test_blank_zero_and_not_applicable_are_three_things() -> None:
    form = {"blank": "333333?" + "3" * 41, "zero": "3333330" + "3" * 41, "left out": "333333-" + "3" * 41}

    rows = scored(*form.values())

    assert list(rows["total"].map(shown)) == ["73.5", "73.5", "75.0"]
    assert list(rows["applicable"]) == [48, 48, 47]
    assert list(rows["provisional"]) == [True, False, False]
    assert list(rows["answered"]) == [47, 48, 48]


def test_a_priority_without_an_applicable_item_has_no_score() -> None:
    marks = "".join("-" if item.priority is Priority.QUALITY_GRADING else "4" for item in edition().items)

    row = scored(marks).iloc[0]

    assert shown(row["p3"]) is None
    assert shown(row["total"]) == "100.0"


def test_a_form_without_an_applicable_item_has_neither_score_nor_band() -> None:
    row = scored("-" * 48).iloc[0]

    assert (shown(row["total"]), row["band"], row["gated"]) == (None, None, False)
    assert pd.isna(row["compliance_rate"])


def test_no_forms_give_no_rows() -> None:
    empty = score(facts_of(level_matrix([], edition()), edition()), edition())

    assert len(empty) == 0
    assert {"total", "p1", "band", "compliance_rate"} <= set(empty.columns)


def test_scoring_leaves_the_facts_as_they_were() -> None:
    facts = facts_of(level_matrix([levels("2" * 48)], edition()), edition())
    before = facts.copy()

    score(facts, edition())

    pd.testing.assert_frame_equal(facts, before)


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_the_vectorised_scores_are_those_worked_out_plainly(rows: list[list[int]]) -> None:
    frame = score(facts_of(level_matrix([bytes(row) for row in rows], edition()), edition()), edition())

    for row, (_, found) in zip(rows, frame.iterrows(), strict=True):
        for codes, name in [(tuple(Priority), "total"), *(((code,), code.lower()) for code in Priority)]:
            assert shown(found[name]) == _plain_score(row, codes)
        assert (found["met"], found["applicable"]) == _plain_targets(row)
        assert found["band"] == _plain_band(row)


def _only(*codes: str) -> Catalogue:
    return replace(edition(), items=tuple(edition().by_code[code] for code in codes))


def _scored(text: str, catalogue: Catalogue) -> pd.Series:
    return score(facts_of(level_matrix([levels(text)], catalogue), catalogue), catalogue).iloc[0]


def _row_of(points: int) -> str:
    """Find levels with these quarter points: core items high, the rest as evenly as it goes."""
    found = dict.fromkeys(edition().by_code, 0)
    for item in sorted(edition().items, key=lambda item: (not item.core, -item.weight)):
        found[item.code] = min(4, points // item.weight)
        points -= found[item.code] * item.weight
    assert points == 0
    return "".join(str(level) for level in found.values())


def _plain_score(row: list[int], priorities: tuple[Priority, ...]) -> str | None:
    items = [(item, level) for item, level in zip(edition().items, row, strict=True) if item.priority in priorities]
    applicable = [(item.weight, level if level <= 4 else 0) for item, level in items if level != Level.NOT_APPLICABLE]
    if not applicable:
        return None
    return str(half_up(Fraction(100 * sum(w * level for w, level in applicable), 4 * sum(w for w, _ in applicable))))


def _plain_targets(row: list[int]) -> tuple[int, int]:
    pairs = list(zip(edition().items, row, strict=True))
    met = sum(item.target_level <= level <= 4 for item, level in pairs)
    return met, sum(level != Level.NOT_APPLICABLE for level in row)


def _plain_band(row: list[int]) -> str | None:
    total = _plain_score(row, tuple(Priority))
    if total is None or Level.BLANK in row:
        return None
    bands = edition().bands
    before = max(place for place, band in enumerate(bands) if Fraction(total) >= band.from_score)
    core = [level for item, level in zip(edition().items, row, strict=True) if item.core and level <= 4]
    return bands[min(before, min(core, default=4) + 1)].name
