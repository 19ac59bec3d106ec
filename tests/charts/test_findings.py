"""Sentences written from the data."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from charts.enterprise_findings import position_finding, score_finding
from charts.finding import Finding, Scope
from charts.findings import (
    band_finding,
    heat_map_finding,
    highlighted_priority,
    items_finding,
    overview_answer,
    priority_finding,
    submissions_finding,
)
from tests.charts import frames
from tests.charts.frames import DEADLINE, NAN, TITLES

SCOPE = Scope(as_of=date(2020, 9, 10))
ORDINARY = frames.priorities(67.5, 60, 25, 45, 50, 55)


def answer(frame: pd.DataFrame = ORDINARY, *, expected: int = 120, received: int = 108, n: int = 102, mean: float | None = 58.1) -> str:
    return overview_answer(expected=expected, received=received, n=n, mean=mean, priorities=frame)


def title(frame: pd.DataFrame) -> str:
    return priority_finding(frame, SCOPE).title


def submitted(frame: pd.DataFrame, *, today: date, expected: int = 120) -> str:
    return submissions_finding(frame, deadline=DEADLINE, expected=expected, today=today).title


def heat(*rows: tuple[str, int, bool, list[float]]) -> str:
    return heat_map_finding(frames.groups(*rows), group="行业", titles=TITLES, scope=SCOPE).title


def test_the_page_s_first_line_is_its_answer() -> None:
    assert answer() == "已报 108 家，报送率 90.0%，还差 12 家；综合得分平均 58.1 分，短板在质量分级评价。"


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("花名册还是空的，请先导入花名册。", {"expected": 0, "received": 0, "n": 0, "mean": None}),
        ("应报 120 家，还没有收到自评表。", {"received": 0, "n": 0, "mean": None}),
        ("已报 1 家，报送率 0.8%，还差 119 家；还没有可计分的自评表。", {"received": 1, "n": 0, "mean": None}),
        ("已报 2 家，报送率 1.7%，还差 118 家；可计分的只有 2 家，样本不足，暂不比较。", {"received": 2, "n": 2}),
        ("120 家已全部报送；综合得分平均 58.1 分，短板在质量分级评价。", {"received": 120}),
    ],
)
def test_the_answer_fits_what_there_is(said: str, figures: dict[str, Any]) -> None:
    assert answer(**figures) == said


def test_the_answer_names_two_that_are_lowest_together_and_none_when_all_are_equal() -> None:
    assert answer(frames.priorities(67.5, 60, 25, 25, 50, 55)).endswith("短板在质量分级评价和工业品牌培育。")
    assert answer(frames.priorities(25, 60, 25, 25, 50, 55)).endswith("短板在质量管理体系升级等三项。")
    assert answer(frames.priorities(*[50.0] * 6)).endswith("六项得分率相同。")


def test_the_lowest_priority_is_named_with_its_distance_to_the_highest() -> None:
    assert title(ORDINARY) == "质量分级评价最低：25.0%，比最高的质量管理体系升级低 42.5 个百分点"
    assert highlighted_priority(ORDINARY) == "P3"
    assert priority_finding(ORDINARY, SCOPE).subtitle == "得分率均值（条）、四分位（细线）与目标（竖线），n=102，自评，截至 9 月 10 日"


def test_priorities_lowest_together_are_both_named_and_none_is_highlighted() -> None:
    tied = frames.priorities(67.5, 60, 25, 25, 50, 55)

    assert title(tied) == "质量分级评价和工业品牌培育并列最低：25.0%，比最高的质量管理体系升级低 42.5 个百分点"
    assert highlighted_priority(tied) is None


def test_equal_priorities_have_no_lowest() -> None:
    assert title(frames.priorities(*[50.0] * 6)) == "六项得分率相同，都是 50.0%"
    assert highlighted_priority(frames.priorities(*[50.0] * 6)) is None


def test_a_priority_that_applies_to_nobody_is_left_out_and_said() -> None:
    finding = priority_finding(frames.priorities(67.5, 60, NAN, 45, 50, 55, n=[9, 9, 0, 9, 9, 9]), SCOPE)

    assert finding.title.startswith("工业品牌培育最低：45.0%")
    assert finding.subtitle.endswith("；质量分级评价没有适用的企业")
    assert "n=" not in finding.subtitle


def test_a_priority_of_two_enterprises_is_not_the_lowest() -> None:
    assert title(frames.priorities(67.5, 60, 1, 45, 50, 55, n=[9, 9, 2, 9, 9, 9])).startswith("工业品牌培育最低")


@pytest.mark.parametrize(("n", "said"), [(0, "还没有可计分的自评表"), (2, "样本不足，暂不比较")])
def test_too_few_enterprises_are_not_compared(n: int, said: str) -> None:
    assert title(frames.priorities(*[NAN if not n else 50.0] * 6, n=n)) == said
    assert title(ORDINARY.head(0)) == "还没有可计分的自评表"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 22, 54, 24, 1), "过半企业在实施级：54 家，占 52.9%"),
        ((0, 5, 10, 5, 0), "半数企业在实施级：10 家，占 50.0%"),
        ((10, 30, 40, 20, 2), "实施级最多：40 家，占 39.2%"),
        ((0, 8, 8, 4, 0), "策划级和实施级最多，各 8 家，各占 40.0%"),
        ((0, 0, 7, 0, 0), "7 家全部在实施级"),
        ((0, 0, 2, 0, 0), "可分档的只有 2 家，样本不足，暂不比较"),
        ((0, 0, 0, 0, 0), "还没有可分档的自评表"),
    ],
)
def test_the_bands_say_where_most_enterprises_stand(counts: tuple[int, ...], said: str) -> None:
    assert band_finding(frames.bands(*counts), SCOPE).title == said


def test_forms_the_gate_held_back_are_counted_under_the_bands() -> None:
    assert band_finding(frames.bands(1, 22, 54, 24, 1), SCOPE, gated=1).subtitle.endswith("，已按核心项门槛降档 1 家")


def test_after_the_deadline_the_last_week_and_the_missing_are_told() -> None:
    frame = frames.submissions(d0820=40, d0903=70, d0904=75, d0910=108)

    assert submitted(frame, today=date(2020, 9, 12)) == "截止日前一周交了 38 家，仍有 12 家未报"


@pytest.mark.parametrize(
    ("totals", "today", "said"),
    [
        ({"d0820": 60}, date(2020, 8, 21), "已报 60 家，还差 60 家，距截止还有 20 天"),
        ({"d0820": 60}, DEADLINE, "已报 60 家，还差 60 家，今天截止"),
        ({"d0820": 60}, date(2020, 9, 11), "截止日已过，仍有 60 家未报"),
        ({"d0908": 120}, date(2020, 9, 11), "120 家已全部报送，最后一家在 9 月 8 日"),
        ({}, date(2020, 9, 1), "还没有收到自评表，距截止还有 9 天"),
        ({}, date(2020, 9, 11), "截止日已过，应报 120 家都还没有报"),
    ],
)
def test_progress_is_told_as_the_day_has_it(totals: dict[str, int], today: date, said: str) -> None:
    assert submitted(frames.submissions(**totals), today=today) == said


def test_the_group_that_leads_and_the_priority_all_are_weak_in_are_named() -> None:
    said = heat(
        ("机床工具", 13, False, [70, 76, 28, 50, 66, 77]), ("汽车", 4, False, [60, 66, 14, 45, 60, 60]), ("食品", 2, True, [NAN] * 6)
    )

    assert said == "机床工具六项全部领先；各行业都是质量分级评价最低（14.0% 到 28.0%）"


def test_groups_that_share_nothing_are_told_by_their_lowest_cell() -> None:
    said = heat(
        ("甲", 5, False, [10, 60, 60, 60, 60, 60]), ("乙", 5, False, [60, 20, 60, 60, 60, 60]), ("丙", 5, False, [60, 60, 30, 60, 60, 60])
    )

    assert said == "甲的质量管理体系升级最低：10.0%"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "还没有可计分的自评表"),
        ([("甲", 2, True, [NAN] * 6)], "各行业都不足 3 家，暂不比较"),
        ([("甲", 3, False, [50, 60, 20, 60, 60, 60]), ("乙", 1, True, [NAN] * 6)], "只有甲可以显示，质量分级评价最低：20.0%"),
    ],
)
def test_few_groups_are_not_compared(rows: list[Any], said: str) -> None:
    assert heat(*rows) == said


def test_a_suppressed_group_never_enters_a_sentence() -> None:
    said = heat(("甲", 5, False, [50.0] * 6), ("乙", 5, False, [40.0] * 6), ("丙", 2, True, [1.0] * 6))

    assert "丙" not in said
    assert "1.0%" not in said


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["P3-01", "P3-02", "P3-03"], "最弱的三项全在质量分级评价"),
        (["P3-01", "P3-02", "P1-03"], "最弱的三项有两项在质量分级评价"),
        (["P3-01", "P2-02", "P1-03"], "最弱的是项目P3-01：得分率 10.0%"),
        (["P3-01"], "最弱的是项目P3-01：得分率 10.0%"),
        ([], "样本不足，暂不比较"),
    ],
)
def test_the_weak_items_tell_where_they_lie(codes: list[str], said: str) -> None:
    frame = frames.items(*[(code, 10.0 + place, 0.1, "weak") for place, code in enumerate(codes)])

    assert items_finding(frame, titles=TITLES, scope=SCOPE).title == said


def test_one_score_stands_above_a_share_of_its_peers() -> None:
    peers = pd.DataFrame({"score": [40.0, 50.0, 60.0]})

    said = {own: score_finding(peers, own=own, scope=SCOPE).title for own in (61.0, 60.0, 40.0, 39.0)}
    assert said == {61.0: "高于全部对照企业", 60.0: "比 66.7% 的对照企业高", 40.0: "与对照企业中最低的同分", 39.0: "低于全部对照企业"}
    assert score_finding(peers, own=None, scope=SCOPE).title == "综合得分从 40.0 分到 60.0 分"
    assert score_finding(peers.head(2), own=60.0, scope=SCOPE).title == "样本不足，暂不比较"
    assert score_finding(peers.head(0), own=60.0, scope=SCOPE).title == "样本不足，暂不比较"
    assert score_finding(peers.head(0), own=None, scope=SCOPE).title == "还没有可计分的自评表"


def test_an_enterprise_learns_where_it_is_below_its_peers() -> None:
    frame = pd.DataFrame({"title": list(TITLES.values()), "own": [70, 60, 10, 50, 50, NAN], "median": [60, 50, 30, 55, 40, 50], "n": 16})

    assert position_finding(frame, SCOPE).title == "五项中三项高于同行中位，质量分级评价低得最多：20.0 个百分点"


def test_a_sentence_cannot_break_the_markdown_around_it() -> None:
    finding = Finding(title="甲[乙]*丙*", subtitle="$1$ 与 `x`")

    assert finding.markdown == "#### 甲\\[乙\\]\\*丙\\*\n:small[:gray[\\$1\\$ 与 \\`x\\`]]"
    assert finding.alt_text == "甲[乙]*丙*。$1$ 与 `x`"
