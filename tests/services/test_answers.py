"""An answer is traced to the revision, the file and the very cell it came from."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from models.access import LOCAL_STAFF
from models.assessment import Level
from models.errors import NotPossible
from services.answers import AnswerTrail, answer_trail
from services.demo import fill_demo
from services.originals import original
from services.withdrawing import withdraw
from tests.builders import USCC
from tests.exchange.plain_forms import level_cell
from tests.services.desk import NOW, Desk, form_of


def test_an_answer_says_sheet_cell_revision_and_day(desk: Desk) -> None:
    desk.receive(("包.zip!甲.xlsx", form_of()))

    trail = _trail(desk, "P1-03")

    assert trail.shown.place == f"自评表 {level_cell('P1-03')}，第 1 版，8 月 21 日"
    assert (trail.shown.level, trail.shown.level_word, trail.shown.counts) == (Level.IMPLEMENTED, "2", True)
    assert trail.shown.descriptor == trail.item.levels[2]


def test_the_cell_named_is_the_one_in_the_original_file(desk: Desk) -> None:
    desk.receive(("甲.xlsx", form_of(levels={"P4-02": 4})))

    shown = _trail(desk, "P4-02").shown
    (name, _), content = original(desk.store, LOCAL_STAFF, shown.receipt.id)

    assert name == "甲.xlsx"
    assert load_workbook(BytesIO(content))[str(shown.sheet)][str(shown.cell)].value == 4


def test_the_revision_that_counts_stands_first_and_a_changed_level_is_seen(desk: Desk) -> None:
    desk.receive(("一.xlsx", form_of()), ("二.xlsx", form_of(levels={"P1-03": 4})), ("三.xlsx", form_of(levels={"P1-03": "3分"})))

    trail = _trail(desk, "P1-03")

    assert trail.shown.receipt.revision == 2
    assert [(one.receipt.revision, one.level_word, one.counts) for one in trail.revisions] == [
        (3, "待改", False),
        (2, "4", True),
        (1, "2", False),
    ]


def test_a_withdrawn_revision_stays_in_sight_and_counts_no_more(desk: Desk) -> None:
    desk.receive(("一.xlsx", form_of()), ("二.xlsx", form_of(levels={"P1-03": 4})))
    withdraw(desk.store, LOCAL_STAFF, [_trail(desk, "P1-03").shown.receipt.id], "发错了", now=NOW)

    trail = _trail(desk, "P1-03")

    assert (trail.shown.receipt.revision, trail.shown.level_word) == (1, "2")
    newest = trail.revisions[0].receipt.withdrawn
    assert newest is not None
    assert newest.reason == "发错了"


def test_texts_are_told_by_their_headings(desk: Desk) -> None:
    desk.receive(("一.xlsx", form_of()))
    left_out = next(item.code for item in _trail(desk, "P1-01").catalogue.items if item.not_applicable_when and item.code == "P1-07")

    shown = _trail(desk, left_out).shown

    assert (shown.level_word, shown.descriptor, shown.texts) == ("不适用", "", {"不适用理由": "不涉及"})


def test_without_a_form_or_an_item_a_sentence_says_so(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="还没有报送"):
        _trail(desk, "P1-01")
    with pytest.raises(NotPossible, match="没有 P9-99"):
        _trail(desk, "P9-99")


def test_in_the_demo_too_every_answer_stands_in_the_cell_that_is_named(desk: Desk) -> None:
    store = type(desk.store).open(f"sqlite:///{desk.store.kept.folder.parent / 'demo.sqlite'}", desk.store.kept.folder.parent)
    fill_demo(store, LOCAL_STAFF, enterprises=3, periods=1, seed=5, now=NOW)
    uscc = next(row["uscc"] for row in Desk(store).snapshot("latest").enterprises.to_dict("records") if row["revision"] == row["revision"])

    trail = answer_trail(store, LOCAL_STAFF, "latest", uscc, "P2-01")
    _, content = original(store, LOCAL_STAFF, trail.shown.receipt.id)
    store.close()

    found = load_workbook(BytesIO(content))[str(trail.shown.sheet)][str(trail.shown.cell)].value
    assert str(found)[0] == trail.shown.level_word[0]


def _trail(desk: Desk, item: str) -> AnswerTrail:
    return answer_trail(desk.store, LOCAL_STAFF, "2020", USCC, item)
