"""The store: one SQLite file or one PostgreSQL database, and the kept files beside it.

Reads see one moment of the store; writes are all or nothing, one after another, and durable when they return.
"""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, inspect, make_url, select, text, update
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from data import schema
from data.kept_files import Kept, KeptFiles
from data.kept_objects import KeptObjects
from models.errors import NotPossible, StoreFault
from models.system_words import reason

PATIENCE_SECONDS = 30
# Any number does, as long as every start of this program takes the same one.
_UPGRADE_LOCK = 20200904


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where everything rests; safe to share between threads."""

    engine: Engine
    kept: Kept

    @classmethod
    def open(cls, url: str, var_dir: Path, kept_url: str = "") -> "Store":
        """Open the store at a `sqlite:///` or `postgresql://` address, making or upgrading it first when needed.

        The files are kept in a folder of `var_dir`, or in the object store at `kept_url` (`s3://bucket/prefix`).
        """
        address = _address(url)
        _make_folders(address, var_dir)
        engine = _engine(address)
        try:
            with _told_plainly():
                _bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine=engine, kept=kept_at(kept_url, var_dir))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the store as it is at the first query, and cannot write."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_postgres(self.engine) else {}
        with _told_plainly(), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, rehearsal: bool = False) -> Iterator[Connection]:
        """Give a connection whose changes are kept together or not at all; a rehearsal keeps none."""
        with _told_plainly(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin() as transaction:
                _wait_for_turn(connection)
                yield connection
                if rehearsal:
                    transaction.rollback()

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Give a connection for a note that is no news to anybody: the mark stays, and on PostgreSQL no turn is waited for."""
        with _told_plainly(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def version(self) -> str:
        """Give a mark that is another one whenever anything was committed, by whatever process."""
        with self.reading() as connection:
            return str(connection.execute(select(schema.head.c.mark)).scalar_one())

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def kept_at(url: str, var_dir: Path) -> Kept:
    """Give the place of the kept files."""
    return KeptObjects(url) if url else KeptFiles(var_dir / "kept")


@contextmanager
def new_database(url: str, var_dir: Path, revision: str) -> Iterator[Connection]:
    """Give the one transaction in which a database without tables gets those of a migration and is filled."""
    from data.migrations.upgrade import upgrade

    address = _address(url)
    _make_folders(address, var_dir)
    engine = _engine(address)
    try:
        with _told_plainly(), engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                if inspect(connection).get_table_names():
                    raise NotPossible("这里已经有数据了，不能恢复到它上面。请把 VAR_DIR 或 DATABASE_URL 指到一个空的地方。")
                upgrade(connection, None, revision)
                yield connection
    finally:
        engine.dispose()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}[address.get_backend_name()]
    except (ArgumentError, NoSuchModuleError, KeyError) as fault:
        raise StoreFault("DATABASE_URL 看不懂。请写成 sqlite:///文件 或 postgresql://用户:密码@主机/数据库。") from fault
    if driver == "sqlite" and address.database in {None, "", ":memory:"}:
        raise StoreFault("DATABASE_URL 里没有数据库文件。请写成 sqlite:///文件。")
    return address.set(drivername=driver)


def _make_folders(address: URL, var_dir: Path) -> None:
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        if address.get_backend_name() == "sqlite":
            Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreFault(f"文件夹 {fault.filename} 建不了（{reason(fault)}）。请检查权限，或把 VAR_DIR、DATABASE_URL 指到别处。") from fault


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, pool_size=10, max_overflow=30, connect_args={"timeout": PATIENCE_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": "10"})
    return create_engine(address, pool_size=10, max_overflow=30, pool_pre_ping=True)


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Leave BEGIN to us (sqlite3's own is always deferred), and forget nothing on power loss."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once when writing: a deferred BEGIN cannot wait for it later."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {0 if writes else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _wait_for_turn(connection: Connection) -> None:
    """Hold the one row every writer changes first; see schema.head."""
    if _is_postgres(connection):
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
    connection.execute(update(schema.head).values(mark=secrets.token_hex(8)))


def _bring_up_to_date(engine: Engine) -> None:
    """Make or upgrade the tables, once, however many processes start at the same time."""
    if not _is_postgres(engine):
        _switch_to_wal(engine)
    with engine.connect() as connection:
        if _revision(connection) == schema.REVISION:
            return
    # Loading Alembic takes longer than most commands do, and is seldom needed.
    from data.migrations.upgrade import upgrade

    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if _is_postgres(connection):
                connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            upgrade(connection, _revision(connection))


def _switch_to_wal(engine: Engine) -> None:
    """Let readers and the writer work side by side; SQLite does not wait for the lock this needs, so we do."""
    until = time.monotonic() + PATIENCE_SECONDS
    connection = engine.raw_connection()
    try:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return
    finally:
        connection.close()


def _revision(connection: Connection) -> str | None:
    """Read which migration the store has reached; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _is_postgres(bind: Engine | Connection) -> bool:
    return bind.dialect.name == "postgresql"


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn the driver's complaint into one sentence that says what to do."""
    try:
        yield
    except DBAPIError as fault:
        # What is left is a wrong query of ours, not a store that cannot be used.
        if not isinstance(fault, OperationalError | InterfaceError) and type(fault) is not DatabaseError:
            raise
        raise StoreFault(_sentence(fault.orig)) from fault
    except sqlite3.Error as fault:
        raise StoreFault(_sentence(fault)) from fault


def _sentence(reason: BaseException | None) -> str:
    told = str(reason).strip().partition("\n")[0]
    if "locked" in told or "lock timeout" in told:
        return f"另一个程序一直在写数据库，等了 {PATIENCE_SECONDS} 秒还没有轮到。请稍后再试。"
    if "malformed" in told or "not a database" in told:
        return f"数据库文件已损坏，或者不是数据库（{told}）。请核对 DATABASE_URL；原来能用的，请停用程序，用最近的备份恢复。"
    return f"数据库用不了（{told}）。请检查 DATABASE_URL、数据库服务和磁盘空间。"
