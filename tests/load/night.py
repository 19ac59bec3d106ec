"""The deadline night: enterprises sign in, drop their form and wait for the answer, while the staff goes from page to page."""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from statistics import quantiles

import httpx
import psutil

from data.accounts import NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from services import access_codes, accounts
from services.receive import receive
from services.sign_in import COOKIE, let_in
from services.sources import Source
from tests.faults.batch import NOW, Batch, code, made, prepare
from tests.load import own_loop
from tests.load.tab import PATIENCE, Broken, Tab

PAGES = ("", "enterprises", "regions", "intake")
THINKING = 3.0
# People do not come in one second, not even in the last minute.
WITHIN = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Who comes: the forms of the enterprises, their codes, and the tokens of the staff."""

    forms: Batch
    early: int
    codes: dict[str, str]
    staff: Sequence[str]

    @property
    def late(self) -> list[tuple[str, str, bytes]]:
        """Give the enterprises that have not reported: whose form, its sha256, its bytes."""
        numbered = [(code(number), digest, content) for number, (digest, content) in enumerate(self.forms.forms.items())]
        return numbered[self.early :]


@dataclass(slots=True)
class Seen:
    """What the rehearsal saw: seconds of every look and every report, what broke, who was told that their form is in."""

    looks: list[float] = field(default_factory=list)
    reports: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    children: int = 0
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """Write one row of the table."""
        looks, reports = _shown(self.looks), _shown(self.reports)
        return f"{name:<28} {looks} {reports} {len(self.errors):>7} {self.megabytes:>7.0f} {self.children:>9} {self.seconds:>6.0f}"


HEADING = (
    f"{'':<28} {'looks':>6} {'p50 s':>6} {'p95 s':>6} {'forms':>6} {'p50 s':>6} {'p95 s':>6} "
    f"{'errors':>7} {'MB':>7} {'children':>9} {'s':>6}"
)


def prepared(store: Store, enterprises: int, staff: int) -> Night:
    """Fill a store: as many enterprises have reported as are still to come; issue codes and sign the staff in."""
    forms = made(2 * enterprises)
    prepare(store, forms)
    early = list(forms.forms.values())[:enterprises]
    receive(store, LOCAL_STAFF, [Source(f"{place}.xlsx", content) for place, content in enumerate(early)], "2020", now=NOW)
    now = datetime.now(UTC)
    slips = access_codes.issue_codes(store, LOCAL_STAFF, "2020", now=now).slips
    account = NewAccount(name="wang", display_name="王", role=Role.REVIEWER)
    wang = accounts.add_account(store, LOCAL_STAFF, account, password="correct horse battery", now=now)
    tokens = [let_in(store, wang, address="192.0.2.7", now=now) for _ in range(staff)]
    return Night(forms=forms, early=enterprises, codes={slip.enterprise.uscc: slip.code for slip in slips}, staff=tokens)


def looked_at_quietly(address: str, night: Night, processes: Sequence[int], rounds: int = 4) -> Seen:
    """Let one person look at the pages, with nobody else there."""
    return own_loop.run(_rehearsed(address, processes, lambda seen: [_look_round(address, night.staff[0], seen, rounds)]))


def rehearsed(address: str, night: Night, processes: Sequence[int], within: float = WITHIN) -> Seen:
    """Let all come within some seconds; the staff looks on until the last form is in."""

    def everybody(seen: Seen) -> list[Awaitable[None]]:
        over, left = asyncio.Event(), [len(night.late)]
        chance = random.Random(0)
        coming = [_report(address, night, one, seen, chance.uniform(0, within), left, over) for one in night.late]
        return [*coming, *(_look_on(address, token, seen, chance.uniform(0, THINKING), over) for token in night.staff)]

    return own_loop.run(_rehearsed(address, processes, everybody))


async def _rehearsed(address: str, processes: Sequence[int], everybody: Callable[[Seen], list[Awaitable[None]]]) -> Seen:
    seen, started = Seen(), time.monotonic()
    watching = asyncio.create_task(_watch(processes, seen))
    await asyncio.gather(*everybody(seen))
    watching.cancel()
    seen.seconds = time.monotonic() - started
    return seen


async def _report(
    address: str, night: Night, one: tuple[str, str, bytes], seen: Seen, after: float, left: list[int], over: asyncio.Event
) -> None:
    """Sign in with the code, drop the form, promise that it is true, and wait until the page says that it is in."""
    uscc, digest, content = one
    await asyncio.sleep(after)
    with _counted(seen, uscc):
        async with _client(address, place=len(seen.reports) + left[0]) as client:
            answer = await client.post("/sign-in/enterprise", data={"uscc": uscc, "code": night.codes[uscc]})
            if answer.status_code != 303:
                raise Broken(f"sign-in: {answer.status_code}")
            async with await Tab.open(client, _trusting(address)) as tab:
                await tab.look("hand_in")
                started = time.monotonic()
                files = await tab.upload("自评表.xlsx", content)
                values = {"checkbox": {"bool_value": True}, "text_input": {"string_value": "张三"}, "button": {"trigger_value": True}}
                await tab.submit("已接收", file_uploader=files, **values)
                seen.reports.append(time.monotonic() - started)
                seen.acknowledged.append(digest)
    left[0] -= 1
    if not left[0]:
        over.set()


@contextmanager
def _counted(seen: Seen, who: str) -> Iterator[None]:
    """Count whatever breaks: there may be nothing."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001 - whatever it is
        seen.errors.append(f"{who}: {type(fault).__name__} {fault}")


