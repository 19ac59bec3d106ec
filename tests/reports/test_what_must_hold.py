"""However little or much there is of a period: every report of it opens in LibreOffice, fits its pages and says the right thing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from data.reference_lists import load_reference_lists
from models.benchmark import Benchmarks
from reports.annex import build_annex
from reports.deck import build_deck
from reports.feedback import build_feedback
from reports.notice import build_notice
from services.feedback import feedbacks_of
from services.meeting_figures import figures_of
from services.notice import for_enterprises
from services.progress import Snapshot
from tests.builders import edition
from tests.reports.meeting import LAST_YEAR, forms, picture, slide_notes, slide_texts
from tests.reports.rendered import Page, rendered

REGIONS = [region.name for region in load_reference_lists().regions][:31]
SECTORS = [str(sector) for sector in load_reference_lists().sectors]
LONG = "苏南恒岳精密机床及功能部件智能制造" * 4
NAME = LONG[:57]
NO_GRADING = [form[:18] + "-" * 8 + form[26:] for form in forms(8)]
REPORTS = ("汇报.pptx", "通报.docx", "附表.xlsx", "反馈单.docx")


@dataclass(frozen=True)
class Case:
    """A period, and what each report of it has to say (`says`, in the order of REPORTS) or must not (`never`, a pattern)."""

    now: Snapshot
    says: Sequence[Sequence[str]]
    never: str = "None|nan"
    before: Snapshot | None = None


FEW = r"平均 ?\d|中位数 ?\d|四分位 ?\d|None|nan"
CASES = {
    "no form": Case(
        picture([], missing=3),
        [["还没有可计分的自评表"], ["还没有可计分的自评表"], ["还没有可计分的自评表"], ["还没有收到贵单位的自评表"]],
        FEW,
    ),
    "one form": Case(
        picture(forms(1), missing=2),
        [
            ["可计分的只有 1 家，样本不足，暂不比较"],
            ["可计分的只有1家，样本不足，暂不比较"],
            ["可计分的只有 1 家"],
            ["可比的同行不足 5 家"],
        ],
        FEW,
    ),
    "two forms": Case(
        picture(forms(2), missing=2),
        [
            ["可计分的只有 2 家，样本不足，暂不比较"],
            ["可计分的只有2家，样本不足，暂不比较"],
            ["可计分的只有 2 家"],
            ["可比的同行不足 5 家"],
        ],
        FEW,
    ),
    "a priority that applies to nobody": Case(
        picture(NO_GRADING),
        [
            ["质量分级评价（无适用企业）"],
            ["适用企业0家，样本不足，暂不比较"],
            ["质量分级评价 0 — — — —"],
            ["质量分级评价（n=0） 不适用 — —"],
        ],
    ),
    "names of sixty characters": Case(
        picture(forms(31), missing=2, name=NAME, traits=[{"forwarder": LONG[:60], "sector": sector} for sector in SECTORS]),
        [["应报 33 家"], ["应报33家"], [f"{NAME}30", LONG[:60]], [f"{NAME}0"]],
    ),
    "thirty-one regions": Case(
        picture(forms(62), missing=9, traits=[{"region": name} for name in REGIONS]),
        [["31 个地区中", "同口径 40 家", *REGIONS], ["31个地区中", "同口径40家"], REGIONS, [REGIONS[0]]],
        before=picture(forms(40), period=LAST_YEAR),
    ),
    "one sector": Case(
        picture(forms(30)),
        [["只有机床工具可以显示"], ["只有机床工具可以显示"], ["机床工具 30"], ["机床工具行业大型企业"]],
    ),
}


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str], bytes]:
    """Write every report of every case; feedback is that of the first enterprise."""
    return {(name, report): content for name, case in CASES.items() for report, content in zip(REPORTS, _write(case), strict=True)}


@pytest.fixture(scope="module")
def pages(written: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Page]]:
    """Print them all, with one start of LibreOffice."""
    names = {key: f"{number}{key[1]}" for number, key in enumerate(written)}
    found = rendered(tmp_path_factory.mktemp("printed"), {names[key]: content for key, content in written.items()})
    return {key: found[name] for key, name in names.items()}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("report", REPORTS)
def test_it_says_the_right_thing(case: str, report: str, written: dict[tuple[str, str], bytes]) -> None:
    text = _READERS[report.rpartition(".")[2]](written[case, report])

    assert [words for words in CASES[case].says[REPORTS.index(report)] if words not in text] == []
    assert re.findall(CASES[case].never, text) == []


@pytest.mark.parametrize("case", CASES)
def test_a_slide_is_a_page_and_keeps_its_words_inside_and_off_its_footer(
    case: str, written: dict[tuple[str, str], bytes], pages: dict[tuple[str, str], list[Page]]
) -> None:
    found = pages[case, "汇报.pptx"]

    assert len(found) == len(slide_texts(written[case, "汇报.pptx"]))
    for words in (page.shares() for page in found):
        [footer] = [top for _, top, _, _, word in words if word.startswith("数据来源")]
        outside = [word for left, top, right, bottom, word in words if min(left, top) < 0 or max(right, bottom) > 1]
        over = [word for _, top, _, bottom, word in words if top < footer - 0.01 and bottom > footer]
        assert (outside, over) == ([], [])


@pytest.mark.parametrize("case", CASES)
def test_notice_annex_and_feedback_stay_within_their_margins(case: str, pages: dict[tuple[str, str], list[Page]]) -> None:
    # A full stop may hang into the margin of the notice by a letter.
    for report, margin in (("通报.docx", 50), ("附表.xlsx", 20), ("反馈单.docx", 28)):
        assert [page.outside(margin) for page in pages[case, report]] == [[]] * len(pages[case, report]), report
    assert len(pages[case, "反馈单.docx"]) == 1


def _write(case: Case) -> tuple[bytes, ...]:
    now = case.now
    figures = figures_of(now, case.before)
    feedback = next(feedbacks_of(now, [now.enterprises["uscc"].iloc[0]]))
    members = for_enterprises(figures, Benchmarks(now.enterprises))
    association = "中国机械工业质量管理协会"
    return (
        build_deck(figures),
        build_notice(members, edition(), association=association),
        build_annex(figures),
        build_feedback(feedback, association=association),
    )


def _words_of_docx(content: bytes) -> str:
    document = Document(BytesIO(content))
    rows = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + rows)


def _words_of_xlsx(content: bytes) -> str:
    sheets: Any = load_workbook(BytesIO(content)).worksheets
    rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return "\n".join(" ".join(str(value) for value in row if value is not None) for row in rows)


_READERS = {
    "pptx": lambda content: "\n".join((*slide_texts(content), *slide_notes(content))),
    "docx": _words_of_docx,
    "xlsx": _words_of_xlsx,
}
