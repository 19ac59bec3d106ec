"""The JSON documents: their shapes as the contract gives them, and null wherever there is nothing to show."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from models.enterprise import Size
from models.rounding import half_up
from services.documents import intake_document, ledger_document, progress_document
from tests.builders import USCC, edition
from tests.services.desk import FIRM, SECOND, Desk, form_of

WAYS = ("total", "priority", "item", "region", "sector", "size", "enterprise")
FIGURES = {"n": 0, "mean": None, "median": None}
NO_FORM = {
    "revision": None, "total_score": None, "band": None, "gated": None, "provisional": None, "blank": None, "met": None,
    "applicable": None, "compliance_rate": None, "completeness_rate": None, "priorities": dict.fromkeys(("P1", "P2", "P3", "P4", "P5", "P6")),
}  # fmt: skip


def test_an_intake_is_told_file_by_file_with_the_ledger(desk: Desk) -> None:
    intake = desk.receive(("包.zip!a/b.xlsx", form_of(levels={"P1-03": "3分"})), ("c.pdf", b"%PDF-1.4"))

    document = _as_json(intake_document(intake, {str(intake.files[0].sha256): "out/b.xlsx"}))

    assert list(document) == ["period", "files", "ledger"]
    assert document["files"][0] == {
        "file": "包.zip!a/b.xlsx", "outcome": "returned", "uscc": USCC, "enterprise": FIRM.name, "edition": "2020", "revision": 1,
        "total_score": None, "provisional": False, "band": None,
        "issues": [{
            "code": "LEVEL_AMBIGUOUS", "severity": "error", "sheet": "自评表", "cell": "D4", "item": "P1-03", "found": "3分",
            "message": document["files"][0]["issues"][0]["message"],
        }],
        "returned_file": "out/b.xlsx",
    }  # fmt: skip
    assert (document["files"][1]["outcome"], document["files"][1]["uscc"], document["files"][1]["returned_file"]) == (
        "attachment",
        None,
        None,
    )
    assert document["ledger"] == {
        "expected": 2, "received": 1, "accepted": 0, "returned": 1, "missing": 1, "exempt": 1, "submission_rate": 0.5,
    }  # fmt: skip


def test_two_files_of_one_name_have_each_their_own_returned_file(desk: Desk) -> None:
    intake = desk.receive(("a.xlsx", form_of(levels={"P1-03": "3分"})), ("a.xlsx", form_of(SECOND, {"P1-03": "优"})))
    paths = {str(file.sha256): str(file.uscc) for file in intake.files}

    document = intake_document(intake, paths)

    assert [file["returned_file"] for file in document["files"]] == [USCC, SECOND]


def test_an_accepted_file_has_its_score_as_a_string(desk: Desk) -> None:
    document = _as_json(intake_document(desk.receive(("a.xlsx", form_of())), {}))

    [file] = document["files"]
    assert (file["total_score"], file["band"], file["provisional"], file["issues"]) == ("50.0", "实施级", False, [])


@pytest.mark.parametrize("by", WAYS)
def test_every_way_names_period_edition_and_basis(desk: Desk, by: str) -> None:
    document = _as_json(progress_document(desk.snapshot(), by))

    assert {name: document[name] for name in ("period", "edition", "basis")} == {"period": "2020", "edition": "2020", "basis": "self"}


def test_a_period_without_forms_has_nulls_and_no_invented_zeros(desk: Desk) -> None:
    total, enterprises = (progress_document(desk.snapshot(), by) for by in ("total", "enterprise"))

    assert (total["expected"], total["received"], total["valid"], total["submission_rate"], total["validity_rate"]) == (2, 0, 0, 0.0, None)
    assert (total["n"], total["mean"], total["median"], total["compliance_rate"]) == (0, None, None, None)
    assert total["bands"] == dict.fromkeys(("引领级", "见效级", "实施级", "策划级", "起步级"), 0)
    assert list(total["priorities"].values()) == [FIGURES] * 6
    assert [row["status"] for row in enterprises["rows"]] == ["missing", "exempt", "missing"]
    assert all(row.items() >= NO_FORM.items() for row in enterprises["rows"])


def test_an_enterprise_s_row_has_every_figure_of_its_form(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-01": None, "P1-03": 4})))

    row = next(row for row in _as_json(progress_document(desk.snapshot(), "enterprise"))["rows"] if row["uscc"] == USCC)

    applicable = [item for item in edition().items if item.applies(FIRM.size, FIRM.traits)]
    levels = {item.code: 2 for item in applicable} | {"P1-01": 0, "P1-03": 4}
    points = sum(item.weight * levels[item.code] for item in applicable)
    assert row["total_score"] == str(half_up(Fraction(100 * points, 4 * sum(item.weight for item in applicable))))
    assert row == {
        "uscc": USCC, "name": FIRM.name, "region": "江苏", "sector": "机床工具", "size": "小型", "status": "in_review", "revision": 1,
        "total_score": row["total_score"], "band": None, "gated": False, "provisional": True, "blank": 1,
        "met": sum(levels[item.code] >= item.target_level for item in applicable), "applicable": len(applicable),
        "compliance_rate": row["met"] / row["applicable"], "completeness_rate": 47 / 48, "priorities": row["priorities"],
    }  # fmt: skip
    assert list(row["priorities"]) == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert row["priorities"]["P2"] == "50.0"


def test_a_newer_returned_form_shows_in_the_status_beside_the_figures_that_count(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(levels={"P1-03": "优"})))

    row = progress_document(desk.snapshot(), "enterprise")["rows"][-1]

    assert (row["status"], row["revision"], row["total_score"]) == ("returned", 1, "50.0")


def test_a_provisional_form_is_valid_and_in_no_mean(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-03": None})))

    total = progress_document(desk.snapshot(), "total")

    assert (total["valid"], total["validity_rate"], total["n"], total["mean"]) == (1, 1.0, 0, None)
    assert sum(total["bands"].values()) == 0


@pytest.mark.parametrize(("by", "key"), [("region", "江苏"), ("sector", "机床工具"), ("size", "小型")])
def test_a_group_of_two_is_suppressed_with_null_figures(desk: Desk, by: str, key: str) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))

    [row] = progress_document(desk.snapshot(), by)["rows"]

    assert list(row) == ["key", "n", "mean", "median", "priorities", "suppressed"]
    assert (row["key"], row["n"], row["mean"], row["median"], row["suppressed"]) == (key, 2, None, None, True)
    assert all(figures["mean"] is figures["median"] is None for figures in row["priorities"].values())


def test_a_group_of_three_is_shown(desk: Desk) -> None:
    firms = [replace(FIRM, uscc=f"9132000000000010{place}A", name=f"企业{place}") for place in range(3)]
    desk.add_roster(*firms)
    desk.receive(*((f"{place}.xlsx", form_of(firm.uscc, {"P1-03": place})) for place, firm in enumerate(firms)))

    [row] = _as_json(progress_document(desk.snapshot(), "region"))["rows"]

    assert (row["n"], row["mean"], row["suppressed"]) == (3, "49.1", False)
    assert row["priorities"]["P2"] == {"n": 3, "mean": "50.0", "median": "50.0"}


def test_groups_come_in_the_order_people_know_and_what_is_not_filled_in_has_a_name(desk: Desk) -> None:
    desk.add_roster(
        replace(FIRM, size=Size.LARGE, region="北京"), replace(FIRM, uscc=SECOND, size=None, staff=None, revenue=None, region="")
    )

    sizes, regions = ([row["key"] for row in progress_document(desk.snapshot(), by)["rows"]] for by in ("size", "region"))

    assert sizes == ["大型", "小型", "未填"]
    assert regions == ["北京", "江苏", "未填"]


def test_items_have_a_level_as_a_number_and_a_score_rate_as_a_string(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 3})), ("b.xlsx", form_of(SECOND)))

    rows = {row["item"]: row for row in _as_json(progress_document(desk.snapshot(), "item"))["rows"]}

    assert len(rows) == 48
    title = edition().by_code["P1-03"].title
    assert rows["P1-03"] == {"item": "P1-03", "title": title, "n": 2, "mean_level": 2.5, "compliance_rate": 0.5, "score_rate": "62.5"}
    assert rows["P3-04"]["n"] == 0
    assert rows["P3-04"]["mean_level"] is rows["P3-04"]["score_rate"] is rows["P3-04"]["compliance_rate"] is None


def test_priorities_have_quartiles_and_the_target_of_what_applies(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))

    rows = _as_json(progress_document(desk.snapshot(), "priority"))["rows"]

    applicable = [item for item in edition().items_of(edition().priorities[2].code) if item.applies(FIRM.size, FIRM.traits)]
    target = half_up(
        Fraction(100 * sum(item.weight * item.target_level for item in applicable), 4 * sum(item.weight for item in applicable))
    )
    assert [row["priority"] for row in rows] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert rows[2] | {"title": ""} == {
        "priority": "P3", "title": "", "n": 1, "mean": "50.0", "median": "50.0", "lower_quartile": "50.0", "upper_quartile": "50.0",
        "target": str(target),
    }  # fmt: skip


def test_the_ledger_lists_every_enterprise_with_its_newest_revision(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(levels={"P1-03": "优"})))

    document = _as_json(ledger_document(desk.snapshot()))

    assert document["ledger"]["returned"] == 1
    assert [(row["status"], row["revision"]) for row in document["rows"]] == [("missing", None), ("exempt", None), ("returned", 2)]


def test_personal_data_stands_in_no_document(desk: Desk) -> None:
    names = set().union(*(row for by in WAYS for row in progress_document(desk.snapshot(), by).get("rows", [])))

    assert not names & {"person", "mobile", "email", "contact"}


def _as_json(document: dict[str, Any]) -> dict[str, Any]:
    """Write and read a document, as whoever asks for it does."""
    read: dict[str, Any] = json.loads(json.dumps(document, allow_nan=False))
    return read
