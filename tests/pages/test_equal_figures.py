"""One figure, one number: deck, notice, annex, feedback and screen are opened and held against `progress --json`, to the last digit."""

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from typer.testing import CliRunner

from charts.figures_text import rate_percent
from manage import app as manage
from models.access import LOCAL_STAFF, Role
from models.basis import Basis
from models.progress import LEAST_FOR_RANKED_ITEMS
from reports.annex import TOP
from services import feedback, settings
from services.documents import BREAKDOWNS
from services.report import Kind, report
from tests.pages.entering import believe, come_in
from tests.pages.opening import app
from tests.reports.meeting import charts, slide_texts
from tests.services.desk import PoolHere

pytestmark = pytest.mark.usefixtures("demo")
PERIOD, NOTHING = "2025", "—"
BANDS = ("起步级", "策划级", "实施级", "见效级", "引领级")


@dataclass(frozen=True)
class Said:
    """What `progress --json` says, by breakdown."""

    total: dict[str, Any]
    priority: list[dict[str, Any]]
    item: list[dict[str, Any]]
    region: list[dict[str, Any]]
    sector: list[dict[str, Any]]
    size: list[dict[str, Any]]
    enterprise: list[dict[str, Any]]

    def means(self, way: str) -> dict[str, str | None]:
        """Give the means of groups by their names."""
        return {row["key"]: row["mean"] for row in getattr(self, way)}


@pytest.fixture(params=Basis)
def basis(request: pytest.FixtureRequest) -> Basis:
    """Do everything on both bases."""
    return Basis(request.param)


@pytest.fixture
def said(basis: Basis) -> Said:
    """Ask the command."""
    return Said(**{by: _asked(by, basis) for by in BREAKDOWNS})


def test_both_bases_are_worth_comparing() -> None:
    own, reviewed = (_asked("total", basis) for basis in Basis)

    assert own["n"] == reviewed["n"] >= 50
    assert own["mean"] != reviewed["mean"]


def test_the_deck_says_what_progress_says(basis: Basis, said: Said) -> None:
    content = _report(Kind.DECK, basis)

    total, words = said.total, slide_texts(content)[0]
    drawn = {
        (series.name, str(name)): value
        for chart in charts(content)
        for series in chart.plots[0].series
        for name, value in _bars(chart, series)
    }
    assert f"应报 {total['expected']} 家，已报 {total['received']} 家" in words
    assert f"平均 {total['mean']} 分、中位数 {total['median']} 分" in words
    assert {row["title"]: _one(drawn["得分率均值", row["title"]]) for row in said.priority} == {
        row["title"]: row["mean"] for row in said.priority
    }
    for way in ("sector", "size"):
        bars = {
            row["key"]: drawn["综合得分平均", f"{row['key']}（{row['n']}）{'' if row['mean'] else NOTHING}"] for row in getattr(said, way)
        }
        assert {key: _one(value) for key, value in bars.items()} == said.means(way)
    assert {band: drawn[band, f"{PERIOD} 年（n={total['n']}）"] for band in BANDS} == total["bands"]
    weak = {key: value for key, value in drawn.items() if key[0] in {"得分率", "达标率"}}
    items = {f"{row['item']} {row['title']}（n={row['n']}）": row for row in said.item}
    assert len(weak) == 20
    for (name, item), value in weak.items():
        expected = items[item]["score_rate"] if name == "得分率" else rate_percent(items[item]["compliance_rate"]).rstrip("%")
        assert _one(value) == expected


