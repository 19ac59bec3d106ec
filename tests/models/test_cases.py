"""典型案例 are chosen by one rule that anybody can follow by hand, and given in no order of merit."""

import pandas as pd

from models.cases import MOST_CASES, choose_cases
from models.story import Story
from tests.builders import edition


def test_every_scope_has_its_turn_before_a_second_of_any() -> None:
    found = _chosen(("a", "见效级", "S.3"), ("b", "引领级", "S.3"), ("c", "引领级", "S.3"), ("d", "起步级", "S.1"), ("e", "见效级", "S.5"))

    assert found == [("S.1", "d"), ("S.3", "a"), ("S.3", "b"), ("S.3", "c"), ("S.5", "e")]


def test_in_a_scope_the_higher_band_comes_in_first_then_the_lower_code() -> None:
    forms = [(f"{code}", "引领级" if code in "hi" else "见效级", "S.3") for code in "abcdefghi"]

    assert _chosen(*forms) == [("S.3", code) for code in "abchi"]


def test_a_story_without_a_scope_waits_for_those_with_one_and_stands_last() -> None:
    forms = [("a", "引领级", ""), *((code, "起步级", f"S.{place}") for place, code in enumerate("bcdef", start=1))]

    assert _chosen(*forms) == [(f"S.{place}", code) for place, code in enumerate("bcdef", start=1)]
    assert _chosen(*forms[:3]) == [("S.1", "b"), ("S.2", "c"), ("", "a")]


def test_an_enterprise_is_heard_once_with_its_first_story_that_has_a_text() -> None:
    stories = {0: [_story("S.1", text=""), _story("S.2"), _story("S.3")]}

    [case] = choose_cases(_frame(("a", "见效级")), stories, edition()).chosen

    assert (case.story.scope, case.name, case.revision) == ("S.2", "企业a", 2)
    assert case.call.startswith("2、秉持工匠精神")


def test_a_form_with_an_incident_counts_as_told_and_is_not_chosen() -> None:
    found = choose_cases(_frame(("a", "引领级"), ("b", "起步级")), {0: [_story("S.1", incident=True)], 1: [_story("S.1")]}, edition())

    assert (found.told, [case.uscc for case in found.chosen]) == (2, ["b"])


def test_forms_that_do_not_count_tell_nothing() -> None:
    frame = _frame(("a", "见效级"), ("b", "见效级"), ("c", "见效级"))
    frame.loc[0, "provisional"] = True
    frame.loc[1, ["total", "submission_id", "band"]] = None

    found = choose_cases(frame, {0: [_story("S.1")], 1: [_story("S.1")], 7: [_story("S.1")]}, edition())

    assert (found.told, found.chosen) == (0, ())


def test_there_are_never_more_than_five() -> None:
    assert len(_chosen(*((f"{code:03}", "见效级", f"S.{code % 5 + 1}") for code in range(100)))) == MOST_CASES == 5


def _chosen(*forms: tuple[str, str, str]) -> list[tuple[str, str]]:
    stories = {place: [_story(scope)] for place, (*_, scope) in enumerate(forms)}
    found = choose_cases(_frame(*((uscc, band) for uscc, band, _ in forms)), stories, edition())
    return [(case.story.scope, case.uscc) for case in found.chosen]


def _frame(*forms: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {
            "uscc": uscc,
            "name": f"企业{uscc}",
            "band": band,
            "total": 500.0,
            "provisional": False,
            "revision": 2.0,
            "submission_id": float(place),
        }
        for place, (uscc, band) in enumerate(forms)
    ]
    return pd.DataFrame(rows).astype({"provisional": object})


def _story(scope: str, **changes: object) -> Story:
    values: dict[str, object] = {"scope": scope, "title": "题", "text": "文", "sheet": "亮点与故事", "cell": "C9"}
    return Story(**(values | changes))  # type: ignore[arg-type]
