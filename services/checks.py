"""检查: everything about an installation that can silently go wrong, looked at in one go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from math import ceil

from data import audit, integrity
from data.editions import editions, load_edition
from data.store import Store
from data.visibility import permit
from exchange.jobs import differing_facts
from models.access import Verb, Viewer
from models.errors import ProductError
from services.backups import newest_backup
from services.fonts import font_advice
from services.pools import OWN_WORK, open_pool, values_of

OLDEST_BACKUP = timedelta(days=2)
# Two machines with one store never show quite the same.
_CLOCK_MAY_DIFFER = timedelta(minutes=5)
_NAMED = 5
_LOG = "操作记录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: its Chinese name, what was found wrong, and what should be done soon though nothing is wrong."""

    name: str
    faults: tuple[str, ...] = ()
    advice: str = ""

    @property
    def well(self) -> bool:
        """Say whether nothing was found."""
        return not self.faults


def check(store: Store, viewer: Viewer, *, now: datetime) -> tuple[Check, ...]:
    """Look at the database, the log, the kept files, the figures, the catalogues, the fonts and the backup; none stops the others."""
    permit(viewer, Verb.READ_AUDIT)
    looked_at = tuple(Check(name=name, faults=_told(look)) for name, look in _checks(store, now))
    return (*looked_at, Check(name="中文字体", advice=font_advice()), Check(name="备份", advice=backup_advice(now)))


def check_log(store: Store, viewer: Viewer) -> Check:
    """Look at the log alone, as its page does."""
    permit(viewer, Verb.READ_AUDIT)
    return Check(name=_LOG, faults=_told(lambda: _log(store)))


def _checks(store: Store, now: datetime) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    yield "数据库文件", lambda: _damage(store)
    yield _LOG, lambda: _log(store)
    yield "保存的原文件", lambda: _files(store)
    yield "得分与等级一致", lambda: _facts(store)
    yield "清单文件", _catalogues
    yield "系统时间", lambda: _clock(store, now)


def _told(look: Callable[[], list[str]]) -> tuple[str, ...]:
    try:
        return tuple(look())
    except ProductError as fault:
        return (str(fault),)


def _damage(store: Store) -> list[str]:
    with store.reading() as connection:
        found = integrity.damaged_pages(connection)
    return [f"数据库已损坏（{found[0]}）。请停用程序，用最近的备份恢复。"] if found else []


def _log(store: Store) -> list[str]:
    with store.reading() as connection:
        broken = audit.verify(connection)
    return [broken] if broken else []


def _files(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(islice(integrity.lost_files(connection, store.kept), _NAMED))


def _facts(store: Store) -> list[str]:
    """Score every form anew. What is kept is append-only, so a difference is told and nothing is written over."""
    with store.reading() as connection:
        catalogues = {edition: load_edition(edition) for edition in editions()}
        with open_pool(catalogues, OWN_WORK) as pool:
            wrong = chain.from_iterable(values_of(pool.map(differing_facts, integrity.kept_facts(connection))))
            return [f"编号 {number} 的自评表，存下的得分与等级对不上。请从备份核对。" for number in islice(wrong, _NAMED)]


def _clock(store: Store, now: datetime) -> list[str]:
    """Hold the clock against the newest deed: nobody acts in the future."""
    with store.reading() as connection:
        newest = audit.newest_moment(connection)
    if newest is None or newest - now <= _CLOCK_MAY_DIFFER:
        return []
    hours = ceil((newest - now) / timedelta(hours=1))
    return [f"系统时间比最近一条操作记录早 {hours} 小时。请校准服务器的时钟，它定着迟报、登录和备份的时间。"]


def _catalogues() -> list[str]:
    for edition in editions():
        load_edition(edition)
    return []


def backup_advice(now: datetime) -> str:
    """Say what should be done about the backups, nothing when they are as they should be."""
    newest = newest_backup()
    if newest is None:
        return "还没有备份。请安排每晚运行 python manage.py backup。"
    age = now - newest.made_at
    return f"最近一次备份是 {age.days} 天前的。请检查每晚的备份任务。" if age > OLDEST_BACKUP else ""
