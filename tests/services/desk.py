"""The secretariat's desk: a store with a roster and a period, and forms to receive."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Self

from sqlalchemy import MetaData, text

from data import periods, rosters
from data.store import Store
from exchange.layout import InfoLabel
from models.access import LOCAL_STAFF
from models.enterprise import Enterprise
from models.period import Period
from models.submission import IntakeFile
from services.progress import Snapshot, snapshot
from services.receive import Intake, receive
from services.sources import Source
from services.workers import Result
from tests.builders import USCC, enterprise
from tests.exchange.plain_forms import as_bytes, plain_book

SECOND, THIRD, STRANGER = "91320000000000001A", "91320000000000002B", "91320000000000009X"
NOW = datetime(2020, 8, 21, 3, 0, tzinfo=UTC)
FIRM = enterprise()
ROSTER = (
    FIRM,
    replace(FIRM, uscc=SECOND, name="浙东轴承厂", short_name="浙东轴承"),
    replace(FIRM, uscc=THIRD, name="鲁中泵业", exempt=True),
)


def form_of(uscc: str = USCC, levels: Mapping[str, object] | None = None, **info: object) -> bytes:
    """Fill a form of an enterprise of the roster; levels and details may be changed."""
    names = {firm.uscc: firm.name for firm in ROSTER}
    details = {InfoLabel.USCC: uscc, InfoLabel.NAME: names.get(uscc, "外人")}
    return as_bytes(plain_book(levels, details | {InfoLabel[name]: value for name, value in info.items()}))


@dataclass(frozen=True)
class Desk:
    """A store, and what a person at the desk does with it."""

    store: Store

    def add_roster(self, *firms: Enterprise) -> None:
        """Import a roster."""
        with self.store.writing() as connection:
            rosters.import_roster(connection, LOCAL_STAFF, firms or ROSTER, NOW)

    def add_period(self, code: str, deadline: date = date(2020, 9, 10)) -> None:
        """Open a period with the standing roster."""
        with self.store.writing() as connection:
            periods.add_period(connection, LOCAL_STAFF, Period(code=code, edition="2020", deadline=deadline), NOW)

    def receive(self, *files: tuple[str, bytes], period: str = "2020", **options: Any) -> Intake:
        """Receive files given as name and content."""
        sources = (Source(name, content) for name, content in files)
        day = options.get("received_on") or NOW.date()
        now = max(NOW, datetime.combine(day, time(12), UTC))
        return receive(self.store, LOCAL_STAFF, sources, period, **({"now": now} | options))

    def outcomes(self, *files: tuple[str, bytes], **options: Any) -> list[str]:
        """Receive files and give their outcomes."""
        return [file.outcome.value for file in self.receive(*files, **options).files]

    def row(self, content: bytes, **options: Any) -> IntakeFile:
        """Receive one file and give its row."""
        [file] = self.receive(("自评表.xlsx", content), **options).files
        return file

    def snapshot(self, period: str = "2020") -> Snapshot:
        """Read the period as pages do."""
        return snapshot(self.store, LOCAL_STAFF, period)

    def enterprise(self, uscc: str = USCC) -> dict[str, Any]:
        """Give the row of an enterprise in the period's frame."""
        frame = self.snapshot().enterprises.set_index("uscc")
        return {str(name): value for name, value in frame.loc[uscc].items()}

    def tables(self, leave_out: Callable[[str], bool] = lambda name: name == "head") -> dict[str, list[str]]:
        """Give every row of every table, to tell whether anything was changed."""
        found = MetaData()
        with self.store.engine.connect() as connection:
            found.reflect(connection)
            names = [name for name in found.tables if not leave_out(name)]
            return {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


class PoolHere:
    """Does the work of a pool in this process, which is quicker than starting children."""

    ahead = 1

    def __init__(self, shared: object, limits: object = None) -> None:
        self._shared = shared

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, job: Callable[..., Any], arguments: Iterable[tuple[object, ...]]) -> Iterator[Result[Any]]:
        """Do a job for each tuple of arguments."""
        return (Result(value=job(self._shared, *values)) for values in arguments)
