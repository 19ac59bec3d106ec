"""Receiving: what becomes of each file, which form counts, and that nothing is lost or counted twice."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from data import periods
from models.access import LOCAL_STAFF
from models.enterprise import Trait
from models.errors import NotPossible
from models.submission import Outcome
from tests.builders import USCC
from tests.exchange.plain_forms import as_bytes, plain_book
from tests.services.desk import FIRM, NOW, SECOND, STRANGER, THIRD, Desk, form_of

GOOD, BAD = form_of(), form_of(levels={"P1-03": "3分"})
OPEN = form_of(levels={"P1-03": None})
BROKEN = b"PK\x03\x04 cut off"
SCAN = b"%PDF-1.4 scan"


def test_each_kind_of_file_has_its_outcome(desk: Desk) -> None:
    files = [
        ("a.xlsx", GOOD), ("b.xlsx", form_of(SECOND, {"P1-03": "3分"})), ("c.xlsx", GOOD), ("d.xlsx", BROKEN),
        ("e.xlsx", form_of(STRANGER)), (f"{USCC}/盖章.pdf", SCAN), ("", b""),
    ]  # fmt: skip

    intake = desk.receive(*files)

    assert [file.outcome for file in intake.files] == [
        Outcome.ACCEPTED, Outcome.RETURNED, Outcome.DUPLICATE, Outcome.REFUSED, Outcome.UNRECOGNISED, Outcome.ATTACHMENT, Outcome.REFUSED,
    ]  # fmt: skip
    assert [file.file for file in intake.files] == [name for name, _ in files]


def test_an_accepted_form_says_whose_it_is_and_what_it_scored(desk: Desk) -> None:
    row = desk.row(GOOD)

    assert (row.uscc, row.enterprise, row.edition, row.revision) == (USCC, FIRM.name, "2020", 1)
    assert (row.total_score, row.provisional, row.band, row.issues) == ("50.0", False, "实施级", ())


def test_a_form_with_a_blank_is_accepted_as_provisional(desk: Desk) -> None:
    row = desk.row(OPEN)

    assert (row.outcome, row.provisional, row.band) == (Outcome.ACCEPTED, True, None)
    assert row.total_score is not None
    assert [issue.code for issue in row.issues] == ["BLANK"]


def test_a_returned_form_has_a_revision_and_no_score(desk: Desk) -> None:
    row = desk.row(BAD)

    assert (row.outcome, row.revision, row.total_score, row.band) == (Outcome.RETURNED, 1, None, None)
    assert [(issue.cell, issue.code) for issue in row.issues] == [("D4", "LEVEL_AMBIGUOUS")]


def test_the_ledger_counts_enterprises_and_files_of_nobody_count_for_nobody(desk: Desk) -> None:
    intake = desk.receive(("a", GOOD), ("b", form_of(SECOND, {"P1-03": "优"})), ("c", BROKEN), ("d", form_of(STRANGER)), ("e.pdf", SCAN))

    book = intake.ledger
    assert (book.expected, book.received, book.accepted, book.returned, book.missing, book.exempt) == (2, 2, 1, 1, 0, 1)
    assert book.submission_rate == 1.0


# --- revisions and duplicates


def test_the_newest_form_that_passed_counts(desk: Desk) -> None:
    desk.receive(("1.xlsx", GOOD))
    row = desk.row(form_of(levels={"P1-03": 4}))

    assert row.revision == 2
    assert (desk.enterprise()["revision"], desk.enterprise()["total"]) == (2, 518)


def test_a_newer_form_that_was_returned_stands_beside_the_one_that_counts(desk: Desk) -> None:
    desk.receive(("1.xlsx", GOOD))
    intake = desk.receive(("2.xlsx", BAD))

    row = desk.enterprise()
    assert (row["revision"], row["total"], row["status"], row["newest_revision"]) == (1, 500, "returned", 2)
    assert (intake.ledger.returned, intake.ledger.accepted) == (1, 0)


def test_an_enterprise_with_returned_forms_only_has_no_figures(desk: Desk) -> None:
    desk.receive(("1.xlsx", BAD))

    row = desk.enterprise()
    assert (row["status"], row["newest_revision"]) == ("returned", 1)
    assert pd.isna(row["revision"])
    assert pd.isna(row["total"])


def test_the_same_bytes_once_more_are_a_duplicate_under_whatever_name(desk: Desk) -> None:
    desk.receive(("first.xlsx", GOOD))

    row = desk.receive(("最终版2.xlsx", GOOD)).files[0]

    assert (row.outcome, row.revision, row.uscc, row.issues) == (Outcome.DUPLICATE, 1, USCC, ())
    assert desk.enterprise()["newest_revision"] == 1


def test_a_duplicate_within_a_batch_is_one_too(desk: Desk) -> None:
    assert desk.outcomes(("a.xlsx", BAD), ("b.xlsx", BAD), ("c.xlsx", BAD)) == ["returned", "duplicate", "duplicate"]


def test_the_same_bytes_are_no_duplicate_in_another_period(desk: Desk) -> None:
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(("a.xlsx", GOOD))

    intake = desk.receive(("a.xlsx", GOOD), period="2021")

    assert [(file.outcome, file.issues[0].code) for file in intake.files] == [(Outcome.RETURNED, "PERIOD_MISMATCH")]


def test_two_forms_of_one_enterprise_in_a_batch_become_two_revisions_and_say_so(desk: Desk) -> None:
    first, second = desk.receive(("1.xlsx", GOOD), ("2.xlsx", OPEN)).files

    assert (first.revision, second.revision) == (1, 2)
    assert [issue.code for issue in first.issues] == []
    assert [(issue.code, issue.found) for issue in second.issues] == [("SUPERSEDED_IN_BATCH", "1.xlsx"), ("BLANK", "")]


def test_refused_and_unrecognised_bytes_are_read_anew(desk: Desk) -> None:
    files = [("a.xlsx", BROKEN), ("b.xlsx", form_of(STRANGER))]

    assert desk.outcomes(*files) == desk.outcomes(*files) == ["refused", "unrecognised"]


def test_a_stranger_is_accepted_once_it_is_on_the_roster(desk: Desk) -> None:
    file = ("a.xlsx", form_of(STRANGER))
    assert desk.outcomes(file) == ["unrecognised"]

    desk.add_roster(replace(FIRM, uscc=STRANGER, name="外人"))

    assert desk.outcomes(file) == ["accepted"]


def test_returned_bytes_are_judged_anew_when_the_roster_has_changed(desk: Desk) -> None:
    left_out = plain_book({"P2-04": "不适用"})
    left_out["自评表"]["E14"] = "没有自有产品"
    content = as_bytes(left_out)
    assert left_out["自评表"]["A14"].value == "P2-04"
    assert desk.outcomes(("a.xlsx", content), ("b.xlsx", content)) == ["returned", "duplicate"]

    desk.add_roster(replace(FIRM, traits=frozenset()))
    row = desk.row(content)

    assert (row.outcome, row.revision) == (Outcome.ACCEPTED, 2)
    assert desk.row(content).outcome is Outcome.DUPLICATE


def test_a_form_that_passed_stays_a_duplicate_when_the_roster_has_changed(desk: Desk) -> None:
    desk.receive(("a.xlsx", GOOD))

    desk.add_roster(replace(FIRM, traits=frozenset({Trait.OWN_PRODUCT, Trait.CONSUMER_GOODS})))

    assert desk.row(GOOD).outcome is Outcome.DUPLICATE


def test_a_returned_form_is_judged_as_before_when_nothing_relevant_has_changed(desk: Desk) -> None:
    desk.receive(("a.xlsx", BAD))

    desk.add_roster(replace(FIRM, forwarder="江苏省质协"))

    assert desk.row(BAD).outcome is Outcome.DUPLICATE


def test_an_exempt_enterprise_that_reports_all_the_same_is_expected_from_then_on(desk: Desk) -> None:
    before = desk.receive(("x.pdf", SCAN)).ledger
    after = desk.receive(("a.xlsx", form_of(THIRD))).ledger

    assert (before.expected, before.exempt) == (2, 1)
    assert (after.expected, after.exempt, after.accepted) == (3, 0, 1)


# --- days


def test_a_day_ends_in_shanghai(desk: Desk) -> None:
    before_midnight = datetime(2020, 9, 10, 15, 59, tzinfo=UTC)
    after_midnight = datetime(2020, 9, 10, 16, 0, tzinfo=UTC)

    on_time = desk.row(GOOD, now=before_midnight)
    late = desk.row(form_of(SECOND), now=after_midnight)

    assert on_time.issues == ()
    assert [(issue.code, issue.found) for issue in late.issues] == [("LATE", "2020-09-11")]
    assert late.outcome is Outcome.ACCEPTED


def test_a_late_submission_keeps_its_period(desk: Desk) -> None:
    desk.row(GOOD, now=datetime(2021, 1, 1, tzinfo=UTC))

    assert desk.enterprise()["status"] == "in_review"


def test_staff_may_say_when_a_file_really_came(desk: Desk) -> None:
    row = desk.row(GOOD, now=datetime(2020, 10, 1, tzinfo=UTC), received_on=date(2020, 9, 10))

    assert row.issues == ()
    assert desk.enterprise()["newest_received_on"] == date(2020, 9, 10)


def test_an_extension_is_for_one_enterprise(desk: Desk) -> None:
    with desk.store.writing() as connection:
        periods.extend(connection, LOCAL_STAFF, "2020", USCC, date(2020, 9, 20), NOW)

    rows = desk.receive(("a", GOOD), ("b", form_of(SECOND)), received_on=date(2020, 9, 20)).files

    assert [[issue.code for issue in row.issues] for row in rows] == [[], ["LATE"]]


def test_latest_is_the_period_with_the_latest_deadline(desk: Desk) -> None:
    desk.add_period("2019", date(2019, 9, 10))

    assert desk.receive(("a.xlsx", GOOD), period="latest").period == "2020"


def test_a_closed_period_takes_nothing(desk: Desk) -> None:
    with desk.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)
    before = desk.tables()

    with pytest.raises(NotPossible, match="已关闭"):
        desk.receive(("a.xlsx", GOOD))

    assert desk.tables() == before
