"""会议模式 in a real browser: it fills the screen, obeys the keys, needs nobody outside, and sends a phone away."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TooLong

from tests.browser.answer import answers
from tests.browser.serving import CHROMIUM_FLAGS, come_in

PATIENCE = 30_000
# What would make a scroll bar, anything drawn beyond the screen, and a chart that lies under the line at the foot.
OVERFLOW = """() => {
  const found = [], root = document.documentElement, foot = document.querySelector(".st-key-foot").getBoundingClientRect().top;
  if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) found.push("page");
  for (const box of document.querySelectorAll("[data-testid=stMain], .stMainBlockContainer, .st-key-stage, [class*='st-key-screen-']"))
    if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1) found.push(box.className);
  for (const box of document.querySelectorAll(".st-key-stage .stPlotlyChart, .m-table, .m-books, .m-said, .m-bands"))
    if (box.getBoundingClientRect().bottom > foot + 1) found.push(`under the foot: ${box.className}`);
  return found;
}"""
DRAWN = """(count) => document.querySelectorAll("[class*='st-key-screen-']").length === count
  && ![...document.querySelectorAll(".stPlotlyChart")].some((chart) => !chart.querySelector(".main-svg"))"""
HEAD = ".m-head h1:visible"


@pytest.fixture
def room(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, viewport={"width": 1920, "height": 1080})
    come_in(context, "leader")
    yield context
    context.close()


def begin(page: Page, address: str = "/?meeting=1") -> int:
    """Open the meeting with every screen drawn; give the number of its screens."""
    page.goto(address)
    expect(page.locator(".m-place")).to_be_visible(timeout=PATIENCE)
    count = int(place(page).split("/")[1])
    page.wait_for_function(DRAWN, arg=count, timeout=PATIENCE)
    at_rest(page)
    return count


def overflow(page: Page) -> list[str]:
    """Name what does not fit; a chart takes its place a moment after it is drawn."""
    with suppress(TooLong):
        page.wait_for_function(f"() => ({OVERFLOW})().length === 0", timeout=PATIENCE / 10)
    return list(page.evaluate(OVERFLOW))


def at_rest(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)


def place(page: Page) -> str:
    return page.locator(".m-place").inner_text()


def arrive(page: Page, at: int, count: int) -> None:
    expect(page.locator(".m-place")).to_have_text(f"{at} / {count}", timeout=PATIENCE)


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_every_screen_fills_the_room_without_a_scroll_bar(room: BrowserContext, size: tuple[int, int]) -> None:
    page = room.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    count, faults, said = begin(page), {}, set()

    for at in range(1, count + 1):
        arrive(page, at, count)
        faults[at] = overflow(page)
        said.add(page.locator(HEAD).inner_text())
        page.keyboard.press("ArrowRight")

    assert faults == {at: [] for at in range(1, count + 1)}
    assert count >= 8
    assert len(said) == count


def test_a_turn_asks_nothing_of_the_server_and_a_page_loaded_again_comes_back_to_its_screen(room: BrowserContext) -> None:
    page = room.new_page()
    sent: list[str | bytes] = []

    def keep(frame: str | bytes) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", keep))
    count = begin(page)
    before = len(sent)

    for at in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        arrive(page, at, count)
    page.keyboard.press("ArrowLeft")
    head = page.locator(HEAD).inner_text()

    assert before
    assert len(sent) == before
    begin(page, page.url)
    arrive(page, count - 1, count)
    expect(page.locator(HEAD)).to_have_text(head)


def test_a_mark_opens_its_enterprises_and_again_after_closing(room: BrowserContext) -> None:
    page = room.new_page()
    begin(page, "/?meeting=1&screen=sectors")

    for _ in range(2):
        page.locator(".st-key-screen-sectors .nsewdrag").click(position={"x": 40, "y": 40})
        expect(page.get_by_role("dialog")).to_contain_text("n=", timeout=PATIENCE)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
        at_rest(page)

    expect(page.locator(HEAD)).to_contain_text("行业")


def test_keys_turn_there_and_back_and_escape_leads_out(room: BrowserContext) -> None:
    page = room.new_page()
    count = begin(page)

    for key, at in (("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2), ("End", count), ("Home", 1)):
        page.keyboard.press(key)
        arrive(page, at, count)
    page.keyboard.press("Escape")

    expect(page.locator(".m-head")).to_have_count(0, timeout=PATIENCE)
    assert "meeting" not in page.url


def test_keys_that_come_faster_than_screens_add_up(room: BrowserContext) -> None:
    page = room.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/?meeting=1")
    # Not a moment later: no screen but the first is drawn yet.
    page.wait_for_function("() => window.meetingKeys && document.querySelector('.m-place')", timeout=PATIENCE)

    for key in ("ArrowRight", "ArrowRight", "PageDown", "ArrowLeft", " "):
        page.keyboard.press(key)

    arrive(page, 4, int(place(page).split("/")[1]))


def test_escape_closes_what_lies_over_the_screen_before_it_leads_out_with_the_question(room: BrowserContext) -> None:
    page = room.new_page()
    begin(page, "/?meeting=1&screen=items")
    about = page.locator(".st-key-screen-items .m-head b")
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="大型").click()
    expect(about).to_have_text("只看大型", timeout=PATIENCE)
    at_rest(page)

    page.keyboard.press("Escape")

    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0, timeout=PATIENCE)
    assert "meeting=1" in page.url
    expect(about).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="大型 ✕")).to_be_visible(timeout=PATIENCE)
    assert "meeting" not in page.url


def test_the_screens_turn_with_the_cable_pulled_and_ask_nobody_outside(browser: Browser, address: str) -> None:
    pulled = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
    alone = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=[*CHROMIUM_FLAGS, pulled])
    context = alone.new_context(base_url=address, viewport={"width": 1920, "height": 1080})
    come_in(context, "leader")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    count = begin(page)

    for at in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        arrive(page, at, count)
    alone.close()

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_a_phone_is_sent_to_the_ordinary_page(room: BrowserContext) -> None:
    page = room.new_page()
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto("/?meeting=1")

    answers(page, "报送率")
    expect(page.locator(".m-head")).to_have_count(0, timeout=PATIENCE)
    assert "meeting" not in page.url