def test_the_notice_says_what_progress_says(basis: Basis, said: Said) -> None:
    document = Document(BytesIO(_report(Kind.NOTICE, basis)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    bands, six, sectors, sizes, items = [
        {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows} for table in document.tables
    ]
    total = said.total
    assert f"平均{total['mean']}分、中位数{total['median']}分" in text
    assert f"应报{total['expected']}家，已报{total['received']}家，报送率{rate_percent(total['submission_rate'])}" in text
    assert {band: int(bands[band][0]) for band in BANDS} == total["bands"]
    for row in said.priority:
        figures = [f"{row[name]}%" for name in ("mean", "median", "lower_quartile", "upper_quartile", "target")]
        assert six[row["title"]] == [str(row["n"]), *figures]
    shown = {key: cells[1] for key, cells in (sectors | sizes).items() if cells[1] not in {NOTHING, "平均"}}
    assert len(shown) > 5
    assert shown == {key: mean for key, mean in (said.means("sector") | said.means("size")).items() if key in shown}
    for row in said.item:
        rates = [f"{row['score_rate']}%", rate_percent(row["compliance_rate"])] if row["n"] >= LEAST_FOR_RANKED_ITEMS else [NOTHING] * 2
        assert items[row["item"]][-3:] == [str(row["n"]), *rates]


def test_the_annex_says_what_progress_says(basis: Basis, said: Said) -> None:
    sheets = _sheets(_report(Kind.ANNEX, basis))

    totals = {row["指标"]: row["数值"] for row in sheets["汇总"]}
    names = {"应报（家）": "expected", "已报（家）": "received", "有效（家）": "valid", "参加平均（家）": "n", "报送率": "submission_rate"}
    names |= {"有效率": "validity_rate", "达标率": "compliance_rate"}
    assert {heading: totals[heading] for heading in names} == {heading: said.total[name] for heading, name in names.items()}
    assert [_one(totals[f"综合得分{name}（分）"]) for name in ("平均", "中位数")] == [said.total["mean"], said.total["median"]]
    assert {row["分档"]: row["家数"] for row in sheets["分档"]} == said.total["bands"]
    spread = {"平均": "mean", "中位数": "median", "下四分位": "lower_quartile", "上四分位": "upper_quartile", "目标": "target"}
    assert [[_one(row[heading]) for heading in spread] for row in sheets["六项重点工作"]] == [
        [row[name] for name in spread.values()] for row in said.priority
    ]
    for sheet, way in (("行业", "sector"), ("规模", "size"), ("地区", "region")):
        assert {row[sheet]: _one(row["平均"]) for row in sheets[sheet]} == said.means(way)
    for row, of in zip(sheets["评价项目"], said.item, strict=True):
        assert [row["编号"], row["适用企业 n"]] == [of["item"], of["n"]]
        # A workbook holds 16 digits, a reader of JSON 17.
        assert [row["平均等级"], row["达标率"]] == pytest.approx([of["mean_level"], of["compliance_rate"]], rel=1e-15)
        assert _one(row["得分率平均"]) == of["score_rate"]
    for row, of in zip(sheets["企业"], said.enterprise, strict=True):
        assert [row["统一社会信用代码"], _one(row["综合得分"]), _one(row["体系"])] == [
            of["uscc"],
            of["total_score"],
            of["priorities"]["P1"],
        ]


def test_the_feedback_of_everybody_says_what_progress_says(basis: Basis, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "open_pool", PoolHere)
    with ZipFile(BytesIO(_report(Kind.FEEDBACK, basis))) as archive:
        documents = {name[:18]: Document(BytesIO(archive.read(name))) for name in archive.namelist()}

    titles = [row["title"] for row in said.priority]
    assert documents.keys() == {row["uscc"] for row in said.enterprise if row["status"] != "exempt"}
    for row in said.enterprise:
        if row["uscc"] in documents:
            cards, six, *_ = documents[row["uscc"]].tables
            own = {line.cells[0].text.partition("（")[0]: line.cells[1].text.rstrip("%") for line in six.rows}
            assert cards.rows[0].cells[0].text == (row["total_score"] or NOTHING)
            assert [own[title] for title in titles] == [
                value or (NOTHING if row["revision"] is None else "不适用") for value in row["priorities"].values()
            ]


def test_the_screens_say_what_progress_says(basis: Basis, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"period": PERIOD, "basis": basis.chinese}
    staff = app(**asked)
    believe(monkeypatch, come_in(settings.shared_store(), Role.LEADER))
    leader = app("pages/leadership/conclusion.py", **asked)

    total = said.total
    for screen, name in ((staff, "平均综合得分"), (leader, "综合得分平均")):
        [shown] = [metric for metric in screen.metric if metric.label == name]
        assert (shown.value, shown.delta.partition("，")[0]) == (f"{total['mean']} 分", f"中位数 {total['median']} 分")
        assert rate_percent(total["submission_rate"]) in screen.title[0].value
    drawn = [json.loads(chart.proto.spec) for chart in leader.get("plotly_chart")]
    six, bands, items = (_drawing(name, drawn) for name in ("均值", "实施级", "得分率"))
    assert [_bold(text) for text in _texts(six)] == [f"{row['mean']}%" for row in said.priority]
    assert {trace["name"]: trace["x"][0] for trace in bands["data"]} == total["bands"]
    rates = {row["item"]: f"{row['score_rate']}%" for row in said.item}
    shown_items = {match[0]: _bold(text) for text in _texts(items) if (match := re.search(r"P\d-\d\d", text))}
    assert len(shown_items) == 10
    assert {item: rates[item] for item in shown_items} == shown_items


def _asked(by: str, basis: Basis) -> Any:
    ran = CliRunner().invoke(manage, ["progress", "--period", PERIOD, "--by", by, "--basis", basis.value, "--json"])
    assert ran.exit_code == 0, ran.output
    document = json.loads(ran.stdout)
    assert document["basis"] == basis
    return document.get("rows", document)


def _report(kind: Kind, basis: Basis) -> bytes:
    return report(settings.shared_store(), LOCAL_STAFF, PERIOD, kind, basis=basis)


def _bars(chart: Any, series: Any) -> list[tuple[Any, Any]]:
    return list(zip(chart.plots[0].categories, series.values, strict=True))


def _sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of every sheet by their headings."""
    found = {}
    for sheet in load_workbook(BytesIO(content)).worksheets:
        head, *rows = list(sheet.iter_rows(min_row=TOP + 1, values_only=True))
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows if row[0] is not None]
    return found


def _drawing(name: str, figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Find the figure with a trace of this name."""
    return next(figure for figure in figures if name in {trace.get("name") for trace in figure["data"]})


def _texts(figure: dict[str, Any]) -> list[str]:
    return [text for trace in figure["data"] if trace.get("mode") == "text" for text in trace["text"]]


def _bold(text: str) -> str:
    return text.partition("<b")[2].partition(">")[2].partition("<")[0]


def _one(value: object) -> str | None:
    """Write a number with one decimal, as the command does; a dash is nothing."""
    return f"{value:.1f}" if isinstance(value, int | float) else None
