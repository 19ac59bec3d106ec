"""Makes one row of the roster into an enterprise: what it says of size, place, sector and traits, and what is doubtful."""

import re
from decimal import Decimal

from exchange.roster_cells import RosterRow, number_of
from exchange.roster_layout import TRAIT_BY_NAME, TRAIT_SEPARATOR, RosterColumn, RosterStatus
from exchange.text import compact
from exchange.uscc import LENGTH, is_sound, likely_slip, normalise_uscc, strange_letters
from models.enterprise import Contact, Enterprise, Size, Trait, size_of
from models.reference import ReferenceLists

_EXCEL_DIGITS = 15
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_BETWEEN_TRAITS = re.compile(r"[、，,;；/\s]+")
_AROUND_BRACKETS = re.compile(r"\s*([(（)）])\s*")
_NOTHING = frozenset({"", "无", "没有", "/", "-", "—"})
_LEAST_REVENUE, _MOST_REVENUE = 10, 5_000_000
# No employer has more, and the store keeps 32 bits.
_MOST_STAFF = 10_000_000
_SHOWN_CANDIDATES = 6


def read_uscc(row: RosterRow) -> str | None:
    """Read the code; None when there is none that could be stored, warnings when it does not check."""
    value, code = row.value(RosterColumn.USCC), normalise_uscc(row.text(RosterColumn.USCC))
    if not code:
        name = row.text(RosterColumn.NAME)
        row.note("ROSTER_USCC_MISSING", RosterColumn.USCC, name=f"（{name}）" if name else "")
    elif _lost_precision(value, code):
        row.note("USCC_PRECISION_LOST", RosterColumn.USCC, _as_excel_shows(value))
    elif len(code) != LENGTH:
        row.note("ROSTER_USCC_LENGTH", RosterColumn.USCC, count=str(len(code)))
    elif symbols := _symbols(code):
        row.note("ROSTER_USCC_SYMBOLS", RosterColumn.USCC, code, letters=symbols)
    else:
        _note_doubts(row, code)
        return code
    return None


def read_enterprise(row: RosterRow, uscc: str, lists: ReferenceLists) -> Enterprise:
    """Read all but the code; what cannot be read is left empty, with a warning."""
    staff, revenue = _staff(row), _revenue(row)
    return Enterprise(
        uscc=uscc,
        name=row.text(RosterColumn.NAME),
        short_name=row.text(RosterColumn.SHORT_NAME),
        region=_region(row, lists),
        sector=_sector(row, lists),
        staff=staff,
        revenue=revenue,
        size=_size(row, staff, revenue),
        traits=_traits(row),
        forwarder=row.text(RosterColumn.FORWARDER),
        exempt=_exempt(row),
        contact=Contact(
            person=row.text(RosterColumn.CONTACT), mobile=row.compact(RosterColumn.MOBILE), email=row.compact(RosterColumn.EMAIL)
        ),
    )


def _lost_precision(value: object, code: str) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return bool(_SCIENTIFIC.fullmatch(code)) or (is_number and len(code) > _EXCEL_DIGITS)


def _as_excel_shows(value: object) -> str | None:
    return f"{Decimal(f'{value:.15g}'):f}" if isinstance(value, int | float) else None


def _symbols(code: str) -> str:
    """Give what is neither digit nor letter, each once: the code becomes part of file names and addresses."""
    return "".join(letter for letter in strange_letters(code) if not (letter.isascii() and letter.isalnum()))


def _note_doubts(row: RosterRow, code: str) -> None:
    if is_sound(code):
        return
    if letters := strange_letters(code):
        row.note("ROSTER_USCC_CHARACTERS", RosterColumn.USCC, code, letters=letters, hint=likely_slip(code))
    else:
        row.note("ROSTER_USCC_CHECK", RosterColumn.USCC, code, hint=likely_slip(code))


def _staff(row: RosterRow) -> int | None:
    number = number_of(row, RosterColumn.STAFF, "人")
    if number is not None and number == int(number) and number <= _MOST_STAFF:
        return int(number)
    _note_unreadable(row, RosterColumn.STAFF)
    return None


