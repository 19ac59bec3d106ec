"""The view other tools read: the form that counts of each enterprise, with the facts the pages are made from."""

from sqlalchemy import text

from data.store import Store
from data.submissions import add_submissions, forms
from data.withdrawals import add_withdrawals
from models.scoring import FACT_COLUMNS
from models.submission import WithdrawalKind
from tests.data.makers import FIRST, NOW, SECOND, STAFF, form, prepare


def test_the_newest_form_that_passed_and_is_not_withdrawn_counts(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        new = [form(sha256="1"), form(sha256="2"), form(sha256="3", passed=False), form(SECOND, sha256="4"), form(SECOND, sha256="5")]
        ids = [number for number, _ in add_submissions(connection, STAFF, new)]
        add_withdrawals(connection, STAFF, ids[1:2] + ids[3:4], WithdrawalKind.WITHDRAWN, "发错了", NOW)
        add_withdrawals(connection, STAFF, ids[3:4], WithdrawalKind.RESTORED, "没错", NOW)
        seen = connection.execute(text("SELECT * FROM counted_forms ORDER BY uscc")).mappings().all()
        facts = forms(connection, STAFF, "2020").set_index("id")

    assert [(row["uscc"], row["submission_id"], row["revision"], row["edition"]) for row in seen] == [
        (FIRST, ids[0], 1, "2020"),
        (SECOND, ids[4], 2, "2020"),
    ]
    assert [[row[name] for name in FACT_COLUMNS] for row in seen] == [
        facts.loc[number, list(FACT_COLUMNS)].tolist() for number in (ids[0], ids[4])
    ]
