"""Issuing 登录码: made here, shown in clear once, kept as hashes."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from data import periods, rosters
from data.access_codes import IssuedCode, issued_codes, put_codes
from data.store import Store
from exchange.uscc import normalise_uscc
from models.access import Viewer
from models.access_code import ALPHABET, LENGTH, code_hash, shown
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.period import Period
from reports.access_codes import Slip, build_code_slips


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSlips:
    """Codes just issued, in clear: nothing gives them again."""

    period: Period
    slips: tuple[Slip, ...]

    def workbook(self, address: str) -> bytes:
        """Write slips to print and the table for mail merge; `address` is where the enterprises sign in."""
        return build_code_slips(self.slips, period=self.period.code, address=address)

    @property
    def file_name(self) -> str:
        """Name the workbook."""
        whose = self.slips[0].enterprise.uscc if len(self.slips) == 1 else f"{len(self.slips)}家"
        return f"登录码_{self.period.code}_{whose}.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who of a period's roster has a code, and who that has to report has none; `firms` are all, by 统一社会信用代码."""

    period: Period
    firms: dict[str, Enterprise]
    issued: dict[str, IssuedCode]

    @property
    def without(self) -> tuple[str, ...]:
        """Name the enterprises that have to report and have no code."""
        return tuple(uscc for uscc, firm in self.firms.items() if not firm.exempt and uscc not in self.issued)


def holders(store: Store, viewer: Viewer, period: str) -> Holders:
    """Tell who has a code."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        firms = rosters.roster(connection, viewer, named.code)
        return Holders(period=named, firms=firms, issued=issued_codes(connection, viewer, named.code))


def issue_codes(store: Store, viewer: Viewer, period: str, *, renew: bool = False, now: datetime) -> IssuedSlips:
    """Give a code to each enterprise that has to report and has none; with `renew` to those too that have one."""
    known = holders(store, viewer, period)
    expected = tuple(uscc for uscc, firm in known.firms.items() if not firm.exempt)
    if not expected:
        raise NotPossible(f"{known.period.code} 期花名册上没有应报企业。请先导入花名册。")
    if not (wanted := expected if renew else known.without):
        raise NotPossible(f"{known.period.code} 期应报企业都已有登录码，没有要发的。丢了登录码的，请单独换发。")
    return _issue(store, viewer, known, wanted, now)


def renew_code(store: Store, viewer: Viewer, period: str, uscc: str, *, now: datetime) -> IssuedSlips:
    """Give one enterprise of the roster a code in the place of the one it has."""
    known, code = holders(store, viewer, period), normalise_uscc(uscc)
    if code not in known.firms:
        raise NotPossible(f"{known.period.code} 期花名册上没有 {uscc}。请核对统一社会信用代码，或先导入花名册。")
    return _issue(store, viewer, known, (code,), now)


def _issue(store: Store, viewer: Viewer, known: Holders, wanted: tuple[str, ...], now: datetime) -> IssuedSlips:
    period = known.period
    if period.closed:
        raise NotPossible(f"{period.code} 期已关闭，不能发登录码。")
    codes = {uscc: "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for uscc in wanted}
    with store.writing() as connection:
        put_codes(connection, viewer, period.code, {uscc: code_hash(period.code, uscc, code) for uscc, code in codes.items()}, now)
        longer = periods.extensions(connection, viewer, period.code)
    slips = (Slip(enterprise=known.firms[uscc], code=shown(code), due=period.due(longer.get(uscc))) for uscc, code in codes.items())
    return IssuedSlips(period=period, slips=tuple(slips))
