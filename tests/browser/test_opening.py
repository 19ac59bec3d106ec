"""From a bar of 总览 to the cell of the file it came from, by mouse and by keyboard."""

import re
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000


def test_a_bar_opens_its_enterprises_and_leads_to_the_cell(page: Page, tmp_path: Path) -> None:
    _open_overview(page)
    _click_in(page, page.locator(".js-plotly-plot").nth(4), 0.5, 0.2)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"适用的 \d+ 家，.+n=\d+"), timeout=PATIENCE)
    assert "open=item" in page.url
    dialog.get_by_label("打开其中一家企业").click()
    page.get_by_role("option").first.click()

    expect(dialog).to_contain_text(re.compile(r"自评表 H\d+，第 \d+ 版，\d+ 月 \d+ 日"), timeout=PATIENCE)
    found = re.search(r"填了 (\S+) 级[\s\S]*自评表 (H\d+)，", dialog.inner_text())
    assert found
    with page.expect_download(timeout=PATIENCE) as download:
        dialog.get_by_role("link", name="下载原件").first.click()
    download.value.save_as(tmp_path / "original.xlsx")
    sheet = load_workbook(BytesIO((tmp_path / "original.xlsx").read_bytes()))["自评表"]
    assert str(sheet[found[2]].value)[0] == found[1]


def test_the_same_bar_can_be_opened_again_after_closing_and_by_its_address(page: Page) -> None:
    _open_overview(page)
    bars = page.locator(".js-plotly-plot").first
    dialog = page.get_by_role("dialog")
    for _ in range(2):
        _click_in(page, bars, 0.3, 0.25)
        expect(dialog).to_contain_text("得分率", timeout=PATIENCE)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0, timeout=PATIENCE)
        expect(page).not_to_have_url(re.compile("open="), timeout=PATIENCE)
        # The chart is made ready for the same bar to be clicked again.
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)

    page.goto("/?open=priority:P3")
    expect(dialog).to_contain_text("质量分级评价得分率", timeout=PATIENCE)
    page.reload()

    expect(dialog).to_contain_text("质量分级评价得分率", timeout=PATIENCE)


def test_a_figure_opens_without_a_mouse(page: Page) -> None:
    _open_overview(page)

    page.get_by_role("button", name="看企业").first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"应报 \d+ 家，其中已报 \d+ 家"), timeout=PATIENCE)


def test_the_data_of_the_page_are_taken_away(page: Page, tmp_path: Path) -> None:
    _open_overview(page)

    page.get_by_role("button", name="下载本页数据").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("link", name="Excel 表（xlsx）").click()

    download.value.save_as(tmp_path / "data.xlsx")
    book = load_workbook(tmp_path / "data.xlsx")
    assert book.sheetnames[:2] == ["汇总", "六项重点"]


def _open_overview(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".js-plotly-plot")).to_have_count(5, timeout=PATIENCE)
    expect(page.get_by_text("下载本页数据")).to_be_visible(timeout=PATIENCE)


def _click_in(page: Page, chart: Locator, across: float, down: float) -> None:
    """Click into a chart, as a hand does: Plotly has to see the pointer come."""
    chart.locator(".main-svg").first.wait_for(timeout=PATIENCE)
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
