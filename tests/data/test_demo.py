"""The invented firms, their levels and their timing: valid, plausible, and the same for the same seed."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from data.demo_arrivals import REPORTED, REPORTED_SO_FAR, Kind, demo_arrivals, natures
from data.demo_enterprises import demo_roster
from data.demo_levels import demo_levels
from data.demo_texts import demo_slips, demo_spellings, demo_texts
from data.demo_words import SECTORS
from data.reference_lists import load_reference_lists
from exchange.level_text import read_level
from exchange.uscc import is_sound
from models.assessment import Field, Level
from models.enterprise import Size
from models.period import Period
from models.scoring import PRIORITY_SCORES, facts_of, score
from tests.builders import edition

KNOWN_FIRMS = (  # noqa: SIM905 - eighty quotes would hide the names
    "徐工 三一 中联 柳工 山推 厦工 龙工 山河 潍柴 玉柴 常柴 全柴 云内 上柴 一拖 雷沃 时风 沃得 沈鼓 陕鼓 杭氧 开山 凯泉 东方 连成 纽威 太重 大重 中信 北方 "
    "振华 秦川 沈机 昆机 济二 海天 大族 正泰 德力西 许继 平高 南瑞 特变 哈电 上电 东电 西电 恒立 艾迪 人本 瓦轴 洛轴 哈轴 万向 双环 杭齿 川仪 聚光 汉威 一汽 "
    "上汽 东风 北汽 长安 长城 吉利 比亚迪 奇瑞 江淮 宇通 福田 江铃 格力 美的 海尔 宗申 隆鑫 力帆 华为 "
).split()


def test_every_code_checks_and_no_two_firms_share_a_code_or_a_name() -> None:
    roster = demo_roster(3000, 7)

    assert all(is_sound(firm.uscc) for firm in roster)
    assert len({firm.uscc for firm in roster}) == 3000
    assert len({firm.name for firm in roster}) == 3000


def test_no_code_can_belong_to_a_real_firm() -> None:
    assert {firm.uscc[4:8] for firm in demo_roster(500, 7)} == {"9900"}


def test_no_name_contains_that_of_a_known_firm() -> None:
    names = [firm.name for firm in demo_roster(3000, 7)]

    assert [(name, known) for name in names for known in KNOWN_FIRMS if known in name] == []


def test_a_few_names_are_long() -> None:
    lengths = sorted(len(firm.name) for firm in demo_roster(120, 59))

    assert 30 <= lengths[-1] <= 45
    assert lengths[100] <= 20


def test_contacts_lead_to_nobody() -> None:
    contacts = [firm.contact for firm in demo_roster(300, 59)]

    assert all(contact.mobile.startswith("100") and len(contact.mobile) == 11 for contact in contacts)
    assert all(contact.email.endswith("@example.com") for contact in contacts)


def test_sizes_sectors_and_regions_are_spread_as_in_the_industry() -> None:
    roster = demo_roster(120, 59)

    sizes = Counter(firm.size for firm in roster)
    sectors = Counter(firm.sector for firm in roster)
    assert (sizes[Size.LARGE], sizes[Size.MEDIUM], sizes[Size.SMALL], sizes[Size.MICRO]) == (22, 36, 54, 8)
    assert set(sectors) == set(load_reference_lists().sectors) == set(SECTORS)
    assert sum(count < 3 for count in sectors.values()) in {2, 3}
    assert len({firm.region for firm in roster}) >= 18
    assert sum(firm.exempt for firm in roster) in {2, 3}


def test_a_roster_may_have_a_single_firm() -> None:
    assert len(demo_roster(1, 59)) == 1


def test_the_same_seed_gives_the_same_firms_and_another_seed_others() -> None:
    assert demo_roster(50, 59) == demo_roster(50, 59)
    assert {firm.uscc for firm in demo_roster(50, 59)}.isdisjoint(firm.uscc for firm in demo_roster(50, 60))


def test_an_item_is_left_out_exactly_where_it_does_not_apply() -> None:
    roster = demo_roster(60, 5)

    levels = demo_levels(roster, edition(), periods=2, seed=5)

    applies = np.array([[item.applies(firm.size, firm.traits) for item in edition().items] for firm in roster])
    assert ((levels == Level.NOT_APPLICABLE) == ~applies).all()


@pytest.mark.parametrize("seed", [1, 59])
def test_the_levels_look_like_a_year(seed: int) -> None:
    levels = demo_levels(demo_roster(400, seed), edition(), periods=3, seed=seed)

    years = [score(facts_of(year, edition()), edition()) for year in levels]

    last = years[-1][~years[-1]["provisional"]]
    means = {code: last[code].mean() / 10 for code in PRIORITY_SCORES}
    for code, wanted in {"p1": 67, "p2": 63, "p3": 25, "p4": 45, "p5": 60, "p6": 67}.items():
        assert abs(means[code] - wanted) < 6, code
    assert 50 < last["total"].mean() / 10 < 66
    assert last["total"].std() / 10 > 8
    assert set(last["band"]) >= {"策划级", "实施级", "见效级"}
    assert 0.005 < last["gated"].mean() < 0.1
    assert 0 < years[-1]["provisional"].mean() < 0.1


def test_firms_get_better_and_stay_alike_from_year_to_year() -> None:
    levels = demo_levels(demo_roster(400, 3), edition(), periods=3, seed=3)

    totals = np.array([score(facts_of(year, edition()), edition())["total"].to_numpy() for year in levels]) / 10

    gains = np.diff(totals.mean(axis=1))
    assert ((gains > 0.5) & (gains < 5)).all()
    assert np.corrcoef(totals)[0, 2] > 0.9


def test_large_firms_stand_better_than_small_ones() -> None:
    roster = demo_roster(400, 3)

    totals = score(facts_of(demo_levels(roster, edition(), periods=1, seed=3)[0], edition()), edition())["total"]

    by_size = {size: totals[[firm.size is size for firm in roster]].mean() for size in Size}
    assert by_size[Size.LARGE] > by_size[Size.MEDIUM] > by_size[Size.SMALL]


def test_forms_of_a_past_period_come_mostly_in_its_last_week_and_some_late() -> None:
    period = Period(code="2020", edition="2020", deadline=date(2020, 9, 10))

    arrivals = demo_arrivals(range(1000), natures(1000, 1), period, until=date(2020, 9, 30), seed=1)

    first = [arrival.day for arrival in arrivals if arrival.step == 0]
    assert len(first) == round(REPORTED * 1000)
    in_last_week = sum(period.deadline - timedelta(days=7) < day <= period.deadline for day in first)
    a_month_before = sum(day <= period.deadline - timedelta(days=30) for day in first)
    assert in_last_week > 0.3 * len(first) > 10 * 0.1 * a_month_before
    assert 0.01 < sum(day > period.deadline for day in first) / len(first) < 0.08


def test_an_open_period_has_most_forms_and_none_of_the_future() -> None:
    period = Period(code="2020", edition="2020", deadline=date(2020, 9, 10))
    today = date(2020, 8, 31)

    arrivals = demo_arrivals(range(500), natures(500, 1), period, until=today - timedelta(days=1), seed=1)

    assert len({arrival.place for arrival in arrivals}) == round(REPORTED_SO_FAR * 500)
    assert max(arrival.day for arrival in arrivals) < today
    assert arrivals == sorted(arrivals)


def test_a_form_that_went_back_is_mended_later_by_most() -> None:
    period = Period(code="2020", edition="2020", deadline=date(2020, 9, 10))

    arrivals = demo_arrivals(range(2000), natures(2000, 1), period, until=date(2020, 9, 30), seed=1)

    faulty = {arrival.place: arrival.day for arrival in arrivals if arrival.kind is Kind.FAULTY}
    mended = {
        arrival.place: arrival.day
        for arrival in arrivals
        if arrival.kind is Kind.FINISHED and arrival.step == 1 and arrival.place in faulty
    }
    assert 0.7 < len(mended) / len(faulty) < 0.95
    assert all(day >= faulty[place] for place, day in mended.items())


def test_every_item_left_out_has_a_reason_and_high_levels_mostly_evidence() -> None:
    levels = demo_levels(demo_roster(80, 3), edition(), periods=1, seed=3)[0]

    texts = [demo_texts(Random(place), row.tobytes(), edition(), 2019) for place, row in enumerate(levels)]

    high = [
        fields.get(code, {})
        for row, fields in zip(levels, texts, strict=True)
        for code, level in zip(edition().by_code, row, strict=True)
        if 3 <= level <= 4
    ]
    left_out = [
        fields[code]
        for row, fields in zip(levels, texts, strict=True)
        for code, level in zip(edition().by_code, row, strict=True)
        if level == Level.NOT_APPLICABLE
    ]
    assert all(fields[Field.REASON] for fields in left_out)
    assert 0.9 < sum(Field.EVIDENCE in fields for fields in high) / len(high) < 1


def test_slips_are_never_read_as_a_level_and_spellings_always_as_the_same() -> None:
    levels = bytes([3, 2, 1, 0] * 12)

    for seed in range(50):
        slips, spellings = demo_slips(Random(seed), levels, edition()), demo_spellings(Random(seed), levels, edition())

        assert all(read_level(text, edition()).level in {Level.FAULTY, Level.NOT_APPLICABLE} for text in slips.values())
        assert all(read_level(text, edition()).level == levels[edition().position[code]] for code, text in spellings.items())
