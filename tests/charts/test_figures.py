"""Figures: the right values, the accent only where the title points, words where there is nothing."""

from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.band_bar import band_bar, band_legend_html
from charts.cumulative_submissions import cumulative_submissions
from charts.five_and_five import five_and_five
from charts.heat_map import heat_map
from charts.level_stack import level_stack
from charts.priority_bars import priority_bars
from charts.priority_position import priority_position
from charts.score_histogram import score_histogram
from charts.template import CONFIG, empty_figure
from charts.theme import DARK, LIGHT, Theme
from models.catalogue import Band
from tests.charts import frames
from tests.charts.frames import DEADLINE, NAN, words

CUTS = tuple(Band(name=name, from_score=Fraction(cut)) for name, cut in zip(frames.BANDS, (0, 20, 45, 70, 95), strict=True))
POSITION = {"title": ["质量分级评价"], "own": [60.0], "q1": [40.0], "median": [52.5], "q3": [70.0], "n": [16]}


def trace(figure: go.Figure, name: str) -> go.Figure:
    return next(each for each in figure.data if each.name == name)


def level_rows(*counts: int) -> pd.DataFrame:
    return pd.DataFrame([("全部", *counts)], columns=["key", "level_0", "level_1", "level_2", "level_3", "level_4"])


EMPTY = {
    "priorities": priority_bars(frames.priorities(*[NAN] * 6, n=0), highlight=None, theme=LIGHT),
    "no priorities": priority_bars(frames.priorities(*[NAN] * 6, n=0).head(0), highlight=None, theme=LIGHT),
    "bands": band_bar(frames.bands(0, 0, 0, 0, 0), LIGHT),
    "submissions": cumulative_submissions(frames.submissions(), deadline=DEADLINE, expected=120, previous=None, theme=LIGHT),
    "groups": heat_map(frames.groups(), theme=LIGHT),
    "items": five_and_five(frames.items(), LIGHT),
    "scores": score_histogram(pd.DataFrame({"score": []}), cuts=CUTS, own=None, theme=LIGHT),
    "position": priority_position(pd.DataFrame(POSITION).assign(own=NAN, q1=NAN, median=NAN, q3=NAN), LIGHT),
    "levels": level_stack(level_rows(0, 0, 0, 0, 0), LIGHT),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_figure_without_data_says_so_and_draws_nothing(name: str) -> None:
    figure = EMPTY[name]

    assert len(figure.data) == 0
    assert any(sign in words(figure)[0] for sign in ("还没有", "不足", "没有企业"))
    assert figure.layout.height > 0


def test_a_figure_leaves_no_interaction_but_pointing() -> None:
    figure = empty_figure("还没有", DARK)

    assert figure.layout.template.layout.dragmode is False
    assert figure.layout.template.layout.xaxis.fixedrange is True
    assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert CONFIG["displayModeBar"] is False


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_only_the_named_priority_takes_the_accent(theme: Theme) -> None:
    figure = priority_bars(frames.priorities(67.5, 60, 25, 45, 50, 55), highlight="P3", theme=theme)

    bars = trace(figure, "均值")
    assert list(bars.x) == [67.5, 60, 25, 45, 50, 55]
    assert [colour == theme.colour.accent for colour in bars.marker.color] == [False, False, True, False, False, False]
    assert [theme.colour.accent in text for text in words(figure)] == [False, False, True, False, False, False]


def test_the_priorities_stay_in_the_notice_s_order_with_their_values_in_words() -> None:
    figure = priority_bars(frames.priorities(62.25, 60, 25, 45, 50, 55), highlight="P3", theme=LIGHT)

    assert words(figure)[0].startswith("质量管理体系升级 ")
    assert ">62.3%<" in words(figure)[0]
    assert [row[0] for row in figure.data[-1].customdata] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert "中间一半企业 52.3% 到 72.3%" in figure.data[-1].hovertext[0]


def test_n_stands_beside_each_priority_only_where_it_differs() -> None:
    same = priority_bars(frames.priorities(*[50.0] * 6), highlight=None, theme=LIGHT)
    differs = priority_bars(frames.priorities(*[50.0] * 6, n=[102, 101, 90, 102, 102, 102]), highlight=None, theme=LIGHT)

    assert not any("n=" in text for text in words(same))
    assert "n=90" in words(differs)[2]


def test_a_priority_nobody_can_answer_is_not_applicable_and_a_hidden_one_a_dash() -> None:
    figure = priority_bars(frames.priorities(50, 50, NAN, NAN, 50, 50, n=[9, 9, 0, 2, 9, 9]), highlight=None, theme=LIGHT)

    assert "不适用" in words(figure)[2]
    assert "—" in words(figure)[3]
    assert list(trace(figure, "均值").x)[2:4] == [None, None]


def test_priorities_of_too_few_enterprises_are_not_compared() -> None:
    figure = priority_bars(frames.priorities(*[NAN] * 6, n=2), highlight=None, theme=LIGHT)

    assert words(figure) == ["样本不足，暂不比较"]


def test_bands_stand_in_their_order_and_all_are_written_beneath() -> None:
    frame = frames.bands(1, 22, 54, 24, 1)

    figure = band_bar(frame, DARK)
    legend = band_legend_html(frame, DARK)

    assert [bar.x[0] for bar in figure.data] == [1, 22, 54, 24, 1]
    assert [bar.marker.color for bar in figure.data] == list(DARK.colour.bands)
    assert "起步级 <b>1</b> 家 1.0%" in legend
    assert "实施级 <b>54</b> 家 52.9%" in legend


def test_last_year_is_laid_on_this_year_s_deadline() -> None:
    previous = pd.DataFrame({"days_before": [10, 0, -2], "cumulative": [40, 92, 95]})

    figure = cumulative_submissions(
        frames.submissions(d0820=50, d0910=108), deadline=DEADLINE, expected=120, previous=previous, theme=LIGHT
    )

    assert list(trace(figure, "上年同期").x) == ["2020-08-31", "2020-09-10", "2020-09-12"]
    assert list(trace(figure, "本期").y) == [50, 108]
    assert {"应报 120 家", "截止 9月10日", "<b>108 家</b>", "上年 95"} <= set(words(figure))


def test_labels_of_two_years_do_not_lie_on_each_other() -> None:
    previous = pd.DataFrame({"days_before": [0], "cumulative": [107]})

    figure = cumulative_submissions(frames.submissions(d0910=108), deadline=DEADLINE, expected=120, previous=previous, theme=LIGHT)

    places = {annotation.text: annotation.y for annotation in figure.layout.annotations}
    assert places["<b>108 家</b>"] - places["上年 107"] > 5


def test_nothing_of_a_suppressed_group_but_its_name_and_n_is_in_the_figure() -> None:
    frame = frames.groups(
        ("机床工具", 13, False, [67.4, 76.4, 24.1, 43.0, 63.2, 75.2]), ("食品机械", 2, True, [91.7, 92.7, 93.7, 94.7, 95.7, 96.7])
    )

    figure = heat_map(frame, theme=LIGHT)

    text = figure.to_json()
    assert not any(number in text for number in ("91.7", "92.7", "93.7", "94.7", "95.7", "96.7"))
    assert "67.4" in text
    assert words(figure) == ["—"] * 6
    assert [row for each in figure.data if each.customdata is not None for row, _ in each.customdata] == ["机床工具"] * 6


def test_a_cell_has_the_step_and_the_readable_text_of_its_score() -> None:
    figure = heat_map(frames.groups(("机床工具", 13, False, [0, 59.9, 60, 100, 9.95, NAN])), theme=LIGHT)

    cells = {each.textfont.color: each for each in figure.data if each.type == "heatmap"}
    assert list(cells["#1B2733"].z[0]) == [0, 5, None, None, 0, None]
    assert list(cells["#FFFFFF"].z[0]) == [None, None, 6, 9, None, None]
    assert list(cells["#1B2733"].text[0]) == ["0.0", "59.9", "", "", "10.0", ""]


def test_a_click_on_a_cell_tells_group_and_priority() -> None:
    figure = heat_map(frames.groups(("机床工具", 13, False, [67.4, 76.4, 24.1, 43.0, 63.2, 75.2])), theme=LIGHT)

    squares = figure.data[-1]
    assert [list(key) for key in squares.customdata] == [["机床工具", f"P{place}"] for place in range(1, 7)]
    assert squares.unselected.marker.opacity == squares.marker.opacity == 0


def test_the_reason_of_a_hidden_group_is_said() -> None:
    figure = heat_map(frames.groups(("甲", 2, True, [50.0] * 6), ("乙", 7, True, [50.0] * 6)), theme=LIGHT)

    said = " ".join(text for each in figure.data if each.hovertext is not None for text in each.hovertext)
    assert "不足 3 家，不显示" in said
    assert "为免由合计推算出别的组" in said


def test_thirty_one_regions_all_have_their_row() -> None:
    figure = heat_map(frames.groups(*[(f"地区{place}", 5, False, [50.0] * 6) for place in range(31)]), theme=LIGHT)

    assert len(figure.layout.yaxis.ticktext) == 31
    assert figure.layout.height > 31 * 30


def test_a_name_of_sixty_characters_is_cut_on_the_axis_and_whole_in_the_hover() -> None:
    name = "内蒙古" * 20

    figure = heat_map(frames.groups((name, 5, False, [50.0] * 6)), theme=LIGHT)

    assert name not in figure.layout.yaxis.ticktext[0]
    assert name in figure.data[-1].hovertext[0]


def test_only_weak_items_take_the_accent_and_every_row_opens_its_item() -> None:
    figure = five_and_five(frames.items(("P3-01", 14.0, 0.1, "weak"), ("P1-08", 77.6, 0.99, "strong")), LIGHT)

    assert list(trace(figure, "得分率").marker.color) == [LIGHT.colour.mark, LIGHT.colour.accent]
    assert list(trace(figure, "达标率").x) == [99.0, 10.0]
    assert [row[0] for row in figure.data[-1].customdata] == ["P1-08", "P3-01"]


def test_an_item_without_compliance_rate_has_no_ring() -> None:
    figure = five_and_five(frames.items(("P3-01", 14.0, NAN, "weak")), LIGHT)

    assert list(trace(figure, "达标率").x) == []
    assert "达标率 —" in figure.data[-1].hovertext[0]


def test_scores_fall_into_steps_of_five_and_a_hundred_into_the_last() -> None:
    figure = score_histogram(pd.DataFrame({"score": [0, 4.9, 5.0, 99.9, 100, NAN]}), cuts=CUTS, own=100.0, theme=LIGHT)

    bars = figure.data[0]
    assert (bars.y[0], bars.y[1], bars.y[19], sum(bars.y)) == (2, 1, 2, 5)
    assert [place for place, colour in enumerate(bars.marker.color) if colour == LIGHT.colour.accent] == [19]
    assert "<b>本企业 100.0</b>" in words(figure)
    assert bars.hovertext[19] == "95.0 到 100.0 分：2 家"


def test_an_enterprise_is_set_against_the_middle_of_its_peers() -> None:
    figure = priority_position(pd.DataFrame(POSITION), LIGHT)

    assert list(trace(figure, "同行中间一半").base) == [40.0]
    assert list(trace(figure, "同行中间一半").x) == [30.0]
    assert "+7.5" in words(figure)[1]


def test_an_enterprise_without_peers_is_shown_alone() -> None:
    figure = priority_position(pd.DataFrame(POSITION).assign(q1=NAN, median=NAN, q3=NAN, n=2), LIGHT)

    assert list(trace(figure, "本企业").x) == [60.0]
    assert "同行不足 3 家" in figure.data[-1].hovertext[0]


def test_levels_make_a_hundred_per_cent() -> None:
    figure = level_stack(level_rows(10, 20, 40, 25, 5), LIGHT)

    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(bar.x[0] for bar in bars) == pytest.approx(1)
    assert [bar.text[0] for bar in bars] == ["0 级 10", "1 级 20", "2 级 40", "3 级 25", "4 级 5"]


def test_a_name_cannot_bring_markup_into_a_figure() -> None:
    figure = heat_map(frames.groups(("<b>甲</b>", 5, False, [50.0] * 6)), theme=LIGHT)

    assert "&lt;b&gt;甲" in figure.layout.yaxis.ticktext[0]
