"""What a meeting needs: its reports for 1,000 enterprises, and a screen that turns at 10,000."""

import os
import statistics
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from data.store import Store
from models.access import LOCAL_STAFF
from services.report import Kind, report
from tests.bench.measuring import Line, timed
from tests.browser.serving import CHROMIUM_FLAGS, app_process, come_in, demo_store

ROUNDS = 2
AT_REST = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
DRAWN = f"""(count) => document.querySelectorAll('[class*="st-key-screen-"]').length === count
  && ![...document.querySelectorAll('.stPlotlyChart')].some((chart) => !chart.querySelector('.main-svg')) && {AT_REST}"""
# The page keeps the time itself: from the key until the browser has painted the new screen, which is when the frame after
# the one that follows the key begins.
TURN = """([key, at]) => new Promise((done) => {
  const pressed = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (!document.querySelector('.m-place').textContent.startsWith(`${at} /`)) throw new Error(`not at ${at}`);
    done(performance.now() - pressed);
  }));
})"""


def reporting(folder: Path, enterprises: int) -> list[Line]:
    """Write every report of the demo's last period; a deck once more, when its libraries are loaded."""
    demo_store(folder, "--enterprises", str(enterprises), "--periods", "2")
    store = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    lines, whole = [], 0.0
    for kind, wanted in ((Kind.DECK, "at most 3 s"), (Kind.ANNEX, ""), (Kind.NOTICE, ""), (Kind.FEEDBACK, "")):
        with timed() as watch:
            written = report(store, LOCAL_STAFF, "latest", kind)
        whole += watch.seconds
        lines.append(Line(f"{kind} ({enterprises:,} enterprises, {len(written) / 1e6:.1f} MB)", f"{watch.seconds:.1f} s", wanted))
    with timed() as again:
        report(store, LOCAL_STAFF, "latest", Kind.DECK)
    store.close()
    return [*lines, Line("all of them", f"{whole:.1f} s", "at most 60 s"), Line("deck once more", f"{again.seconds:.1f} s", "at most 3 s")]


def _question_and_back(page: Page) -> tuple[float, float]:
    """Ask about the large ones alone, then about everybody again; give the time to the answer, and to all screens."""
    page.get_by_role("button", name="提问").click()
    about = page.locator(".st-key-screen-conclusion .m-head p b")
    with timed() as whole:
        with timed() as first:
            page.get_by_test_id("stPopoverBody").get_by_role("button", name="大型").click()
            about.wait_for()
        page.wait_for_function(f"() => {AT_REST}")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="大型").click()
    about.wait_for(state="detached")
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => {AT_REST}")
    return first.seconds, whole.seconds


def turning(folder: Path, enterprises: int) -> list[Line]:
    """Turn a meeting's screens there and back in a browser; the first round only fetches what is fetched once."""
    demo_store(folder, "--enterprises", str(enterprises), "--periods", "2", "--levels-only")
    with app_process(folder) as (server, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS))
        context = browser.new_context(base_url=f"http://localhost:{port}", viewport={"width": 1920, "height": 1080})
        come_in(context, "leader")
        page = context.new_page()
        page.set_default_timeout(120_000)
        with timed() as opening:
            page.goto("/?meeting=1")
            count = int(page.locator(".m-place").get_attribute("data-count") or 0)
            page.wait_for_function(DRAWN, arg=count)
        turns = [("ArrowRight", at) for at in range(2, count + 1)] + [("ArrowLeft", at) for at in range(count - 1, 0, -1)]
        for turn in turns:
            page.evaluate(TURN, list(turn))
        asked = _question_and_back(page)
        before, taken = psutil.Process(server.pid).cpu_times(), []
        for turn in turns * ROUNDS:
            taken.append(float(page.evaluate(TURN, list(turn))))
            page.wait_for_timeout(250)
        after = psutil.Process(server.pid).cpu_times()
        browser.close()
    spent = (after.user + after.system - before.user - before.system) / len(taken) * 1000
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=10)[-1]
    return [
        Line(
            f"a screen turned ({enterprises:,} enterprises, {len(taken)} turns: median, 9 of 10)",
            f"{middle:.0f} ms, {late:.0f} ms",
            "200 ms",
        ),
        Line("processor time of the server for it", f"{spent:.0f} ms"),
        Line("the meeting opened, every screen drawn", f"{opening.seconds:.1f} s"),
        Line("a question answered on the screen that is seen, on all of them", f"{asked[0]:.1f} s, {asked[1]:.1f} s"),
        Line("load of the machine", f"{os.getloadavg()[0]:.1f}"),
    ]
