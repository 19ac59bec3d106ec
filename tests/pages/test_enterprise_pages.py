"""What an enterprise sees: its task, handing in, filling in online, what it handed in before; and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import periods, reviews, submissions
from data.audit import Action, audit_rows
from models.access import LOCAL_STAFF, Role
from models.assessment import Answer, Level
from models.period import SHANGHAI, Period
from models.review import NewReview, ReviewDecision
from pages.parts import hand_in_parts
from services.drafts import filling, save_answers
from services.hand_in import hand_in
from services.sign_in import visit
from tests.builders import USCC
from tests.pages.entering import believe, come_in
from tests.pages.opening import ROOT
from tests.services.desk import FIRM, SECOND, THIRD, Desk, form_of

NOW = datetime.now(SHANGHAI)
LONG = "新疆维吾尔自治区伊犁哈萨克自治州霍尔果斯经济开发区特种重型矿山机械成套装备研发制造与技术服务股份有限公司第二分公司"
HAND_IN, FILL, HISTORY = (f"pages/enterprise/{name}.py" for name in ("hand_in", "fill", "history"))
BAD = {"P1-03": "3分", "P2-01": "?"}


@pytest.fixture
def firm(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Open a period that is due in ten days, and come in as an enterprise of its roster."""
    desk.add_roster(FIRM, replace(FIRM, uscc=SECOND, name="浙东轴承厂"), replace(FIRM, uscc=THIRD, name=LONG))
    _add_period(desk, "2026", 10)
    believe(monkeypatch, come_in(desk.store, Role.ENTERPRISE, uscc=USCC))
    return desk


def _add_period(desk: Desk, code: str, days: int) -> None:
    with desk.store.writing() as connection:
        periods.add_period(connection, LOCAL_STAFF, Period(code=code, edition="2020", deadline=NOW.date() + timedelta(days=days)), NOW)


def _send(desk: Desk, levels: dict[str, object] | None = None) -> None:
    viewer = replace(LOCAL_STAFF, name=FIRM.name, role=Role.ENTERPRISE, uscc=USCC)
    hand_in(desk.store, viewer, "2026", [("自评表.xlsx", form_of(levels=levels, PERIOD="2026"))], signer="张工", now=NOW)


