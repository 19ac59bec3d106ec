"""When an item may be left out as not applicable."""

import pytest

from models.catalogue import Condition
from models.enterprise import Size, Trait

INSURANCE = Condition(without_traits=(Trait.FIRST_SET, Trait.MAJOR_EQUIPMENT), need_all=True)
"""P3-08: both traits must be absent."""

ISO = Condition(unless_size=frozenset({Size.LARGE, Size.MEDIUM}), without_traits=(Trait.INTERNATIONAL_STANDARD,))
"""P5-05: small or micro, or no international standard; one is enough."""


@pytest.mark.parametrize(
    ("traits", "left_out"),
    [
        (set(), True),
        ({Trait.FIRST_SET}, False),
        ({Trait.MAJOR_EQUIPMENT}, False),
        ({Trait.FIRST_SET, Trait.MAJOR_EQUIPMENT}, False),
        ({Trait.CONSUMER_GOODS}, True),
    ],
)
def test_p3_08_is_left_out_only_without_both_traits(traits: set[Trait], left_out: bool) -> None:
    assert INSURANCE.holds(Size.LARGE, traits) is left_out


@pytest.mark.parametrize(
    ("size", "traits", "left_out"),
    [
        (Size.LARGE, {Trait.INTERNATIONAL_STANDARD}, False),
        (Size.MEDIUM, {Trait.INTERNATIONAL_STANDARD}, False),
        (Size.SMALL, {Trait.INTERNATIONAL_STANDARD}, True),
        (Size.MICRO, {Trait.INTERNATIONAL_STANDARD}, True),
        (Size.LARGE, set(), True),
        (Size.SMALL, set(), True),
        (None, {Trait.INTERNATIONAL_STANDARD}, True),
    ],
)
def test_p5_05_is_left_out_by_size_or_by_trait(size: Size | None, traits: set[Trait], left_out: bool) -> None:
    assert ISO.holds(size, traits) is left_out


def test_a_condition_reads_as_a_person_would_say_it() -> None:
    assert INSURANCE.described() == "没有“首台(套)”且没有“重大装备或大额耐用产品”"
    assert ISO.described() == "不是大型、中型企业或没有“国际标准对口”"
