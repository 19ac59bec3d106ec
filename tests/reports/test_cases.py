"""典型案例 in the deck and the notice: named, told in one line, cut where it is long, and never more than eight slides."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from models.benchmark import Benchmarks
from models.cases import Case, Cases
from models.meeting_figures import MeetingFigures
from models.story import Story
from reports.case_words import ON_SLIDE
from reports.deck import build_deck
from reports.notice import build_notice
from services.meeting_figures import figures_of
from services.notice import for_enterprises
from tests.builders import edition
from tests.reports.meeting import charts, figures, forms, slide_notes, slide_texts
from tests.reports.rendered import rendered
from tests.services.made_period import made_period, peers

FORMS = forms(30)
FORMULA = '=HYPERLINK("http://evil.example","点我")&<b>粗</b>\x07'
HEARD = Cases(
    told=7,
    chosen=(
        Case(uscc="1", name="江苏珩矩机床有限公司", revision=2, call="1、战疫情;", story=Story(scope="S.1", title="一把刀的三十年", text="从仿制到领先。\n第二段。", sheet="亮点与故事", cell="C9")),
        Case(uscc="2", name="浙东枢钧轴承厂", revision=1, call="", story=Story(scope="", title="", text=FORMULA, sheet="故事", cell="F3")),
    ),
)  # fmt: skip
LONG = Cases(
    told=5,
    chosen=tuple(
        Case(uscc=f"{place}", name="长" * 60, revision=1, call="呼" * 300, story=Story(scope=f"S.{place}", title="题" * 400, text="文" * 30_000, sheet="亮点与故事", cell="C9"))
        for place in range(1, 6)
    ),
)  # fmt: skip


def test_a_case_has_its_scope_enterprise_and_one_line_and_its_cell_in_the_notes() -> None:
    deck = Presentation(BytesIO(_deck(HEARD)))
    slide = deck.slides[6]

    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    notes = slide.notes_slide.notes_text_frame.text
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert slide.shapes.title.text == "7 家企业写了亮点与故事，列出典型案例 2 家，排名不分先后"
    assert rows[:2] == [["方向", "企业", "做法和故事"], ["S.1 战疫情", "江苏珩矩机床有限公司", "“一把刀的三十年”，从仿制到领先。 第二段"]]
    assert rows[2][:2] == ["—", "浙东枢钧轴承厂"]
    assert "江苏珩矩机床有限公司（第 2 版“亮点与故事”C9）" in notes
    assert "S.1：战疫情" in notes
    assert "内容由企业自报，未经核实" in notes


@pytest.mark.parametrize("cases", [Cases(), HEARD, LONG])
def test_there_are_eight_slides_with_and_without_cases_and_the_panel_is_in_all(cases: Cases) -> None:
    texts = slide_texts(_deck(cases))

    assert len(texts) == 8
    assert sum("典型案例" in text for text in texts) == bool(cases.chosen)
    assert any("同口径 24 家平均综合得分较上年" in text and "判断进退以同口径为准" in text for text in texts[1:])
    assert len(charts(_deck(cases))) >= 7


def test_what_gives_way_to_the_cases_is_in_the_notes() -> None:
    with_cases, without = (slide_notes(_deck(cases)) for cases in (HEARD, Cases()))

    assert "见“分档”页" in with_cases[0]
    assert "见“与上期比较”页" in without[0]
    assert "同口径 24 家六项得分率较上年（百分点）：质量管理体系" in with_cases[2]
    assert "六项得分率较上年" not in without[2]


def test_with_too_few_forms_to_compare_the_cases_are_still_heard() -> None:
    texts = slide_texts(build_deck(replace(figures(FORMS[:2]), cases=HEARD)))

    assert [("典型案例" in text) for text in texts].count(True) == 1
    assert len(texts) == 4


def test_long_words_are_cut_and_stay_on_their_slide(tmp_path: Path) -> None:
    content = _deck(LONG)

    [pages] = rendered(tmp_path, {"汇报.pptx": content}).values()

    lines = [row.cells[2].text for shape in Presentation(BytesIO(content)).slides[6].shapes if shape.has_table for row in shape.table.rows]
    assert {len(line) for line in lines[1:]} == {ON_SLIDE}
    assert all(line.endswith("…") for line in lines[1:])
    assert len(pages) == 8
    words = pages[6].shares()
    [footer] = [top for _, top, _, _, word in words if word.startswith("数据来源")]
    assert [word for left, top, right, bottom, word in words if min(left, top) < 0 or max(right, bottom) > 1] == []
    assert [word for _, top, _, bottom, word in words if top < footer - 0.01 and bottom > footer] == []
    assert pages[6].text.count("长") == 300


def test_the_notice_names_the_cases_and_says_they_are_no_ranking() -> None:
    paragraphs = _paragraphs(_notice(HEARD))

    start = paragraphs.index("部分企业的做法如下，取自企业自评表，由企业自报，排名不分先后。")
    assert paragraphs.index("三、主要做法和亮点") < start < paragraphs.index("四、存在的主要问题")
    assert paragraphs[start + 1] == "江苏珩矩机床有限公司：“一把刀的三十年”，从仿制到领先。 第二段。"
    assert paragraphs[start + 2].startswith("浙东枢钧轴承厂：=HYPERLINK(")


def test_a_notice_without_cases_names_nobody() -> None:
    assert not [text for text in _paragraphs(_notice(Cases())) if "排名不分先后" in text]


def test_a_notice_with_long_stories_keeps_its_margins(tmp_path: Path) -> None:
    [pages] = rendered(tmp_path, {"通报.docx": _notice(LONG)}).values()

    assert [page.outside(margin=50) for page in pages] == [[]] * len(pages)


def _deck(cases: Cases) -> bytes:
    return build_deck(replace(figures(FORMS, forms(24), missing=4), cases=cases))


def _notice(cases: Cases) -> bytes:
    now = made_period(*peers(9), *peers(7, sector="汽车", size="大型"))
    told: MeetingFigures = for_enterprises(figures_of(now, None, cases=cases), Benchmarks(now.enterprises))
    return build_notice(told, edition(), association="示范质量协会")


def _paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
