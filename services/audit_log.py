"""操作记录 as people read it: who did what to which enterprise's form, when, from where."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data import audit, rosters
from data.audit import Action, AuditChoice, AuditRow
from data.store import Store
from models.access import Viewer
from models.period import SHANGHAI
from models.submission import Outcome
from services.tables import Row, csv_rows, csv_text

A_PAGE, AT_ONCE = 50, 1000
_NO_PERIODS = {"roster": "花名册"}
# How a detail of a deed is called; what is not here stands in the CSV only.
_DETAILS = {
    "batch": "批次 {}", "received_on": "收到日期 {}", "period": "{} 期", "edition": "清单 {} 版", "deadline": "截止 {}",
    "grace_days": "宽限 {} 天", "enterprises": "{} 家企业", "added": "新增 {} 家", "absent": "文件里没有 {} 家", "until": "到 {}",
    "label": "“{}”", "revision": "第 {} 版", "reason": "原因：{}", "signer": "承诺人 {}", "asked": "{}", "file": "{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """A row of the log in words; `enterprise` is the name behind the code, where the deed was about one."""

    id: int
    at: datetime
    actor: str
    deed: str
    period: str
    uscc: str
    enterprise: str
    subject: str
    told: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """What is shown of a choice at a time: the newest first, how many there are in all, and whether older ones follow."""

    lines: tuple[AuditLine, ...]
    total: int
    older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """How many rows the log has, and how many of them are from the last seven days."""

    rows: int
    recent: int


def audit_page(store: Store, viewer: Viewer, choice: AuditChoice, before: int | None = None) -> AuditPage:
    """Read as many rows as a page shows, those older than the row `before`."""
    with store.reading() as connection:
        rows = audit.latest_rows(connection, viewer, choice, before=before, most=A_PAGE + 1)
        total = audit.count_rows(connection, viewer, choice)
        names = _names(connection, viewer)
    return AuditPage(lines=tuple(_line(row, names) for row in rows[:A_PAGE]), total=total, older=len(rows) > A_PAGE)


def summary(store: Store, viewer: Viewer, *, now: datetime) -> AuditSummary:
    """Count the log, and what was added within a week."""
    with store.reading() as connection:
        return AuditSummary(
            rows=audit.count_rows(connection, viewer, AuditChoice()),
            recent=audit.count_rows(connection, viewer, AuditChoice(since=now - timedelta(days=7))),
        )


def audit_csv(store: Store, viewer: Viewer, choice: AuditChoice) -> Iterator[bytes]:
    """Give a choice as CSV, some rows at a time; between them nothing is held open."""
    before: int | None = None
    with store.reading() as connection:
        names = _names(connection, viewer)
    while True:
        with store.reading() as connection:
            rows = audit.latest_rows(connection, viewer, choice, before=before, most=AT_ONCE)
        lines = [_csv_row(row, names) for row in rows]
        yield (csv_rows(lines) if before else csv_text(lines)).encode()
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].id


def actors(store: Store, viewer: Viewer) -> tuple[str, ...]:
    """Name everybody who ever did something."""
    with store.reading() as connection:
        return audit.actors(connection, viewer)


def enterprises(store: Store, viewer: Viewer) -> dict[str, str]:
    """Name the enterprises one can ask for, by code."""
    with store.reading() as connection:
        return _names(connection, viewer)


def choice(
    *,
    uscc: str | None = None,
    actor: str | None = None,
    actions: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> AuditChoice:
    """Choose rows of the log by what stands on the page; the days are whole days in China, both included."""
    return AuditChoice(
        uscc=uscc or None,
        actor=actor or None,
        actions=frozenset(action for action in Action if action in actions),
        since=_midnight(since) if since else None,
        until=_midnight(until) + timedelta(days=1) if until and until < date.max else None,
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _names(connection: Any, viewer: Viewer) -> dict[str, str]:
    return {uscc: firm.name for uscc, firm in rosters.roster(connection, viewer, None).items()}


def _line(row: AuditRow, names: Mapping[str, str]) -> AuditLine:
    period, uscc = _parts(row.subject, names)
    return AuditLine(
        id=row.id,
        at=row.at.astimezone(SHANGHAI),
        actor=row.actor,
        deed=_deed(row),
        period=period,
        uscc=uscc,
        enterprise=names.get(uscc, ""),
        subject=_NO_PERIODS.get(row.subject, row.subject),
        told="，".join(_told(row.detail)),
        origin=row.origin,
    )


def _deed(row: AuditRow) -> str:
    """Name the deed; one that a newer program has written keeps its code."""
    return Action(row.action).chinese if row.action in set(Action) else row.action


def _parts(subject: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Take a subject apart: `2020/uscc`, a code alone, a period alone."""
    period, _, uscc = subject.rpartition("/")
    if uscc in names or len(uscc) == _USCC_LENGTH:
        return period, uscc
    return (subject if subject[:4].isdigit() else ""), ""


_USCC_LENGTH = 18


def _told(detail: Mapping[str, object]) -> Iterator[str]:
    """Say in words what a deed's details are, the weightier ones first."""
    for name, words in _FLAGS.items():
        if name in detail:
            yield words[bool(detail[name])]
    for name, pattern in _DETAILS.items():
        if detail.get(name) not in ("", None, [], 0):
            yield pattern.format(_short(name, detail[name]))
    if isinstance(files := detail.get("files"), Mapping):
        yield from (f"{_OUTCOMES.get(str(outcome), outcome)} {count} 份" for outcome, count in files.items())


def _short(name: str, value: object) -> str:
    """Write a moment as a day in China, anything else as it is."""
    if name == "until" and "T" in str(value):
        return f"{datetime.fromisoformat(str(value)).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return str(value)


_FLAGS = {"passed": ("没有通过检查", "通过检查"), "renewed": ("首次发放", "换发")}
_OUTCOMES: dict[str, str] = {
    Outcome.ACCEPTED: "接收",
    Outcome.RETURNED: "退回",
    Outcome.DUPLICATE: "重复",
    Outcome.REFUSED: "打不开",
    Outcome.UNRECOGNISED: "未识别",
    Outcome.ATTACHMENT: "附件",
}


def _csv_row(row: AuditRow, names: Mapping[str, str]) -> Row:
    line = _line(row, names)
    return {
        "编号": line.id,
        "时间": f"{line.at:%Y-%m-%d %H:%M:%S}",
        "操作人": line.actor,
        "操作": line.deed,
        "报告期": line.period,
        "统一社会信用代码": line.uscc,
        "企业名称": line.enterprise,
        "对象": line.subject,
        "说明": line.told,
        "来自": line.origin,
    }
