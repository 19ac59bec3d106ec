"""Reviews in the store: versions that are only added, and two people who do not overwrite each other."""

import pytest
from sqlalchemy import Connection

from data.audit import audit_rows, verify
from data.periods import close_period
from data.reviews import add_review, last_told, newer_revision, reviewers, reviews, standing
from data.store import Store
from data.submissions import add_submissions
from data.withdrawals import add_withdrawals
from models.access import Role, Viewer
from models.errors import NotPermitted, NotPossible, Overtaken
from models.review import NewReview, Review, ReviewDecision
from models.submission import WithdrawalKind
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare

SAVED, RETURNED, ACCEPTED, REOPENED = ReviewDecision
OTHER = Viewer(name="评审 赵", role=Role.REVIEWER)
LEVELS = bytes([2] * 48)


@pytest.fixture(autouse=True)
def _two_forms(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        add_submissions(connection, STAFF, [form(sha256="aa"), form(SECOND, sha256="bb")])


def test_versions_come_back_as_they_were_handed_in_and_the_last_one_holds(store: Store) -> None:
    with store.writing() as connection:
        _review(connection, SAVED, seen=0, remarks={"P1-01": "看证书"})
        _review(connection, ACCEPTED, seen=1)

    with store.reading() as connection:
        first, second = reviews(connection, STAFF, 1)
        assert first == Review(
            submission_id=1, version=1, decision=SAVED, levels=LEVELS, remarks={"P1-01": "看证书"}, reason="", at=NOW, by="秘书处 王"
        )
        assert (second.version, second.decision) == (2, ACCEPTED)
        assert standing(connection, STAFF, "2020") == {1: (ACCEPTED, LEVELS)}
        assert reviewers(connection, STAFF, "2020") == {1: "秘书处 王"}
        assert last_told(connection, STAFF, 1) == second


def test_the_second_person_is_told_who_was_faster_and_changes_nothing(store: Store) -> None:
    with store.writing() as connection:
        _review(connection, ACCEPTED, seen=0)

    with store.writing() as connection, pytest.raises(Overtaken, match="秘书处 王已于 08-21 11:04 保存了这一版的审核（核定）"):
        _review(connection, RETURNED, seen=0, viewer=OTHER, reason="退回")

    with store.reading() as connection:
        assert [one.by for one in reviews(connection, STAFF, 1)] == ["秘书处 王"]


def test_what_is_settled_changes_only_after_it_was_reopened(store: Store) -> None:
    with store.writing() as connection:
        _review(connection, RETURNED, seen=0, reason="缺材料")
        with pytest.raises(NotPossible, match="已由秘书处 王退回修改。要改，请先重新打开"):
            _review(connection, ACCEPTED, seen=1)
        _review(connection, REOPENED, seen=1, reason="退错了")
        with pytest.raises(NotPossible, match="不用重新打开"):
            _review(connection, REOPENED, seen=2, reason="再来一次")
        _review(connection, ACCEPTED, seen=2)

        assert standing(connection, STAFF, "2020")[1][0] is ACCEPTED


def test_a_form_that_was_followed_by_a_newer_one_is_kept_on_record_and_not_settled(store: Store) -> None:
    with store.writing() as connection:
        _review(connection, SAVED, seen=0)
        add_submissions(connection, STAFF, [form(sha256="cc")])

        assert newer_revision(connection, STAFF, 1) == 2
        for decision in (ACCEPTED, RETURNED):
            with pytest.raises(Overtaken, match="企业已报送第 2 版"):
                _review(connection, decision, seen=1, reason="缺材料")
        assert _review(connection, SAVED, seen=1).version == 2

        add_withdrawals(connection, STAFF, [3], WithdrawalKind.WITHDRAWN, "发错了", NOW)
        assert newer_revision(connection, STAFF, 1) is None
        assert _review(connection, ACCEPTED, seen=2).version == 3


def test_only_a_form_that_passed_counts_and_is_of_an_open_period_is_reviewed(store: Store) -> None:
    with store.writing() as connection:
        add_submissions(connection, STAFF, [form(sha256="dd", passed=False)])
        add_withdrawals(connection, STAFF, [2], WithdrawalKind.WITHDRAWN, "发错了", NOW)
        for number, why in ((3, "没有通过检查"), (2, "已撤销或不存在"), (99, "已撤销或不存在")):
            with pytest.raises(NotPossible, match=why):
                _review(connection, SAVED, seen=0, number=number)
        close_period(connection, STAFF, "2020", NOW)
        with pytest.raises(NotPossible, match="已关闭，不能再审核"):
            _review(connection, SAVED, seen=0)


@pytest.mark.parametrize("role", [Role.LEADER, Role.FORWARDER, Role.ENTERPRISE])
def test_only_the_association_reviews(store: Store, role: Role) -> None:
    person = Viewer(name="别人", role=role, uscc=FIRST, forwarder="江苏省机械行业协会")

    with store.writing() as connection, pytest.raises(NotPermitted):
        _review(connection, SAVED, seen=0, viewer=person)
    with store.reading() as connection, pytest.raises(NotPermitted):
        reviewers(connection, person, "2020")


def test_an_enterprise_learns_what_it_was_told_and_no_more(store: Store) -> None:
    own, stranger = enterprise_viewer(FIRST), enterprise_viewer(SECOND)
    with store.writing() as connection:
        _review(connection, SAVED, seen=0, remarks={"P1-01": "先记一笔"})
        assert reviews(connection, own, 1) == ()
        _review(connection, RETURNED, seen=1, reason="缺材料")

        assert [one.reason for one in reviews(connection, own, 1)] == ["缺材料"]
        assert last_told(connection, own, 1) is not None
        assert reviews(connection, stranger, 1) == ()
        assert last_told(connection, stranger, 1) is None
        assert standing(connection, stranger, "2020") == {}
        _review(connection, REOPENED, seen=2, reason="退错了")
        assert last_told(connection, own, 1) is None


def test_every_decision_stands_in_the_log(store: Store) -> None:
    with store.writing() as connection:
        for seen, decision in enumerate((SAVED, ACCEPTED, REOPENED, RETURNED)):
            _review(connection, decision, seen=seen, reason="原因")

        rows = audit_rows(connection, STAFF, f"2020/{FIRST}")[-4:]
        assert [row.action for row in rows] == ["review.save", "review.accept", "review.reopen", "review.return"]
        assert [row.detail["version"] for row in rows] == [1, 2, 3, 4]
        assert verify(connection) is None


def _review(
    connection: Connection, decision: ReviewDecision, *, seen: int, viewer: Viewer = STAFF, number: int = 1, **more: object
) -> Review:
    values: dict[str, object] = {"remarks": {}, "reason": ""} | more
    new = NewReview(submission_id=number, seen=seen, decision=decision, levels=LEVELS, **values)  # type: ignore[arg-type]
    return add_review(connection, viewer, new, NOW)
