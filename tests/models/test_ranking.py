"""名次: ties share a rank, only those in front have one, small groups none at all."""

from models.ranking import front
from tests.builders import enterprises_frame


def group(*totals: int) -> list[dict[str, object]]:
    return [{"uscc": f"{place:02}", "total": total, "band": "实施级"} for place, total in enumerate(totals)]


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    rows = front(enterprises_frame(*group(912, 784, 784, 630, 450, 387)))

    assert list(rows["rank"]) == [1, 2, 2, 4, 5, 6]
    assert list(rows["uscc"]) == ["00", "01", "02", "03", "04", "05"]


def test_behind_the_first_ten_there_is_no_rank_and_no_order_by_score() -> None:
    rows = front(enterprises_frame(*group(*range(500, 512), 490)))

    assert list(rows["rank"]) == [*range(1, 11), None, None, None]
    assert list(rows["uscc"][-3:]) == ["00", "01", "12"]


def test_of_a_hundred_the_first_fifth_is_ranked() -> None:
    rows = front(enterprises_frame(*group(*range(100, 200))))

    assert rows["rank"].notna().sum() == 20


def test_a_provisional_form_is_not_ranked_and_two_make_no_ranking() -> None:
    two = [*group(900, 800), {"uscc": "99", "total": 999, "provisional": True}]

    assert front(enterprises_frame(*two)).empty
