"""Any figure opens: from 总览 to its enterprises, from an enterprise to its item, from there to the cell."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from charts.finding import plain
from models.access import LOCAL_STAFF
from services import settings
from services.progress import snapshot
from tests.pages.opening import ENTERPRISES, INTAKE, app

pytestmark = pytest.mark.usefixtures("demo")


def counted_uscc() -> str:
    frame = snapshot(settings.shared_store(), LOCAL_STAFF, "latest").enterprises
    return str(frame[frame["provisional"] == False]["uscc"].iloc[0])  # noqa: E712 - an object column


def texts(test: AppTest) -> str:
    return "\n".join(text.value for text in test.markdown)


@pytest.mark.parametrize("what", ["priority:P3", "band:实施级", "item:P3-05", "metric:submission", "metric:compliance"])
def test_a_figure_in_the_address_is_open_again_after_a_reload(what: str) -> None:
    opened_page = app(open=what)

    [n] = re.findall(r"。n=(\d+)\]", texts(opened_page))
    listed = [table.value for table in opened_page.dataframe if "企业名称" in table.value and "转报单位" not in table.value]
    assert [len(table) for table in listed] == [int(n)]


def test_a_figure_chosen_by_name_opens_and_stands_in_the_address() -> None:
    page = app()
    box = next(box for box in page.selectbox if box.label == "看一个数背后的企业")

    box.set_value("priority:P3").run()

    assert not page.exception
    assert page.query_params["open"] == "priority:P3"
    assert "计入平均的" in texts(page)


def test_each_of_the_four_figures_opens() -> None:
    page = app()

    page.button(key="open-metric:validity").click().run()

    assert page.query_params["open"] == "metric:validity"
    assert "其中有通过检查的自评表" in texts(page)


def test_an_address_nobody_gave_says_so_and_shows_the_page() -> None:
    page = app(open="priority:P9")

    assert [error.value for error in page.error] == [plain("没有“priority:P9”这个数。请回到页面重新选择。")]
    assert len(page.metric) == 4


def test_an_enterprise_behind_a_figure_is_opened_at_the_item_of_the_figure() -> None:
    page = app(open="item:P3-05")
    box = next(box for box in page.selectbox if box.label == "打开其中一家企业")

    box.set_value(box.options[0].split("　")[-1] if "　" in box.options[0] else box.options[0]).run()

    assert not page.exception
    assert page.query_params["item"] == "P3-05"


def test_an_item_says_its_cell_its_revision_and_its_day() -> None:
    page = app()
    page.query_params["uscc"] = counted_uscc()
    page.query_params["item"] = "P1-03"
    page.switch_page(ENTERPRISES).run()

    assert not page.exception
    assert "自评表 H7，第 " in texts(page)
    assert "现计入" in texts(page)


def test_withdrawing_asks_for_a_reason_and_can_be_taken_back() -> None:
    uscc = counted_uscc()
    page = app()
    page.query_params["uscc"] = uscc
    page.switch_page(ENTERPRISES).run()
    answer = page.title[0].value

    _confirm(page, "撤销这一版", "确认撤销", "")
    assert [error.value for error in page.error] == ["请写明原因，例如“发错了报告期”。"]
    _confirm(page, "撤销这一版", "确认撤销", "发错了报告期")
    assert page.title[0].value != answer
    assert "发错了报告期" in texts(page)
    _confirm(page, "恢复这一版", "确认恢复", "核实无误")

    assert page.title[0].value == answer


def test_an_intake_offers_to_be_withdrawn_as_a_whole() -> None:
    page = app(INTAKE)

    assert [button.label for button in page.button if button.label.startswith("撤销整次收件（")]


def _confirm(page: AppTest, first: str, second: str, reason: str) -> None:
    next(button for button in page.button if button.label == first).click().run()
    field = next(field for field in page.text_input if field.label.startswith("原因"))
    field.set_value(reason)
    next(button for button in page.button if button.label == second).click().run()
    assert not page.exception


def test_an_address_cannot_put_links_or_pictures_on_the_page() -> None:
    page = app(open="[登录](http://evil.example) ![x](http://evil.example/p.png)")

    assert r"\[登录\](http\://" in page.error[0].value