def _revenue(row: RosterRow) -> Decimal | None:
    number = number_of(row, RosterColumn.REVENUE, "万元")
    if number is None:
        _note_unreadable(row, RosterColumn.REVENUE)
    elif number < _LEAST_REVENUE:
        row.note("ROSTER_UNIT_DOUBTFUL", RosterColumn.REVENUE, f"{number:f}", why=f"不到 {_LEAST_REVENUE} 万元")
    elif number > _MOST_REVENUE:
        row.note("ROSTER_UNIT_DOUBTFUL", RosterColumn.REVENUE, f"{number:f}", why=f"超过 {_MOST_REVENUE // 10_000} 亿元")
    return number


def _note_unreadable(row: RosterRow, column: RosterColumn) -> None:
    if row.text(column):
        row.note("ROSTER_NUMBER_UNREADABLE", column, heading=column.partition("(")[0])


def _size(row: RosterRow, staff: int | None, revenue: Decimal | None) -> Size | None:
    if staff is None or revenue is None:
        _note_size_unknown(row, staff, revenue)
        return None
    size, stated = size_of(staff, revenue), row.compact(RosterColumn.SIZE)
    if stated.removesuffix("企业").removesuffix("型") not in {"", size.removesuffix("型")}:
        row.note("ROSTER_SIZE_DIFFERS", RosterColumn.SIZE, staff=str(staff), revenue=f"{revenue:f}", size=size)
    return size


def _note_size_unknown(row: RosterRow, staff: int | None, revenue: Decimal | None) -> None:
    values = {RosterColumn.STAFF: staff, RosterColumn.REVENUE: revenue}
    # What could not be read has its own warning, and a column that is not there was said once.
    absent = [column for column, value in values.items() if value is None and row.has(column) and not row.text(column)]
    if absent:
        row.note("ROSTER_SIZE_UNKNOWN", absent[0], "和".join(column.partition("(")[0] for column in absent))


def _region(row: RosterRow, lists: ReferenceLists) -> str:
    """Read 地区 as a province; a place that is none stays empty, for a group of its own would be a wrong figure."""
    written = row.compact(RosterColumn.REGION)
    region = lists.region_named(written) if written else ""
    if region is None:
        row.note("ROSTER_REGION_UNKNOWN", RosterColumn.REGION)
    elif not region and row.has(RosterColumn.REGION):
        row.note("ROSTER_BLANK", RosterColumn.REGION, RosterColumn.REGION)
    return region or ""


def _sector(row: RosterRow, lists: ReferenceLists) -> str:
    written = row.compact(RosterColumn.SECTOR)
    if not written:
        if row.has(RosterColumn.SECTOR):
            row.note("ROSTER_BLANK", RosterColumn.SECTOR, RosterColumn.SECTOR)
        return ""
    match = lists.sector_named(written)
    if not match.certain:
        row.note("ROSTER_SECTOR_OTHER", RosterColumn.SECTOR, why=_spread(match.candidates), sector=match.sector)
    return match.sector


def _spread(candidates: tuple[str, ...]) -> str:
    if not candidates:
        return "不属于 13 个分行业"
    more = "等" if len(candidates) > _SHOWN_CANDIDATES else ""
    return f"分属{'、'.join(candidates[:_SHOWN_CANDIDATES])}{more}几个分行业"


def _traits(row: RosterRow) -> frozenset[Trait]:
    written = _AROUND_BRACKETS.sub(r"\1", row.text(RosterColumn.TRAITS))
    names = {compact(part) for part in _BETWEEN_TRAITS.split(written)} - _NOTHING
    for name in sorted(names - TRAIT_BY_NAME.keys()):
        row.note("ROSTER_TRAIT_UNKNOWN", RosterColumn.TRAITS, name, known=TRAIT_SEPARATOR.join(Trait))
    return frozenset(TRAIT_BY_NAME[name] for name in names & TRAIT_BY_NAME.keys())


def _exempt(row: RosterRow) -> bool:
    status = row.compact(RosterColumn.STATUS)
    if status not in {"", *RosterStatus}:
        row.note("ROSTER_STATUS_UNKNOWN", RosterColumn.STATUS)
    return status == RosterStatus.EXEMPT
