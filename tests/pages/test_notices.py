"""What an address asks for in vain is said, and what an intake comes to follows what was done since."""

from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from charts.finding import plain
from tests.pages.opening import ENTERPRISES, INTAKE, OVERVIEW, app, links
from tests.services.desk import SECOND, Desk, form_of

ITEMS = "pages/association/items.py"


@pytest.fixture
def year(desk: Desk) -> Desk:
    desk.add_roster()
    desk.add_period("2020")
    return desk


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("page", [OVERVIEW, INTAKE, ENTERPRISES, ITEMS])
def test_a_period_that_does_not_exist_is_said_not_to(page: str) -> None:
    opened = app(page, period="2031")

    assert plain("没有“2031”这个报告期，下面是 2020 年的情况。") in said(opened)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("page", [OVERVIEW, ENTERPRISES])
def test_a_period_that_exists_needs_no_notice(page: str) -> None:
    assert said(app(page, period="2020")) == said(app(page)) == []


@pytest.mark.usefixtures("year")
def test_an_enterprise_that_is_not_on_the_roster_is_said_not_to_be_above_the_list() -> None:
    opened = app(ENTERPRISES, uscc="zzz")

    assert said(opened) == ["名录里没有这个统一社会信用代码：zzz。"]
    assert opened.title[0].value.startswith("应报 2 家")


@pytest.mark.usefixtures("year")
def test_an_item_that_is_not_in_the_catalogue_is_said_not_to_be() -> None:
    assert said(app(ITEMS, item="P9-99")) == [plain("清单里没有这个评价项目：P9-99。")]


@pytest.mark.usefixtures("year")
def test_what_stands_in_an_address_cannot_put_a_link_on_the_page() -> None:
    opened = app(ENTERPRISES, uscc="[登录](http://evil.example)")

    assert r"\[登录\]" in said(opened)[0]
    assert quote("http://evil.example") not in said(opened)[0]


def test_the_headline_of_an_intake_follows_a_withdrawal(year: Desk) -> None:
    year.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    opened = app(INTAKE)
    assert opened.title[0].value == "收到 2 份：2 份已接收。"

    next(button for button in opened.button if button.label.startswith("撤销整次收件")).click().run()
    next(field for field in opened.text_input if field.label.startswith("原因")).set_value("发错了报告期")
    next(button for button in opened.button if button.label == "确认撤销").click().run()

    assert not opened.exception
    assert opened.title[0].value == "收到 2 份：2 份已撤销。"
    assert opened.dataframe[0].value["要点"].tolist() == ["已撤销，不再计入"] * 2
    assert opened.dataframe[0].value["结果"].tolist() == [["－ 已撤销"]] * 2


@pytest.mark.usefixtures("year")
def test_litter_is_told_apart_and_worries_nobody() -> None:
    opened = app(INTAKE)
    opened.file_uploader[0].set_value([("Thumbs.db", b"\0", "x"), ("~$a.xlsx", b"lock", "x"), ("b.xlsx", b"hello", "x")]).run()

    opened.button(key="receive").click().run()

    assert not opened.exception
    assert opened.title[0].value == "收到 1 份：1 份打不开。另有 2 个系统或临时文件，可以不管。"
    assert [words[0] for words in opened.dataframe[0].value["结果"]] == ["－ 不用管", "－ 不用管", "✕ 不能打开"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", ["compare", "catalogue"])
def test_every_page_with_figures_can_be_taken_away(page: str) -> None:
    opened = app(f"pages/association/{page}.py")

    found = links(opened)
    assert list(found) == ["Excel 表（xlsx）", "文本表（CSV）"]
    assert all(url.startswith(f"/files/{page}?period=") for url in found.values())


def said(opened: AppTest) -> list[str]:
    """Give the notices of a page."""
    return [info.value for info in opened.info]
