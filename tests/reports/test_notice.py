"""通报: figures as everywhere, groups withheld as for enterprises, set as an official document."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from models.benchmark import Benchmarks
from models.catalogue import Priority
from models.meeting_figures import MeetingFigures
from reports.faces import FACES
from reports.notice import build_notice, official
from services.documents import progress_document
from services.meeting_figures import figures_of
from services.notice import for_enterprises
from services.progress import Snapshot
from tests.builders import edition
from tests.reports.rendered import rendered
from tests.services.made_period import NO_FORM, made_period, peers

DAY = date(2020, 9, 20)
EVERY_TITLE = ("一、总体情况", "二、六项重点工作情况", "三、主要做法和亮点", "四、存在的主要问题", "五、下一步工作要求")


def test_the_figures_are_those_of_the_progress_documents() -> None:
    now = _period()
    tables = _tables(_notice(now))

    total = progress_document(now, "total")
    assert f"平均{total['mean']}分、中位数{total['median']}分" in _text(_notice(now))
    for row in progress_document(now, "priority")["rows"]:
        figures = [f"{row[name]}%" for name in ("mean", "median", "lower_quartile", "upper_quartile", "target")]
        assert tables[1][row["title"]] == [str(row["n"]), *figures]
    for row in progress_document(now, "sector")["rows"]:
        if row["n"] >= 5 and not row["suppressed"]:
            assert tables[2][row["key"]][:3] == [str(row["n"]), row["mean"], row["median"]]


def test_a_group_of_four_is_shown_to_staff_and_not_to_members() -> None:
    now = made_period(*peers(9), *peers(4, sector="汽车"), *peers(4, sector="轴承"), *peers(9, sector="泵阀"))

    means = {row["key"]: row["mean"] for row in progress_document(now, "sector")["rows"]}
    rows = _tables(_notice(now))[2]

    assert means["汽车"] is not None
    assert rows["汽车"] == ["4", *["—"] * 8]
    assert rows["机床工具"][1] == means["机床工具"]


def test_no_enterprise_is_named() -> None:
    now = _period()

    text = _text(_notice(now))

    assert [row.uscc for row in now.enterprises.itertuples() if row.name in text or row.uscc in text] == []


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_few_valid_forms_are_said_and_not_averaged(count: int) -> None:
    text = _text(_notice(made_period(("甲", "机床工具", "小型", NO_FORM), *peers(count))))

    assert all(title in text for title in EVERY_TITLE)
    assert "样本不足，暂不比较" in text or "还没有可计分的自评表" in text
    assert not re.search(r"平均\d", text)


def test_a_priority_that_nobody_has_is_not_compared() -> None:
    text = "".join("-" if item.priority is Priority.QUALITY_GRADING else "3" for item in edition().items)

    now = made_period(*[(uscc, sector, size, text) for uscc, sector, size, _ in peers(6)])

    assert "适用企业0家，样本不足，暂不比较" in _text(_notice(now))


def test_the_same_figures_are_the_same_bytes() -> None:
    assert _notice(_period()) == _notice(_period())


def test_without_a_day_the_day_stays_open() -> None:
    figures = _figures(_period())

    text = _text(build_notice(figures, edition()))

    assert "2020年　月　日" in text
    assert "（落款单位、印章）" in text


def test_running_text_has_no_spaces_between_words_and_figures() -> None:
    assert (
        official("应报 120 家，报送率 90.0%，较上年 +1.6 分；短板在 P3-03 示范应用")
        == "应报120家，报送率90.0%，较上年+1.6分；短板在 P3-03 示范应用"
    )


def test_every_face_is_named_with_what_may_stand_in_for_it() -> None:
    with ZipFile(BytesIO(_notice(_period()))) as archive:
        fonts = archive.read("word/fontTable.xml").decode()

    for face in FACES:
        assert f'<w:font w:name="{face.name}"><w:altName w:val="{",".join(face.fall_backs)}"/>' in fonts


def test_headings_of_every_table_are_repeated_on_the_next_page() -> None:
    document = Document(BytesIO(_notice(_period())))

    assert [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables] == [True] * 5


def test_every_page_is_within_its_margins_and_numbered(tmp_path: Path) -> None:
    documents = {"ordinary.docx": _notice(_period()), "empty.docx": _notice(made_period())}

    pages = rendered(tmp_path, documents)

    for of in pages.values():
        # A full stop may hang into the margin by a letter.
        assert [page.outside(margin=50) for page in of] == [[]] * len(of)
        assert [f"—{number}—" in page.text for number, page in enumerate(of, start=1)] == [True] * len(of)
    [[last_of_text]] = [[page for page in of if "示范质量协会" in page.text] for of in (pages["ordinary.docx"],)]
    assert "附件：1" in last_of_text.text
    assert "2020年9月20日" in last_of_text.text


def _period() -> Snapshot:
    return made_period(
        *peers(9), *peers(7, sector="汽车", size="大型"), *peers(5, sector="轴承", size="中型"), ("甲", "泵阀", "小型", NO_FORM)
    )


def _figures(now: Snapshot) -> MeetingFigures:
    return for_enterprises(figures_of(now, None), Benchmarks(now.enterprises))


def _notice(now: Snapshot) -> bytes:
    return build_notice(_figures(now), edition(), association="示范质量协会", dated=DAY)


def _text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def _tables(content: bytes) -> list[dict[str, list[str]]]:
    """Give every table as its rows by their first cell."""
    tables = Document(BytesIO(content)).tables
    return [{row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows} for table in tables]
