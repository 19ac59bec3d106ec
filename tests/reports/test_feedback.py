"""反馈单: what is written is what is read again, and it fits one A4 page whatever stands in it."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from models.feedback import Feedback
from models.gaps import Gap
from models.progress import Status
from reports.feedback import build_feedback
from reports.feedback_sentences import conclusion, percent, remark
from services.feedback import feedbacks_of
from tests.builders import edition
from tests.reports.rendered import Page, rendered
from tests.services.made_period import NO_FORM, made_period, peers

LONG_NAME = "苏南恒岳精密机床及功能部件智能制造" * 4
A4 = (595, 842)


def test_every_figure_is_on_the_page() -> None:
    of = _ordinary()

    cells = _cells(build_feedback(of))

    for six in of.priorities:
        assert {percent(six.own), percent(six.peers.median)} <= set(cells[six.short])
    assert [text for text in cells if text.startswith(tuple(gap.item.code for gap in of.gaps))] == [
        f"{gap.item.code} {gap.item.title}{'★' * gap.item.core}" for gap in of.gaps
    ]


def test_the_next_level_is_what_to_do() -> None:
    of = _ordinary()
    gap = of.gaps[0]

    [row] = [row for text, row in _cells(build_feedback(of)).items() if text.startswith(gap.item.code)]

    assert row[-1] == f"{int(gap.level) + 1} 级：{gap.item.levels[int(gap.level) + 1]}"


def test_the_strips_are_pictures_with_their_words() -> None:
    content = build_feedback(_ordinary())

    with ZipFile(BytesIO(content)) as archive:
        pictures = {archive.read(name) for name in archive.namelist() if name.startswith("word/media/")}
        text = archive.read("word/document.xml").decode()
    assert len(pictures) > 1
    assert {picture[:8] for picture in pictures} == {b"\x89PNG\r\n\x1a\n"}
    assert text.count("descr=") == 6
    assert "⟦" not in text


def test_the_same_figures_are_the_same_bytes() -> None:
    assert build_feedback(_ordinary()) == build_feedback(_ordinary())


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    name = '甲<w:p/>&"厂"\x00⟦name⟧'

    assert '甲<w:p/>&"厂"⟦name⟧' in [
        paragraph.text for paragraph in Document(BytesIO(build_feedback(replace(_ordinary(), name=name)))).paragraphs
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"total": None, "revision": None, "status": Status.MISSING}, "还没有收到"),
        ({"total": None, "revision": None, "status": Status.RETURNED}, "已退回待改"),
        ({"total": None, "revision": None, "status": Status.IN_REVIEW}, "正在审核"),
        ({"total": None}, "全部不适用"),
        ({"provisional": True, "blank": 3}, "还有 3 项没有填"),
    ],
)
def test_what_is_wrong_is_said_plainly(changes: dict[str, object], sentence: str) -> None:
    assert sentence in conclusion(replace(_ordinary(), **changes))  # type: ignore[arg-type]


def test_a_closed_period_without_a_form_asks_for_none() -> None:
    of = replace(_ordinary(), total=None, revision=None, status=Status.MISSING)

    told = [conclusion(replace(of, period=replace(of.period, closed=closed))) for closed in (False, True)]

    assert "请尽快报送" in told[0]
    assert "请尽快报送" not in told[1]
    assert "不能再报送" in told[1]


def test_too_few_peers_are_said_not_shown() -> None:
    of = _first(made_period(*peers(3)))

    text = "".join(paragraph.text for paragraph in Document(BytesIO(build_feedback(of))).paragraphs)

    assert "不足 5 家" in conclusion(of)
    assert "不列同行数据" in text
    assert {row[1] for title, row in _cells(build_feedback(of)).items() if title in {six.short for six in of.priorities}} == {"—"}


def test_a_provisional_form_stands_beside_its_peers_without_a_difference() -> None:
    of = replace(_ordinary(), provisional=True, blank=3)

    rows = _cells(build_feedback(of))

    assert {rows[six.short][2] for six in of.priorities} == {"—"}
    assert {rows[six.short][0] for six in of.priorities} != {"—"}


def test_an_older_revision_is_named() -> None:
    assert "第 2 版）已退回待改，本单按第 1 版计算" in remark(replace(_ordinary(), status=Status.RETURNED, newest_revision=2))


def test_every_state_fits_one_page(pages: dict[str, list[Page]]) -> None:
    assert {name: len(of) for name, of in pages.items()} == dict.fromkeys(pages, 1)
    for [page] in pages.values():
        assert (round(page.width), round(page.height)) == A4
        assert page.outside(margin=28) == []


def test_the_longest_name_is_on_the_page_to_its_last_letter(pages: dict[str, list[Page]]) -> None:
    assert LONG_NAME in pages["longest.docx"][0].text
    assert "仅供工作参考" in pages["longest.docx"][0].text


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """Render every state once."""
    of = _ordinary()
    states = {
        "ordinary": of,
        "longest": replace(of, name=LONG_NAME, gaps=_longest_gaps(), gated=True, status=Status.RETURNED, newest_revision=12),
        "missing": _first(made_period(("甲", "机床工具", "小型", NO_FORM), *peers(8))),
        "alone": _first(made_period(*peers(1))),
        "perfect": _first(made_period(("甲", "机床工具", "小型", "4" * 48), *peers(8))),
    }
    documents = {f"{name}.docx": build_feedback(state, association="示范质量协会") for name, state in states.items()}
    return rendered(tmp_path_factory.mktemp("feedback"), documents)


def _ordinary() -> Feedback:
    return _first(made_period(("甲", "机床工具", "小型", "1" * 24 + "2" * 24), *peers(8)))


def _first(now: object) -> Feedback:
    return next(feedbacks_of(now, [now.enterprises["uscc"].iloc[0]]))  # type: ignore[attr-defined,arg-type]


def _longest_gaps() -> tuple[Gap, ...]:
    """Give the five items whose next level takes the most letters, at the longest titles."""
    gaps = [replace(gap, level=level) for gap in _every_gap() for level in range(4)]  # type: ignore[arg-type]
    return tuple(sorted(gaps, key=lambda gap: -len(gap.next_step))[:5])


def _every_gap() -> list[Gap]:
    return [Gap(item=item, level=0, points=0) for item in edition().items]  # type: ignore[arg-type]


def _cells(content: bytes) -> dict[str, list[str]]:
    """Give the rows of all tables by their first cell."""
    rows = [[cell.text for cell in row.cells] for table in Document(BytesIO(content)).tables for row in table.rows]
    return {row[0]: row[1:] for row in rows}
