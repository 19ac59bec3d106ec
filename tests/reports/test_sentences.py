"""Sentences of a meeting: practice's wording from the figures, and other words where there is too little to say."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from models.basis import Basis
from models.meeting_figures import MeetingFigures
from reports import sentences
from reports.next_steps import next_steps, next_steps_sentence, request
from services.meeting_figures import figures_of
from tests.builders import PERIOD
from tests.reports.meeting import LAST_YEAR, figures, forms, picture

FORMS = forms(30)


@pytest.fixture(scope="module")
def whole() -> MeetingFigures:
    """Thirty forms, four missing, and the year before."""
    return figures(FORMS, forms(24), missing=4)


def test_the_overall_sentence_has_the_ledger_mean_median_and_panel(whole: MeetingFigures) -> None:
    panel = whole.panel
    assert panel is not None
    moved = replace(whole.previous, panel=replace(panel, difference=Fraction(16, 10)))  # type: ignore[type-var]

    sentence = sentences.overall(replace(whole, previous=moved))

    mean, median = (sentences.points(value) for value in (whole.summary.total.mean, whole.summary.total.median))
    assert sentence == (
        f"截至 8 月 28 日，应报 34 家，已报 30 家，报送率 88.2%；有效 30 家，综合得分平均 {mean} 分、中位数 {median} 分；"
        "同口径 24 家较上年提高 1.6 分。"
    )


@pytest.mark.parametrize(("tenths", "says"), [(-16, "下降 1.6 分"), (0, "持平"), (Fraction(1, 3), "持平")])
def test_a_panel_that_fell_or_stood_still_says_so(whole: MeetingFigures, tenths: Any, says: str) -> None:
    panel = replace(whole.panel, difference=Fraction(tenths, 10))  # type: ignore[type-var]

    assert says in sentences.change(replace(whole, previous=replace(whole.previous, panel=panel)))  # type: ignore[type-var]


def test_the_six_are_told_by_their_edges(whole: MeetingFigures) -> None:
    means = {of.short: of.spread.mean or 0 for of in whole.priorities}
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)

    sentence = sentences.priorities(whole)

    assert f"{best}得分率最高（{means[best] / 10}%）" in sentence
    assert f"{worst}最低（{means[worst] / 10}%）" in sentence
    assert f"相差 {(means[best] - means[worst]) / 10} 个百分点" in sentence


def test_equal_priorities_have_no_highest() -> None:
    assert sentences.priorities(figures(["2" * 48] * 3)) == "从六项看，六项得分率相同，都是 50.0%。"


def test_weak_items_of_one_priority_are_told_together() -> None:
    weak_grading = [form[:18] + "0" * 8 + form[26:] for form in ("3" * 48,) * 6]

    sentence = sentences.weaknesses(figures(weak_grading))

    assert sentence.startswith("短板集中在质量分级评价，最弱的五项全在其中：P3-01 ")
    assert "（n=6，得分率 0.0%，达标率 0.0%）" in sentence


@pytest.mark.parametrize("count", [0, 1, 2])
def test_nothing_is_compared_with_fewer_than_three(count: int) -> None:
    found = figures(FORMS[:count], forms(24), missing=2)

    for write in (sentences.priorities, sentences.weaknesses, sentences.strengths, sentences.change):
        assert "样本不足，暂不比较" in write(found)
    assert "样本不足，暂不比较" in sentences.groups(found.sectors, "行业")
    assert "平均" not in sentences.overall(found) + sentences.headline(found)


def test_one_sector_is_not_called_the_best() -> None:
    assert sentences.groups(figures(FORMS).sectors, "行业").startswith("只有机床工具可以显示：平均 ")


def test_different_editions_are_not_compared() -> None:
    found = figures_of(picture(FORMS), picture(forms(24), period=replace(LAST_YEAR, edition="2019")))

    assert "得分不能直接相减" in sentences.change(found)
    assert sentences.difference_explained(found) == ""
    assert "同口径" not in sentences.overall(found)


@pytest.mark.parametrize(
    ("now", "before", "says"), [("2020", "2019", "上年"), ("2020", "2018", " 2018 年"), ("2020H2", "2020H1", " 2020H1")]
)
def test_the_period_before_is_named_as_people_do(now: str, before: str, says: str) -> None:
    found = figures_of(picture(FORMS, period=replace(PERIOD, code=now)), picture(forms(24), period=replace(LAST_YEAR, code=before)))

    assert sentences.versus(found) == says


def test_the_difference_between_panel_and_plain_means_is_explained_by_who_came_and_left() -> None:
    sentence = sentences.difference_explained(figures(FORMS, forms(24)))

    assert "（新增 6 家，减少 0 家）" in sentence
    assert sentence.endswith("判断进退以同口径为准。")


def test_the_next_steps_begin_with_who_has_not_reported(whole: MeetingFigures) -> None:
    assert next_steps(whole)[0].action == "催办 4 家未报的企业，限期补报"
    assert next_steps_sentence(whole).startswith("下一步：一是催办 4 家未报的企业，限期补报；二是把")
    assert request(whole).count("；") == 1


def test_regions_that_are_complete_are_counted() -> None:
    traits = [{"region": "江苏"}, {"region": "浙江"}, {"region": "山东"}]

    assert sentences.reporting(figures(FORMS, missing=1, traits=traits)) == "3 个地区中 2 个已报齐并通过检查，缺得最多的是江苏（缺 1 家）。"
    assert sentences.reporting(figures(FORMS, traits=traits)) == "3 个地区 30 家全部报齐并通过检查。"
    assert sentences.reporting(figures([], missing=3, traits=traits)) == "3 个地区应报 3 家，还没有收到自评表。"


def test_reviewed_figures_say_whose_levels_they_are(whole: MeetingFigures) -> None:
    reviewed = replace(whole, basis=Basis.REVIEWED)

    assert "口径：核定" in sentences.source_line(reviewed)
    assert "协会核定" in sentences.source_line(reviewed)
    assert "有效 30 家，核定 0 家" in sentences.overall(reviewed)
