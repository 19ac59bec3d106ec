"""Sentences about regions."""

import pandas as pd
import pytest

from charts.region_findings import regions_answer
from models.progress import Ledger


def said(**missing: tuple[int, ...]) -> str:
    """Write the answer for regions given as expected, missing and, where there are any, returned."""
    rows = [(key, expected, absent, sum(back)) for key, (expected, absent, *back) in missing.items()]
    frame = pd.DataFrame(rows, columns=["key", "expected", "missing", "returned"])
    frame["accepted"] = frame["expected"] - frame["missing"] - frame["returned"]
    expected, absent, back = (int(frame[name].sum()) for name in ("expected", "missing", "returned"))
    received = expected - absent
    book = Ledger(
        expected=expected, received=received, accepted=received - back, returned=back, missing=absent, exempt=0, submission_rate=None
    )
    return regions_answer(frame, book)


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        ({"江苏": (15, 4), "浙江": (5, 0)}, "2 个地区报送率 80.0%，1 个已报齐并通过检查，缺得最多的是江苏：缺 4 家。"),
        ({"江苏": (5, 4), "浙江": (5, 4)}, "2 个地区报送率 20.0%，缺得最多的是江苏和浙江：各缺 4 家。"),
        ({"江苏": (5, 0), "浙江": (5, 0)}, "2 个地区 10 家全部报齐并通过检查。"),
        ({"江苏": (5, 0, 1), "浙江": (5, 0)}, "2 个地区报送率 100.0%，1 个已报齐并通过检查，没有未报的，1 家退回待改。"),
        ({"江苏": (5, 0, 2), "浙江": (5, 3)}, "2 个地区报送率 70.0%，缺得最多的是浙江：缺 3 家。"),
        ({"江苏": (5, 5), "浙江": (0, 0)}, "1 个地区应报 5 家，还没有收到自评表。"),
        ({}, "花名册上还没有应报的企业。"),
    ],
)
def test_the_answer_names_who_is_behind(regions: dict[str, tuple[int, ...]], sentence: str) -> None:
    assert said(**regions) == sentence
