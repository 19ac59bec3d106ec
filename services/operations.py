"""运行状况: what an administrator looks at to know that all is well."""

import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from data.measures_of_store import StoreMeasures, store_measures
from data.store import Store
from models.access import Viewer
from services import settings
from services.backups import BackupFile, newest_backup
from services.metrics import PRESENT

_PACKAGES = ("streamlit", "pandas", "SQLAlchemy", "python-calamine", "openpyxl", "plotly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """How the installation is doing: its store, its newest backup, its versions, where it keeps things."""

    measures: StoreMeasures
    backup: BackupFile | None
    versions: dict[str, str]
    places: dict[str, str]


def operations(store: Store, viewer: Viewer, *, now: datetime) -> Operations:
    """Look at the installation; the thorough look is services.checks."""
    with store.reading() as connection:
        measures = store_measures(connection, viewer, now - PRESENT)
    return Operations(
        measures=measures,
        backup=newest_backup(),
        versions={"Python": platform.python_version()} | {name: version(name) for name in _PACKAGES},
        places={
            "数据文件夹": str(settings.var_dir()),
            "原文件": settings.kept_url() or str(settings.var_dir() / "kept"),
            "备份": str(settings.backup_dir()),
        },
    )
