"""Reviewing through the service: figures on both bases, what goes back, and what can be accepted at once."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from exchange.layout import ISSUE_SHEET
from models.access import LOCAL_STAFF, Role, Viewer
from models.assessment import Level
from models.basis import Basis
from models.errors import NotPermitted, NotPossible, Overtaken
from models.progress import ledger
from models.review import NewReview, ReviewDecision
from services import returning
from services.attention import attention
from services.documents import progress_document
from services.progress import snapshot
from services.return_pack import TABLE, Sender, reminders, return_pack, returned_form
from services.review import (
    LONGEST_REMARK,
    accept_undoubted,
    deviations_of,
    queue,
    return_issues,
    review_view,
    save_review,
    undoubted,
)
from tests.builders import USCC, edition
from tests.services.desk import NOW, ROSTER, SECOND, THIRD, Desk, PoolHere, form_of

SAVED, RETURNED, ACCEPTED, REOPENED = ReviewDecision
OTHER = Viewer(name="评审 赵", role=Role.REVIEWER)
SENDER = Sender(association="某协会秘书处", dated=date(2020, 9, 1), until=date(2020, 9, 20))
LOW = {item.code: number % 3 for number, item in enumerate(edition().items) if item.not_applicable_when is None}


def test_reviewed_figures_come_from_the_reviewed_levels_of_accepted_forms_only(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    before = total(desk, Basis.SELF)

    decide(desk, ACCEPTED, levels={"P1-01": 0})

    assert total(desk, Basis.SELF) == before
    assert (total(desk, Basis.REVIEWED)["n"], total(desk, Basis.REVIEWED)["basis"]) == (1, "reviewed")
    assert snapshot(desk.store, LOCAL_STAFF, "2020", Basis.REVIEWED).levels[USCC][0] == 0
    rows = {row["uscc"]: row for row in document(desk, "enterprise", Basis.REVIEWED)["rows"]}
    assert (rows[SECOND]["status"], rows[SECOND]["total_score"]) == ("in_review", None)
    assert rows[USCC]["status"] == "accepted"
    [own] = [row for row in document(desk, "enterprise")["rows"] if row["uscc"] == USCC]
    assert float(rows[USCC]["total_score"]) < float(own["total_score"])


@pytest.mark.parametrize(
    ("decisions", "status"),
    [
        ((SAVED,), "in_review"),
        ((RETURNED,), "returned"),
        ((ACCEPTED,), "accepted"),
        ((ACCEPTED, REOPENED), "in_review"),
        ((RETURNED, REOPENED, ACCEPTED), "accepted"),
    ],
)
def test_status_and_ledger_follow_what_holds(desk: Desk, decisions: tuple[ReviewDecision, ...], status: str) -> None:
    desk.row(form_of())

    for decision in decisions:
        decide(desk, decision, reason="原因")

    book = ledger(desk.snapshot().enterprises)
    assert desk.enterprise()["status"] == status
    assert (book.received, book.accepted, book.returned) == (1, int(status != "returned"), int(status == "returned"))
    assert total(desk, Basis.REVIEWED)["n"] == int(status == "accepted")
    assert total(desk, Basis.SELF)["n"] == 1


def test_a_newer_form_takes_the_place_of_an_accepted_one_until_it_is_accepted_itself(desk: Desk) -> None:
    desk.row(form_of())
    decide(desk, ACCEPTED)

    desk.row(form_of(levels={"P1-03": 4}))

    assert desk.enterprise()["status"] == "in_review"
    assert total(desk, Basis.REVIEWED)["n"] == 0
    decide(desk, ACCEPTED)
    assert total(desk, Basis.REVIEWED)["n"] == 1


def test_a_newer_form_during_a_review_is_told_and_what_was_filled_in_stays_on_record(desk: Desk) -> None:
    desk.row(form_of())
    view = review_view(desk.store, LOCAL_STAFF, "2020", USCC)
    desk.row(form_of(levels={"P1-03": 4}))

    saved = save_review(desk.store, LOCAL_STAFF, new(view, ACCEPTED, remarks={"P1-01": "很好"}), now=NOW)

    old, newest = (review_view(desk.store, LOCAL_STAFF, "2020", USCC, number) for number in (1, None))
    assert (saved.newer, saved.review.decision) == (2, SAVED)
    assert old.review is not None
    assert (old.review.remarks, old.newer, newest.form.revision, newest.review) == ({"P1-01": "很好"}, 2, 2, None)


def test_of_two_reviewers_the_second_changes_nothing(desk: Desk) -> None:
    desk.row(form_of())
    view = review_view(desk.store, LOCAL_STAFF, "2020", USCC)
    save_review(desk.store, OTHER, new(view, RETURNED, reason="缺材料"), now=NOW)

    with pytest.raises(Overtaken, match="评审 赵已于"):
        save_review(desk.store, LOCAL_STAFF, new(view, ACCEPTED), now=NOW)

    assert desk.enterprise()["status"] == "returned"


def test_a_remark_may_not_be_a_book(desk: Desk) -> None:
    desk.row(form_of())
    view = review_view(desk.store, LOCAL_STAFF, "2020", USCC)

    with pytest.raises(NotPossible, match="P1-01 的审核意见太长"):
        save_review(desk.store, LOCAL_STAFF, new(view, SAVED, remarks={"P1-01": "长" * (LONGEST_REMARK + 1)}), now=NOW)


def test_the_queue_begins_with_what_deserves_the_closest_look_and_ends_with_what_is_settled(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=LOW)), ("b.xlsx", form_of(SECOND, dict.fromkeys(LOW, 4))), ("c.xlsx", form_of(THIRD, LOW)))

    waiting = queue(desk.store, LOCAL_STAFF, "2020")
    assert waiting["uscc"].tolist()[0] == SECOND
    assert "高等级没有证明材料" in waiting["what"].iloc[0]

    decide(desk, SAVED, uscc=SECOND)
    decide(desk, ACCEPTED, uscc=SECOND)
    listed = queue(desk.store, LOCAL_STAFF, "2020")
    assert listed["uscc"].tolist()[-1] == SECOND
    assert listed.set_index("uscc").loc[SECOND, "by"] == "本机"


def test_only_forms_without_doubt_and_without_gaps_are_accepted_at_once(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=LOW)), ("b.xlsx", form_of(SECOND, LOW | {"P1-01": None})), ("c.xlsx", form_of(THIRD)))

    assert undoubted(queue(desk.store, LOCAL_STAFF, "2020"))["uscc"].tolist() == [USCC]
    assert accept_undoubted(desk.store, LOCAL_STAFF, "2020", [USCC, SECOND, THIRD], now=NOW) == 1

    assert [desk.enterprise(uscc)["status"] for uscc in (USCC, SECOND, THIRD)] == ["accepted", "in_review", "in_review"]
    assert accept_undoubted(desk.store, LOCAL_STAFF, "2020", [USCC], now=NOW) == 0


def test_settling_forms_reads_their_entries_of_the_roster_and_not_all_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each writes while everybody else waits: a thousand forms may not read a thousand rosters."""
    desk.receive(("a.xlsx", form_of(levels=LOW)), ("b.xlsx", form_of(SECOND)))
    monkeypatch.setattr("data.rosters.roster", lambda *_: pytest.fail("the whole roster was read"))

    assert accept_undoubted(desk.store, LOCAL_STAFF, "2020", [USCC], now=NOW) == 1
    decide(desk, ACCEPTED, uscc=SECOND)

    assert desk.enterprise(SECOND)["status"] == "accepted"


