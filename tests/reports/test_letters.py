"""退回函: one page, however much there is to mend."""

from datetime import date
from io import BytesIO
from pathlib import Path

from docx import Document

from models.issue import Issue
from reports.letters import Reason, build_return_letter, reasons_of
from tests.builders import PERIOD, USCC
from tests.reports.rendered import rendered

ISSUES = (
    Issue(code="LEVEL_AMBIGUOUS", found="3分", item="P1-03", cell="G12"),
    Issue(code="BLANK", item="P1-04", cell="G13", details={"missing": ""}),
    Issue(code="NA_WITHOUT_REASON", item="P2-09"),
)


def test_only_what_returns_a_form_is_a_reason() -> None:
    assert [reason.where for reason in reasons_of(ISSUES)] == ["G12 P1-03", "P2-09"]


def test_the_letter_says_what_until_when_and_who_asks() -> None:
    text = _text(_letter(reasons_of(ISSUES)))

    assert "有 2 处需要修改" in text
    assert "2020 年 9 月 20 日前发回" in text
    assert "示范质量协会" in text
    assert USCC in text
    assert ISSUES[0].message in text


def test_what_does_not_fit_is_counted() -> None:
    many = [Reason(where=f"G{row}", what="请改填 0–4 的整数。") for row in range(60)]

    text = _text(_letter(many))

    shown = sum(f"G{row}\n" in text for row in range(60))
    assert 10 < shown < 60
    assert f"另有 {60 - shown} 处" in text


def test_the_same_letter_is_the_same_bytes() -> None:
    assert _letter(reasons_of(ISSUES)) == _letter(reasons_of(ISSUES))


def test_the_fullest_letter_fits_one_page(tmp_path: Path) -> None:
    long = [Reason(where="质量品牌自评表 G12 P1-03", what="很" * 200)] * 40
    short = [Reason(where="G1", what="请改。")] * 80
    documents = {
        "long.docx": _letter(long, enterprise="苏南恒岳精密机床及功能部件智能制造" * 4),
        "short.docx": _letter(short),
        "none.docx": _letter(()),
    }

    pages = rendered(tmp_path, documents)

    assert {name: len(of) for name, of in pages.items()} == dict.fromkeys(documents, 1)
    assert [page.outside(margin=40) for [page] in pages.values()] == [[], [], []]


def _letter(reasons: object, enterprise: str = "苏南恒岳机床有限公司") -> bytes:
    return build_return_letter(
        enterprise=enterprise,
        uscc=USCC,
        period=PERIOD,
        reasons=reasons,  # type: ignore[arg-type]
        deadline=date(2020, 9, 20),
        association="示范质量协会",
        dated=date(2020, 9, 12),
    )


def _text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
