"""Sentences about items."""

from datetime import date

import pandas as pd
import pytest

from charts.finding import Scope
from charts.item_findings import item_answer, items_answer, levels_finding
from tests.charts.frames import TITLES

SCOPE = Scope(as_of=date(2020, 9, 10))
COLUMNS = ["key", "n", "level_0", "level_1", "level_2", "level_3", "level_4", "suppressed"]


def groups(**levels: list[int]) -> pd.DataFrame:
    """Lay out groups by their five counts; a sixth number hides the group and is its n."""
    rows = [[key, of[5] if len(of) > 5 else sum(of), *of[:5], len(of) > 5] for key, of in levels.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def items(*rows: tuple[str, int, int, int | None]) -> pd.DataFrame:
    """Make rows of code, n, met, score rate in tenths."""
    records = [
        {"item": code, "title": f"项目{code}", "priority": code[:2], "n": n, "met": met, "score_rate": rate} for code, n, met, rate in rows
    ]
    return pd.DataFrame(records).astype({"score_rate": object})


def one(*levels: int, met: int = 0) -> str:
    return item_answer("P3-02", "参与分级标准制定", groups(全部=list(levels)), met=met)


def test_all_items_are_summed_up_in_one_line() -> None:
    frame = items(("P1-01", 9, 9, 700), ("P3-01", 10, 5, 400), ("P3-02", 10, 4, 250))

    said = items_answer(frame, n=10, titles=TITLES)

    assert said == "3 个评价项目中 2 个有半数以上企业达标，得分率最低的是质量分级评价里的项目P3-02。"


def test_items_of_two_enterprises_are_not_the_lowest() -> None:
    assert items_answer(items(("P1-01", 9, 9, 700), ("P3-01", 2, 0, 0)), n=9, titles=TITLES).endswith("质量管理体系升级里的项目P1-01。")


@pytest.mark.parametrize(
    ("n", "said"), [(0, "1 个评价项目，还没有可计分的自评表。"), (2, "1 个评价项目；可计分的只有 2 家，样本不足，暂不比较。")]
)
def test_without_enough_forms_no_item_is_named(n: int, said: str) -> None:
    assert items_answer(items(("P1-01", n, 0, None)), n=n, titles=TITLES) == said


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((14, 25, 10, 1, 0), "半数停在 1 级"),
        ((0, 30, 10, 0, 0), "过半停在 1 级"),
        ((5, 10, 8, 2, 0), "1 级最多，10 家"),
        ((0, 0, 9, 9, 0), "2 级和 3 级最多，各 9 家"),
        ((0, 0, 0, 0, 7), "全部在 4 级"),
    ],
)
def test_one_item_says_where_most_stand(levels: tuple[int, ...], said: str) -> None:
    assert one(*levels).endswith(f"，{said}。")


def test_one_item_is_answered_with_its_compliance_rate() -> None:
    assert one(14, 25, 10, 1, 0, met=11).startswith("P3-02 参与分级标准制定：适用 50 家，达标率 22.0%，")


def test_an_item_of_nobody_or_of_two_has_no_rate() -> None:
    assert one(0, 0, 0, 0, 0) == "P3-02 参与分级标准制定：还没有适用的自评表。"
    assert one(1, 1, 0, 0, 0) == "P3-02 参与分级标准制定：适用的只有 2 家，样本不足，暂不比较。"
    assert item_answer("P3-02", "参与分级标准制定", groups(), met=0) == "P3-02 参与分级标准制定：还没有适用的自评表。"


def test_groups_are_compared_by_who_reaches_the_target_and_hidden_ones_named() -> None:
    finding = levels_finding(
        groups(大型=[0, 0, 2, 2, 0], 小型=[3, 3, 2, 0, 0], 微型=[0, 0, 0, 0, 0, 2]), group="规模", target=2, scope=SCOPE
    )

    assert finding.title == "大型达标率最高：100.0%；小型最低：25.0%"
    assert finding.subtitle == "分规模各等级的家数，目标 2 级，n=14，自评，截至 9 月 10 日；不足 3 家或可由此推算的不显示：微型（2 家）"


def test_hidden_or_equal_groups_are_not_compared() -> None:
    def title(**levels: list[int]) -> str:
        return levels_finding(groups(**levels), group="行业", target=2, scope=SCOPE).title

    assert title() == "还没有适用的自评表"
    assert title(泵=[0, 0, 0, 0, 0, 1]) == "各行业都不足 3 家，暂不比较"
    assert title(泵=[0, 2, 2, 0, 0]) == "只有泵可以显示，达标率 50.0%"
    assert title(泵=[0, 2, 2, 0, 0], 阀=[0, 2, 0, 0, 2]) == "两组达标率相同：50.0%"
