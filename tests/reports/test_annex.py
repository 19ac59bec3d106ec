"""The annex: a sheet a table, the figures as progress gives them, texts that stay texts, charts that are charts."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.annex import TOP, build_annex
from services.documents import progress_document
from tests.models.attacker import follows
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
def test_of_one_or_two_forms_nothing_is_averaged_on_any_sheet(count: int) -> None:
    again = load_workbook(BytesIO(build_annex(figures(FORMS[:count], forms(2), missing=2))))

    rows = {row["指标"]: row["数值"] for row in _rows(again["汇总"])}
    assert (rows["应报（家）"], rows["已报（家）"], rows["参加平均（家）"]) == (count + 2, count, count)
    averaged = {name for name in rows if name.startswith("综合得分")} | {"达标率", "门槛降档（家）"}
    assert {rows[name] for name in averaged} == {"—"}
    for sheet, headings in (("六项重点工作", ["平均", "上四分位"]), ("评价项目", ["平均等级", "达标企业", "达标率"]), ("分档", ["家数"])):
        assert {row[heading] for row in _rows(again[sheet]) for heading in headings} == {"—"}, sheet
    assert {row[name] for row in _rows(again["与上期比较"]) for name in ("2019 年", "2020 年")} == {"—"}


def test_an_item_of_two_enterprises_has_its_number_only() -> None:
    few = [form[:6] + "-" + form[7:] for form in FORMS[2:]] + FORMS[:2]

    rows = {row["编号"]: row for row in _rows(load_workbook(BytesIO(build_annex(figures(few))))["评价项目"])}

    assert [rows["P1-07"][name] for name in ("适用企业 n", "平均等级", "得分率平均", "达标率")] == [2, "—", "—", "—"]
    assert rows["P1-08"]["平均等级"] != "—"


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["大型", "中型", "小型"])), min_size=1, max_size=14), st.data())
def test_no_sheet_of_groups_gives_a_small_one_away_by_subtraction(kinds: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whoever has the annex has the totals and the rows of a sheet: for the score, and for a priority that not all have."""
    nobody = data.draw(st.sets(st.integers(0, len(kinds) - 1)))
    filled = [form[:18] + "-" * 8 + form[26:] if place in nobody else form for place, form in enumerate(forms(len(kinds)))]
    traits = [{"sector": sector, "region": sector, "size": size} for sector, size in kinds]
    book = load_workbook(BytesIO(build_annex(figures(filled, traits=traits))))

    totals = {"平均": _rows(book["汇总"])[11]["数值"], "分级": _rows(book["六项重点工作"])[2]["平均"]}
    for sheet, trait in (("行业", "sector"), ("规模", "size"), ("地区", "region")):
        for column, total in totals.items():
            have = {place for place in range(len(kinds)) if column == "平均" or place not in nobody}
            groups = {row[sheet]: {place for place in have if traits[place][trait] == row[sheet]} for row in _rows(book[sheet])}
            shown = [groups[row[sheet]] for row in _rows(book[sheet]) if row[column] != "—"] + [have] * (total != "—")
            known = [{str(place) for place in group} for group in shown]
            small = [{str(place) for place in group} for group in groups.values() if 0 < len(group) < 3]
            assert all(len(group) >= 3 for group in shown)
            assert [group for group in small if follows(group, known)] == []


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
