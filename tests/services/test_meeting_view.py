"""The meeting's view: a question from the floor narrows every figure, and the same question is worked out once."""

import pytest

from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPermitted, NotPossible
from services.filters import Filters
from services.meeting_figures import meeting_figures
from services.meeting_view import meeting_view
from services.ranking import ranked_groups, ranking
from tests.services.desk import FIRM, SECOND, Desk, form_of


def test_the_same_question_is_worked_out_once_until_something_comes(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    first = meeting_view(desk.store, LOCAL_STAFF, "2020", Filters())
    assert meeting_view(desk.store, LOCAL_STAFF, "2020", Filters()) is first

    desk.receive(("b.xlsx", form_of(SECOND)))

    again = meeting_view(desk.store, LOCAL_STAFF, "2020", Filters())
    assert (first.figures.n, again.figures.n) == (1, 2)


def test_the_screens_say_what_the_reports_say_but_for_the_list_of_names(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))

    shown, told = meeting_view(desk.store, LOCAL_STAFF, "2020", Filters()).figures, meeting_figures(desk.store, LOCAL_STAFF, "2020")

    names = [name for name in type(told).__slots__ if name != "enterprises"]
    assert [getattr(shown, name) for name in names] == [getattr(told, name) for name in names]
    assert shown.enterprises == ()


def test_a_choice_narrows_the_figures_and_who_is_behind_them(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))

    nobody = meeting_view(desk.store, LOCAL_STAFF, "2020", Filters(size=("大型",)))
    small = meeting_view(desk.store, LOCAL_STAFF, "2020", Filters(size=("小型",)))

    assert (nobody.figures.n, small.figures.n) == (0, 2)
    assert small.behind("metric:score").n == small.figures.n
    assert small.choices == {"size": ["小型"], "sector": [FIRM.sector], "region": [FIRM.region]}
    with pytest.raises(NotPossible):
        small.behind("metric:nothing")


def test_a_rank_is_for_reviewers_within_a_sector_or_size_and_from_reviewed_forms(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    leader = Viewer(name="领导", role=Role.LEADER)

    found = ranking(desk.store, LOCAL_STAFF, "2020", "sector", str(FIRM.sector))

    assert (found.n, len(found.rows)) == (0, 0)
    assert ranked_groups(desk.store, LOCAL_STAFF, "2020", "size") == ["小型"]
    with pytest.raises(NotPossible, match="同一行业或同一规模"):
        ranking(desk.store, LOCAL_STAFF, "2020", "region", "江苏")
    with pytest.raises(NotPermitted):
        ranking(desk.store, leader, "2020", "sector", str(FIRM.sector))
