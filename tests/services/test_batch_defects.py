"""What only shows when whole batches come in: packs in packs, litter, several forms of one enterprise, other kinds of file."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from exchange.layout import ISSUE_SHEET, Heading
from models.access import LOCAL_STAFF
from services import returning
from services.intakes import annotated_file
from services.receive import Intake, receive
from services.returning import OTHER_KIND_NOTE, returned_name
from services.sources import from_paths, from_upload
from tests.builders import USCC
from tests.exchange.forms import item_cell, opened, saved
from tests.exchange.other_kinds import as_ods, as_xls
from tests.exchange.plain_forms import form_sheet, plain_book, row_of
from tests.services.desk import NOW, SECOND, Desk, PoolHere, form_of

LITTER = ("~$自评表.xlsx", ".~自评表.xlsx", ".DS_Store", "__MACOSX/._自评表.xlsx", "Thumbs.db", "下属/desktop.ini")
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(100)


@pytest.fixture(autouse=True)
def pool_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolHere)


def test_packs_in_packs_with_names_in_gbk_and_utf_8_have_a_row_for_every_file(desk: Desk) -> None:
    inner = _zip({"江苏/甲.xlsx": form_of(), "乙.rar": RAR}, gbk=True)
    outer = _zip({"转报/江苏.zip": inner, "浙东轴承.xlsx": form_of(SECOND), "盖章.pdf": b"%PDF-1.4\n", "说明.docx": b"PK\x03\x04"})

    files = _received(desk, "地方.zip", outer).files

    assert [(file.file, file.outcome.value) for file in files] == [
        ("地方.zip!转报/江苏.zip!江苏/甲.xlsx", "accepted"),
        ("地方.zip!转报/江苏.zip!乙.rar", "refused"),
        ("地方.zip!浙东轴承.xlsx", "accepted"),
        ("地方.zip!盖章.pdf", "attachment"),
        ("地方.zip!说明.docx", "refused"),
    ]


def test_litter_has_its_rows_and_is_nobody_s_fault(desk: Desk, tmp_path: Path) -> None:
    pack = _zip({name: bytes(165) for name in LITTER} | {"甲.xlsx": form_of()})
    for name in LITTER:
        (tmp_path / "邮件" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "邮件" / name).write_bytes(b"\x05SYSTEM")
    (tmp_path / "邮件" / "全部.zip").write_bytes(pack)

    files = receive(desk.store, LOCAL_STAFF, from_paths([tmp_path / "邮件"]), "2020", now=NOW).files

    assert len(files) == 2 * len(LITTER) + 1
    assert {tuple(issue.code for issue in file.issues) for file in files if file.outcome.value == "refused"} == {("FILE_LITTER",)}
    assert [file.file for file in files if file.outcome.value != "refused"] == ["全部.zip!甲.xlsx"]
    assert not any(file.needs_somebody for file in files)


def test_a_form_is_read_whatever_it_is_called(desk: Desk) -> None:
    [file] = _received(desk, "~$自评表.xlsx", form_of()).files

    assert file.outcome.value == "accepted"


def test_several_forms_of_one_enterprise_in_a_batch_are_revisions_and_said_to_be(desk: Desk) -> None:
    first = form_of()
    forms = {"最终版.xlsx": first, "最终版2.xlsx": form_of(levels={"P1-01": 1}), "最终版(1).xlsx": first}

    files = _received(desk, "a.zip", _zip(forms)).files

    assert [(file.outcome.value, file.revision) for file in files] == [("accepted", 1), ("accepted", 2), ("duplicate", 1)]
    assert [[issue.code for issue in file.issues] for file in files] == [[], ["SUPERSEDED_IN_BATCH"], []]


@pytest.mark.parametrize("saved_as", [as_xls, as_ods])
def test_another_kind_of_file_comes_back_as_a_fresh_form_that_is_accepted_when_mended(desk: Desk, saved_as: type) -> None:
    book = plain_book({"P1-03": "3分", "P1-01": 4})
    form_sheet(book)[f"G{row_of('P1-01')}"] = "质量手册 QM-01"
    row = desk.row(saved_as(book))

    back = opened(annotated_file(desk.store, LOCAL_STAFF, row))

    assert (row.outcome.value, returned_name(row)[-5:]) == ("returned", ".xlsx")
    assert OTHER_KIND_NOTE in [cell.value for column in back[ISSUE_SHEET].iter_cols(max_col=1) for cell in column]
    assert item_cell(back, "P1-01", Heading.LEVEL).value == 4
    assert item_cell(back, "P1-01", Heading.EVIDENCE).value == "质量手册 QM-01"
    assert "3分" in item_cell(back, "P1-03", Heading.LEVEL).comment.text

    item_cell(back, "P1-03", Heading.LEVEL).value = 3
    again = desk.row(saved(back))
    assert (again.outcome.value, again.uscc, again.revision, again.provisional) == ("accepted", USCC, 2, False)


def _received(desk: Desk, name: str, content: bytes) -> Intake:
    return receive(desk.store, LOCAL_STAFF, from_upload(name, content), "2020", now=NOW)


def _zip(files: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """Pack files; with `gbk` as Chinese Windows does, without the mark of UTF-8."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_Gbk(name) if gbk else ZipInfo(name), content)
    return target.getvalue()


class _Gbk(ZipInfo):
    """An entry whose name is written in GBK."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode("gbk"), self.flag_bits & ~0x800
