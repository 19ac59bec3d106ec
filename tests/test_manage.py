"""The command line, as an operator meets it: exit codes, one JSON document, one line for what went wrong."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from commands import console
from data.reference_lists import load_reference_lists
from exchange.layout import ISSUE_SHEET
from exchange.roster_template import build_roster_template
from tests.builders import USCC
from tests.exchange.forms import opened, saved
from tests.services.desk import FIRM, SECOND, STRANGER, form_of

ROOT = Path(__file__).resolve().parents[1]


class Operator:
    """A person at a console, with an installation of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"VAR_DIR": str(folder / "var")}

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command from another folder, as a scheduled job would."""
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    def watch(self, *words: str) -> tuple[str, str]:
        """Run a command with stderr on a terminal; give what stands there, and what was put out."""
        terminal, inner = os.openpty()
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        ran = subprocess.run(command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, stderr=inner, timeout=60, check=True)
        os.close(inner)
        with os.fdopen(terminal, "rb", buffering=0) as screen:
            seen = b""
            while (piece := _piece(screen)) is not None:
                seen += piece
        return seen.decode(), ran.stdout.decode()


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """Set up an installation with a roster and a period, by the commands themselves."""
    someone = Operator(tmp_path_factory.mktemp("operator"))
    (someone.folder / "roster.xlsx").write_bytes(_roster())
    imported = someone.run("roster", "import", "roster.xlsx", "--json")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    assert sorted(_document(imported)["added"]) == sorted([USCC, SECOND])
    opened_period = someone.run("period", "add", "2020", "--deadline", "2020-09-10")
    assert (opened_period.returncode, opened_period.stderr) == (0, "")
    return someone


def test_a_batch_is_received_told_as_one_document_and_shown_in_the_ledger(operator: Operator) -> None:
    mail = operator.folder / "mail"
    (mail / "sub").mkdir(parents=True)
    (mail / "sub" / "1.xlsx").write_bytes(form_of())
    (mail / "2.xlsx").write_bytes(form_of(SECOND, {"P1-03": "3分"}))
    (mail / "3.xlsx").write_bytes(b"")
    (mail / "4.xlsx").write_bytes(form_of(STRANGER))

    received = operator.run("receive", mail, "--period", "latest", "--received-on", "2020-08-21", "--return-to", "back", "--json")

    assert (received.returncode, received.stderr) == (1, "")
    document = _document(received)
    assert document["period"] == "2020"
    assert {file["file"]: file["outcome"] for file in document["files"]} == {
        "2.xlsx": "returned", "3.xlsx": "refused", "4.xlsx": "unrecognised", "sub/1.xlsx": "accepted",
    }  # fmt: skip
    back = operator.folder / next(file["returned_file"] for file in document["files"] if file["outcome"] == "returned")
    assert opened(back.read_bytes()).sheetnames[0] == ISSUE_SHEET
    ledger = operator.run("ledger", "--period", "2020", "--json")
    assert ledger.returncode == 0
    assert _document(ledger)["ledger"] == document["ledger"]
    table = operator.run("progress", "--period", "latest", "--by", "enterprise", "--csv")
    rows = list(csv.DictReader(io.StringIO(table.stdout.removeprefix("\ufeff"), newline="")))
    assert table.stdout.startswith("\ufeff")
    assert [(row["统一社会信用代码"], row["综合得分"], row["状态"]) for row in rows] == [(SECOND, "", "退回待改"), (USCC, "50.0", "待审")]


def test_a_returned_form_sent_once_more_as_it_was_still_ends_with_1(operator: Operator) -> None:
    (operator.folder / "bad.xlsx").write_bytes(form_of(SECOND, {"P1-03": "很好"}))
    first = operator.run("receive", "bad.xlsx", "--period", "2020", "--json")

    again = operator.run("receive", "bad.xlsx", "--period", "2020", "--json")

    assert [file["outcome"] for run in (first, again) for file in _document(run)["files"]] == ["returned", "duplicate"]
    assert (first.returncode, again.returncode) == (1, 1)


def test_a_rehearsal_speaks_to_people_and_changes_nothing(operator: Operator) -> None:
    (operator.folder / "new.xlsx").write_bytes(form_of(levels={"P1-01": 4}))

    rehearsed = operator.run("receive", "new.xlsx", "--period", "2020", "--dry-run")

    assert rehearsed.returncode == 0
    assert "✓ 已接收　new.xlsx" in rehearsed.stdout
    with pytest.raises(json.JSONDecodeError):
        json.loads(rehearsed.stdout)
    assert not any("new.xlsx" in name for name in _received(operator))


def test_more_time_for_the_latest_period_names_the_period(operator: Operator) -> None:
    extended = operator.run("period", "extend", "latest", "--enterprise", USCC, "--until", "2020-09-20", "--json")

    assert _document(extended) == {"period": "2020", "uscc": USCC, "until": "2020-09-20"}


def test_a_file_that_is_no_roster_is_refused_in_one_line_and_leaves_no_trace(operator: Operator) -> None:
    (operator.folder / "form.xlsx").write_bytes(form_of())
    before = _audited(operator)

    refused = operator.run("roster", "import", "form.xlsx", "--json")

    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "没有找到花名册" in refused.stderr
    assert _audited(operator) == before


@pytest.mark.parametrize(("moment", "day"), [("2020-08-20T15:59", date(2020, 8, 20)), ("2020-08-20T16:00", date(2020, 8, 21))])
def test_today_is_the_day_in_shanghai(monkeypatch: pytest.MonkeyPatch, moment: str, day: date) -> None:
    monkeypatch.setattr(console, "now", lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC))

    assert console.today() == day


FAILURES: list[tuple[Sequence[str], str]] = [
    (["receive", "not-there.xlsx", "--period", "2020"], "找不到 not-there.xlsx"),
    (["progress", "--period", "1999", "--by", "total", "--json"], "没有报告期“1999”"),
    (["progress", "--period", "2020", "--by", "nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("words", "said"), FAILURES)
def test_what_cannot_be_done_is_told_in_one_line(operator: Operator, words: Sequence[str], said: str) -> None:
    failed = operator.run(*words)

    assert (failed.returncode, failed.stdout) == (2, "")
    assert said in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert "Traceback" not in failed.stderr


def _document(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ended.stdout)
    return document


def _received(operator: Operator) -> list[str]:
    """Read from the store itself which files were ever received."""
    with sqlite3.connect(operator.folder / "var" / "store.sqlite") as connection:
        return [name for (name,) in connection.execute("SELECT file FROM intake_file")]


def _audited(operator: Operator) -> int:
    with sqlite3.connect(operator.folder / "var" / "store.sqlite") as connection:
        (count,) = connection.execute("SELECT count(*) FROM audit").fetchone()
    return int(count)


def _roster() -> bytes:
    """Fill the roster's template with two enterprises."""
    book = opened(build_roster_template(load_reference_lists()))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for number, (uscc, name) in enumerate([(USCC, FIRM.name), (SECOND, "浙东轴承厂")], 2):
        row = {
            "统一社会信用代码": uscc, "企业名称": name, "地区": "江苏", "行业": "机床工具", "从业人员(人)": 120, "营业收入(万元)": 8000,
            "企业特征": "有自有产品",
        }  # fmt: skip
        for heading, value in row.items():
            sheet.cell(number, headings.index(heading) + 1).value = value
    return saved(book)


