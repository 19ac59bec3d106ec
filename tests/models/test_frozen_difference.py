"""The difference names each change once, whatever kind of nothing stands on either side."""

from models.frozen_difference import frozen_difference
from models.progress import Status
from tests.builders import enterprises_frame


def test_what_changed_is_named_with_then_and_now() -> None:
    then = enterprises_frame(
        {"uscc": "1", "name": "甲", "total": 500, "band": "实施级"}, {"uscc": "2", "name": "乙", "status": Status.MISSING}
    )
    now = enterprises_frame(
        {"uscc": "1", "name": "甲", "total": 720, "band": "见效级"}, {"uscc": "2", "name": "乙", "status": Status.MISSING}
    )

    rows = frozen_difference(then, now)

    assert rows.to_numpy().tolist() == [["1", "甲", "综合得分", 500, 720], ["1", "甲", "分档", "实施级", "见效级"]]


def test_a_form_that_came_later_and_firms_that_came_and_went() -> None:
    then = enterprises_frame({"uscc": "1", "name": "甲", "status": Status.MISSING}, {"uscc": "3", "name": "丙"})
    now = enterprises_frame({"uscc": "1", "name": "甲", "total": 500, "band": "实施级"}, {"uscc": "4", "name": "丁"})

    found = {(row["name"], row["what"]): (row["then"], row["now"]) for row in frozen_difference(then, now).to_dict("records")}

    assert found[("甲", "状态")] == ("missing", "in_review")
    assert found[("甲", "综合得分")] == (None, 500)
    assert found[("丙", "花名册")] == ("在册", "不在册")
    assert found[("丁", "花名册")] == ("不在册", "在册")


def test_the_same_figures_differ_in_nothing() -> None:
    same = enterprises_frame({"uscc": "1", "name": "甲", "total": 500}, {"uscc": "2", "name": "乙", "status": Status.MISSING})

    assert frozen_difference(same, same.copy()).empty