async def _look_on(address: str, token: str, seen: Seen, after: float, over: asyncio.Event) -> None:
    """Go from page to page with some thought between, until all forms are in."""
    await asyncio.sleep(after)
    while not over.is_set():
        await _look_round(address, token, seen, 1, over)


async def _look_round(address: str, token: str, seen: Seen, rounds: int, over: asyncio.Event | None = None) -> None:
    """Look at every page; with `over`, think after each, and leave when it is over."""
    with _counted(seen, "staff"):
        async with _client(address, token) as client, await Tab.open(client, _trusting(address)) as tab:
            for page in PAGES * rounds:
                started = time.monotonic()
                await tab.look(page)
                seen.looks.append(time.monotonic() - started)
                if not tab.texts:
                    raise Broken(f"{page} is empty")
                if over is not None:
                    await asyncio.sleep(THINKING)
                    if over.is_set():
                        return


async def _watch(processes: Sequence[int], seen: Seen) -> None:
    """Keep the most memory and the most children that the app's processes had together."""
    while True:
        held = [one for process in processes for one in (psutil.Process(process), *psutil.Process(process).children(recursive=True))]
        seen.megabytes = max(seen.megabytes, sum(_memory(one) for one in held))
        seen.children = max(seen.children, sum(_judges(one) for one in held))
        await asyncio.sleep(0.5)


def _judges(process: psutil.Process) -> bool:
    """Tell a child that judges forms from others, such as the one that lists typefaces when the server starts."""
    try:
        return "services.worker_process" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _memory(process: psutil.Process) -> float:
    try:
        taken = process.memory_info()
        return float(taken.rss - taken.shared) / 2**20
    except psutil.Error:
        return 0.0


def _client(address: str, token: str = "", place: int = 0) -> httpx.AsyncClient:
    """Make a browser; each enterprise has an address of its own on this machine, as it would have in the world."""
    # A browser asks once more when the server closes an idle connection just then (after 5 s); this one does not.
    limits = httpx.Limits(keepalive_expiry=2)
    address_of_its_own = f"127.1.{place // 250}.{1 + place % 250}"
    transport = httpx.AsyncHTTPTransport(verify=_certificates(), local_address=address_of_its_own, limits=limits)
    cookies = {COOKIE: token} if token else None
    return httpx.AsyncClient(base_url=address, transport=transport, cookies=cookies, timeout=PATIENCE)


def _trusting(address: str) -> ssl.SSLContext | None:
    return _certificates() if address.startswith("https") else None


@cache
def _certificates() -> ssl.SSLContext:
    """Take nginx's certificate of the test's own; made once, since making it takes as long as a page."""
    return ssl._create_unverified_context()


def _shown(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return f"{len(seconds):>6} {'—':>6} {'—':>6}"
    cuts = quantiles(seconds, n=20, method="inclusive")
    return f"{len(seconds):>6} {cuts[9]:>6.2f} {cuts[18]:>6.2f}"
