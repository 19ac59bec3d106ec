"""Alembic runs this to reach the database: on the connection it is handed, whose transaction it leaves open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
