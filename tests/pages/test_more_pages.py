"""评价项目, 清单, 地区, 两期对比, and last period on 企业: on the demo, and on every state a person may meet."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.figures_text import rate_percent
from data.reference_lists import load_reference_lists
from models.access import LOCAL_STAFF, Role
from services import settings
from services.documents import progress_document
from services.overview import all_periods
from services.progress import snapshot
from tests.builders import USCC
from tests.pages.entering import believe, come_in
from tests.pages.opening import ENTERPRISES, app
from tests.services.desk import FIRM, SECOND, Desk, form_of

ITEMS, REGIONS, COMPARE, CATALOGUE = (f"pages/association/{name}.py" for name in ("items", "regions", "compare", "catalogue"))
PAGES = (ITEMS, REGIONS, COMPARE, CATALOGUE)
LONG = "示范省高端装备智能制造与工业互联网技术创新及质量品牌建设联合发展集团（控股）股份有限公司第一精密机械制造分公司试验厂"


def document(by: str) -> list[dict[str, object]]:
    """Give what `progress --json` says of the newest period."""
    store = settings.shared_store()
    rows = progress_document(snapshot(store, LOCAL_STAFF, all_periods(store, LOCAL_STAFF)[0].code), by)["rows"]
    assert isinstance(rows, list)
    return rows


def table(opened: AppTest, column: str) -> pd.DataFrame:
    """Find the table with this column."""
    return next(frame.value for frame in opened.dataframe if column in frame.value.columns)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_says_what_to_do_next(page: str) -> None:
    assert app(page).title[0].value == "还没有报告期。先导入花名册，再建立报告期。"


@pytest.mark.usefixtures("demo")
def test_the_items_are_those_of_progress_in_the_catalogue_s_order() -> None:
    shown, said = table(app(ITEMS), "得分率"), document("item")

    assert shown["编号"].tolist() == [row["item"] for row in said]
    assert shown["适用家数"].tolist() == [row["n"] for row in said]
    assert [f"{value:.1f}" for value in shown["得分率"]] == [row["score_rate"] for row in said]
    assert [f"{value:.1f}%" for value in shown["达标率"]] == [rate_percent(row["compliance_rate"]) for row in said]  # type: ignore[arg-type]
    assert shown["评价项目"].str.startswith("▼").sum() == 5


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER])
def test_a_row_of_an_item_opens_an_enterprise_for_those_who_may_see_its_form(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch, come_in(settings.shared_store(), role))

    opened = app(ITEMS, item="P3-02")

    [members] = [frame for frame in opened.dataframe if "统一社会信用代码" in frame.value.columns]
    assert bool(members.proto.selection_mode) == (role is Role.REVIEWER)
    assert any("点每行左边" in text.value for text in opened.markdown) == (role is Role.REVIEWER)


@pytest.mark.usefixtures("demo")
def test_one_item_is_opened_by_its_address() -> None:
    opened = app(ITEMS, item="P3-02")

    [row] = [row for row in document("item") if row["item"] == "P3-02"]
    assert opened.title[0].value.startswith(f"P3-02 参与分级标准制定：适用 {row['n']} 家，达标率 ")
    assert len(opened.get("plotly_chart")) == 2
    assert any("围绕产品性能、技术能力、用户需求等，研究制定产品质量分级标准" in text.value for text in opened.markdown)
    assert (table(opened, "等级")["等级"] != "不适用").sum() == row["n"]


@pytest.mark.usefixtures("demo")
def test_the_enterprises_at_one_level_can_be_chosen() -> None:
    opened = app(ITEMS, item="P1-01")

    opened.button_group(key="level").set_value(2).run()

    assert not opened.exception
    assert set(table(opened, "等级")["等级"]) == {"2 级"}


@pytest.mark.usefixtures("demo")
def test_an_item_that_does_not_exist_shows_the_list() -> None:
    assert len(table(app(ITEMS, item="P9-99"), "得分率")) == 48


@pytest.mark.usefixtures("demo")
def test_the_catalogue_shows_every_clause_with_a_way_to_its_items() -> None:
    opened = app(CATALOGUE)

    text = "".join(html.proto.body for html in opened.get("html"))
    assert opened.title[0].value == "通知六项重点工作共 84 条，直接要求企业的 18 条；48 个评价项目覆盖全部条款。"
    assert [metric.value for metric in opened.metric] == ["18 条", "55 条", "11 条", "48 项"]
    assert "围绕产品性能、技术能力、用户需求等，研究制定产品质量分级标准" in text
    assert 'href="items?period=2026&amp;item=P3-02"' in text


@pytest.mark.usefixtures("demo")
def test_clauses_can_be_kept_by_what_they_ask() -> None:
    opened = app(CATALOGUE)

    opened.button_group(key="kind").set_value(["直接"]).run()

    assert not opened.exception
    assert any(text.value.startswith(":gray[共 18 条") for text in opened.markdown)


@pytest.mark.usefixtures("demo")
def test_the_catalogue_can_be_read_from_the_items() -> None:
    opened = app(CATALOGUE)

    opened.button_group(key="way").set_value("按项目看").run()

    assert any(text.value.startswith(":gray[共 48 项") for text in opened.markdown)


@pytest.mark.usefixtures("demo")
def test_every_region_has_its_row_and_they_add_up_to_the_ledger() -> None:
    opened = app(REGIONS)

    rows = table(opened, "地区")
    assert int(rows["应报"].sum()) == int(table(opened, "转报单位")["应报"].sum())
    assert f"{rows['已报'].sum()} / {rows['应报'].sum()} 家" == opened.metric[0].delta
    assert set(rows["地区"]) == {row["key"] for row in document("region")}


@pytest.mark.usefixtures("demo")
def test_a_period_is_compared_with_the_one_before_it() -> None:
    opened = app(COMPARE)

    assert opened.title[0].value.startswith("从 2025 到 2026，同口径 ")
    assert table(opened, "指标").columns.tolist() == ["指标", "2025", "2026"]
    assert len(opened.get("plotly_chart")) == 3


@pytest.mark.usefixtures("demo")
def test_two_periods_stand_in_the_order_of_time_whichever_was_chosen_first() -> None:
    assert app(COMPARE, period="2025", other="2026").title[0].value == app(COMPARE).title[0].value


@pytest.mark.usefixtures("demo")
def test_an_enterprise_shows_its_last_period_beside_this_one() -> None:
    uscc = next(row["uscc"] for row in document("enterprise") if row["band"])

    opened = app(ENTERPRISES, uscc=str(uscc))

    assert "上期等级" in table(opened, "自评等级").columns
    assert any("上期（2025）" in text.value for text in opened.markdown)


@pytest.mark.parametrize("page", PAGES)
def test_a_period_without_a_form_has_every_page(desk: Desk, page: str) -> None:
    desk.add_roster()
    desk.add_period("2020")

    opened = app(page)

    assert opened.title[0].value


def test_one_period_alone_is_not_compared(desk: Desk) -> None:
    desk.add_roster()
    desk.add_period("2020")

    assert app(COMPARE).title[0].value == "只有一个报告期，还不能对比。"


@pytest.mark.parametrize("page", [*PAGES, ENTERPRISES])
def test_one_enterprise_with_a_name_of_sixty_characters_has_every_page(desk: Desk, page: str) -> None:
    desk.add_roster(replace(FIRM, name=LONG, short_name=LONG))
    desk.add_period("2020")
    desk.receive(("a.xlsx", form_of(NAME=LONG)))
    desk.add_period("2021", date(2021, 9, 10))

    opened = app(page, period="2020", item="P1-01", uscc=USCC)

    assert opened.title[0].value


def test_too_few_enterprises_are_not_compared(desk: Desk) -> None:
    _two_years(desk)

    opened = app(COMPARE)

    assert opened.title[0].value == "从 2020 到 2021：两期都计入平均的只有 2 家，样本不足，暂不比较。"
    assert "不足 3 家" in json.loads(opened.get("plotly_chart")[0].proto.spec)["layout"]["annotations"][0]["text"]


def test_forms_that_are_all_faulty_leave_the_pages_without_figures(desk: Desk) -> None:
    desk.add_roster()
    desk.add_period("2020")
    desk.receive(("a.xlsx", form_of(levels={"P1-01": "很好"})), ("b.xlsx", form_of(SECOND, levels={"P1-01": "7分"})))

    assert "还没有可计分的自评表" in app(ITEMS).title[0].value
    assert app(ITEMS, item="P1-01").title[0].value == "P1-01 质量责任体系：还没有适用的自评表。"
    assert table(app(REGIONS), "地区")["退回"].sum() == 2


def test_all_regions_have_their_row(desk: Desk) -> None:
    regions = [region.name for region in load_reference_lists().regions]
    firms = [replace(FIRM, uscc=f"9132000000000{place:04}A", name=f"{region}一厂", region=region) for place, region in enumerate(regions)]
    desk.add_roster(*firms)
    desk.add_period("2020")

    opened = app(REGIONS)

    assert table(opened, "地区")["地区"].tolist() == regions
    assert opened.title[0].value == f"{len(regions)} 个地区应报 {len(regions)} 家，还没有收到自评表。"


def test_every_chart_has_a_description_and_a_height(desk: Desk) -> None:
    _two_years(desk)

    for page in (REGIONS, COMPARE):
        for chart in app(page).get("plotly_chart"):
            assert chart.proto.alt
            assert json.loads(chart.proto.spec)["layout"]["height"] > 0


def _two_years(desk: Desk) -> None:
    desk.add_roster()
    desk.add_period("2020")
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 4}, PERIOD="2021")), ("b.xlsx", form_of(SECOND, PERIOD="2021")), period="2021")
