"""Each page, run without a browser: on an empty store, on the demo, and on what a person may meet there."""

import json

import pytest

from exchange.layout import InfoLabel
from tests.builders import USCC
from tests.exchange.plain_forms import as_bytes, plain_book
from tests.pages.opening import ENTERPRISES, INTAKE, OVERVIEW, app
from tests.services.desk import SECOND, Desk, form_of


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("page", [OVERVIEW, INTAKE, ENTERPRISES])
def test_an_empty_store_says_what_to_do_next(page: str) -> None:
    opened = app(page)

    assert opened.title[0].value == "还没有报告期。先导入花名册，再建立报告期。"
    assert "roster import" in opened.markdown[0].value or any("roster import" in text.value for text in opened.markdown)


@pytest.mark.usefixtures("demo")
def test_the_overview_answers_with_the_ledgers_own_figures() -> None:
    opened = app()

    metrics = {metric.label: metric.value for metric in opened.metric}
    assert list(metrics) == ["报送率", "有效率", "平均综合得分", "达标率"]
    assert opened.title[0].value.startswith("已报 ")
    assert metrics["报送率"] in opened.title[0].value
    assert metrics["平均综合得分"].removesuffix(" 分") in opened.title[0].value


@pytest.mark.usefixtures("demo")
def test_the_overview_draws_five_charts_with_a_description_each() -> None:
    charts = app().get("plotly_chart")

    assert len(charts) == 5
    assert all(chart.proto.alt for chart in charts)
    assert all(json.loads(chart.proto.spec)["layout"]["height"] > 0 for chart in charts)


@pytest.mark.usefixtures("demo")
def test_a_filter_in_the_address_narrows_the_figures_and_says_so() -> None:
    everybody, some = app(), app(size="大型")

    assert any("只看 大型" in text.value for text in some.markdown)
    assert some.metric[0].delta != everybody.metric[0].delta


@pytest.mark.usefixtures("demo")
def test_an_older_period_is_chosen_by_its_address() -> None:
    opened = app(period="2025")

    assert any("2025 年六项重点自评" in text.value for text in opened.markdown)


@pytest.mark.usefixtures("demo")
def test_a_closed_period_takes_no_files() -> None:
    opened = app(INTAKE, period="2025")

    assert any("已关闭" in info.value for info in opened.info)
    assert not opened.get("file_uploader")


@pytest.mark.usefixtures("demo")
def test_files_dropped_are_received_and_stay_listed() -> None:
    opened = app(INTAKE)
    opened.file_uploader[0].set_value(("不是表.xlsx", b"hello", "application/octet-stream")).run()

    opened.button(key="receive").click().run()

    assert not opened.exception
    assert opened.title[0].value == "收到 1 份：1 份打不开。"
    assert opened.dataframe[0].value["文件"].tolist() == ["不是表.xlsx"]


@pytest.mark.usefixtures("demo")
def test_one_enterprise_is_shown_with_its_revisions() -> None:
    uscc = app(ENTERPRISES).dataframe[0].value.query("状态 == '✓ 待审'")["统一社会信用代码"].iloc[0]

    opened = app()
    opened.query_params["uscc"] = uscc
    opened.switch_page(ENTERPRISES).run()

    assert not opened.exception
    assert "综合得分" in opened.title[0].value or "暂估" in opened.title[0].value
    assert any("第 1 版" in text.value for text in opened.markdown)
    assert len(opened.dataframe[-1].value) == 48


def test_what_an_enterprise_tells_stands_on_its_page_as_it_was_written(desk: Desk) -> None:
    desk.add_roster()
    desk.add_period("2020")
    book = plain_book({}, {InfoLabel.DECLARATION: "有"})
    sheet = book.create_sheet("亮点与故事")
    for line in (
        ("征集范围", "标题", "内容"),
        ("S.2", "**匠人**", "[点我](http://evil.example)\n=====<b>第二行"),
        (None, None, "没有题目"),
    ):
        sheet.append(line)
    desk.receive(("a.xlsx", as_bytes(book)), ("b.xlsx", form_of(SECOND)))

    told, silent = (app(ENTERPRISES, uscc=uscc, period="2020") for uscc in (USCC, SECOND))

    [stories] = [part for part in told.expander if part.label == "亮点与故事（2 则）"]
    words = [text.value for text in stories.markdown]
    assert "不会自动选作典型案例" in words[0]
    assert words[1].startswith("**S.2 \\*\\*匠人\\*\\***")
    assert words[2].startswith("**没有标题**")
    texts = [text.proto.body for text in stories.get("html")]
    assert texts[0] == '<p class="story">[点我](http://evil.example)\n=====&lt;b&gt;第二行</p>'
    assert [part.label for part in silent.expander if "故事" in part.label] == []
