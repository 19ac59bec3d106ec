"""操作记录 and 接口令牌: what an administrator finds there."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from data.audit import Action, record
from models.access import LOCAL_STAFF, Role
from services import settings
from services.api_tokens import api_tokens, machine_of
from services.audit_log import A_PAGE
from tests.pages.conftest import NOW
from tests.pages.entering import believe, come_in
from tests.pages.opening import app, links
from tests.services.desk import FIRM, SECOND, Desk

AUDIT, TOKENS = "pages/association/audit.py", "pages/association/tokens.py"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.add_roster()
    desk.add_period("2020")
    with desk.store.writing() as connection:
        for number in range(A_PAGE):
            record(
                connection, LOCAL_STAFF, Action.SUBMISSION_ADDED, f"2020/{SECOND}", {"revision": number + 1}, NOW + timedelta(days=number)
            )
    return desk


def test_the_newest_rows_stand_first_and_older_ones_are_a_click_away(filled: Desk) -> None:
    opened = app(AUDIT)
    assert filled
    shown = opened.dataframe[0].value
    assert len(shown) == A_PAGE
    assert shown["说明"].iloc[0] == f"第 {A_PAGE} 版"

    opened.button(key="older").click().run()

    assert "建立报告期" in list(opened.dataframe[0].value["操作"])
    opened.button(key="newer").click().run()
    assert list(opened.dataframe[0].value["操作"]) == list(shown["操作"])


def test_the_rows_narrow_to_an_enterprise_and_the_file_keeps_to_the_choice(filled: Desk) -> None:
    opened = app(AUDIT)
    assert filled

    opened.selectbox(key="audit-uscc").select(SECOND).run()

    assert set(opened.dataframe[0].value["企业或对象"]) == {"浙东轴承厂"}
    assert links(opened) == {"下载记录（CSV）": f"/files/audit?uscc={SECOND}"}
    opened.selectbox(key="audit-uscc").select(FIRM.uscc).run()
    assert not opened.dataframe
    assert "没有符合条件的记录" in opened.info[0].value


def test_an_unbroken_chain_is_said_to_be_so_and_a_broken_one_names_its_row(filled: Desk) -> None:
    opened = app(AUDIT)
    assert any("记录完整" in markdown.value for markdown in opened.markdown)

    with filled.store.writing() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET subject = '别的' WHERE id = 3"))
    opened.button(key="check-log").click().run()

    assert "第 3 条" in opened.error[0].value


@pytest.mark.parametrize("page", [AUDIT, TOKENS])
@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR, Role.ENTERPRISE})
def test_nobody_else_finds_these_pages(filled: Desk, page: str, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch, come_in(filled.store, role, forwarder="x" if role is Role.FORWARDER else None))

    with pytest.raises(ValueError, match="navigation page"):
        app(page)


def test_a_token_is_shown_once_and_works_until_it_is_revoked(filled: Desk) -> None:
    opened = app(TOKENS)
    assert opened.title[0].value == "没有在用的接口令牌。"

    opened.text_input(key="token-label").input("每日取数")
    opened.selectbox(key="token-account").select_index(0)
    next(button for button in opened.button if button.label == "发令牌").click().run()

    shown = opened.code[0].value
    assert opened.title[0].value == "1 个接口令牌在用。"
    assert machine_of(filled.store, shown, address="", now=NOW)
    opened.button(key="token-close").click().run()
    assert not opened.code
    opened.selectbox(key="token").select_index(0).run()
    opened.button(key="token-revoke").click().run()
    assert list(opened.dataframe[0].value["状态"]) == ["已作废"]
    assert machine_of(filled.store, shown, address="", now=NOW) is None


def test_a_token_without_a_purpose_or_an_account_is_asked_for_them(filled: Desk) -> None:
    opened = app(TOKENS)

    next(button for button in opened.button if button.label == "发令牌").click().run()

    assert opened.error[0].value == "请选择令牌所属的账号。"
    assert api_tokens(settings.shared_store(), LOCAL_STAFF) == ()
    assert filled
