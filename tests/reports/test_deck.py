"""The deck: conclusion first, native charts with the figures in them, and the right words when there is little to say."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from data.reference_lists import load_reference_lists
from models.basis import Basis
from models.meeting_figures import MeetingFigures
from reports.deck import build_deck
from services.documents import progress_document
from services.meeting_figures import figures_of
from tests.reports.meeting import LAST_YEAR, charts, figures, forms, picture, slide_texts

FORMS = forms(30)
SPREAD = [{"sector": sector, "region": region} for sector, region in (("机床工具", "江苏"), ("汽车", "浙江"), ("内燃机", "山东"))]


@pytest.fixture(scope="module")
def whole() -> tuple[MeetingFigures, bytes]:
    """Write a deck of thirty forms, with the year before."""
    found = figures(FORMS, forms(24), missing=4, traits=SPREAD)
    return found, build_deck(found)


def test_page_one_is_the_conclusion_with_mean_and_median(whole: tuple[MeetingFigures, bytes]) -> None:
    total = progress_document(picture(FORMS, missing=4), "total")

    first = slide_texts(whole[1])[0]

    assert f"{total['mean']} 分" in first
    assert f"中位数 {total['median']} 分" in first
    assert "应报 34 家，已报 30 家，报送率 88.2%" in first


def test_a_deck_has_at_most_eight_wide_slides_with_notes_and_a_footer_on_each(whole: tuple[MeetingFigures, bytes]) -> None:
    deck = Presentation(BytesIO(whole[1]))

    assert len(deck.slides) == 8
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.01)
    for slide, text in zip(deck.slides, slide_texts(whole[1]), strict=True):
        assert slide.shapes.title.text
        assert slide.notes_slide.notes_text_frame.text
        assert all(part in text for part in ("数据来源", "截至 2020-08-28", "n=30", "口径：自评", "清单 2020 版"))


def test_the_six_means_stand_in_a_chart_as_progress_gives_them(whole: tuple[MeetingFigures, bytes]) -> None:
    rows = progress_document(picture(FORMS, missing=4), "priority")["rows"]

    six = next(chart for chart in charts(whole[1]) if [str(name) for name in chart.plots[0].categories] == [row["title"] for row in rows])

    assert [f"{value:.1f}" for value in six.plots[0].series[0].values] == [row["mean"] for row in rows]


def test_the_means_of_groups_stand_in_charts_as_progress_gives_them(whole: tuple[MeetingFigures, bytes]) -> None:
    now = picture(FORMS, missing=4, traits=SPREAD)

    drawn = {str(name): value for chart in charts(whole[1]) for name, value in _bars(chart)}

    for way in ("sector", "size"):
        for row in progress_document(now, way)["rows"]:
            name = f"{row['key']}（{row['n']}）"
            assert f"{drawn[name]:.1f}" == row["mean"]


def test_charts_are_charts_with_their_workbooks_inside(whole: tuple[MeetingFigures, bytes]) -> None:
    drawn = charts(whole[1])

    assert len(drawn) >= 4
    for chart in drawn:
        sheet = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert sheet is not None
        inside = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert inside == list(chart.plots[0].series[0].values)


def test_no_enterprise_is_named(whole: tuple[MeetingFigures, bytes]) -> None:
    assert [text for text in slide_texts(whole[1]) if "企业1" in text] == []


def test_the_same_figures_give_the_same_bytes_and_no_time_of_making(whole: tuple[MeetingFigures, bytes]) -> None:
    found, content = whole

    assert build_deck(figures(FORMS, forms(24), missing=4, traits=SPREAD)) == content
    assert {stamp for package in _packages(content) for stamp in _stamps(package)} == {(1980, 1, 1, 0, 0, 0), "2020-08-28T00:00:00Z"}
    assert build_deck(replace(found, basis=Basis.REVIEWED)) != content


def test_the_panel_stands_beside_the_plain_means(whole: tuple[MeetingFigures, bytes]) -> None:
    page = slide_texts(whole[1])[6]

    assert "同口径 24 家" in page
    assert "简单平均" in page
    assert "判断进退以同口径为准" in page


def test_two_editions_are_set_side_by_side_and_not_subtracted() -> None:
    before = picture(forms(24), period=replace(LAST_YEAR, edition="2019"))

    content = build_deck(figures_of(picture(FORMS), before))

    page = slide_texts(content)[6]
    assert "用 2019 版清单，本期用 2020 版，项目和标准分不同，得分不能直接相减" in page
    assert "两期清单不同版" in slide_texts(content)[0]


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "还没有可计分的自评表"), (1, "可计分的只有 1 家，样本不足，暂不比较"), (2, "可计分的只有 2 家，样本不足，暂不比较")],
)
def test_too_few_forms_are_reported_and_not_compared(count: int, says: str) -> None:
    found = figures(FORMS[:count], forms(24), missing=3)

    texts = slide_texts(build_deck(found))

    assert len(texts) == 3
    assert says in texts[0]
    mean = found.summary.total.mean
    assert mean is None or f"{mean / 10} 分" not in "\n".join(texts)


def test_an_empty_roster_gives_a_deck_that_says_so() -> None:
    texts = slide_texts(build_deck(figures([])))

    assert "花名册上还没有应报的企业" in texts[0]
    assert "先核对并导入花名册" in texts[-1]


def test_three_forms_already_give_four_charts() -> None:
    assert len(charts(build_deck(figures(FORMS[:3])))) >= 4


def test_a_priority_that_applies_to_nobody_has_no_bar_and_is_not_the_lowest() -> None:
    nobody = [form[:18] + "-" * 8 + form[26:] for form in FORMS]

    content = build_deck(figures(nobody))

    six = next(chart for chart in charts(content) if "质量分级评价（无适用企业）" in [str(name) for name in chart.plots[0].categories])
    assert [value is None for value in six.plots[0].series[0].values] == [False, False, True, False, False, False]
    assert "短板在质量分级评价" not in slide_texts(content)[0]


def test_thirty_one_regions_are_all_there_with_their_counts() -> None:
    names = [region.name for region in load_reference_lists().regions][:31]

    content = build_deck(figures(forms(62), traits=[{"region": name} for name in names]))

    drawn = {str(category) for chart in charts(content) for category in chart.plots[0].categories}
    assert {f"{name} 2/2" for name in names} <= drawn


def test_groups_that_may_not_be_shown_have_a_name_and_no_bar() -> None:
    traits = [{"sector": "机床工具"}] * 28 + [{"sector": "汽车"}] * 2

    drawn = dict(pair for chart in charts(build_deck(figures(FORMS, traits=traits))) for pair in _bars(chart))

    assert drawn["汽车（2）—"] is None
    assert drawn["机床工具（28）—"] is None


def _bars(chart: Any) -> list[tuple[str, Any]]:
    plot = chart.plots[0]
    return list(zip(map(str, plot.categories), plot.series[0].values, strict=True))


def _packages(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as package:
        return [content, *(package.read(name) for name in package.namelist() if name.endswith(".xlsx"))]


def _stamps(content: bytes) -> set[object]:
    with ZipFile(BytesIO(content)) as package:
        core = package.read("docProps/core.xml").decode()
        created = core.split("<dcterms:created")[1].split(">")[1].split("<")[0]
        return {created, *(member.date_time for member in package.infolist())}
