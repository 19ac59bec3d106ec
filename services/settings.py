"""Where this installation keeps its things: environment variables, listed with defaults in docs/deploy.md."""

import logging
import os
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

from data.store import Store

ROOT = Path(__file__).resolve().parent.parent


def var_dir() -> Path:
    """Give the folder of the store, the kept uploads and the logs (VAR_DIR, default `var/` beside the program)."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def open_store() -> Store:
    """Open the store of this installation (DATABASE_URL, default SQLite below VAR_DIR)."""
    folder = var_dir()
    return Store.open(os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'store.sqlite'}", folder)


@cache
def shared_store() -> Store:
    """Open the store once for a whole server; a store that could not be opened is tried again."""
    return open_store()


def log() -> logging.Logger:
    """Give the log of this installation, a file below VAR_DIR; faults with their traceback, no personal data."""
    logger = logging.getLogger("quality_brand")
    if not logger.handlers:
        folder = var_dir() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "product.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
    return logger
