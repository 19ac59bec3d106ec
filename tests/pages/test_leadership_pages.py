"""What leadership opens: the conclusion, a question, the reports, frozen figures, the meeting; and what an enterprise gets back."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from models.access import LOCAL_STAFF, Role, Viewer
from pages.parts.behind_parts import behind_table
from pages.parts.navigation import MEETING, pages_of
from services import feedback, settings
from services.behind import behind
from services.feedback import count_feedbacks
from services.filters import Filters
from services.overview import all_periods
from services.progress import snapshot
from tests.pages.entering import believe, come_in
from tests.pages.opening import app, links
from tests.services.desk import PoolHere

pytestmark = pytest.mark.usefixtures("demo")
LEADERS, QUESTIONS, REPORTS = (f"pages/leadership/{name}.py" for name in ("conclusion", "questions", "reports"))
RANKS = "pages/association/ranks.py"


def words(test: object) -> str:
    return "\n".join(str(one.value) for kind in ("title", "markdown", "subheader") for one in getattr(test, kind))


def heads(test: AppTest) -> list[str]:
    """Give the heads of the meeting's screens."""
    return [one.body for one in test.get("html") if 'class="m-head' in one.body]


def controls(test: AppTest) -> str:
    return next(one.body for one in test.get("html") if 'class="m-controls' in one.body)


def places(test: AppTest) -> int:
    found = re.search(r'data-count="(\d+)"', controls(test))
    assert found
    return int(found[1])


def way_out(test: AppTest) -> dict[str, list[str]]:
    found = re.search(r'class="m-out" href="([^"]*)"', controls(test))
    assert found
    return parse_qs(urlsplit(unescape(found[1])).query)


@pytest.fixture
def leader(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch, come_in(settings.shared_store(), Role.LEADER))


@pytest.mark.usefixtures("leader")
def test_the_leaders_first_page_is_the_conclusion_with_what_the_meeting_is_asked() -> None:
    test = app()

    said = words(test)
    assert "报送率" in test.title[0].value
    assert "请会议审定" in said
    assert len(test.get("plotly_chart")) == 4


@pytest.mark.usefixtures("leader")
def test_a_question_about_the_large_ones_is_answered_with_their_worst_item() -> None:
    test = app(QUESTIONS)
    of_everybody = test.title[0].value

    test.button_group(key="size").set_value(["大型"]).run()

    assert of_everybody.startswith("短板")
    assert test.title[0].value.startswith("大型：短板")


@pytest.mark.usefixtures("leader")
def test_the_meeting_waits_to_be_told_how_large_the_screen_is_before_it_draws_charts() -> None:
    test = app(meeting="1")
    before = (len(test.get("plotly_chart")), len(heads(test)))

    test.button(key="meeting-large").click().run()

    assert not test.exception
    assert before == (0, 1)
    assert len(test.get("plotly_chart")) >= 7
    assert len(set(heads(test))) == len(heads(test)) == places(test) >= 8


@pytest.mark.usefixtures("leader")
def test_a_question_in_the_meeting_is_about_every_screen_and_goes_out_with_the_person() -> None:
    test = app(meeting="1", period="2026")
    test.button(key="meeting-small").click().run()

    test.button_group(key="size").set_value(["大型"]).run()

    assert {"只看大型" in head for head in heads(test)} == {True}
    assert "meeting" not in way_out(test)
    assert way_out(test)["size"] == ["大型"]


def test_staff_freeze_a_period_and_the_page_says_what_has_changed_since() -> None:
    test = app(REPORTS)

    test.text_input(key="freeze-name").set_value("会议稿")
    next(button for button in test.button if button.label == "定稿").click()
    test.run()

    assert not test.exception
    assert "1 份定稿" in words(test)
    frozen = app(REPORTS, frozen="会议稿")
    assert "没有更正，现在的数据与定稿相同" in words(frozen)


def test_staff_write_all_feedback_and_take_it_as_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "open_pool", PoolHere)
    test = app(REPORTS)

    test.button(key="make-feedback").click().run()

    assert not test.exception
    total = count_feedbacks(settings.shared_store(), LOCAL_STAFF, "latest")
    assert [label for label in links(test) if label.startswith(f"下载反馈单（{total} 家，")] != []


@pytest.mark.usefixtures("leader")
def test_leaders_are_not_asked_to_write_feedback() -> None:
    assert not any(button.key == "make-feedback" for button in app(REPORTS).button)


def test_the_meeting_is_for_leadership_and_the_association_and_ranks_are_not_for_leaders() -> None:
    roles = {role: Viewer(name="某人", role=role, uscc="1", forwarder="某协会") for role in Role}
    ranked = {role for role, viewer in roles.items() if RANKS in {page.file for page in pages_of(viewer)}}

    assert {role for role, viewer in roles.items() if MEETING.open_to(viewer)} == {Role.ADMINISTRATOR, Role.REVIEWER, Role.LEADER}
    assert ranked == {Role.ADMINISTRATOR, Role.REVIEWER}


def test_ranks_carry_their_caution() -> None:
    said = words(app(RANKS))

    assert "仅供工作参考，不作为评优、认证、采信依据" in said
    assert "口径：核定" in said


def test_the_enterprises_behind_a_figure_have_no_name_and_nothing_that_gives_it_away_unless_asked() -> None:
    found = behind(settings.shared_store(), LOCAL_STAFF, "latest", Filters(), "metric:score")

    bare, named = behind_table(found, named=False), behind_table(found, named=True)

    assert list(bare.columns) == ["企业", "综合得分", "分档"]
    assert set(named.columns) - set(bare.columns) == {"行业", "规模", "地区"}
    assert not set(bare["企业"]) & set(found.frame["name"])
    assert list(named["企业"]) == list(found.frame["name"])


def test_an_enterprise_gets_its_own_score_its_peers_and_its_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = next(period for period in all_periods(settings.shared_store(), LOCAL_STAFF) if period.closed)
    rows = snapshot(settings.shared_store(), LOCAL_STAFF, closed.code).enterprises
    uscc = str(rows[rows["total"].notna() & rows["band"].notna()]["uscc"].iloc[0])
    believe(monkeypatch, come_in(settings.shared_store(), Role.ENTERPRISE, uscc=uscc))

    test = app("pages/enterprise/feedback.py")

    said = words(test)
    others = [name for name in rows[rows["uscc"] != uscc]["name"] if name in said]
    assert "综合得分" in test.title[0].value
    assert "级要做到：" in said
    assert others == []
