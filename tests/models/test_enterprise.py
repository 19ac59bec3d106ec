"""Size is the lower of what staff and revenue say."""

from decimal import Decimal

import pytest

from models.enterprise import Size, size_of


@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [
        (1000, "40000", Size.LARGE),
        (1200, "30000", Size.MEDIUM),
        (999, "50000", Size.MEDIUM),
        (300, "2000", Size.MEDIUM),
        (299, "2000", Size.SMALL),
        (250, "50000", Size.SMALL),
        (300, "1999.99", Size.SMALL),
        (20, "300", Size.SMALL),
        (15, "50000", Size.MICRO),
        (500, "299", Size.MICRO),
    ],
)
def test_the_smaller_measure_decides_the_size(staff: int, revenue: str, size: Size) -> None:
    assert size_of(staff, Decimal(revenue)) is size
