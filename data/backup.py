"""A store written to one file and read back, on the same engine or the other: every row, every kept file, nothing else.

The file is a zip: `tables/<name>.jsonl`, a row a line; `kept/<sha256>`; and last `manifest.json` with the migration the
rows belong to and the digest of each table, so that half a file is never taken for a whole one.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Integer, Table, Text, column, func, insert, select, table, text, update

from data import schema
from data.audit import verify
from data.kept_files import Kept
from data.schema_people import metadata
from data.store import Store, kept_at, new_database
from models.errors import NotPossible

FORMAT = 1
_ROWS_AT_ONCE = 2000
_NOT_WHOLE = "这个文件不是完整的备份。请换一份备份文件；备份要等命令结束后才能复制走。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds: when it was made, the migration of its rows, rows by table, and how many kept files."""

    made_at: datetime
    revision: str
    rows: dict[str, int]
    kept: int


def write_backup(store: Store, out: IO[bytes], at: datetime) -> Contents:
    """Write the whole store as it is at one moment; people go on working meanwhile."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with store.reading() as connection:
            tables = {one.name: _write_table(connection, one, archive) for one in metadata.sorted_tables}
        # After the rows: whatever a row speaks of was kept before the row was written.
        kept = 0
        for digest in store.kept.digests():
            archive.writestr(f"kept/{digest}", store.kept.read(digest), compress_type=zipfile.ZIP_STORED)
            kept += 1
        manifest = {"format": FORMAT, "made_at": at.isoformat(), "revision": schema.REVISION, "tables": tables, "kept": kept}
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return _contents(manifest)


def contents(file: IO[bytes]) -> Contents:
    """Tell what a backup holds without restoring it; NotPossible for what is no whole backup."""
    with _opened(file) as archive:
        return _contents(_manifest(archive))


def restore_backup(file: IO[bytes], url: str, var_dir: Path, kept_url: str = "") -> Contents:
    """Fill a database that has no tables yet, all or nothing, then bring it up to this program's migration."""
    with _opened(file) as archive:
        manifest = _manifest(archive)
        _restore_kept(archive, manifest, kept_at(kept_url, var_dir))
        with new_database(url, var_dir, manifest["revision"]) as connection:
            for name in _in_order(manifest["tables"]):
                _read_table(connection, name, archive, manifest["tables"][name])
        with closing(Store.open(url, var_dir)) as store, store.reading() as connection:
            if (broken := verify(connection)) is not None:
                raise NotPossible(f"数据已恢复，但{broken}")
    return _contents(manifest)


def _write_table(connection: Connection, one: Table, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Write a table's rows in the order of its key; give their number and digest."""
    rows, digest = 0, hashlib.sha256()
    found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(one).order_by(*one.primary_key.columns))
    with archive.open(f"tables/{one.name}.jsonl", "w", force_zip64=True) as member:
        for row in found.mappings():
            line = json.dumps({name: _encoded(value) for name, value in row.items()}, ensure_ascii=False).encode() + b"\n"
            member.write(line)
            digest.update(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _read_table(connection: Connection, name: str, archive: zipfile.ZipFile, described: dict[str, Any]) -> None:
    """Put a table's rows in; the columns are those of its day, their types today's."""
    digest = hashlib.sha256()
    with archive.open(f"tables/{name}.jsonl") as member:
        lines = iter(member)
        while batch := list(islice(lines, _ROWS_AT_ONCE)):
            for line in batch:
                digest.update(line)
            rows = [{key: _decoded(value) for key, value in json.loads(line).items()} for line in batch]
            target = table(name, *(column(key, _type(name, key)) for key in rows[0]))
            connection.execute(update(target) if name == schema.head.name else insert(target), rows)
    if digest.hexdigest() != described["sha256"]:
        raise NotPossible(f"备份里的表 {name} 与封存的校验值不符，没有恢复任何内容。请换一份备份文件。")
    count_on(connection, name)


def count_on(connection: Connection, name: str) -> None:
    """Let PostgreSQL go on numbering after the last row; SQLite does so by itself."""
    if connection.dialect.name != "postgresql" or name not in metadata.tables:
        return
    numbered = [one for one in metadata.tables[name].primary_key.columns if isinstance(one.type, Integer)]
    if len(numbered) != 1:
        return
    last = connection.execute(select(func.max(numbered[0]))).scalar()
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, :key)"), {"name": name, "key": numbered[0].name}).scalar()
    if last is not None and sequence is not None:
        connection.execute(select(func.setval(sequence, last)))


def _restore_kept(archive: zipfile.ZipFile, manifest: dict[str, Any], kept: Kept) -> None:
    """Put the files back first: a row may never speak of bytes that are not there."""
    names = [name for name in archive.namelist() if name.startswith("kept/")]
    if len(names) != manifest["kept"]:
        raise NotPossible(_NOT_WHOLE)
    for name in names:
        if kept.keep(archive.read(name)) != name.removeprefix("kept/"):
            raise NotPossible(f"备份里的原文件 {name[5:17]}… 已损坏，没有恢复任何表。请换一份备份文件。")


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, KeyError) as fault:
        raise NotPossible(_NOT_WHOLE) from fault


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT:
        raise NotPossible("这份备份是由更新的程序做的，本程序读不了。请升级程序。")
    return manifest


def _contents(manifest: dict[str, Any]) -> Contents:
    return Contents(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        revision=manifest["revision"],
        rows={name: described["rows"] for name, described in manifest["tables"].items()},
        kept=manifest["kept"],
    )


def _in_order(names: dict[str, Any]) -> list[str]:
    """Give the tables so that each comes after those it leans on; a table of an older day that is gone comes last."""
    known = [one.name for one in metadata.sorted_tables]
    return sorted(names, key=lambda name: known.index(name) if name in known else len(known))


def _type(name: str, key: str) -> Any:
    today = metadata.tables.get(name)
    return today.c[key].type if today is not None and key in today.c else Text()


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


_DECODERS: dict[str, Callable[[str], Any]] = {
    "bytes": base64.b64decode,
    "time": datetime.fromisoformat,
    "day": date.fromisoformat,
    "decimal": Decimal,
}


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, written)] = value.items()
    return _DECODERS[kind](written)
