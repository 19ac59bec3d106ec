"""`manage.py codes`, as an operator meets it: what it issues is written once, and never over what was issued before."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import USCC
from tests.services.desk import SECOND
from tests.test_manage import Operator, operator

__all__ = ["operator"]


@pytest.fixture(autouse=True)
def _out_of_the_way(operator: Operator) -> None:
    for path in operator.folder.glob("*码.xlsx"):
        path.unlink()


def _merged(path: Path) -> dict[str, str]:
    headings, *rows = [[cell.value for cell in cells] for cells in load_workbook(path)["邮件合并"].iter_rows()]
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    return {str(row["统一社会信用代码"]): str(row["登录码"]) for row in found}


def test_codes_are_issued_once_and_renewed_for_one(operator: Operator) -> None:
    everybody = operator.run("codes", "--period", "2020", "--out", "全部码.xlsx", "--renew", "--address", "https://zp.example.org")
    again = operator.run("codes", "--period", "2020", "--out", "再来码.xlsx")
    one = operator.run("codes", "--period", "2020", "--out", "一家码.xlsx", "--enterprise", USCC, "--json")

    assert (everybody.returncode, everybody.stderr) == (0, "")
    assert (again.returncode, again.stderr.strip()) == (2, "2020 期应报企业都已有登录码，没有要发的。丢了登录码的，请单独换发。")
    assert not (operator.folder / "再来码.xlsx").exists()
    assert one.returncode == 0
    before, after = _merged(operator.folder / "全部码.xlsx"), _merged(operator.folder / "一家码.xlsx")
    assert set(before) == {USCC, SECOND}
    assert set(after) == {USCC}
    assert before[USCC] != after[USCC]
    assert all(code not in everybody.stdout + one.stdout for code in (*before.values(), *after.values()))


def test_the_slips_say_where_the_enterprises_sign_in(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(operator._environment, "PUBLIC_URL", "https://zp.example.org")

    done = operator.run("codes", "--period", "2020", "--out", "网址码.xlsx", "--enterprise", USCC)

    assert done.returncode == 0
    book = load_workbook(operator.folder / "网址码.xlsx")
    written = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "https://zp.example.org" in written
    assert "localhost" not in written


def test_a_list_of_codes_is_never_written_over(operator: Operator) -> None:
    (operator.folder / "旧码.xlsx").write_bytes(b"codes of last week")

    done = operator.run("codes", "--period", "2020", "--out", "旧码.xlsx", "--enterprise", USCC)

    assert done.returncode == 2
    assert "不覆盖" in done.stderr
    assert (operator.folder / "旧码.xlsx").read_bytes() == b"codes of last week"
