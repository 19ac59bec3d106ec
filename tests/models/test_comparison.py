"""Two periods: only the enterprises both of them count, and exact differences."""

from fractions import Fraction

import pandas as pd

from models.comparison import BandMoves, band_moves, band_table, item_changes, most_moved, panel, panel_change, priority_changes
from models.scoring import level_matrix
from tests.builders import edition, enterprises_frame, levels


def test_the_panel_is_who_both_periods_count_in_the_same_order() -> None:
    now, before = _period(乙=500, 甲=600, 丙=700), _period(甲=550, 丁=400, 乙=450)

    ours, theirs = panel(now, before)

    assert list(ours["uscc"]) == list(theirs["uscc"]) == sorted(["甲", "乙"])


def test_a_provisional_form_is_not_in_the_panel() -> None:
    now = enterprises_frame({"uscc": "甲", "total": 500, "provisional": True}, {"uscc": "乙", "total": 500})

    ours, _ = panel(now, _period(甲=500, 乙=500))

    assert list(ours["uscc"]) == ["乙"]


def test_the_change_of_a_priority_is_that_of_the_panel_and_exact() -> None:
    now, before = _period(甲=601, 乙=500, 丙=333), _period(甲=500, 乙=500, 丙=333)

    first = priority_changes(now, before, edition()).iloc[0]

    assert (first["key"], first["n"], first["difference"]) == ("P1", 3, Fraction(101, 30))
    assert first["now"] - first["before"] == first["difference"]
    assert panel_change(now, before, "p1").difference == first["difference"]  # type: ignore[union-attr]


def test_a_priority_that_did_not_apply_in_one_period_is_left_out_of_its_change() -> None:
    now, before = _period(甲=600, 乙=500), _period(甲=500, 乙=500)
    before.loc[before["uscc"] == "乙", "p1"] = None

    first = priority_changes(now, before, edition()).iloc[0]

    assert (first["n"], first["before"], first["now"]) == (1, 50, 60)


def test_two_periods_without_a_common_enterprise_have_no_change() -> None:
    frame = priority_changes(_period(甲=600), _period(乙=600), edition())

    assert frame["n"].tolist() == [0] * 6
    assert frame["difference"].tolist() == [None] * 6


def test_an_item_changes_over_the_forms_it_applies_to_in_both_periods() -> None:
    now = level_matrix([levels("4" * 48), levels("-" * 48)], edition())
    before = level_matrix([levels("2" * 48), levels("1" * 48)], edition())

    first = item_changes(now, before, edition()).iloc[0]

    assert (first["key"], first["n"], first["before"], first["now"], first["difference"]) == ("P1-01", 1, 50, 100, 50)


def test_items_of_fewer_than_five_enterprises_and_unmoved_ones_are_not_ranked() -> None:
    rows = [("P1-01", 5, 3), ("P1-02", 4, 9), ("P1-03", 8, -2), ("P1-04", 9, 0), ("P1-05", 9, 3)]
    frame = pd.DataFrame([(key, n, Fraction(change)) for key, n, change in rows], columns=["key", "n", "difference"])

    rose, fell = most_moved(frame)

    assert (list(rose["key"]), list(fell["key"])) == (["P1-01", "P1-05"], ["P1-03"])


def test_bands_of_the_panel_move_up_and_down() -> None:
    now = _banded(甲="见效级", 乙="策划级", 丙="实施级", 丁="引领级")
    before = _banded(甲="实施级", 乙="实施级", 丙="实施级")

    table = band_table(now, before, edition())

    assert band_moves(now, before, edition()) == BandMoves(n=3, up=1, same=1, down=1)
    assert table.loc["实施级", "见效级"] == 1
    assert (table.to_numpy().sum(), list(table.columns)) == (3, ["引领级", "见效级", "实施级", "策划级", "起步级"])


def _period(**totals: int) -> pd.DataFrame:
    return enterprises_frame(*({"uscc": uscc, "total": total, "p1": total} for uscc, total in totals.items()))


def _banded(**bands: str) -> pd.DataFrame:
    return enterprises_frame(*({"uscc": uscc, "total": 500, "band": band} for uscc, band in bands.items()))