def test_what_a_reviewer_returns_goes_into_the_workbook_cell_by_cell(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolHere)
    row = desk.row(form_of())
    decide(desk, RETURNED, remarks={"P1-03": "请补证书编号"}, reason="一处要改。")

    file = returned_form(desk.store, LOCAL_STAFF, int(row.submission_id or 0))
    [(_, content)] = returning.annotated(desk.store, LOCAL_STAFF, [file])

    book = load_workbook(BytesIO(content))
    [remark] = [issue for issue in file.issues if issue.code == "REVIEW_REMARK"]
    assert remark.sheet is not None
    assert remark.cell is not None
    assert "请补证书编号" in book[remark.sheet][remark.cell].comment.text
    listed = "\n".join(str(cell.value) for line in book[ISSUE_SHEET].iter_rows() for cell in line)
    assert "一处要改。" in listed


def test_an_enterprise_reads_why_its_form_came_back_and_no_longer_when_it_was_reopened(desk: Desk) -> None:
    number = int(desk.row(form_of()).submission_id or 0)
    own = Viewer(name="联络员", role=Role.ENTERPRISE, uscc=USCC)
    assert return_issues(desk.store, own, number) == ()

    decide(desk, RETURNED, reason="请补材料。")
    assert [issue.code for issue in return_issues(desk.store, own, number)] == ["REVIEW_RETURNED"]
    decide(desk, REOPENED, reason="退错了")

    assert return_issues(desk.store, own, number) == ()


