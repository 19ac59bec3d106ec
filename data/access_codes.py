"""登录码 in the store: of each only its hash, one an enterprise and period; issuing anew replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from data.audit import Action, Deed, record_all
from data.portions import portions
from data.schema_people import access_code, session
from data.visibility import permit
from models.access import Verb, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """That an enterprise has a code: since when, and who issued it."""

    at: datetime
    by: str


def put_codes(connection: Connection, viewer: Viewer, period: str, hashes: Mapping[str, str], at: datetime) -> None:
    """Give enterprises a code, by 统一社会信用代码; the one before opens no more, and whoever came in with it is signed out."""
    permit(viewer, Verb.MANAGE_PERIODS)
    renewed = issued_codes(connection, viewer, period).keys() & hashes.keys()
    for some in portions(hashes):
        connection.execute(delete(access_code).where(access_code.c.period == period, access_code.c.uscc.in_(some)))
        of_theirs = (session.c.period == period) & session.c.uscc.in_(some) & session.c.ended_at.is_(None)
        connection.execute(update(session).where(of_theirs).values(ended_at=at))
    rows = [{"period": period, "uscc": uscc, "code_hash": hashes[uscc], "issued_at": at, "by": viewer.name} for uscc in sorted(hashes)]
    if rows:
        connection.execute(insert(access_code), rows)
    record_all(connection, viewer, [_deed(f"{period}/{uscc}", at, renewed=uscc in renewed) for uscc in sorted(hashes)])


def issued_codes(connection: Connection, viewer: Viewer, period: str) -> dict[str, IssuedCode]:
    """Tell which enterprises have a code for a period, by 统一社会信用代码."""
    permit(viewer, Verb.MANAGE_PERIODS)
    query = select(access_code.c.uscc, access_code.c.issued_at, access_code.c.by).where(access_code.c.period == period)
    return {row.uscc: IssuedCode(at=row.issued_at, by=row.by) for row in connection.execute(query)}


def _deed(subject: str, at: datetime, *, renewed: bool) -> Deed:
    return Deed(action=Action.CODE_ISSUED, subject=subject, detail={"renewed": renewed}, at=at)
