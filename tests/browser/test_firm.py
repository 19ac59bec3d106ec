"""The enterprise's person, once a year: in with the code, take the form, send it faulty, mend it, done, out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from exchange.layout import NOT_APPLICABLE, Heading, Sheet
from models.assessment import Field
from tests.browser.answer import answers
from tests.browser.serving import ROOT

PATIENCE = 30_000


@pytest.fixture(scope="module")
def missing(demo: Path) -> list[str]:
    """Name enterprises of the demo's newest period that have not reported."""
    rows = json.loads(_manage(demo, "progress", "--period", "latest", "--by", "enterprise", "--json"))["rows"]
    return [row["uscc"] for row in rows if row["status"] == "missing"]


def test_from_sign_in_to_sign_out(stranger: Page, demo: Path, missing: list[str], tmp_path: Path) -> None:
    _sign_in(stranger, demo, missing[0], tmp_path)
    answers(stranger, "还没有报送")
    with stranger.expect_download(timeout=PATIENCE) as download:
        stranger.get_by_role("link", name="下载自评表").click()
    form = tmp_path / download.value.suggested_filename
    download.value.save_as(form)

    spoilt = _fill(form, "3分")
    stranger.get_by_role("link", name="报送", exact=True).click()
    _hand_in(stranger, form)
    answers(stranger, "第 1 版有 1 处须修改")
    expect(stranger.get_by_text(f"自评表 {spoilt}").first).to_be_visible(timeout=PATIENCE)
    stranger.reload()
    expect(stranger.get_by_text(f"自评表 {spoilt}").first).to_be_visible(timeout=PATIENCE)
    with stranger.expect_download(timeout=PATIENCE) as download:
        stranger.get_by_role("link", name="下载标注文件").click()
    back = tmp_path / download.value.suggested_filename
    download.value.save_as(back)

    _fill(back, 3)
    _hand_in(stranger, back)
    expect(stranger.get_by_text("第 2 版已接收，现计入")).to_be_visible(timeout=PATIENCE)
    stranger.get_by_role("link", name="我的历次").click()
    answers(stranger, "共")
    expect(stranger.get_by_text("现计入").first).to_be_visible(timeout=PATIENCE)

    stranger.get_by_role("button", name="退出登录").click()
    expect(stranger.get_by_label("登录码")).to_be_visible(timeout=PATIENCE)
    stranger.goto("/history")
    expect(stranger.get_by_label("登录码")).to_be_visible(timeout=PATIENCE)


def test_a_level_chosen_online_survives_a_reload_and_comes_out_as_excel(
    stranger: Page, demo: Path, missing: list[str], tmp_path: Path
) -> None:
    _sign_in(stranger, demo, missing[1], tmp_path)
    stranger.get_by_role("link", name="在线填报").click()
    answers(stranger, "已填 0 / 48 项")

    stranger.get_by_role("radiogroup", name="P1-01 自评等级").get_by_text(re.compile(r"^3")).click()
    answers(stranger, "已填 1 / 48 项")
    stranger.reload()
    answers(stranger, "已填 1 / 48 项")
    stranger.get_by_text("检查和提交", exact=True).click()
    with stranger.expect_download(timeout=PATIENCE) as download:
        stranger.get_by_role("link", name="导出成 Excel").click()
    download.value.save_as(tmp_path / "draft.xlsx")

    assert _levels(tmp_path / "draft.xlsx")[0] == 3


def test_two_windows_of_an_enterprise_lose_nothing(stranger: Page, demo: Path, missing: list[str], tmp_path: Path) -> None:
    _sign_in(stranger, demo, missing[2], tmp_path)
    other = stranger.context.new_page()
    for window in (stranger, other):
        window.goto("/fill")
        answers(window, "已填 0 / 48 项")

    stranger.get_by_role("radiogroup", name="P1-01 自评等级").get_by_text(re.compile(r"^2")).click()
    answers(stranger, "已填 1 / 48 项")
    other.get_by_role("radiogroup", name="P1-02 自评等级").get_by_text(re.compile(r"^1")).click()
    other.get_by_role("button", name="再加上我这里填的 P1-02").click(timeout=PATIENCE)

    answers(other, "已填 2 / 48 项")


@pytest.mark.parametrize("width", [1366, 390])
def test_no_page_of_an_enterprise_scrolls_sideways(stranger: Page, demo: Path, missing: list[str], width: int, tmp_path: Path) -> None:
    stranger.set_viewport_size({"width": width, "height": 800})
    _sign_in(stranger, demo, missing[3], tmp_path)

    for path in ("/", "/hand_in", "/fill", "/fill?part=check", "/history"):
        stranger.goto(path)
        answers(stranger, ".")
        overflow = stranger.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path


def _manage(demo: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"VAR_DIR": str(demo)}
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _sign_in(page: Page, demo: Path, uscc: str, folder: Path) -> None:
    """Have a code issued, and come in with it."""
    out = folder / f"{uscc}.xlsx"
    _manage(demo, "codes", "--period", "latest", "--enterprise", uscc, "--out", str(out))
    headings, row = ([cell.value for cell in cells] for cells in load_workbook(out)["邮件合并"].iter_rows())
    page.goto("/")
    page.get_by_label("统一社会信用代码").fill(uscc)
    page.get_by_label("登录码").fill(str(dict(zip(headings, row, strict=True))["登录码"]))
    page.get_by_role("button", name="企业登录").click()
    answers(page, "报送")


def _hand_in(page: Page, file: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(page.get_by_test_id("stFileChips")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("承诺人姓名").fill("张工")
    page.get_by_text("我代表本单位作出以上承诺").click()
    page.get_by_role("button", name="提交").click()


def _fill(form: Path, first: object) -> str:
    """Fill every open level of a form, the first one as given; give the cell of the first."""
    book = load_workbook(form)
    sheet = book[Sheet.FORM.value]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == Heading.CODE.value for cell in row))
    columns = {cell.value: cell.column for cell in heading}
    rows = [row for row in range(heading[0].row + 1, sheet.max_row + 1) if sheet.cell(row, columns[Heading.CODE.value]).value]
    for row in rows:
        level = sheet.cell(row, columns[Field.LEVEL.value])
        may_leave_out = f"可填{NOT_APPLICABLE}" in str(sheet.cell(row, columns[Heading.TITLE.value]).value)
        if level.value is None:
            level.value = NOT_APPLICABLE if may_leave_out else 2
            sheet.cell(row, columns[Field.REASON.value]).value = "不涉及" if may_leave_out else None
    spoilt = sheet.cell(rows[0], columns[Field.LEVEL.value])
    spoilt.value = first
    book.save(form)
    return str(spoilt.coordinate)


def _levels(form: Path) -> list[object]:
    sheet = load_workbook(form)[Sheet.FORM.value]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == Heading.CODE.value for cell in row))
    column = next(cell.column for cell in heading if cell.value == Field.LEVEL.value)
    return [sheet.cell(row, column).value for row in range(heading[0].row + 1, sheet.max_row + 1)]
