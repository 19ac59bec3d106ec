"""What goes back to an enterprise: its own file with the faults in it, or a fresh form when that cannot be."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from exchange.jobs import annotate_form
from exchange.layout import ISSUE_SHEET, InfoLabel
from models.access import LOCAL_STAFF
from services import returning
from services.documents import intake_document
from services.intakes import annotated_file, annotated_pack
from services.pools import open_pool
from services.returning import FRESH_NOTE, OTHER_KIND_NOTE, returned_name, write_returned
from services.workers import Failure, Result
from tests.builders import USCC
from tests.exchange.forms import opened, saved
from tests.exchange.other_kinds import as_ods, as_xls
from tests.exchange.plain_forms import as_bytes, plain_book
from tests.services.desk import FIRM, SECOND, Desk, PoolHere, form_of

BAD = form_of(levels={"P1-03": "3分", "P1-01": 4})
OWN_DETAILS = {
    "企业名称": "苏南恒岳机床集团", "从业人员(人)": 345, "地区": "江苏", "联系人": "+86 王工", "手机": "13900000000",
    "近三年有无重大质量、安全、环保事故或严重失信": "无", "填表人（签字）": "李四",
}  # fmt: skip
STORIES = [
    ("S.3", "一把刀的三十年", "从仿制到领先。\n第二段：“精度”说话。"),
    *((None, f"故事 {number}", '=HYPERLINK("http://evil.example","点我")') for number in range(6)),
    (None, None, "@SUM(A1)"),
]


class PoolThatCannotRewrite(PoolHere):
    """A pool in which no file can be rewritten, only built anew."""

    def map(self, job: Callable[..., Any], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[Any]]:
        """Fail at rewriting."""
        if job is not annotate_form:
            return super().map(job, arguments)
        return (Result(failure=Failure.RAISED) for _ in arguments)


class PoolThatFails(PoolHere):
    """A pool in which nothing works."""

    def map(self, job: Callable[..., Any], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[Any]]:
        """Fail at every job."""
        return (Result(failure=Failure.RAISED) for _ in arguments)


@pytest.fixture(autouse=True)
def pool_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolHere)


def test_only_returned_files_are_written_each_beside_its_sha256(desk: Desk, tmp_path: Path) -> None:
    files = desk.receive(("a.xlsx", BAD), ("b.xlsx", form_of(SECOND)), ("c.xlsx", BAD), ("d.xlsx", b"x")).files

    paths = write_returned(desk.store, LOCAL_STAFF, files, tmp_path / "out")

    assert paths == {str(files[0].sha256): str(tmp_path / "out" / f"{USCC}_{FIRM.name}_第1版_退回修改.xlsx")}
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{USCC}_{FIRM.name}_第1版_退回修改.xlsx"]


def test_the_file_that_goes_back_is_their_own_with_a_list_in_front(desk: Desk) -> None:
    row = desk.row(BAD)

    book = opened(annotated_file(desk.store, LOCAL_STAFF, row))

    assert book.sheetnames == [ISSUE_SHEET, "企业信息", "自评表"]
    assert book["自评表"]["D4"].value == "3分"
    assert "3分" in book["自评表"]["D4"].comment.text


def test_a_file_that_cannot_be_rewritten_becomes_a_fresh_form_with_its_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolThatCannotRewrite)
    row = desk.row(BAD)

    content = annotated_file(desk.store, LOCAL_STAFF, row)

    again = desk.row(content)
    assert (again.outcome.value, again.uscc, again.revision) == ("accepted", USCC, 2)
    assert [issue.item for issue in again.issues if issue.code == "BLANK"] == ["P1-03"]


@pytest.mark.parametrize("saved_as", [as_xls, as_ods])
def test_the_fresh_form_is_built_in_a_child_and_says_what_it_does_not_carry(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, saved_as: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(returning, "open_pool", open_pool)
    row = desk.row(saved_as(_with_own_words()))

    book = opened(annotated_file(desk.store, LOCAL_STAFF, row))

    assert book[ISSUE_SHEET]["A3"].value == OTHER_KIND_NOTE
    assert book["亮点与故事"]["B9"].value == STORIES[0][1]
    assert all("没有转过来的只有：读不出来的格子" in note for note in (OTHER_KIND_NOTE, FRESH_NOTE))


@pytest.mark.parametrize("saved_as", [as_bytes, as_xls, as_ods])
def test_a_fresh_form_carries_the_details_and_stories_as_they_were_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, saved_as: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolThatCannotRewrite)
    row = desk.row(saved_as(_with_own_words()))

    book = opened(annotated_file(desk.store, LOCAL_STAFF, row))

    info = {cells[0].value: cells[1] for cells in book["企业信息"].iter_rows(max_col=2) if cells[0].value}
    told = {label: info[label].value for label in OWN_DETAILS}
    assert told == {label: str(value) for label, value in OWN_DETAILS.items()}
    assert [info[str(label)].value for label in (InfoLabel.USCC, InfoLabel.PERIOD, InfoLabel.EDITION)] == [USCC, "2020", "2020"]
    cells = [line for line in book["亮点与故事"].iter_rows(min_row=9, max_col=3) if any(cell.value for cell in line)]
    assert [tuple(cell.value for cell in line) for line in cells] == STORIES
    assert {cell.data_type for cell in (*info.values(), *(cell for line in cells for cell in line)) if cell.value} == {"s"}
    assert "联系人有变化" in info["联系人"].comment.text

    again = desk.row(saved(book))
    assert (again.outcome.value, again.revision) == ("accepted", 2)
    changed = {"NAME_DIFFERS", "DETAIL_DIFFERS", "CONTACT_DIFFERS"}
    assert [issue.code for issue in again.issues if issue.code in changed] == [issue.code for issue in row.issues if issue.code in changed]


def _with_own_words() -> Workbook:
    """Fill a form with a fault, changed details, and more stories than the form has rows for."""
    book = plain_book({"P1-03": "3分"}, OWN_DETAILS)
    sheet = book.create_sheet("亮点与故事")
    for line in (["亮点与故事"], [], ["征集范围", "标题", "内容"], *STORIES):
        sheet.append(list(line))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.data_type = "s"
    return book


def test_where_even_the_fresh_form_fails_the_file_goes_back_as_it_came_and_is_named_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolThatFails)
    files = desk.receive(("表.XLSX", BAD)).files

    [path] = write_returned(desk.store, LOCAL_STAFF, files, tmp_path).values()

    assert Path(path).read_bytes() == BAD
    assert Path(path).name.endswith("退回修改（未标注）.XLSX")


def test_a_returned_form_sent_again_is_a_duplicate_whose_file_is_written_again(desk: Desk, tmp_path: Path) -> None:
    good, other = form_of(SECOND), form_of(levels={"P1-03": "优"})
    desk.receive(("a.xlsx", BAD), ("b.xlsx", good), ("c.xlsx", other))

    again = desk.receive(("x.xlsx", BAD), ("y.xlsx", good), ("z.xlsx", BAD))
    paths = write_returned(desk.store, LOCAL_STAFF, again.files, tmp_path / "out")

    documents = intake_document(again, paths)["files"]
    assert [(file["outcome"], bool(file["returned_file"])) for file in documents] == [
        ("duplicate", True), ("duplicate", False), ("duplicate", True),
    ]  # fmt: skip
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{USCC}_{FIRM.name}_第1版_退回修改.xlsx"]
    assert "3分" in opened(Path(documents[0]["returned_file"]).read_bytes())["自评表"]["D4"].comment.text


def test_a_returned_form_twice_in_one_intake_is_written_once(desk: Desk, tmp_path: Path) -> None:
    intake = desk.receive(("a.xlsx", BAD), ("b.xlsx", BAD))

    paths = write_returned(desk.store, LOCAL_STAFF, intake.files, tmp_path)

    assert len(paths) == 1
    assert [file["outcome"] for file in intake_document(intake, paths)["files"]] == ["returned", "duplicate"]


def test_what_goes_back_from_an_intake_fits_into_one_zip(desk: Desk) -> None:
    files = desk.receive(("a.xlsx", BAD), ("b.xlsx", form_of(SECOND, {"P1-03": "优"}))).files

    with ZipFile(BytesIO(b"".join(annotated_pack(desk.store, LOCAL_STAFF, files)))) as archive:
        assert len(archive.namelist()) == 2


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a/b\\c:d*e?"f"', "甲\n乙"])
def test_a_name_can_lead_nowhere_else(desk: Desk, name: str) -> None:
    row = replace(desk.row(BAD), enterprise=name)

    assert Path(returned_name(row)).name == returned_name(row)
    assert not set(returned_name(row)) & set('/\\:*?"<>|\n')
