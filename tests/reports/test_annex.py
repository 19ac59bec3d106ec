"""The annex: a sheet a table, the figures as progress gives them, texts that stay texts, charts that are charts."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.annex import TOP, build_annex
from services.documents import progress_document
from tests.reports.meeting import figures, forms, picture

FORMS = forms(30)
TRAITS = [{"sector": sector} for sector in ("机床工具",) * 5 + ("汽车",) * 4 + ("内燃机",)]
CODES = {"平均": "mean", "中位数": "median"}


@pytest.fixture(scope="module")
def book() -> Any:
    """Write and reopen an annex."""
    return load_workbook(BytesIO(build_annex(figures(FORMS, forms(24), missing=4, traits=TRAITS))))


def test_there_is_a_sheet_a_table_with_what_it_rests_on(book: Any) -> None:
    names = [sheet.title for sheet in book.worksheets]

    assert names[:8] == ["汇总", "六项重点工作", "评价项目", "分档", "行业", "规模", "地区", "分地区报送"]
    assert names[-1] == "企业"
    for sheet in book.worksheets:
        assert all(part in sheet["A2"].value for part in ("数据来源", "截至 2020-08-28", "n=30", "口径：自评", "清单 2020 版"))
        assert sheet.freeze_panes in {f"B{TOP + 2}", f"C{TOP + 2}"}


@pytest.mark.parametrize(("name", "way"), [("六项重点工作", "priority"), ("行业", "sector"), ("规模", "size"), ("地区", "region")])
def test_means_and_medians_are_those_of_progress(book: Any, name: str, way: str) -> None:
    document = progress_document(picture(FORMS, missing=4, traits=TRAITS), way)["rows"]

    rows = _rows(book[name])

    assert [row["n"] for row in rows] == [row["n"] for row in document]
    for heading, code in CODES.items():
        assert [_shown(row[heading]) for row in rows] == [row[code] for row in document]


def test_items_are_those_of_progress_to_the_last_digit(book: Any) -> None:
    document = progress_document(picture(FORMS, missing=4), "item")["rows"]

    rows = _rows(book["评价项目"])

    assert [row["达标率"] for row in rows] == [row["compliance_rate"] for row in document]
    assert [row["平均等级"] for row in rows] == [row["mean_level"] for row in document]
    assert [_shown(row["得分率平均"]) for row in rows] == [row["score_rate"] for row in document]


def test_enterprises_are_those_of_progress_in_the_roster_s_order(book: Any) -> None:
    document = progress_document(picture(FORMS, missing=4), "enterprise")["rows"]

    rows = _rows(book["企业"])

    assert [row["统一社会信用代码"] for row in rows] == [row["uscc"] for row in document]
    assert [_shown(row["综合得分"]) for row in rows] == [row["total_score"] for row in document]
    assert [_shown(row["体系"]) for row in rows] == [row["priorities"]["P1"] for row in document]
    assert rows[-1]["状态"] == "未报"


def test_what_may_not_be_shown_is_a_dash(book: Any) -> None:
    content = build_annex(figures(forms(8), traits=[{"sector": "机床工具"}] * 6 + [{"sector": "汽车"}] * 2))

    rows = _rows(load_workbook(BytesIO(content))["行业"])

    assert [(row["行业"], row["n"], row["平均"]) for row in rows] == [("机床工具", 6, "—"), ("汽车", 2, "—")]


def test_charts_are_native_and_draw_their_own_table() -> None:
    with ZipFile(BytesIO(build_annex(figures(FORMS, missing=4, traits=TRAITS)))) as package:
        drawn = [package.read(name).decode() for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]

    sources = {re.findall(r"<c:val><c:numRef><c:f>([^!]+)!", chart)[0].strip("'") for chart in drawn}
    assert sources == {"六项重点工作", "分档", "行业", "规模", "地区", "分地区报送", "分转报单位报送"}


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "长" * 60])
def test_names_stay_texts(name: str) -> None:
    content = build_annex(figures(FORMS[:4], name=name, traits=[{"forwarder": name}]))

    for sheet, heading in (("企业", "企业名称"), ("企业", "转报单位"), ("分转报单位报送", "转报单位")):
        [cell, *_] = _column(load_workbook(BytesIO(content))[sheet], heading)
        assert cell.data_type == "s"
        assert str(cell.value).startswith(name)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_forms_still_make_an_annex(count: int) -> None:
    again = load_workbook(BytesIO(build_annex(figures(FORMS[:count], forms(2), missing=2))))

    rows = {row["指标"]: row["数值"] for row in _rows(again["汇总"])}
    assert (rows["应报（家）"], rows["已报（家）"]) == (count + 2, count)
    assert _shown(rows["综合得分平均（分）"]) == progress_document(picture(FORMS[:count], missing=2), "total")["mean"]
    assert "暂不比较" in again["分档"]["A3"].value or "还没有" in again["分档"]["A3"].value


def test_an_empty_roster_makes_an_annex_without_rows() -> None:
    assert load_workbook(BytesIO(build_annex(figures([]))))["企业"].cell(TOP + 1, 1).value == "（没有数据）"


def test_the_same_figures_give_the_same_bytes() -> None:
    assert build_annex(figures(FORMS, forms(24))) == build_annex(figures(FORMS, forms(24)))
    assert build_annex(figures(FORMS)) != build_annex(figures(FORMS[:-1]))


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Read a table: its headings stand below the head of the sheet, it ends at the first empty row."""
    head, *rows = list(sheet.iter_rows(min_row=TOP + 1, values_only=True))
    headings = [str(heading) for heading in head if heading is not None]
    return [dict(zip(headings, row, strict=False)) for row in rows if row[0] is not None]


def _column(sheet: Worksheet, heading: str) -> list[Any]:
    [place] = [cell.column for cell in sheet[TOP + 1] if cell.value == heading]
    return [row[place - 1] for row in sheet.iter_rows(min_row=TOP + 2)]


def _shown(value: object) -> str | None:
    return f"{value:.1f}" if isinstance(value, int | float) else None
