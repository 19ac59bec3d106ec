"""审核 and 报告期 as a reviewer uses them, and the switch between 自评 and 核定."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from models.access import LOCAL_STAFF, Role, Viewer
from models.assessment import Level
from models.review import NewReview, ReviewDecision
from services.progress import snapshot
from services.review import review_view, save_review
from tests.builders import USCC, edition
from tests.pages.opening import app
from tests.services.desk import NOW, SECOND, Desk, form_of

REVIEW, PERIODS = (f"pages/association/{name}.py" for name in ("review", "periods"))
OTHER = Viewer(name="评审 赵", role=Role.REVIEWER)


@pytest.fixture(autouse=True)
def _one_period(desk: Desk) -> None:
    desk.add_roster()
    desk.add_period("2020")


def test_the_queue_lists_what_waits_and_a_form_opens_by_its_address(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND, {"P1-03": "3分"})))

    opened = app(REVIEW)
    assert opened.title[0].value == "待审 1 家，其中 1 家有需要关注的地方。"
    assert opened.dataframe[0].value["企业名称"].tolist() == ["苏南恒岳机床有限公司"]

    form = one(USCC)
    assert form.title[0].value.startswith("苏南恒岳机床有限公司：待审，自评")


def test_agreeing_with_the_rest_and_accepting_settles_the_form(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    form = one(USCC)

    form.button(key="agree").click().run()
    form.button(key=f"ask-{ReviewDecision.ACCEPTED}").click().run()
    confirm(form)

    assert not form.exception
    assert any("已核定" in text.value for text in form.success)
    assert desk.enterprise()["status"] == "accepted"
    assert "：已核定，核定" in form.title[0].value


def test_accepting_before_every_item_is_settled_says_what_is_missing_and_offers_no_button(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    form = one(USCC)

    form.button(key=f"ask-{ReviewDecision.ACCEPTED}").click().run()

    assert any("还有 48 项没有核定等级，现在不能核定" in text.value for text in form.markdown)
    assert not any(button.label.startswith("确认") for button in form.button)


def test_forms_without_doubt_are_accepted_in_bulk_after_a_question(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=_low())), ("b.xlsx", form_of(SECOND)))
    opened = app(REVIEW)

    opened.button(key="accept-plain-ask").click().run()
    assert any("这 1 家没有空缺" in text.value for text in opened.markdown)
    opened.button(key="accept-plain").click().run()

    assert not opened.exception
    assert any("已核定 1 家" in text.value for text in opened.success)
    assert [desk.enterprise(uscc)["status"] for uscc in (USCC, SECOND)] == ["accepted", "in_review"]


def test_returning_asks_for_a_reason_and_reopening_too(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    form = one(USCC)

    form.button(key=f"ask-{ReviewDecision.RETURNED}").click().run()
    confirm(form)
    assert any("退回的原因" in text.value for text in form.error)
    form.text_area[0].set_value("请补充证明材料")
    confirm(form)
    assert desk.enterprise()["status"] == "returned"

    form.button(key=f"ask-{ReviewDecision.REOPENED}").click().run()
    form.text_area[0].set_value("企业已电话说明")
    confirm(form)

    assert not form.exception
    assert desk.enterprise()["status"] == "in_review"


def test_whoever_is_second_is_told_and_keeps_what_was_filled_in(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    form = one(USCC)
    form.button(key="agree").click().run()
    _decide(desk, ReviewDecision.IN_PROGRESS)

    form.button(key="save").click().run()

    assert any("评审 赵已于" in text.value for text in form.error)
    assert any("已核定 48 / 48 项" in text.value for text in form.markdown)
    form.button(key="save").click().run()
    assert review_view(desk.store, LOCAL_STAFF, "2020", USCC).seen == 2


def test_a_newer_form_sent_during_a_review_is_told_at_saving_and_nothing_is_accepted(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    form = one(USCC)
    form.button(key="agree").click().run()
    form.button(key=f"ask-{ReviewDecision.ACCEPTED}").click().run()
    desk.receive(("b.xlsx", form_of(levels={"P1-03": 4})))

    confirm(form)

    assert any("报送了第 2 版" in text.value for text in form.success)
    assert desk.enterprise()["status"] == "in_review"
    old = review_view(desk.store, LOCAL_STAFF, "2020", USCC, 1)
    assert old.review is not None
    assert Level.BLANK not in old.review.levels


def test_the_switch_shows_the_reviewed_figures_and_says_so(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    _decide(desk, ReviewDecision.ACCEPTED)

    own, reviewed = app(period="2020"), app(period="2020", basis="核定")

    assert any("自评数据，仅供工作参考" in text.value for text in own.markdown)
    assert any("核定数据，仅供工作参考" in text.value for text in reviewed.markdown)
    assert any("n=1，核定" in text.value for text in reviewed.markdown)
    assert any("n=2，自评" in text.value for text in own.markdown)


@pytest.mark.parametrize("page", ["items", "regions", "enterprises", "compare"])
def test_every_page_of_figures_opens_on_reviewed_levels(desk: Desk, page: str) -> None:
    desk.receive(("a.xlsx", form_of()))
    _decide(desk, ReviewDecision.ACCEPTED)

    opened = app(f"pages/association/{page}.py", period="2020", basis="核定")

    assert not opened.exception


def test_a_period_is_closed_with_a_reason_and_opened_again(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    page = app(PERIODS)

    page.button(key="shut").click().run()
    assert any("原因" in text.value for text in page.error)
    page.text_input(key="shut-reason").set_value("通报已发")
    page.button(key="shut").click().run()
    assert snapshot(desk.store, LOCAL_STAFF, "2020").period.closed
    assert any("已关闭" in text.value for text in page.success)
    assert any("已关闭，不能再审核" in text.value for text in one(USCC).info)

    page.text_input(key="shut-reason").set_value("有一家补报")
    page.button(key="shut").click().run()
    assert not snapshot(desk.store, LOCAL_STAFF, "2020").period.closed


def _low() -> dict[str, object]:
    """Give levels nobody has to doubt, to the items nobody may leave out."""
    return {item.code: number % 3 for number, item in enumerate(edition().items) if item.not_applicable_when is None}


def one(uscc: str) -> AppTest:
    """Open the form of an enterprise."""
    return app(REVIEW, uscc=uscc)


def confirm(form: AppTest) -> None:
    """Press the button of the question that is open."""
    next(button for button in form.button if button.label.startswith("确认")).click().run()


def _decide(desk: Desk, decision: ReviewDecision, **more: Any) -> None:
    view = review_view(desk.store, LOCAL_STAFF, "2020", USCC)
    new = NewReview(submission_id=view.form.id, seen=view.seen, decision=decision, levels=view.form.levels, **({"remarks": {}} | more))
    save_review(desk.store, OTHER, new, now=NOW)
