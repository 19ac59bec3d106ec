"""What the association's staff do in a browser, from the first look to a file that goes back."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from exchange.layout import ISSUE_SHEET
from tests.browser.answer import answers
from tests.browser.serving import serving

PATIENCE = 30_000


def test_the_overview_answers_first_and_draws_its_charts(page: Page) -> None:
    page.goto("/")

    answers(page, r"已报 \d+ 家，报送率 \d+\.\d%")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".js-plotly-plot")).to_have_count(5, timeout=PATIENCE)


def test_a_filter_stands_in_the_address_and_survives_a_reload(page: Page) -> None:
    page.goto("/?region=江苏")
    expect(page.get_by_text("只看 江苏")).to_be_visible(timeout=PATIENCE)

    page.reload()

    expect(page.get_by_text("只看 江苏")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="江苏 ✕").click()
    expect(page.get_by_text("只看 江苏")).to_be_hidden(timeout=PATIENCE)


def test_a_zip_is_received_and_a_faulty_form_goes_back_annotated(page: Page, demo: Path, tmp_path: Path) -> None:
    [pack] = (demo / "samples").glob("*.zip")
    page.goto("/intake")
    expect(page.get_by_role("button", name="开始收件")).to_be_visible(timeout=PATIENCE)

    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(pack)
    start = page.get_by_role("button", name="开始收件")
    expect(start).to_be_enabled(timeout=PATIENCE)
    start.click()

    answers(page, r"收到 \d+ 份：\d+ 份已接收，\d+ 份要企业修改", within=60_000)
    answer = page.locator("h1").inner_text()
    page.reload()
    answers(page, f"^{re.escape(answer)}$")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="下载标注文件").click()
    download.value.save_as(tmp_path / "back.xlsx")
    book = load_workbook(BytesIO((tmp_path / "back.xlsx").read_bytes()))
    assert book.sheetnames[0] == ISSUE_SHEET


def test_an_enterprise_opens_and_its_address_opens_it_again(page: Page) -> None:
    page.goto("/enterprises")
    answers(page, "应报")

    page.get_by_label("打开一家企业").click()
    page.get_by_role("option").nth(1).click()
    expect(page.get_by_text("返回企业名单")).to_be_visible(timeout=PATIENCE)
    page.reload()

    expect(page.get_by_text("返回企业名单")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("返回企业名单").click()
    answers(page, "应报")


def test_the_ledger_is_narrowed_by_a_part_of_a_name(page: Page) -> None:
    page.goto("/enterprises")

    page.get_by_label("名单里只看").fill("不会有这样的名字")
    page.keyboard.press("Enter")

    expect(page.get_by_text("共 0 家")).to_be_visible(timeout=PATIENCE)


def test_the_first_deep_link_after_a_start_opens_its_page(browser: object, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        page = browser.new_page()  # type: ignore[attr-defined]
        _set_up_first(page, tmp_path)
        page.goto(f"{address}/enterprises")

        expect(page.get_by_text("还没有报告期")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("Page not found")).to_have_count(0)
        page.close()


def test_nothing_is_fetched_from_outside(page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(re.sub(r"^\w+://([^/:]+).*", r"\1", request.url)))

    page.goto("/")

    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE)
    assert {host for host in hosts if not host.startswith("data")} == {"localhost"}


def _set_up_first(page: Page, var_dir: Path) -> None:
    """Make the first administrator by the link the server prints at its first start."""
    found = re.search(r"http://localhost:\d+/link/\S+", next(var_dir.glob("server-*.log")).read_text(encoding="utf-8"))
    assert found
    chosen = {"name": "wang", "new": "correct horse battery", "again": "correct horse battery"}
    answer = page.context.request.post(found[0], form=chosen, max_redirects=0)
    assert answer.status == 303


ENGLISH = """() => [...document.querySelectorAll("[aria-label], [placeholder], [title]")]
  .filter((element) => element.getClientRects().length)
  .flatMap((element) => ["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name) ?? ""))
  .filter((text) => /^[\\x00-\\x7f]*[A-Za-z]{3}/.test(text))"""


@pytest.mark.parametrize("path", ["/", "/intake", "/enterprises"])
def test_streamlits_own_words_are_chinese(page: Page, path: str) -> None:
    page.goto(path)
    answers(page, ".")
    expect(page.get_by_role("link", name="跳到正文")).to_have_count(1, timeout=PATIENCE)

    page.wait_for_timeout(1500)

    assert page.evaluate(ENGLISH) == []
    expect(page.locator('[aria-label="下载 CSV"]:visible')).to_have_count(0)


def test_plotly_reaches_the_browser_compressed(page: Page) -> None:
    encodings: dict[str, str] = {}
    page.on("response", lambda answer: encodings.update({answer.url: answer.headers.get("content-encoding", "")}))

    page.goto("/")

    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE)
    plotly = [encoding for url, encoding in encodings.items() if "plotly" in url.lower()]
    assert plotly == ["gzip"] * len(plotly)
    assert plotly
