"""The migrations lead to the tables the program works with."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, insert, text, update
from sqlalchemy.exc import DBAPIError

from data import audit, migrations, rosters, schema, submissions
from data.store import Store
from data.submissions import add_submissions, forms, submission
from data.withdrawals import add_withdrawals
from models.assessment import Field
from models.story import Story
from models.submission import WithdrawalKind
from tests.data.makers import NOW, STAFF, enterprise, form, period, prepare

STORY = Story(scope="S.3", title="一把刀", text="从仿制到领先", sheet="亮点与故事", cell="C9")


def test_the_migrations_make_exactly_the_tables_of_the_schema(store: Store) -> None:
    with store.reading() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), schema.metadata)

    assert difference == []


def test_the_program_knows_its_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.REVISION]


def test_a_store_of_the_first_migration_is_upgraded_with_what_is_in_it(url: str, tmp_path: Path) -> None:
    _make_first_store(url)

    store = Store.open(url, tmp_path / "var")
    with store.writing() as connection:
        old = submission(connection, STAFF, 1)
        [(number, revision)] = add_submissions(connection, STAFF, [form(sha256="cd" * 32, stories=(STORY,))])
        new = submission(connection, STAFF, number)
        add_withdrawals(connection, STAFF, [1], WithdrawalKind.WITHDRAWN, "发错了", NOW)
        left = forms(connection, STAFF, "2020")
        broken = audit.verify(connection)
    store.close()

    assert (old.texts, old.places, old.stories) == ({"P1-01": {Field.NOTE: "说明"}}, None, ())
    assert (old.file_name, new.stories) == ("自评表.xlsx", (STORY,))
    assert (number, revision, left["id"].tolist()) == (2, 2, [2])
    assert broken is None


def _make_first_store(url: str) -> None:
    """Make a store as the first migration left it, with a form in it."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.connect() as connection, connection.begin():
        _prepare_first(connection)
        values = submissions._row(form(), 1, STAFF) | {"id": 1}
        if not url.startswith("sqlite"):
            values.pop("id")
        connection.execute(insert(schema.submission).values(values))
        connection.execute(insert(schema.facts).values(submissions._facts(1, form())))
        words = json.dumps({"P1-01": {"自评说明": "说明"}})
        connection.execute(text("INSERT INTO texts (submission_id, texts) VALUES (1, :words)"), {"words": words})
    engine.dispose()


def _prepare_first(connection: Connection) -> None:
    """Write a period, its roster and one sealed deed with the columns of the first migration."""
    connection.execute(insert(schema.period).values(asdict(period()) | {"created_at": NOW}))
    firm = rosters._values(enterprise())
    connection.execute(insert(schema.enterprise).values(firm))
    connection.execute(insert(schema.roster_entry).values(firm | {"period": "2020"}))
    deed = audit._plain(1, STAFF, audit.Deed(action=audit.Action.PERIOD_ADDED, subject="2020", detail={}, at=NOW))
    seal = audit._seal(audit.FIRST_HASH, deed)
    deed.pop("origin")
    connection.execute(insert(schema.audit), deed | {"previous_hash": audit.FIRST_HASH, "hash": seal})
    connection.execute(update(schema.head).values(audit_id=1, audit_hash=seal))


@pytest.mark.parametrize("table", ["submission", "facts", "texts", "story", "audit", "withdrawal"])
@pytest.mark.parametrize("deed", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}"])
def test_the_database_itself_refuses_to_change_what_was_stored(store: Store, table: str, deed: str) -> None:
    with store.writing() as connection:
        prepare(connection)
        add_submissions(connection, STAFF, [form(texts={"P1-01": {Field.NOTE: "说明"}}, stories=(STORY,))])
        add_withdrawals(connection, STAFF, [1], WithdrawalKind.WITHDRAWN, "发错了", NOW)
    column = schema.metadata.tables[table].columns.keys()[0]

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text(deed.format(table, column)))
