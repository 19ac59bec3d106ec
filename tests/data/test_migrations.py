"""The migrations lead to the tables the program works with."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import migrations, schema
from data.store import Store
from data.submissions import add_submissions
from models.assessment import Field
from tests.data.makers import STAFF, form, prepare


def test_the_migrations_make_exactly_the_tables_of_the_schema(store: Store) -> None:
    with store.reading() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), schema.metadata)

    assert difference == []


def test_the_program_knows_its_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.REVISION]


@pytest.mark.parametrize("table", ["submission", "facts", "texts", "audit"])
@pytest.mark.parametrize("deed", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}"])
def test_the_database_itself_refuses_to_change_what_was_stored(store: Store, table: str, deed: str) -> None:
    with store.writing() as connection:
        prepare(connection)
        add_submissions(connection, STAFF, [form(texts={"P1-01": {Field.NOTE: "说明"}})])
    column = schema.metadata.tables[table].columns.keys()[0]

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text(deed.format(table, column)))