def test_one_zip_holds_each_form_its_letter_and_a_row_to_mail_it_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolHere)
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND, {"P1-03": "3分"})), ("c.xlsx", form_of(THIRD)))
    decide(desk, RETURNED, remarks={"P1-03": "请补证书编号"})
    done: list[int] = []

    content = return_pack(desk.store, LOCAL_STAFF, "2020", [USCC, SECOND, THIRD], SENDER, report=done.append)

    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        heading, *lines = load_workbook(BytesIO(archive.read(TABLE))).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    rows = [dict(zip(heading, line, strict=True)) for line in lines]
    assert done == [1, 2]
    assert {row["统一社会信用代码"] for row in rows} == {USCC, SECOND}
    for row in rows:
        assert f"标注文件/{row['标注文件']}" in names
        assert f"退回函/{row['退回函']}" in names
        assert "1 处需要修改" in row["正文"]
        assert "2020-09-20 前发回" in row["正文"]


def test_reminders_go_to_whoever_has_to_report_and_has_not(desk: Desk) -> None:
    desk.row(form_of())

    heading, line = load_workbook(BytesIO(reminders(desk.store, LOCAL_STAFF, "2020", SENDER))).active.iter_rows(values_only=True)  # type: ignore[union-attr]

    row = dict(zip(heading, line, strict=True))
    assert row["统一社会信用代码"] == SECOND
    assert "截止日为 2020-09-10" in row["正文"]
    desk.row(form_of(SECOND))
    with pytest.raises(NotPossible, match="没有未报的企业"):
        reminders(desk.store, LOCAL_STAFF, "2020", SENDER)


def test_the_deviation_compares_the_same_forms_on_both_bases(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=LOW)), ("b.xlsx", form_of(SECOND, LOW)))
    decide(desk, ACCEPTED, levels={"P1-02": 0})

    found = deviations_of(desk.store, LOCAL_STAFF, "2020")

    assert found.n == 1
    assert found.items.iloc[0]["key"] == "P1-02"
    assert found.items.iloc[0]["deviation"] == 1
    assert found.mean is not None
    assert 0 < found.mean < 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.FORWARDER, Role.ENTERPRISE])
def test_what_names_other_enterprises_is_for_reviewers_only(desk: Desk, role: Role) -> None:
    desk.row(form_of())
    person = Viewer(name="别人", role=role, uscc=USCC, forwarder=ROSTER[0].forwarder)

    for asked in (attention, queue):
        with pytest.raises(NotPermitted):
            asked(desk.store, person, "2020")
    for asked_for in (lambda: reminders(desk.store, person, "2020", SENDER), lambda: review_view(desk.store, person, "2020", USCC)):
        with pytest.raises(NotPermitted):
            asked_for()


def decide(desk: Desk, decision: ReviewDecision, *, uscc: str = USCC, levels: dict[str, int] | None = None, **more: Any) -> None:
    """Review the newest form of an enterprise; levels not named are the enterprise's own."""
    view = review_view(desk.store, LOCAL_STAFF, "2020", uscc)
    save_review(desk.store, LOCAL_STAFF, new(view, decision, levels=levels, **more), now=NOW)


def new(view: Any, decision: ReviewDecision, *, levels: dict[str, int] | None = None, **more: Any) -> NewReview:
    """Fill in a review."""
    own = [Level.NOT_STARTED if level == Level.BLANK else level for level in view.form.levels]
    for code, level in (levels or {}).items():
        own[edition().position[code]] = level
    return NewReview(submission_id=view.form.id, seen=view.seen, decision=decision, levels=bytes(own), **({"remarks": {}} | more))


def document(desk: Desk, by: str, basis: Basis = Basis.SELF) -> dict[str, Any]:
    """Give a document of progress."""
    return progress_document(snapshot(desk.store, LOCAL_STAFF, "2020", basis), by)


def total(desk: Desk, basis: Basis) -> dict[str, Any]:
    """Give the figures of the whole period."""
    return document(desk, "total", basis)
