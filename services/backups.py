"""备份 and 恢复: a store in one file, the nightly ones rotated."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.backup import Contents, contents, restore_backup, write_backup
from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.errors import NotPossible
from models.system_words import reason
from services import settings
from services.whole_file import written_whole

KEPT_NIGHTS = 14
_NAME = re.compile(r"backup-(\d{8}T\d{6})Z\.zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFile:
    """A backup of the rotation, by the moment in its name."""

    path: Path
    made_at: datetime


def backup(store: Store, viewer: Viewer, out: Path, *, now: datetime) -> Contents:
    """Write the whole store into one file, which is there whole or not at all."""
    permit(viewer, Verb.MANAGE_ACCOUNTS)
    with written_whole(out) as file:
        made = write_backup(store, file, now)
    # It holds contacts and the hashes of passwords.
    out.chmod(0o600)
    return made


def nightly_backup(store: Store, viewer: Viewer, folder: Path, *, now: datetime, keep: int = KEPT_NIGHTS) -> tuple[Path, Contents]:
    """Write a backup named by the moment, read it back, and only then let go of the oldest beyond `keep`."""
    out = folder / f"backup-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z.zip"
    made = backup(store, viewer, out, now=now)
    with out.open("rb") as file:
        if contents(file) != made:
            message = f"刚做的备份 {out} 读回来不一致。请检查磁盘。"
            raise NotPossible(message)
    # The new one is never let go of: after the clock was set back it looks like the oldest.
    others = [other for other in backups_in(folder) if other.path != out]
    for old in others[max(0, keep - 1) :]:
        old.path.unlink()
    return out, made


def restore(file: Path) -> Contents:
    """Fill the empty store of this installation from a backup."""
    try:
        with file.open("rb") as opened:
            return restore_backup(opened, settings.database_url(), settings.var_dir(), settings.kept_url())
    except OSError as fault:
        message = f"读不了 {file}（{reason(fault)}）。请检查路径。"
        raise NotPossible(message) from fault


def newest_backup() -> BackupFile | None:
    """Find the newest backup in this installation's folder of backups."""
    return next(iter(backups_in(settings.backup_dir())), None)


def backups_in(folder: Path) -> list[BackupFile]:
    """Give the backups of a rotation, the newest first; other files are none of ours."""
    found = [(path, _NAME.fullmatch(path.name)) for path in folder.glob("backup-*.zip")]
    files = [BackupFile(path=path, made_at=_moment(name[1])) for path, name in found if name]
    return sorted(files, key=lambda file: file.made_at, reverse=True)


def _moment(written: str) -> datetime:
    return datetime.strptime(written, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
