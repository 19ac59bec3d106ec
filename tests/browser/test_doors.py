"""From signing in to signing out, for each role, in a real browser; and what a tab left open does afterwards."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models.access import Role, Viewer
from pages.parts.navigation import pages_of
from tests.browser.answer import answers
from tests.browser.serving import come_in

PATIENCE = 30_000
BANNER = "示范系统，数据均为虚构，请勿用于正式填报"
# What Streamlit draws itself and gives no key to change. Its sidebar puts a div for each section between <ul> and <li>.
STREAMLITS_OWN = {"list", "listitem"}
SIDEBAR = "[data-testid=stSidebarNavItems]"


def first_seen_by(role: Role) -> list[str]:
    """Give the addresses of a role's pages that no role before it has; its first page is at the root."""
    before = {page.file for other in list(Role)[: list(Role).index(role)] for page in pages_of(Viewer(name="", role=other))}
    return [
        "/" if place == 0 else f"/{page.url_path}"
        for place, page in enumerate(pages_of(Viewer(name="", role=role)))
        if page.file not in before
    ]


@pytest.mark.parametrize("role", Role)
def test_each_role_comes_in_by_its_button_and_goes_out_by_the_way_out(stranger: Page, role: Role) -> None:
    stranger.goto("/")
    expect(stranger.get_by_text(BANNER)).to_be_visible(timeout=PATIENCE)
    stranger.get_by_role("button", name=re.compile(f"^{role.chinese}")).first.click()

    answers(stranger, ".")
    expect(stranger.get_by_text(BANNER)).to_be_visible(timeout=PATIENCE)
    expect(stranger.locator(".who")).to_contain_text(role.chinese, timeout=PATIENCE)
    titles = [page.title for page in pages_of(Viewer(name="", role=role))]
    expect(stranger.get_by_test_id(re.compile("^st(Sidebar|Top)NavLink$"))).to_have_count(len(titles), timeout=PATIENCE)
    stranger.get_by_role("button", name="退出登录").click()

    expect(stranger.get_by_text("已退出登录。")).to_be_visible(timeout=PATIENCE)
    stranger.goto("/")
    expect(stranger.get_by_label("密码")).to_be_visible(timeout=PATIENCE)


def test_a_wrong_password_is_told_on_the_page_and_the_name_stays(stranger: Page) -> None:
    stranger.goto("/")
    stranger.get_by_label("账号").fill("nobody")
    stranger.get_by_label("密码").fill("wrong")
    stranger.get_by_role("button", name="登录", exact=True).click()

    expect(stranger.get_by_role("alert")).to_contain_text("账号或密码不对", timeout=PATIENCE)
    assert stranger.get_by_label("账号").input_value() == "nobody"


def test_a_tab_left_open_stops_at_its_next_action_after_signing_out_elsewhere(page: Page) -> None:
    page.goto("/enterprises")
    answers(page, "应报")
    other = page.context.new_page()
    other.goto("/items")
    other.get_by_role("button", name="退出登录").click(timeout=PATIENCE)
    expect(other.get_by_text("已退出登录。")).to_be_visible(timeout=PATIENCE)

    page.get_by_label("名单里只看").fill("机床")
    page.keyboard.press("Enter")

    answers(page, "^您已退出登录$")
    page.get_by_role("link", name="重新登录").click()
    expect(page.get_by_label("密码")).to_be_visible(timeout=PATIENCE)


def test_a_dialog_left_open_stops_at_its_next_action_too(page: Page) -> None:
    page.goto("/?open=priority:P3")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("得分率", timeout=PATIENCE)
    assert page.context.request.post("/sign-out").ok

    dialog.get_by_label("打开其中一家企业").click()
    page.get_by_role("option").first.click()

    expect(page.get_by_text("您已退出登录")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("自评表 H")).to_have_count(0)


def test_no_page_breaks_the_content_policy(page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))

    for path in ("/", "/intake", "/accounts"):
        page.goto(path)
        answers(page, ".")

    assert [text for text in told if "Content Security Policy" in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_at_the_door(stranger: Page, scheme: str) -> None:
    stranger.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    stranger.goto("/sign-in")

    assert _faults(stranger) == []


@pytest.mark.parametrize("role", [role for role in Role if first_seen_by(role)])
def test_axe_finds_no_serious_fault_on_any_page(stranger: Page, role: Role) -> None:
    """Look at each page once, as the first role that has it; in one tab, which loads a page three times as fast."""
    come_in(stranger.context, role.value)
    found = {}

    for path in first_seen_by(role):
        stranger.goto(path)
        answers(stranger, ".")
        expect(stranger.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE)
        found[path] = _faults(stranger)

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert found


def test_every_page_is_looked_at_as_somebody() -> None:
    looked_at = {page.file for role in Role for page in pages_of(Viewer(name="", role=role))}

    assert sum(len(first_seen_by(role)) for role in Role) == len(looked_at)


def _faults(page: Page) -> list[str]:
    """Name each serious fault with the elements that have it, what is Streamlit's own left out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
        if not (fault["id"] in STREAMLITS_OWN and _in_the_sidebar(page, node["target"][0]))
    ]


def _in_the_sidebar(page: Page, target: str) -> bool:
    return bool(page.locator(target).first.evaluate("(element, sidebar) => Boolean(element.closest(sidebar))", SIDEBAR))
