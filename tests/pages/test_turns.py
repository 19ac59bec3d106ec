"""Turns at drawing: few at once, and a long piece of work keeps nobody waiting."""

from threading import Event, Thread

import pytest

from models.access import Role, Viewer
from pages.parts.turns import Turns, drawing
from tests.waiting import wait_until

SOON = 20


def _held(turns: Turns) -> tuple[Event, Thread]:
    """Hold a turn in a thread of its own until the event is set."""
    entered, leave = Event(), Event()

    def hold() -> None:
        with turns.turn():
            entered.set()
            leave.wait(SOON)

    thread = Thread(target=hold)
    thread.start()
    assert entered.wait(SOON)
    return leave, thread


def _taken(turns: Turns) -> Event:
    """Take a turn in a thread of its own; the event is set once it was had."""
    had = Event()

    def take() -> None:
        with turns.turn():
            had.set()

    Thread(target=take, daemon=True).start()
    return had


def test_a_third_waits_until_one_of_two_has_drawn() -> None:
    turns = Turns(at_once=2, longest=SOON)
    (one, first), (other, second) = _held(turns), _held(turns)
    third = _taken(turns)
    assert not third.wait(0.1)

    one.set()

    assert third.wait(SOON)
    other.set()
    first.join(SOON)
    second.join(SOON)


def test_who_came_first_is_served_first() -> None:
    turns, served = Turns(at_once=1, longest=SOON), []
    leave, holding = _held(turns)

    def take(number: int) -> None:
        with turns.turn():
            served.append(number)

    waiting = []
    for number in range(8):
        waiting.append(Thread(target=take, args=(number,)))
        waiting[-1].start()
        wait_until(lambda came=number + 1: len(turns.waiting) == came)
    leave.set()
    for thread in [holding, *waiting]:
        thread.join(SOON)

    assert served == list(range(8))


def test_a_long_piece_of_work_does_not_count_as_drawing() -> None:
    turns = Turns(at_once=1, longest=0.05)
    leave, working = _held(turns)

    assert _taken(turns).wait(SOON)
    assert working.is_alive()

    leave.set()
    working.join(SOON)


def test_a_fault_gives_the_turn_back() -> None:
    turns = Turns(at_once=1, longest=SOON)
    with pytest.raises(KeyError), turns.turn():
        {}["missing"]

    assert _taken(turns).wait(SOON)


def test_an_enterprise_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.turns._TURNS", Turns(at_once=1, longest=SOON))
    reviewer, firm = Viewer(name="王", role=Role.REVIEWER), Viewer(name="某企业", role=Role.ENTERPRISE, uscc="91320000000000116A")

    with drawing(reviewer), drawing(firm):
        pass