def test_a_period_is_closed_and_opened_again_with_a_reason(operator: Operator) -> None:
    assert operator.run("period", "add", "2019", "--deadline", "2019-09-10").returncode == 0

    closed = operator.run("period", "close", "2019", "--reason", "通报已发", "--json")
    again = operator.run("period", "close", "2019", "--reason", "通报已发")
    opened = operator.run("period", "reopen", "2019", "--reason", "有一家补报", "--json")
    silent = operator.run("period", "close", "2019", "--reason", " ")

    assert (_document(closed), closed.returncode) == ({"period": "2019", "closed": True}, 0)
    assert (again.returncode, again.stderr.strip()) == (2, "2019 期已经关闭，不用再关闭。")
    assert _document(opened) == {"period": "2019", "closed": False}
    assert (silent.returncode, len(silent.stderr.strip().splitlines())) == (2, 1)


def test_progress_on_the_reviewed_basis_says_so_and_counts_nothing_that_nobody_accepted(operator: Operator) -> None:
    document = _document(operator.run("progress", "--period", "2020", "--by", "total", "--basis", "reviewed", "--json"))

    assert (document["basis"], document["n"], document["mean"], document["expected"]) == ("reviewed", 0, None, 2)


def test_who_sits_at_the_console_sees_how_far_feedback_is_and_a_pipe_does_not(operator: Operator) -> None:
    words = ("report", "--period", "2020", "--kind", "feedback", "--out", "feedback.zip")

    seen, spoken = operator.watch(*words)
    machine, document = operator.watch(*words, "--json")

    assert "正在写反馈单" in seen
    assert "2/2" in seen
    assert "2/2" not in spoken
    assert machine == ""
    assert json.loads(document)["kind"] == "feedback"
    assert operator.run(*words).stderr == ""


def test_a_frozen_period_writes_the_same_report_again(operator: Operator) -> None:
    frozen = operator.run("freeze", "2020", "--name", "会议稿", "--json")
    assert (frozen.returncode, _document(frozen)["name"]) == (0, "会议稿")

    again = operator.run("freeze", "2020", "--name", "会议稿")
    written = [
        operator.run("report", "--period", "2020", "--kind", "annex", "--frozen", "会议稿", "--out", f"{name}.xlsx") for name in "ab"
    ]
    unknown = operator.run("report", "--period", "2020", "--kind", "annex", "--frozen", "终稿", "--out", "c.xlsx")

    assert (again.returncode, unknown.returncode, [one.returncode for one in written]) == (2, 2, [0, 0])
    assert (operator.folder / "a.xlsx").read_bytes() == (operator.folder / "b.xlsx").read_bytes()
    assert "没有名为“终稿”的定稿" in unknown.stderr


def _piece(screen: Any) -> bytes | None:
    """Read on; Linux ends a terminal nobody writes to with an error."""
    try:
        return screen.read(4096) or None
    except OSError:
        return None
