"""What a real LibreOffice makes of the form: saved there, it is still our form."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exchange.annotate import annotate
from exchange.layout import ISSUE_SHEET, Heading, InfoLabel, Sheet
from exchange.parsed import ParsedWorkbook
from exchange.read import read_form
from models.issue import Issue
from tests.builders import USCC, edition
from tests.exchange.forms import form, item_cell, offered, opened, saved

SOFFICE = shutil.which("soffice") or "soffice"

BAD = Issue(code="LEVEL_AMBIGUOUS", found="3分", item="P1-03", sheet=Sheet.FORM.value, cell="H7")


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Save a filled and an annotated form in LibreOffice, once for the module."""
    folder = tmp_path_factory.mktemp("libreoffice")
    contents = {"filled": _filled(), "annotated": annotate(_filled(), [BAD], note="")}
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    _convert(folder, [folder / f"{name}.xlsx" for name in contents])
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in contents}


def test_the_drop_downs_are_kept(resaved: dict[str, bytes]) -> None:
    before, after = opened(_filled()), opened(resaved["filled"])

    assert {item.code: offered(after, item.code) for item in edition().items} == {
        item.code: offered(before, item.code) for item in edition().items
    }


def test_the_protection_is_kept_and_the_level_cells_stay_open(resaved: dict[str, bytes]) -> None:
    book = opened(resaved["filled"])

    assert book[Sheet.FORM.value].protection.sheet
    assert not item_cell(book, "P1-01", Heading.LEVEL).protection.locked
    assert item_cell(book, "P1-01", Heading.CODE).protection.locked
    assert book[Sheet.META.value].sheet_state != "visible"


def test_the_identity_survives_in_all_its_places(resaved: dict[str, bytes]) -> None:
    parsed = _read(resaved["filled"])

    assert [identity.uscc for identity in parsed.identities] == [USCC] * 4
    assert parsed.periods == ("2020",)
    assert parsed.editions == ("2020",)


def test_the_answers_are_read_as_they_were_filled(resaved: dict[str, bytes]) -> None:
    before, after = _read(_filled()), _read(resaved["filled"])

    assert [row.cells[Heading.LEVEL].value for row in after.rows] == [row.cells[Heading.LEVEL].value for row in before.rows]
    assert after.details[InfoLabel.NAME].value == before.details[InfoLabel.NAME].value


def test_libreoffice_counts_what_is_open_as_the_form_does(resaved: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(resaved["filled"]), data_only=True)

    assert book[Sheet.FORM.value]["F1"].value == "还有 1 项没有填自评等级；有 1 项“不适用”没有写理由"


def test_an_annotated_form_saved_there_can_be_annotated_again(resaved: dict[str, bytes]) -> None:
    book = opened(annotate(resaved["annotated"], [], note=""))

    assert book.sheetnames.count(ISSUE_SHEET) == 1
    assert book[Sheet.FORM.value]["H7"].comment is None
    assert book[Sheet.FORM.value]["H7"].fill.fill_type is None


def _filled() -> bytes:
    """Fill a form: level 2 throughout, one not applicable without reason, one open."""
    book = opened(form())
    for item in edition().items:
        item_cell(book, item.code, Heading.LEVEL).value = 2
    item_cell(book, "P2-09", Heading.LEVEL).value = "不适用"
    item_cell(book, "P6-07", Heading.LEVEL).value = None
    return saved(book)


def _read(content: bytes) -> ParsedWorkbook:
    parsed = read_form(content)
    assert isinstance(parsed, ParsedWorkbook)
    return parsed


def _convert(folder: Path, files: list[Path]) -> None:
    profile = (folder / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
