"""The table of docs/hostile-files.md names every kind of hostile file and what becomes of it."""

import re
from pathlib import Path

from exchange.judge import judge
from tests.exchange import hostile
from tests.exchange.hostile_table import ORDINARY, row
from tests.exchange.plain_forms import context

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "hostile-files.md"


def test_every_kind_stands_in_the_document_with_what_happens() -> None:
    told = dict(re.findall(r"^\| ([^|]+) \| [\d,]+ \| `(\w+)`", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))

    codes = {name: code for name, (_, code) in hostile.KINDS.items()}
    # These have readers of their own, which find that they only look like such files.
    codes |= {name: judge(context(), hostile.KINDS[name][0]()).issues[0].code for name in ("xls", "ods inside")}
    assert {name: code for name, code in told.items() if name != ORDINARY} == codes


def test_a_row_tells_code_title_and_what_the_readers_would_have_done() -> None:
    make, _ = hostile.KINDS["macros"]

    cells = [cell.strip() for cell in row("macros", make()).strip("|").split("|")]

    assert cells[0] == "macros"
    assert cells[2].startswith("`FILE_MACROS` ")
    assert all(float(cell) > 0 for cell in cells[3:6])
    assert cells[6].startswith("opened, ")
