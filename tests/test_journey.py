"""The whole way without a screen: roster, period, form, faults, the marked-up file, its return, and the figures."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from data.reference_lists import load_reference_lists
from data.store import Store
from exchange.layout import ISSUE_SHEET, Heading, Sheet
from exchange.roster_template import build_roster_template
from models.access import LOCAL_STAFF
from models.progress import ledger
from services.documents import progress_document
from services.pack import pack
from services.periods import add_period
from services.progress import snapshot
from services.receive import Intake, receive
from services.returning import write_returned
from services.rosters import import_roster
from services.sources import from_paths
from tests.builders import USCC, edition, enterprise
from tests.exchange.forms import item_cell, opened, saved

SOFFICE = shutil.which("soffice") or "soffice"
NOW = datetime(2020, 8, 21, 3, 0, tzinfo=UTC)
OTHER = "91320000000000001A"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    new = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    yield new
    new.close()


def test_from_the_roster_to_the_figures(store: Store, tmp_path: Path) -> None:
    imported = import_roster(store, LOCAL_STAFF, _roster(), now=NOW)
    add_period(store, LOCAL_STAFF, "2020", date(2020, 9, 10), edition="2020", now=NOW)
    assert sorted(imported.change.added) == sorted([USCC, OTHER])

    assert pack(store, LOCAL_STAFF, "2020", tmp_path / "pack.zip", today=date(2020, 7, 1)) == 2
    with ZipFile(tmp_path / "pack.zip") as archive:
        form = next(archive.read(name) for name in archive.namelist() if name.startswith(USCC))

    # The enterprise fills it in, in another office program, with two faults.
    mail = _sent(tmp_path / "mail" / "某机床厂自评.xlsx", _filled(form, _proper() | {"P1-03": "3分", "P3-04": ("不适用", None)}))
    first = _received(store, mail)
    assert [(file.outcome.value, file.revision) for file in first.files] == [("returned", 1)]
    assert sorted((issue.code, issue.item) for issue in first.files[0].issues if issue.severity == "error") == [
        ("LEVEL_AMBIGUOUS", "P1-03"), ("NA_WITHOUT_REASON", "P3-04"),
    ]  # fmt: skip
    assert (first.ledger.returned, first.ledger.accepted, first.ledger.missing) == (1, 0, 1)

    # Its own file goes back marked up, is mended there, and is sent once more.
    [back] = write_returned(store, LOCAL_STAFF, first.files, tmp_path / "back").values()
    assert opened(Path(back).read_bytes()).sheetnames[0] == ISSUE_SHEET
    mended = _filled(Path(back).read_bytes(), {"P1-03": 3, "P3-04": ("不适用", "不做消费品")})
    second = _received(store, _sent(tmp_path / "mail2" / "最终版.xlsx", mended))
    assert [(file.outcome.value, file.revision, file.provisional) for file in second.files] == [("accepted", 2, False)]
    assert [issue.code for issue in second.files[0].issues if issue.severity == "error"] == []
    assert (second.ledger.returned, second.ledger.accepted, second.ledger.missing) == (0, 1, 1)

    # The same mail once more changes nothing, and every figure says the same.
    again = _received(store, tmp_path / "mail2")
    assert [file.outcome.value for file in again.files] == ["duplicate"]
    now = snapshot(store, LOCAL_STAFF, "latest")
    assert ledger(now.enterprises) == second.ledger == again.ledger
    rows = {row["uscc"]: row for row in progress_document(now, "enterprise")["rows"]}
    assert (rows[USCC]["status"], rows[USCC]["revision"], rows[USCC]["completeness_rate"]) == ("in_review", 2, 1.0)
    assert rows[USCC]["total_score"] == second.files[0].total_score
    assert (rows[OTHER]["status"], rows[OTHER]["total_score"]) == ("missing", None)
    total = progress_document(now, "total")
    assert (total["expected"], total["received"], total["valid"], total["mean"]) == (2, 1, 1, second.files[0].total_score)


def _roster() -> bytes:
    """Fill the roster's template with two enterprises."""
    book = opened(build_roster_template(load_reference_lists()))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for number, uscc in enumerate((USCC, OTHER), 2):
        row: dict[str, object] = {
            "统一社会信用代码": uscc, "企业名称": f"某机床厂{number}", "地区": "江苏省", "行业": "机床工具", "从业人员(人)": 120,
            "营业收入(万元)": 8000, "企业特征": "有自有产品", "状态": "应报",
        }  # fmt: skip
        for heading, value in row.items():
            sheet.cell(number, headings.index(heading) + 1).value = value
    return saved(book)


def _proper() -> dict[str, Any]:
    """Give answers that keep every rule: 2 where an item applies, else 不适用 with a reason."""
    of = enterprise()
    return {item.code: 2 if item.applies(of.size, of.traits) else ("不适用", "不涉及") for item in edition().items}


def _filled(form: bytes, answers: dict[str, Any]) -> bytes:
    """Fill in answers as a person does."""
    book = opened(form)
    for code, answer in answers.items():
        level, reason = answer if isinstance(answer, tuple) else (answer, None)
        item_cell(book, code, Heading.LEVEL).value = level
        item_cell(book, code, Heading.REASON).value = reason
    book.active = book.sheetnames.index(Sheet.FORM.value)
    return saved(book)


def _sent(path: Path, content: bytes) -> Path:
    """Save a workbook in LibreOffice, as an enterprise without Excel does; give the folder it lies in."""
    path.parent.mkdir()
    (path.parent / "before").mkdir()
    (path.parent / "before" / path.name).write_bytes(content)
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(path.parent),
        str(path.parent / "before" / path.name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for scratch in ("before", "profile"):
        shutil.rmtree(path.parent / scratch)
    return path.parent


def _received(store: Store, folder: Path) -> Intake:
    return receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW)
