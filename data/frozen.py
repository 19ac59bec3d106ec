"""定稿 in the store: figures of a period as they stood on a day, under a name, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.audit import Action, record
from data.periods import period_named
from data.schema import frozen_figures as table
from data.visibility import permit
from models.access import Verb, Viewer
from models.errors import NotPossible

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFigures:
    """One 定稿: its period and name, when and by whom it was made, and where its catalogue and figures are kept."""

    period: str
    name: str
    catalogue_sha256: str
    figures_sha256: str
    at: datetime
    by: str


def add_frozen(connection: Connection, viewer: Viewer, new: FrozenFigures) -> None:
    """Add one under a name that the period does not have yet."""
    permit(viewer, Verb.MANAGE_PERIODS)
    check_name(connection, viewer, new.period, new.name)
    values = {name: getattr(new, name) for name in FrozenFigures.__slots__}
    connection.execute(insert(table).values(**values))
    detail = {"name": new.name, "figures": new.figures_sha256}
    record(connection, viewer, Action.FIGURES_FROZEN, new.period, detail, new.at)


def check_name(connection: Connection, viewer: Viewer, period: str, name: str) -> None:
    """Refuse a name that nobody could use, or that is taken."""
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotPossible(f"定稿要有名称，最多 {LONGEST_NAME} 个字，前后不留空格，例如：会议稿。")
    if name in {known.name for known in frozen_of(connection, viewer, period)}:
        raise NotPossible(f"{period} 期已有名为“{name}”的定稿，定稿不能改。请换一个名称，例如“{name}2”。")


def frozen_of(connection: Connection, viewer: Viewer, period: str) -> tuple[FrozenFigures, ...]:
    """Give the frozen figures of a period, the newest first."""
    permit(viewer, Verb.SEE_FIGURES)
    query = select(*(table.c[name] for name in FrozenFigures.__slots__)).where(table.c.period == period)
    return tuple(FrozenFigures(**row) for row in connection.execute(query.order_by(table.c.id.desc())).mappings())


def frozen_named(connection: Connection, viewer: Viewer, period: str, name: str) -> FrozenFigures:
    """Find the frozen figures of a period by their name."""
    code = period_named(connection, viewer, period).code
    known = frozen_of(connection, viewer, code)
    for one in known:
        if one.name == name:
            return one
    names = f"现有：{'、'.join(one.name for one in known)}。" if known else "这一期还没有定稿。"
    raise NotPossible(f"{code} 期没有名为“{name}”的定稿。{names}")


def frozen_digests(connection: Connection) -> Iterator[str]:
    """Give the sha256 of every file that frozen figures rest on, as far as the rows name them."""
    for row in connection.execute(select(table.c.catalogue_sha256, table.c.figures_sha256)):
        yield from row
