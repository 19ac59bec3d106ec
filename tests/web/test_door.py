"""The pages of the door: signing in and out, one's password, the one-time link."""

from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.accounts import Account, NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from services import accounts
from tests.web.conftest import PASSWORD, knocking
from web.door import local

ANOTHER = "another long one"


@pytest.mark.usefixtures("wang")
def test_whoever_signs_in_comes_to_the_page_they_asked_for(stranger: TestClient) -> None:
    door = stranger.get("/enterprises?period=2020&uscc=x").headers["location"]
    assert 'value="/enterprises?period=2020&amp;uscc=x"' in stranger.get(door).text

    answer = stranger.post("/sign-in", data={"name": "wang", "password": PASSWORD, "next": "/enterprises?period=2020&uscc=x"})

    assert answer.headers["location"] == "/enterprises?period=2020&uscc=x"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test",
        "https://evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "evil.test",
        "javascript:alert(1)",
        "/a\r\nx: y",
        "//[",
        "",
        None,
    ],
)
def test_nobody_is_led_away_to_another_site(address: str | None) -> None:
    assert local(address) == "/"


@pytest.mark.usefixtures("wang")
def test_a_wrong_password_says_so_keeps_the_name_and_not_the_password(stranger: TestClient) -> None:
    answer = stranger.post("/sign-in", data={"name": "<wang>", "password": "secret-typed"})

    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text
    assert "&lt;wang&gt;" in answer.text
    assert "secret-typed" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.usefixtures("wang")
def test_an_unknown_account_gets_the_same_page_as_a_wrong_password(stranger: TestClient) -> None:
    known, unknown = (stranger.post("/sign-in", data={"name": name, "password": "x"}) for name in ("wang", "nobody"))

    assert known.text.replace("wang", "nobody") == unknown.text
    assert known.status_code == unknown.status_code


def test_signing_out_ends_the_visit_for_every_copy_of_the_cookie(app: Starlette, inside: TestClient) -> None:
    copy = knocking(app)
    copy.cookies = inside.cookies.__class__(inside.cookies)

    answer = inside.post("/sign-out")

    assert answer.headers["location"] == "/sign-in?left"
    assert "已退出登录" in inside.get("/sign-in?left").text
    assert copy.get("/overview").status_code == 303


def test_leaving_takes_a_post(inside: TestClient) -> None:
    inside.get("/sign-out")

    assert inside.get("/overview").status_code == 200


def test_signing_in_again_ends_the_visit_before(app: Starlette, inside: TestClient) -> None:
    copy = knocking(app)
    copy.cookies = inside.cookies.__class__(inside.cookies)

    assert inside.post("/sign-in", data={"name": "wang", "password": PASSWORD}).status_code == 303

    assert (copy.get("/overview").status_code, inside.get("/overview").status_code) == (303, 200)


def test_whoever_is_in_is_not_asked_again(inside: TestClient) -> None:
    assert inside.get("/sign-in?next=/items").headers["location"] == "/items"


def test_a_changed_password_signs_out_everywhere_but_here(app: Starlette, inside: TestClient) -> None:
    elsewhere = knocking(app)
    elsewhere.post("/sign-in", data={"name": "wang", "password": PASSWORD})
    wrong = inside.post("/password", data={"old": "wrong", "new": ANOTHER, "again": ANOTHER})
    assert (wrong.status_code, "现在的密码不对" in wrong.text) == (400, True)
    twice = inside.post("/password", data={"old": PASSWORD, "new": ANOTHER, "again": "other"})
    assert "不一样" in twice.text

    assert inside.post("/password", data={"old": PASSWORD, "new": ANOTHER, "again": ANOTHER}).status_code == 303

    assert (inside.get("/overview").status_code, elsewhere.get("/overview").status_code) == (200, 303)
    assert knocking(app).post("/sign-in", data={"name": "wang", "password": ANOTHER}).status_code == 303


def test_a_link_lets_in_once(store: Store, stranger: TestClient, wang: Account) -> None:
    link = f"/link/{accounts.reset_link(store, LOCAL_STAFF, wang, now=datetime.now(UTC))}"
    assert "wang（王）" in stranger.get(link).text
    weak = stranger.post(link, data={"new": "short", "again": "short"})
    assert (weak.status_code, "密码太短" in weak.text) == (400, True)

    assert stranger.post(link, data={"new": ANOTHER, "again": ANOTHER}).status_code == 303

    assert stranger.get("/overview").status_code == 200
    again = stranger.post(link, data={"new": "yet another one", "again": "yet another one"})
    assert (again.status_code, "已经用过" in again.text) == (410, True)
    assert stranger.get(link).status_code == 410


def test_a_demo_is_told_loudly_and_its_buttons_open_demo_accounts_only(store: Store, stranger: TestClient, wang: Account) -> None:
    assert "示范" not in stranger.get("/sign-in").text
    new = NewAccount(name="demo-leader", display_name="周", role=Role.LEADER, demo=True)
    accounts.add_account(store, LOCAL_STAFF, new, now=datetime.now(UTC))

    page = stranger.get("/sign-in").text
    refused = stranger.post("/sign-in/demo", data={"name": wang.name})
    opened = stranger.post("/sign-in/demo", data={"name": "demo-leader"})

    assert "示范系统，数据均为虚构，请勿用于正式填报" in page
    assert 'value="demo-leader"' in page
    assert 'value="wang"' not in page
    assert (refused.status_code, opened.status_code) == (401, 303)
    assert stranger.get("/password").status_code == 403


def test_the_way_out_works_without_a_visit(stranger: TestClient) -> None:
    assert stranger.post("/sign-out").headers["location"] == "/sign-in?left"


def test_no_page_of_the_door_needs_a_script_or_another_site(stranger: TestClient) -> None:
    text = stranger.get("/sign-in").text + stranger.get("/sign-in/door.css").text

    assert "<script" not in text
    assert "http" not in text.replace("http%3A//www.w3.org/2000/svg", "")
