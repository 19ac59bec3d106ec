"""What leaves a page: the figures of `progress --json` to the last digit, no contacts unasked, nothing that runs."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from models.access import LOCAL_STAFF
from models.enterprise import Contact
from services.documents import progress_document
from services.enterprise import enterprise_view
from services.exports import Export, as_csv, as_workbook, enterprise_export, enterprises_export, overview_export
from services.filters import Filters
from services.tables import flat_rows
from tests.builders import USCC
from tests.services.desk import FIRM, ROSTER, SECOND, Desk, form_of

CONTACT = Contact(person="=cmd()", mobile="13800000000", email="z@example.cn")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Let one report in full and the other with a blank; one has a name a spreadsheet would run."""
    desk.add_roster(replace(FIRM, contact=CONTACT), replace(ROSTER[1], name="=1+1 轴承厂", contact=CONTACT), ROSTER[2])
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 4})), ("b.xlsx", form_of(SECOND, {"P1-01": None})))
    return desk


def test_every_figure_of_the_overview_is_that_of_progress(filled: Desk) -> None:
    export = overview_export(filled.store, LOCAL_STAFF, "2020", Filters())

    book = load_workbook(io.BytesIO(as_workbook(export)))

    for sheet, way in (("六项重点", "priority"), ("分行业", "sector"), ("评价项目", "item")):
        expected = flat_rows(progress_document(filled.snapshot(), way))
        rows = [dict(zip([*expected[0], "口径"], (cell.value for cell in line), strict=True)) for line in book[sheet].iter_rows(min_row=2)]
        assert [{name: _as_number(value) for name, value in row.items()} | {"口径": "自评"} for row in expected] == rows
    [total] = flat_rows(progress_document(filled.snapshot(), "total"))
    assert {line[0].value: line[1].value for line in book["汇总"].iter_rows(min_row=2)} == {
        name: _as_number(value) for name, value in total.items()
    }


def test_the_csv_of_the_overview_is_one_long_table_with_the_same_figures(filled: Desk) -> None:
    lines = _csv(overview_export(filled.store, LOCAL_STAFF, "2020", Filters()))

    found = {(line["表"], line["名称"], line["指标"]): line["数值"] for line in lines}
    assert len(found) == len(lines)
    for row in flat_rows(progress_document(filled.snapshot(), "item")):
        key = ("评价项目", f"{row['编号']} {row['名称']}")
        assert found[*key, "得分率"] == (row["得分率"] or "")
        assert found[*key, "达标率"] == ("" if row["达标率"] is None else str(row["达标率"]))
    assert found["汇总", "合计", "平均"] == progress_document(filled.snapshot(), "total")["mean"]


def test_a_choice_of_enterprises_narrows_the_export_and_names_it(filled: Desk) -> None:
    export = overview_export(filled.store, LOCAL_STAFF, "2020", Filters(region=("广东",)))

    assert export.name == "总览_2020_自评_广东"
    assert {row["指标"]: row["数值"] for row in export.tables["汇总"]}["应报"] == 0
    assert as_workbook(export)
    assert as_csv(export)


def test_the_list_has_the_figures_of_progress_in_the_order_shown(filled: Desk) -> None:
    export = enterprises_export(filled.store, LOCAL_STAFF, "2020", [SECOND, USCC])

    expected = {row["统一社会信用代码"]: row for row in flat_rows(progress_document(filled.snapshot(), "enterprise"))}
    assert export.tables["企业名单"] == [expected[SECOND], expected[USCC]]
    assert [line["综合得分"] for line in _csv(export)] == [expected[SECOND]["综合得分"], expected[USCC]["综合得分"]]


def test_contacts_stay_out_unless_asked_for(filled: Desk) -> None:
    quiet = enterprises_export(filled.store, LOCAL_STAFF, "2020", [USCC])
    view = enterprise_view(filled.store, LOCAL_STAFF, "2020", USCC)
    pages = [quiet, overview_export(filled.store, LOCAL_STAFF, "2020", Filters()), enterprise_export(filled.store, LOCAL_STAFF, view)]

    asked = enterprises_export(filled.store, LOCAL_STAFF, "2020", [USCC], contacts=True)

    assert not any(secret in str(page.tables) for page in pages for secret in ("13800000000", "example.cn", "联系人"))
    assert asked.tables["企业名单"][0]["手机"] == "13800000000"
    assert "含联系人" in asked.name


def test_nothing_in_an_export_is_run_by_a_spreadsheet(filled: Desk) -> None:
    export = enterprises_export(filled.store, LOCAL_STAFF, "2020", [SECOND], contacts=True)

    [line] = _csv(export)
    sheet = load_workbook(io.BytesIO(as_workbook(export)))["企业名单"]
    cells = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}

    assert (line["企业名称"], line["联系人"]) == ("'=1+1 轴承厂", "'=cmd()")
    assert (cells["企业名称"].value, cells["企业名称"].data_type) == ("=1+1 轴承厂", "s")
    assert cells["联系人"].data_type == "s"


def test_one_enterprise_leaves_with_its_48_answers(filled: Desk) -> None:
    export = enterprise_export(filled.store, LOCAL_STAFF, enterprise_view(filled.store, LOCAL_STAFF, "2020", USCC))

    assert [len(rows) for rows in export.tables.values()] == [1, 48]
    assert export.tables["逐项填报"][2]["自评等级"] == "4"
    assert as_workbook(export)


def _csv(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(export).decode("utf-8-sig"), newline="")))


def _as_number(value: Any) -> Any:
    """Read a score as the number it is; everything else is compared as it stands."""
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value
