"""Brings a store to the newest migration, inside a transaction the caller has begun."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.errors import StoreFault

# Alembic keeps what it is working on in module globals.
_ONE_AT_A_TIME = threading.Lock()


def upgrade(connection: Connection, revision: str | None, to: str = "head") -> None:
    """Run the migrations from `revision` up to another; a store this program does not know is left alone."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not {revision, to} <= known | {None, "head"}:
        raise StoreFault(f"数据库是由更新的程序建立的（{revision or to}），本程序太旧，不能使用它。请升级程序。")
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)
