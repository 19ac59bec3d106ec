"""What a download is: a file with its name, what was asked for in its address, and why it is not given."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.errors import NotPossible
from models.period import SHANGHAI
from services.exports import CSV, XLSX, Export, as_csv, as_workbook
from services.filters import Filters

ROUTE = "/files"
ZIP = "application/zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file on its way out; a long one as an iterator of its pieces."""

    name: str
    mime: str
    content: bytes | Iterator[bytes]


class NotThere(NotPossible):
    """For this person there is no such download; the same is said whether it is somebody else's or nobody's."""

    def __init__(self) -> None:
        super().__init__("没有这个文件，或者您无权下载。请回到页面重新打开。")


@contextmanager
def reached() -> Iterator[None]:
    """Take a subject that cannot be found for this person as not being there."""
    try:
        yield
    except NotPossible as fault:
        raise NotThere from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks for: the parameters of the address, on whose behalf, and when."""

    store: Store
    viewer: Viewer
    params: Mapping[str, tuple[str, ...]]
    now: datetime

    def one(self, name: str, otherwise: str = "") -> str:
        """Give the first value of a parameter."""
        return next(iter(self.params.get(name, ())), otherwise)

    def number(self, name: str) -> int:
        """Give a parameter that is the number of something; what is no number names nothing."""
        text = self.one(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise NotThere
        return int(text)

    def day(self, name: str, otherwise: date) -> date:
        """Give a parameter that is a day."""
        try:
            return date.fromisoformat(self.one(name))
        except ValueError:
            return otherwise

    @property
    def period(self) -> str:
        """Give the period asked for."""
        return self.one("period", "latest")

    @property
    def basis(self) -> Basis:
        """Give the basis asked for, 自评 unless another one is."""
        return Basis.REVIEWED if self.one("basis") == Basis.REVIEWED else Basis.SELF

    @property
    def filters(self) -> Filters:
        """Give the choice of enterprises asked for."""
        return Filters(**{name: self.params.get(name, ()) for name in ("region", "sector", "size")})

    @property
    def today(self) -> date:
        """Tell the day in China."""
        return self.now.astimezone(SHANGHAI).date()


def address(kind: str, /, **params: object) -> str:
    """Write the address of a download; what is empty is left out, a tuple becomes a parameter for each of its values."""
    listed = {name: list(value) if isinstance(value, tuple | list | frozenset) else [value] for name, value in params.items()}
    query = urlencode([(name, str(value)) for name, values in listed.items() for value in values if value not in ("", None)])
    return f"{ROUTE}/{kind}" + (f"?{query}" if query else "")


def with_format(url: str, fmt: str) -> str:
    """Ask at an address for one of the two formats of an export."""
    return f"{url}{'&' if '?' in url else '?'}format={fmt}"


def written(export: Export, fmt: str) -> Download:
    """Write an export in one of its two formats."""
    if fmt == "csv":
        return Download(name=f"{export.name}.csv", mime=CSV, content=as_csv(export))
    return Download(name=f"{export.name}.xlsx", mime=XLSX, content=as_workbook(export))
