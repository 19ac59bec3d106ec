"""下载原件: the bytes that came, under their own name, told as the kind of file they are."""

from collections.abc import Callable

import pytest

from data.submissions import newest
from models.access import LOCAL_STAFF
from models.errors import StoreFault
from services.exports import XLSX
from services.originals import label_of, original, own_name
from tests.exchange.other_kinds import as_ods, as_xls
from tests.exchange.plain_forms import as_bytes, plain_book
from tests.services.desk import Desk

XLS, ODS = "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet"
Saved = Callable[..., bytes]


@pytest.mark.parametrize(
    ("saved", "sent", "told"),
    [
        (as_bytes, "a.xlsx", ("a.xlsx", XLSX)),
        (as_xls, "包.zip!江苏/自评表.xls", ("自评表.xls", XLS)),
        (as_xls, "旧.ET", ("旧.ET", XLS)),
        (as_ods, "a.ods", ("a.ods", ODS)),
        (as_bytes, "其实是新格式.xls", ("其实是新格式.xlsx", XLSX)),
        (as_ods, "表.2020", ("表.2020.ods", ODS)),
        (as_xls, "没有扩展名", ("没有扩展名.xls", XLS)),
    ],
)
def test_an_original_has_its_own_name_and_the_type_of_its_bytes(desk: Desk, saved: Saved, sent: str, told: tuple[str, str]) -> None:
    content = saved(plain_book())
    [row] = desk.receive((sent, content)).files

    label, given = original(desk.store, LOCAL_STAFF, int(row.submission_id or 0))

    assert (tuple(label), given) == (told, content)


def test_a_lost_original_is_still_named_and_told_of_when_it_is_asked_for(desk: Desk) -> None:
    [row] = desk.receive(("a.xlsx", as_bytes(plain_book({"P1-01": 4})))).files
    [kept] = [path for path in desk.store.kept.folder.rglob("*") if path.name == row.sha256]
    kept.unlink()
    with desk.store.reading() as connection:
        [receipt] = newest(connection, LOCAL_STAFF, "2020").values()

    assert label_of(desk.store, receipt).name == "a.xlsx"
    with pytest.raises(StoreFault, match="找不到"):
        original(desk.store, LOCAL_STAFF, int(row.submission_id or 0))


@pytest.mark.parametrize("file", ["a.xlsx", "江苏/a.xlsx", "b.zip!a.xlsx", "c.zip!b.zip!江苏/a.xlsx"])
def test_a_name_stands_without_folders_and_archives(file: str) -> None:
    assert own_name(file) == "a.xlsx"
