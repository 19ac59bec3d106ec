"""The ledger group by group."""

from models.group_ledger import complete, ledger_by
from models.progress import Status, ledger
from tests.builders import enterprises_frame


def test_groups_stand_in_the_order_given_and_add_up_to_the_ledger() -> None:
    rows = enterprises_frame(
        {"region": "浙江"}, {"region": "江苏", "status": Status.MISSING}, {"region": "江苏", "status": Status.RETURNED}, {"region": "外地"}
    )

    frame = ledger_by(rows, "region", ["江苏", "浙江", "福建"])

    assert frame["key"].tolist() == ["江苏", "浙江", "外地"]
    assert frame["submission_rate"].tolist() == [0.5, 1.0, 1.0]
    assert frame["expected"].sum() == ledger(rows).expected


def test_a_group_of_exempt_enterprises_has_no_rate() -> None:
    frame = ledger_by(enterprises_frame({"status": Status.EXEMPT}), "region")

    assert frame["expected"].tolist() == [0]
    assert frame["submission_rate"].tolist() == [None]


def test_a_group_is_complete_when_everybody_expected_has_a_form_that_passed() -> None:
    rows = enterprises_frame(
        {"region": "江苏"},
        {"region": "江苏", "status": Status.EXEMPT},
        {"region": "浙江", "status": Status.RETURNED},
        {"region": "福建", "status": Status.EXEMPT},
        {"region": "山东"},
        {"region": "山东", "status": Status.MISSING},
    )

    frame = ledger_by(rows, "region")

    assert dict(zip(frame["key"], complete(frame), strict=True)) == {"江苏": True, "浙江": False, "福建": False, "山东": False}
