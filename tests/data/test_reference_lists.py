"""The reference lists recognise what people write for a province or a sector."""

import pytest

from data.reference_lists import load_reference_lists
from models.reference import SectorMatch

LISTS = load_reference_lists()


def test_there_are_31_provinces_and_13_sectors() -> None:
    mainland = [region for region in LISTS.regions if region.code < "70"]

    assert len(mainland) == 31
    assert len(LISTS.sectors) == 13


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("江苏", "江苏"),
        ("江苏省", "江苏"),
        ("江苏省苏州市", "江苏"),
        ("320500", "江苏"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆生产建设兵团", "新疆"),
        ("大连市", "辽宁"),
        ("海南省", "海南"),
        ("海南藏族自治州", "青海"),
        ("火星", None),
        ("999999", None),
    ],
)
def test_a_region_is_recognised(written: str, region: str | None) -> None:
    assert LISTS.region_named(written) == region


@pytest.mark.parametrize(
    ("written", "sector"),
    [
        ("机床工具", "机床工具"),
        ("机床工具行业", "机床工具"),
        ("石化通用机械", "石化通用"),
        ("36", "汽车"),
        ("汽车制造业", "汽车"),
        ("C38电气机械和器材制造业", "电工电器"),
        ("电气机械及器材制造业", "电工电器"),
        ("3412", "内燃机"),
        ("3419", "电工电器"),
        ("轴承、齿轮和传动部件制造", "机械基础件"),
    ],
)
def test_a_sector_or_a_class_of_gb_4754_is_recognised(written: str, sector: str) -> None:
    assert LISTS.sector_named(written) == SectorMatch(sector=sector, certain=True)


@pytest.mark.parametrize("written", ["39", "农副食品加工业", "13", "不知道"])
def test_what_belongs_to_no_sector_is_the_other_one_and_not_certain(written: str) -> None:
    assert LISTS.sector_named(written) == SectorMatch(sector="其他民用机械", certain=False)


def test_a_division_spread_over_several_sectors_names_them() -> None:
    match = LISTS.sector_named("通用设备制造业")

    assert not match.certain
    assert {"机床工具", "内燃机", "机械基础件"} <= set(match.candidates)
