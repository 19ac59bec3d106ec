"""Forms that came since are folded into the frame at hand: it is the frame that reading anew gives, to the type of each column."""

from datetime import date
from random import Random

import pytest
from pandas.testing import assert_frame_equal

from services import progress
from services.progress import Snapshot
from tests.builders import USCC, edition
from tests.services.desk import SECOND, THIRD, Desk, form_of

LEVELS = (0, 1, 3, 4, "不会", None)


@pytest.mark.parametrize("before", [0, 1, 3])
def test_a_folded_snapshot_is_the_one_reading_anew_gives(desk: Desk, before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for uscc in (USCC, SECOND, THIRD)[:before]:
        desk.row(form_of(uscc))
    desk.snapshot()
    desk.receive(("a.xlsx", form_of(SECOND, {"P1-03": 4})), ("b.xlsx", form_of(THIRD, {"P1-01": None})), received_on=date(2020, 9, 1))

    folded = desk.snapshot()

    _assert_same(folded, _read_anew(desk, monkeypatch))


def test_forms_folded_in_any_order_give_the_frame_of_reading_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(1)
    desk.snapshot()

    for step in range(12):
        levels = {code: chance.choice(LEVELS) for code in chance.sample([item.code for item in edition().items], 3)}
        day = date(2020, 8, chance.randint(1, 30))
        desk.receive((f"{step}.xlsx", form_of(chance.choice([USCC, SECOND, THIRD]), levels)), received_on=day)
        folded = desk.snapshot()
        with monkeypatch.context() as patched:
            _assert_same(folded, _read_anew(desk, patched))


def test_folding_leaves_the_older_snapshot_as_it_was(desk: Desk) -> None:
    desk.row(form_of())
    older = desk.snapshot()
    frame, levels = older.enterprises.copy(), dict(older.levels)

    desk.row(form_of(levels={"P1-03": 4}))
    desk.snapshot()

    assert_frame_equal(older.enterprises, frame)
    assert older.levels == levels


def _read_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Read the period with nothing in memory."""
    monkeypatch.setattr(progress, "_loaded", type(progress._loaded)())
    return desk.snapshot()


def _assert_same(folded: Snapshot, anew: Snapshot) -> None:
    assert folded is not anew
    assert_frame_equal(folded.enterprises, anew.enterprises, check_exact=True)
    assert list(folded.levels.items()) == list(anew.levels.items())


def test_the_snapshots_kept_are_bounded_by_their_rows_and_the_newest_always_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("2021", "2022"):
        desk.add_period(code, deadline=date(int(code), 9, 10))
    monkeypatch.setattr(progress, "_loaded", type(progress._loaded)())

    monkeypatch.setattr(progress, "_KEPT_ROWS", 7)
    seen = [desk.snapshot(code) for code in ("2020", "2021", "2022")]
    kept = [key[2] for key in progress._loaded]
    monkeypatch.setattr(progress, "_KEPT_ROWS", 1)
    again = desk.snapshot("2021")

    assert kept == ["2021", "2022"]
    assert again is seen[1]
    assert [key[2] for key in progress._loaded] == ["2021"]


def test_only_a_new_roster_makes_a_period_be_read_from_the_start(desk: Desk) -> None:
    desk.row(form_of())
    first = desk.snapshot()

    desk.row(form_of(SECOND))
    desk.add_period("2021", deadline=date(2021, 9, 10))
    folded = desk.snapshot()
    desk.add_roster()
    read = desk.snapshot()

    assert folded is not first
    assert folded.rostered == first.rostered
    assert read.rostered != first.rostered
    assert_frame_equal(read.enterprises, folded.enterprises, check_exact=True)