def _open(page: str | None = None, **address: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    if page:
        test.switch_page(page).run()
    assert not test.exception, test.exception
    return test


def _words(test: AppTest) -> str:
    kinds: list[Any] = [test.title, test.markdown, test.success, test.error, test.info, test.warning, test.subheader]
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.mark.usefixtures("firm")
def test_before_anything_came_the_task_says_how_long_there_is() -> None:
    opened = _open()

    assert opened.title[0].value == "还没有报送，还有 10 天截止。"
    assert {metric.label: metric.value for metric in opened.metric}["状态"] == "未报"


def test_a_returned_form_shows_every_cell_again_after_a_reload(firm: Desk) -> None:
    _send(firm, BAD)

    for page in (None, HAND_IN):
        words = _words(_open(page))
        assert "第 1 版有 2 处须修改" in words
        assert "自评表 D4" in words


def test_what_counts_is_told_when_a_newer_form_was_returned(firm: Desk) -> None:
    _send(firm)
    _send(firm, BAD)

    opened = _open(HAND_IN)

    assert any("现仍按第 1 版计" in error.value for error in opened.error)


def test_a_form_is_handed_in_with_the_promise_and_its_result_stays(firm: Desk) -> None:
    opened = _open(HAND_IN)
    opened.file_uploader[0].set_value(("表.xlsx", form_of(PERIOD="2026"), "application/octet-stream"))
    opened.text_input(key="hand-in-signer").set_value("张工")
    opened.checkbox(key="hand-in-pledge").check()

    opened.button[0].click().run()

    assert "表.xlsx：第 1 版已接收，现计入。" in [success.value for success in opened.success]
    assert opened.title[0].value == "第 1 版已收到，通过检查，等协会审核。现在不用做什么。"
    assert "表.xlsx：第 1 版已接收，现计入。" in [success.value for success in _open(HAND_IN).success]


@pytest.mark.usefixtures("firm")
@pytest.mark.parametrize(("ticked", "signer", "told"), [(False, "张工", "请先勾选"), (True, " ", "请填写承诺人姓名")])
def test_without_the_promise_nothing_is_sent(ticked: bool, signer: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(HAND_IN)
    opened.file_uploader[0].set_value(("表.xlsx", form_of(PERIOD="2026"), "application/octet-stream"))
    opened.text_input(key="hand-in-signer").set_value(signer)
    if ticked:
        opened.checkbox(key="hand-in-pledge").check()
    monkeypatch.setattr(hand_in_parts, "hand_in", _must_not)

    opened.button[0].click().run()

    assert any(told in error.value for error in opened.error)


def test_another_enterprises_form_is_refused_in_words_and_gives_no_name_away(firm: Desk) -> None:
    opened = _open(HAND_IN)
    opened.file_uploader[0].set_value(("改.xlsx", form_of(SECOND, PERIOD="2026"), "application/octet-stream"))
    opened.text_input(key="hand-in-signer").set_value("张工")
    opened.checkbox(key="hand-in-pledge").check()

    opened.button[0].click().run()

    assert "不在您可以报送的范围内" in _words(opened)
    assert "浙东轴承厂" not in _words(opened)
    assert [row.detail["codes"] for row in _deeds(firm, Action.FOREIGN_FORM_REFUSED)] == [[SECOND]]


def test_an_address_with_another_enterprise_shows_ones_own_and_is_on_record(firm: Desk) -> None:
    opened = _open(None, uscc=SECOND)

    assert any("网址里写的不是本单位" in info.value for info in opened.info)
    assert USCC in _words(opened)
    assert SECOND not in _words(opened)
    assert [row.detail for row in _deeds(firm, Action.FOREIGN_ADDRESS_REFUSED)] == [{"asked": f"uscc={SECOND}"}]


def test_a_closed_period_takes_nothing_and_says_so(firm: Desk) -> None:
    with firm.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2026", NOW)

    opened = _open(HAND_IN)

    assert opened.title[0].value == "2026 期已关闭，本单位没有报送。"
    assert not opened.get("file_uploader")


def test_after_the_deadline_it_says_late_and_still_takes_the_form(firm: Desk) -> None:
    _add_period(firm, "2026H2", -3)
    with firm.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2026", NOW)

    opened = _open(HAND_IN)

    assert "已过截止日 3 天" in opened.title[0].value
    assert any("按逾期登记" in warning.value for warning in opened.warning)
    assert opened.get("file_uploader")


def test_a_level_chosen_online_is_saved_at_once(firm: Desk) -> None:
    opened = _open(FILL)

    opened.radio(key="fill-P1-01-LEVEL-0").set_value(Level.EFFECTIVE).run()

    assert opened.title[0].value == "已填 1 / 48 项，还差 47 项。"
    assert _draft(firm).answer("P1-01").level is Level.EFFECTIVE
    assert _open(FILL).title[0].value == "已填 1 / 48 项，还差 47 项。"


def test_two_windows_are_told_apart_and_both_answers_can_be_kept(firm: Desk) -> None:
    opened = _open(FILL)
    _typed_elsewhere(firm, "P1-02")

    opened.radio(key="fill-P1-01-LEVEL-0").set_value(Level.EFFECTIVE).run()
    assert any("另一个窗口" in warning.value for warning in opened.warning)
    assert sorted(_draft(firm).answers) == ["P1-02"]
    opened.button(key="merge").click().run()

    assert not opened.warning
    assert sorted(_draft(firm).answers) == ["P1-01", "P1-02"]
    assert opened.title[0].value.startswith("已填 2 / 48 项")


def test_the_other_window_alone_can_be_chosen(firm: Desk) -> None:
    opened = _open(FILL)
    _typed_elsewhere(firm, "P1-02")

    opened.radio(key="fill-P1-01-LEVEL-0").set_value(Level.EFFECTIVE).run()
    opened.button(key="theirs").click().run()

    assert sorted(_draft(firm).answers) == ["P1-02"]
    assert opened.radio(key="fill-P1-01-LEVEL-1").value is None


def test_a_window_with_nothing_unsaved_takes_over_what_another_one_saved(firm: Desk) -> None:
    opened = _open(FILL)
    _typed_elsewhere(firm, "P1-02")

    opened.run()

    assert opened.title[0].value.startswith("已填 1 / 48 项")
    assert not opened.warning


def test_a_draft_with_a_fault_is_not_handed_in_and_a_mended_one_is(firm: Desk) -> None:
    _send(firm, {"P1-03": "3分"})
    opened = _open(FILL)
    opened.radio(key="fill-P1-03-LEVEL-0").set_value(Level.PLANNED).run()
    opened.session_state["part"] = "check"
    opened.run()
    assert any("没有须修改的地方" in success.value for success in opened.success)
    opened.text_input(key="draft-signer").set_value("张工")
    opened.checkbox(key="draft-pledge").check()

    next(button for button in opened.button if button.label == "提交").click().run()

    assert not opened.exception
    assert opened.title[0].value == "第 2 版已收到，通过检查，等协会审核。现在不用做什么。"


def test_the_history_has_every_revision_and_says_which_counts(firm: Desk) -> None:
    _send(firm)
    _send(firm, BAD)

    words = _words(_open(HISTORY))

    assert "共 2 版" in words
    assert "张工承诺真实" in words
    assert words.index("第 2 版") < words.index("第 1 版**")


@pytest.mark.parametrize("page", [None, HAND_IN, FILL, HISTORY])
def test_a_name_of_sixty_letters_does_not_push_the_answer_away(firm: Desk, page: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch, come_in(firm.store, Role.ENTERPRISE, uscc=THIRD))

    opened = _open(page)

    assert LONG not in opened.title[0].value
    assert len(opened.title[0].value) < 40


@pytest.mark.parametrize("page", ["overview", "intake", "enterprises", "codes"])
def test_an_enterprise_has_no_page_of_the_associations(firm: Desk, page: str) -> None:
    opened = _open()

    with pytest.raises(ValueError, match=page):
        opened.switch_page(f"pages/association/{page}.py")


def test_staff_issue_codes_once_and_see_who_has_one(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://zp.example.org/")
    believe(monkeypatch, come_in(firm.store))
    opened = _open("pages/association/codes.py")
    assert opened.title[0].value == "应报 3 家，还有 3 家没有登录码。"

    opened.button(key="issue").click().run()

    assert opened.title[0].value == "应报 3 家都有登录码。"
    assert any("登录码只在这里给一次" in success.value for success in opened.success)
    assert opened.text_input(key="codes-address").value == "https://zp.example.org"
    assert not opened.warning
    opened.text_input(key="codes-address").set_value("http://localhost:8501").run()
    assert any("只有这台电脑能打开" in warning.value for warning in opened.warning)
    opened.button(key="codes-kept").click().run()
    assert not opened.success


def _must_not(*_: object, **__: object) -> None:
    raise AssertionError


def _deeds(desk: Desk, action: Action) -> list[Any]:
    with desk.store.reading() as connection:
        return [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == action]


def _own(desk: Desk) -> Any:
    found = visit(desk.store, come_in(desk.store, Role.ENTERPRISE, uscc=USCC), now=datetime.now(UTC))
    assert found
    return found.viewer


def _draft(desk: Desk) -> Any:
    return filling(desk.store, _own(desk), "2026").draft


def _typed_elsewhere(desk: Desk, code: str) -> None:
    viewer = _own(desk)
    opened = filling(desk.store, viewer, "2026")
    save_answers(desk.store, viewer, opened.draft, {code: Answer(level=Level.IMPLEMENTED)}, now=NOW)


def test_what_a_reviewer_sent_back_is_told_with_reasons_and_items(firm: Desk) -> None:
    _send(firm)
    levels, remarks = bytes([Level.BLANK]) * 48, {"P1-03": "证书已过期"}
    with firm.store.writing() as connection:
        number = submissions.history(connection, LOCAL_STAFF, "2026", USCC)[0].id
        new = NewReview(
            submission_id=number, seen=0, decision=ReviewDecision.RETURNED, levels=levels, remarks=remarks, reason="请补充证明材料"
        )
        reviews.add_review(connection, LOCAL_STAFF, new, NOW)

    opened = _open()

    assert opened.title[0].value == "第 1 版审核后退回，请按审核意见修改后再报送。"
    assert "请补充证明材料" in [warning.value for warning in opened.warning]
    assert "证书已过期" in _words(opened)
