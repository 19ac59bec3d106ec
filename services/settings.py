"""Where this installation keeps its things: environment variables, listed with defaults in docs/deploy.md."""

import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

from data.store import Store

ROOT = Path(__file__).resolve().parent.parent


def var_dir() -> Path:
    """Give the folder of the store, the kept uploads and the logs (VAR_DIR, default `var/` beside the program)."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def database_url() -> str:
    """Give the address of the store (DATABASE_URL, default SQLite below VAR_DIR)."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{var_dir() / 'store.sqlite'}"


def kept_url() -> str:
    """Give the object store of the kept files (KEPT_URL, `s3://bucket/prefix`); empty for the folder below VAR_DIR."""
    return os.environ.get("KEPT_URL", "")


def scheduler_address() -> str:
    """Give the Dask scheduler whose workers do the bulk work (DASK_SCHEDULER_ADDRESS); empty for this machine alone."""
    return os.environ.get("DASK_SCHEDULER_ADDRESS", "").strip()


def backup_dir() -> Path:
    """Give the folder of the nightly backups (BACKUP_DIR, default `backups/` below VAR_DIR)."""
    return Path(os.environ.get("BACKUP_DIR") or var_dir() / "backups").resolve()


def open_store() -> Store:
    """Open the store of this installation."""
    return Store.open(database_url(), var_dir(), kept_url())


@cache
def shared_store() -> Store:
    """Open the store once for a whole server; a store that could not be opened is tried again."""
    return open_store()


def public_url() -> str:
    """Give the address people open (PUBLIC_URL), without a slash at its end; empty when it is not set."""
    return os.environ.get("PUBLIC_URL", "").strip().rstrip("/")


def entrance() -> str:
    """Give the address to hand to people: PUBLIC_URL, or this machine's own while that is not set."""
    return public_url() or "http://localhost:8501"


def over_tls() -> bool:
    """Say whether people come over https, so that the cookie may say so too."""
    return public_url().lower().startswith("https://")


def association() -> str:
    """Give the name that notice, letters and feedback are signed with (ASSOCIATION)."""
    return os.environ.get("ASSOCIATION", "").strip() or "中国机械工业质量管理协会"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The identity provider that is asked as a second door."""

    discovery_url: str
    client_id: str
    client_secret: str


def oidc() -> Provider | None:
    """Give the identity provider (OIDC_DISCOVERY_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET), if all three are set."""
    found = [os.environ.get(f"OIDC_{name}", "").strip() for name in ("DISCOVERY_URL", "CLIENT_ID", "CLIENT_SECRET")]
    return Provider(discovery_url=found[0], client_id=found[1], client_secret=found[2]) if all(found) else None


def trusted_proxies() -> frozenset[str]:
    """Give the addresses of the proxies whose X-Forwarded-For is believed (TRUSTED_PROXIES, none by default)."""
    return frozenset(part.strip() for part in os.environ.get("TRUSTED_PROXIES", "").split(",") if part.strip())


class JsonLines(logging.Formatter):
    """Writes an event as one line of JSON: when, how grave, what, and whatever numbers came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one event."""
        event: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        event |= {"message": record.getMessage(), "process": record.process}
        event |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            event["fault"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def log() -> logging.Logger:
    """Give the log of this installation, a file below VAR_DIR: a JSON object a line, faults with their traceback.

    No personal data: what happened is said in `message`, numbers and codes go into `extra`.
    """
    logger = logging.getLogger("quality_brand")
    if not any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        folder = var_dir() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "product.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.propagate = False
    return logger
