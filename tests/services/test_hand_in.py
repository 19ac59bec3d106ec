"""Handing in by enterprises and regional bodies: their own forms come in, anybody else's are refused and put on record."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from data import batches, periods, pledges, reviews
from data.audit import Action, audit_rows, verify
from exchange.layout import InfoLabel
from models.access import LOCAL_STAFF, Role, Viewer
from models.assessment import Level
from models.errors import NotPossible
from models.issue import Issue
from models.review import NewReview, ReviewDecision
from models.submission import IntakeFile, Outcome
from services.hand_in import hand_in
from services.my_task import my_task, refuse_address
from services.receive import Intake, receive
from services.sources import Source
from tests.builders import USCC
from tests.exchange.plain_forms import as_bytes, form_sheet, plain_book
from tests.services.desk import FIRM, NOW, ROSTER, SECOND, STRANGER, THIRD, Desk, form_of

OWN = Viewer(name=FIRM.name, role=Role.ENTERPRISE, uscc=USCC, address="203.0.113.7")
OTHER = Viewer(name="浙东轴承厂", role=Role.ENTERPRISE, uscc=SECOND)
BODY = Viewer(name="江苏质协", role=Role.FORWARDER, forwarder="江苏质协", address="203.0.113.9")


def _send(desk: Desk, viewer: Viewer, *files: tuple[str, bytes], now: datetime = NOW) -> Intake:
    return hand_in(desk.store, viewer, "2020", files, signer="张工", now=now)


def _forwarded(desk: Desk, *codes: str) -> None:
    desk.add_roster(*(replace(firm, forwarder=BODY.forwarder or "" if firm.uscc in codes else "") for firm in ROSTER))


def _refusals(desk: Desk) -> list[tuple[str, str, dict[str, object]]]:
    with desk.store.reading() as connection:
        rows = [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_FORM_REFUSED]
        assert verify(connection) is None
    return [(row.subject, row.origin, {key: row.detail[key] for key in ("file", "codes")}) for row in rows]


def test_an_enterprise_hands_in_its_own_form_with_its_promise(desk: Desk) -> None:
    [row] = _send(desk, OWN, ("自评表.xlsx", form_of())).files

    assert (row.outcome, row.uscc, row.revision) == (Outcome.ACCEPTED, USCC, 1)
    with desk.store.reading() as connection:
        given = pledges.pledges(connection, OWN, [int(row.submission_id or 0)])
    assert [(pledge.signer, pledge.at) for pledge in given.values()] == [("张工", NOW)]


@pytest.mark.parametrize("code", [SECOND, STRANGER])
def test_a_form_with_another_code_is_refused_and_put_on_record_with_its_origin(desk: Desk, code: str) -> None:
    desk.receive(("theirs.xlsx", form_of(SECOND)))

    [row] = _send(desk, OWN, ("改过.xlsx", form_of(code))).files

    assert (row.outcome, row.uscc, row.enterprise, row.revision) == (Outcome.UNRECOGNISED, None, None, None)
    assert [(issue.code, issue.found) for issue in row.issues] == [("NOT_YOUR_FORM", code)]
    assert "不在您可以报送的范围内" in row.issues[0].message
    assert _refusals(desk) == [(f"2020/{USCC}", "203.0.113.7", {"file": "改过.xlsx", "codes": [code]})]


def test_the_refusal_gives_away_no_name_and_not_whether_the_enterprise_exists(desk: Desk) -> None:
    known, unknown = (_send(desk, OWN, ("a.xlsx", form_of(code, NAME="某厂"))).files[0] for code in (SECOND, STRANGER))

    assert known.issues[0].message.replace(SECOND, "") == unknown.issues[0].message.replace(STRANGER, "")
    assert "浙东轴承厂" not in repr(known)


def test_the_same_bytes_as_another_enterprises_form_tell_nothing_of_it(desk: Desk) -> None:
    theirs = form_of(SECOND)
    desk.receive(("theirs.xlsx", theirs))

    [row] = _send(desk, OWN, ("a.xlsx", theirs)).files

    assert (row.outcome, row.revision, row.submission_id) == (Outcome.UNRECOGNISED, None, None)


def test_one_code_changed_of_several_is_an_attempt_too(desk: Desk) -> None:
    book = plain_book()
    form_sheet(book).insert_rows(1)
    form_sheet(book)["A1"], form_sheet(book)["B1"] = str(InfoLabel.USCC), SECOND

    [row] = _send(desk, OWN, ("改了一处.xlsx", as_bytes(book))).files

    assert [(issue.code, issue.found) for issue in row.issues] == [("NOT_YOUR_FORM", SECOND)]
    assert len(_refusals(desk)) == 1


def test_another_enterprises_form_does_not_stop_the_other_files(desk: Desk) -> None:
    files = [("theirs.xlsx", form_of(SECOND)), ("own.xlsx", form_of()), ("盖章.pdf", b"%PDF-1.4 scan"), ("坏.xlsx", b"PK\x03\x04")]

    intake = _send(desk, OWN, *files)

    assert [file.outcome for file in intake.files] == [Outcome.UNRECOGNISED, Outcome.ACCEPTED, Outcome.ATTACHMENT, Outcome.REFUSED]
    assert intake.ledger.expected == 1


def test_a_scan_is_its_senders_whatever_code_its_name_holds(desk: Desk) -> None:
    [row] = _send(desk, OWN, (f"{SECOND}.pdf", b"%PDF-1.4 scan")).files

    assert (row.outcome, row.uscc) == (Outcome.ATTACHMENT, USCC)
    with desk.store.reading() as connection:
        assert batches.attachments(connection, OTHER, "2020", SECOND) == ()


def test_a_regional_body_hands_in_those_it_forwards_and_sees_only_its_own_rows(desk: Desk) -> None:
    _forwarded(desk, USCC, SECOND)
    desk.receive(("staff.xlsx", form_of(THIRD)))
    sources = [Source("a.xlsx", form_of()), Source("b.xlsx", form_of(SECOND)), Source("c.xlsx", form_of(THIRD))]

    intake = receive(desk.store, BODY, sources, "2020", now=NOW)

    assert [file.outcome for file in intake.files] == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.UNRECOGNISED]
    assert _refusals(desk) == [(f"2020/{BODY.forwarder}", BODY.address, {"file": "c.xlsx", "codes": [THIRD]})]
    with desk.store.reading() as connection:
        [own] = batches.batches(connection, BODY, "2020")
        assert len(batches.batch_files(connection, BODY, own.id)) == 3
        assert batches.batch_files(connection, BODY, own.id - 1) == ()


def test_the_association_is_told_as_before_whose_form_is_unknown(desk: Desk) -> None:
    assert [issue.code for issue in desk.row(form_of(STRANGER)).issues] == ["NOT_IN_ROSTER"]
    assert _refusals(desk) == []


def test_the_same_file_twice_is_one_revision_and_one_promise(desk: Desk) -> None:
    form = form_of()
    _send(desk, OWN, ("a.xlsx", form))

    [again] = _send(desk, OWN, ("b.xlsx", form)).files

    assert (again.outcome, again.revision) == (Outcome.DUPLICATE, 1)
    with desk.store.reading() as connection:
        assert len([row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.PLEDGE_GIVEN]) == 1


def test_a_form_that_came_by_mail_gets_its_promise_when_the_enterprise_hands_it_in(desk: Desk) -> None:
    form = form_of()
    by_mail = desk.row(form)

    [again] = _send(desk, OWN, ("a.xlsx", form)).files

    assert again.outcome == Outcome.DUPLICATE
    with desk.store.reading() as connection:
        given = pledges.pledges(connection, LOCAL_STAFF, [int(by_mail.submission_id or 0)])
    assert [(pledge.signer, pledge.by) for pledge in given.values()] == [("张工", OWN.name)]


def test_after_the_deadline_it_comes_in_late_and_after_closing_not_at_all(desk: Desk) -> None:
    late = datetime.fromisoformat("2020-09-12T03:00:00+00:00")

    [row] = _send(desk, OWN, ("a.xlsx", form_of()), now=late).files
    with desk.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", late)

    assert [issue.code for issue in row.issues] == ["LATE"]
    with pytest.raises(NotPossible, match="已关闭"):
        _send(desk, OWN, ("b.xlsx", form_of(levels={"P1-01": 3})), now=late)


def test_a_file_that_is_no_form_is_told_in_plain_words(desk: Desk) -> None:
    rows = _send(desk, OWN, ("大.xlsx", b"PK" + bytes(50 * 1024 * 1024)), ("说明.txt", b"hello"), ("空.xlsx", b"")).files

    assert [row.outcome for row in rows] == [Outcome.REFUSED] * 3
    assert [row.issues[0].code for row in rows] == ["FILE_TOO_LARGE", "FILE_CSV", "FILE_EMPTY"]


@pytest.mark.parametrize("signer", ["", "  ", "张" * 41])
def test_without_a_signer_nothing_is_received(desk: Desk, signer: str) -> None:
    with pytest.raises(NotPossible, match="承诺人姓名"):
        hand_in(desk.store, OWN, "2020", [("a.xlsx", form_of())], signer=signer, now=NOW)

    assert my_task(desk.store, OWN, "2020", today=NOW.date()).history == ()


def test_more_files_than_a_person_means_to_send_are_not_taken(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="一次最多"):
        _send(desk, OWN, *((f"{number}.xlsx", form_of()) for number in range(11)))


def test_the_task_says_what_counts_what_was_returned_and_what_came_last(desk: Desk) -> None:
    _send(desk, OWN, ("一.xlsx", form_of()))
    _send(desk, OWN, ("二.xlsx", form_of(levels={"P1-03": "3分"})))

    task = my_task(desk.store, OWN, None, today=date(2020, 8, 30))

    assert (task.newest and task.newest.revision, task.counting and task.counting.revision) == (2, 1)
    assert [(issue.cell, issue.code) for issue in task.errors] == [("D4", "LEVEL_AMBIGUOUS")]
    assert [file.file for file in task.latest] == ["二.xlsx"]
    assert (task.days_left, task.extended) == (11, False)


def test_a_reviewers_reasons_are_in_the_task_of_the_enterprise(desk: Desk) -> None:
    [row] = _send(desk, OWN, ("一.xlsx", form_of())).files
    levels = bytes([Level.BLANK]) * 48
    remarks = {"P1-03": "证书已过期"}
    new = NewReview(
        submission_id=int(row.submission_id or 0),
        seen=0,
        decision=ReviewDecision.RETURNED,
        levels=levels,
        remarks=remarks,
        reason="请补充证明材料",
    )
    with desk.store.writing() as connection:
        reviews.add_review(connection, LOCAL_STAFF, new, NOW)

    task = my_task(desk.store, OWN, "2020", today=NOW.date())

    assert task.returned_by_review
    assert task.review is not None
    assert (task.review.reason, task.review.remarks, task.errors) == ("请补充证明材料", remarks, ())


def test_an_extension_moves_the_last_day_of_the_task(desk: Desk) -> None:
    with desk.store.writing() as connection:
        periods.extend(connection, LOCAL_STAFF, "2020", USCC, date(2020, 9, 20), NOW)

    task = my_task(desk.store, OWN, "2020", today=date(2020, 9, 21))

    assert (task.due, task.extended, task.days_left) == (date(2020, 9, 20), True, -1)


def test_what_the_staff_received_for_an_enterprise_is_in_its_task_without_the_others_files(desk: Desk) -> None:
    desk.receive(("theirs.xlsx", form_of(SECOND)), ("own.xlsx", form_of()))

    assert [file.file for file in my_task(desk.store, OWN, "2020", today=NOW.date()).latest] == ["own.xlsx"]


def test_an_enterprise_on_no_roster_is_told_so(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="花名册上还没有本单位"):
        my_task(desk.store, replace(OWN, uscc=STRANGER), None, today=NOW.date())


def test_an_address_that_asks_for_another_enterprise_is_on_record(desk: Desk) -> None:
    refuse_address(desk.store, OWN, f"uscc={SECOND}", now=NOW)

    with desk.store.reading() as connection:
        [row] = [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_ADDRESS_REFUSED]
    assert (row.subject, row.origin, row.detail) == (USCC, OWN.address, {"asked": f"uscc={SECOND}"})


def test_a_row_knows_whether_it_names_another() -> None:
    other = IntakeFile(file="a", outcome=Outcome.UNRECOGNISED, issues=(Issue(code="NOT_YOUR_FORM", found="x"),))

    assert other.names_another
    assert not replace(other, issues=(Issue(code="IDENTITY_MISSING"),)).names_another
