"""两期对比 and 清单 taken away: the figures of the screen, and nothing that the screen keeps back."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from charts.figures_text import score, signed
from models.access import LOCAL_STAFF
from models.catalogue import ClauseKind
from services.catalogue import catalogue_export, catalogue_view
from services.compare import Comparison, compare, compared
from services.compare_export import comparison_export
from services.documents import progress_document
from services.exports import Export, as_csv, as_workbook
from tests.services.desk import FIRM, Desk, form_of

FIRMS = tuple(replace(FIRM, uscc=f"9132000000000{place:04}A", name=f"{place} 厂", short_name=f"{place} 厂") for place in range(6))


def two_years(desk: Desk, firms: int) -> Comparison:
    """Let enterprises report in both years, each a little worse in one item and better in another."""
    desk.add_roster(*FIRMS[:firms])
    for year in ("2019", "2021"):
        desk.add_period(year, date(int(year), 9, 10))
        for place, firm in enumerate(FIRMS[:firms]):
            levels = {"P1-03": place % 5, "P2-02": 4} if year == "2019" else {"P1-03": 4, "P2-02": 1 + place % 2}
            desk.receive(("a.xlsx", form_of(firm.uscc, levels, NAME=firm.name, PERIOD=year)), period=year)
    return compare(desk.store, LOCAL_STAFF, "2019", "2021")


def test_every_figure_of_the_comparison_is_the_screen_s_to_the_last_digit(desk: Desk) -> None:
    view = two_years(desk, 6)
    panel = view.panel
    assert panel is not None
    assert panel.score is not None
    assert panel.compliance is not None

    tables = comparison_export(view).tables

    told = {row["指标"]: row["数值"] for row in tables["同口径"]}
    assert _minus(signed(panel.score.difference)) == Decimal(str(told["平均综合得分差"]))
    assert _minus(signed(100 * panel.compliance.difference)) == Decimal(str(told["达标率差（个百分点）"]))
    assert (told["同口径企业"], told["升档"], told["降档"]) == (6, panel.bands.up, panel.bands.down)
    for name, frame in (("六项重点", panel.priorities), ("上升最多的项目", panel.rose), ("下降最多的项目", panel.fell)):
        shown = [
            [row["key"], score(row["before"]), score(row["now"]), _minus(signed(row["difference"]))] for row in frame.to_dict("records")
        ]
        rows = [[row["编号"], row["2019 得分率"], row["2021 得分率"], Decimal(row["得分率差（个百分点）"])] for row in tables[name]]
        assert rows == shown
        assert rows
    assert sum(int(row[f"2021 {band}"]) for row in tables["分档去向"] for band in panel.band_table.columns) == 6


def test_a_period_s_own_figures_are_those_of_progress(desk: Desk) -> None:
    view = two_years(desk, 3)

    rows = {row["指标"]: row["2021"] for row in comparison_export(view).tables["两期各自的数"]}

    document = progress_document(desk.snapshot("2021"), "total")
    same = {
        "平均综合得分": "mean",
        "综合得分中位数": "median",
        "达标率": "compliance_rate",
        "报送率": "submission_rate",
        "应报": "expected",
    }
    assert {name: rows[name] for name in same} == {name: document[key] for name, key in same.items()}
    assert {band: rows[band] for band in document["bands"]} == document["bands"]


def test_the_csv_and_the_workbook_have_the_same_figures(desk: Desk) -> None:
    export = comparison_export(two_years(desk, 6))

    lines = _csv(export)
    book = load_workbook(io.BytesIO(as_workbook(export)))

    found = {(line["表"], line["名称"], line["指标"]): line["数值"] for line in lines}
    assert len(found) == len(lines)
    assert found["两期各自的数", "2021", "平均综合得分"] == export.tables["两期各自的数"][8]["2021"]
    heading, first, *_ = ([cell.value for cell in line] for line in book["六项重点"].iter_rows())
    [told] = [row for row in export.tables["六项重点"] if row["编号"] == first[0]]
    assert dict(zip(heading, first, strict=True)) == {"口径": "自评"} | {
        name: float(value) if isinstance(value, str) and name not in {"编号", "名称"} else value for name, value in told.items()
    }


@pytest.mark.parametrize("firms", [1, 2])
def test_a_panel_too_small_to_be_shown_does_not_leave_by_the_download(desk: Desk, firms: int) -> None:
    assert list(comparison_export(two_years(desk, firms)).tables) == ["两期各自的数"]


def test_a_panel_too_small_to_rank_items_gives_none(desk: Desk) -> None:
    assert list(comparison_export(two_years(desk, 4)).tables) == ["两期各自的数", "同口径", "六项重点", "分档去向"]


def test_two_editions_leave_with_their_own_figures_only(desk: Desk) -> None:
    two_years(desk, 3)
    now, before = desk.snapshot("2021"), desk.snapshot("2019")

    export = comparison_export(compared(now, replace(before, period=replace(before.period, edition="2019"))))

    assert list(export.tables) == ["两期各自的数"]
    assert as_csv(export)


def test_the_catalogue_leaves_as_it_is_shown() -> None:
    view = catalogue_view("2020", [ClauseKind.DIRECT])

    clauses, items = (_csv(catalogue_export(view, by_items=by_items)) for by_items in (False, True))

    assert [(line["条款"], line["原文"]) for line in clauses] == [
        (clause.id, clause.quote) for chapter in view.chapters for clause, _ in chapter.clauses
    ]
    assert len(clauses) == 18
    shown = [item for chapter in view.chapters for item, _ in chapter.items]
    assert [(line["编号"], line["标准分"], line["目标等级"]) for line in items] == [
        (item.code, str(item.weight), str(item.target_level)) for item in shown
    ]
    assert as_workbook(catalogue_export(view, by_items=True))


def _csv(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(export).decode("utf-8-sig"), newline="")))


def _minus(text: str) -> Decimal:
    """Read a difference as the screen writes it."""
    return Decimal(text.replace("−", "-"))
