"""Sentences about regions."""

import pandas as pd
import pytest

from charts.region_findings import regions_answer
from models.progress import Ledger


def said(**missing: tuple[int, int]) -> str:
    """Write the answer for regions given as expected and missing."""
    frame = pd.DataFrame([(key, *of) for key, of in missing.items()], columns=["key", "expected", "missing"])
    expected, absent = int(frame["expected"].sum()), int(frame["missing"].sum())
    book = Ledger(expected=expected, received=expected - absent, accepted=0, returned=0, missing=absent, exempt=0, submission_rate=None)
    return regions_answer(frame, book)


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        ({"江苏": (15, 4), "浙江": (5, 0)}, "2 个地区报送率 80.0%，1 个已报齐，缺得最多的是江苏：缺 4 家。"),
        ({"江苏": (5, 4), "浙江": (5, 4)}, "2 个地区报送率 20.0%，缺得最多的是江苏和浙江：各缺 4 家。"),
        ({"江苏": (5, 0), "浙江": (5, 0)}, "2 个地区 10 家全部报齐。"),
        ({"江苏": (5, 5), "浙江": (0, 0)}, "1 个地区应报 5 家，还没有收到自评表。"),
        ({}, "花名册上还没有应报的企业。"),
    ],
)
def test_the_answer_names_who_is_behind(regions: dict[str, tuple[int, int]], sentence: str) -> None:
    assert said(**regions) == sentence
