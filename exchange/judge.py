"""From the bytes of one file to its outcome: read, identify, interpret, validate, in one pass."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from string import ascii_uppercase, digits

from exchange.interpret import Interpretation, at, interpret, located
from exchange.layout import TRAIT_SEPARATOR, Heading, InfoLabel
from exchange.parsed import Cell, Identity, ParsedWorkbook
from exchange.read import Unread, read_form
from exchange.stories import stories_of
from exchange.text import compact, written
from exchange.uscc import normalise_uscc
from exchange.writable import clipped
from models.assessment import SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.issue import Issue, Severity
from models.period import Period
from models.story import Story
from models.submission import Outcome, Places
from models.validation import validate

_NAMED, _SHOWN = 4, 40
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?1\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingContext:
    """What a form is held against: the period, its edition, its roster and the extensions granted.

    With `for_everybody` false the roster holds only those whom the sender may send for, and says nothing of others;
    `sender` is an enterprise that sends for itself.
    """

    period: Period
    catalogue: Catalogue
    roster: Mapping[str, Enterprise]
    extensions: Mapping[str, date]
    received_on: date
    for_everybody: bool = True
    sender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one file: its outcome, whose it is, what it says and where, and what is wrong with it."""

    outcome: Outcome
    issues: tuple[Issue, ...]
    enterprise: Enterprise | None = None
    assessment: SelfAssessment | None = None
    places: Places | None = None
    stories: tuple[Story, ...] = ()


def judge(context: JudgingContext, content: bytes) -> Judgement:
    """Judge one workbook; every fault is found in this one pass."""
    parsed = read_form(content)
    if isinstance(parsed, Unread):
        return Judgement(outcome=Outcome.UNRECOGNISED if parsed.opened else Outcome.REFUSED, issues=parsed.issues)
    enterprise = _identify(parsed, context)
    if isinstance(enterprise, Issue):
        return Judgement(outcome=Outcome.UNRECOGNISED, issues=(enterprise,))
    interpretation = interpret(parsed, context.catalogue)
    assessment = SelfAssessment(
        uscc=enterprise.uscc, period=context.period.code, edition=context.period.edition, answers=interpretation.answers
    )
    issues = (
        *_of_file(parsed, enterprise, context),
        *interpretation.issues,
        *(located(issue, interpretation) for issue in validate(assessment, enterprise, context.catalogue)),
    )
    issues = tuple(sorted(issues, key=_place))
    passed = all(issue.severity is not Severity.ERROR for issue in issues)
    return Judgement(
        outcome=Outcome.ACCEPTED if passed else Outcome.RETURNED,
        issues=issues,
        enterprise=enterprise,
        assessment=assessment,
        places=_places(interpretation, parsed, context.catalogue),
        stories=stories_of(parsed, context.catalogue),
    )


def _place(issue: Issue) -> tuple[int, int, str]:
    """Order issues as a person goes through the file: the whole file first, then cell by cell down the sheet."""
    letters, row = re.fullmatch(r"([A-Z]*)(\d*)", issue.cell or "").groups()  # type: ignore[union-attr]
    return int(row or 0), len(letters), letters


def _places(interpretation: Interpretation, parsed: ParsedWorkbook, catalogue: Catalogue) -> Places:
    """Note the cell of each item's level: all stand in one column."""
    cells = {code: row.cells[Heading.LEVEL].address for code, row in interpretation.rows.items()}
    rows = [int(cells[item.code].lstrip(ascii_uppercase)) if item.code in cells else None for item in catalogue.items]
    column = parsed.headings[Heading.LEVEL][0].address.rstrip(digits)
    return Places(sheet=parsed.sheet, column=column, rows=tuple(rows))


def _identify(parsed: ParsedWorkbook, context: JudgingContext) -> Enterprise | Issue:
    """Find whose form it is: all codes in the file must agree, and the roster must know them."""
    lost = [identity.cell for identity in parsed.identities if identity.cell and _is_number(identity.cell)]
    codes = {_plain_code(identity): identity for identity in parsed.identities if identity.cell not in lost}
    if not context.for_everybody and (foreign := [code for code in codes if code not in context.roster]):
        return Issue(code="NOT_YOUR_FORM", found="、".join(clipped(code, _SHOWN) for code in foreign[:_NAMED]))
    if len(codes) > 1:
        found = "、".join(f"{code}（{identity.place}）" for code, identity in codes.items())
        return Issue(code="IDENTITY_CONTRADICTS", found=found)
    if not codes:
        return at(lost[0], "USCC_PRECISION_LOST", found=str(lost[0].value)) if lost else Issue(code="IDENTITY_MISSING")
    [code] = codes
    if code in context.roster:
        return context.roster[code]
    details = {"period": context.period.code, "hint": _hint(code, parsed, context.roster)}
    return Issue(code="NOT_IN_ROSTER", found=code, details=details)


def _is_number(cell: Cell) -> bool:
    """Eighteen digits stored as a number have lost their last three; so have those written as 9.11E+17."""
    return isinstance(cell.value, (int, float)) or _SCIENTIFIC.fullmatch(compact(written(cell.value))) is not None


def _plain_code(identity: Identity) -> str:
    return normalise_uscc(identity.uscc)


def _hint(code: str, parsed: ParsedWorkbook, roster: Mapping[str, Enterprise]) -> str:
    """Name the roster's enterprise that was probably meant; a person decides."""
    name = _compared_name(_detail(parsed, InfoLabel.NAME))
    for known in roster.values():
        if len(code) == len(known.uscc) and sum(a != b for a, b in zip(code, known.uscc, strict=True)) == 1:
            return f"（与花名册上“{known.name}”的代码 {known.uscc} 只差一位）"
        if name and _compared_name(known.name) == name:
            return f"（花名册上同名企业的代码是 {known.uscc}）"
    return ""


def _of_file(parsed: ParsedWorkbook, enterprise: Enterprise, context: JudgingContext) -> Iterator[Issue]:
    """Hold what the file says of itself against the period and the roster."""
    yield from _period_and_edition(parsed, context)
    due = context.period.due(context.extensions.get(enterprise.uscc))
    if context.received_on > due:
        yield Issue(code="LATE", found=context.received_on.isoformat(), details={"due": due.isoformat()})
    if not any(identity.cell and not _is_number(identity.cell) for identity in parsed.identities):
        yield Issue(code="IDENTITY_PARTIAL", found=f"{enterprise.name}（{enterprise.uscc}）")
    yield from _differs(parsed, InfoLabel.NAME, "NAME_DIFFERS", enterprise.name, _compared_name)
    if enterprise.size:
        yield from _differs(parsed, InfoLabel.SIZE, "SIZE_DIFFERS", enterprise.size, lambda text: compact(text).removesuffix("企业")[:1])
    roster_traits = TRAIT_SEPARATOR.join(sorted(enterprise.traits))
    yield from _differs(parsed, InfoLabel.TRAITS, "TRAITS_DIFFER", roster_traits, _compared_traits)
    yield from _details_differ(parsed, enterprise)


def _period_and_edition(parsed: ParsedWorkbook, context: JudgingContext) -> Iterator[Issue]:
    period, edition = context.period.code, context.period.edition
    if others := [stated for stated in parsed.periods if stated.upper().removesuffix("年") != period]:
        yield Issue(code="PERIOD_MISMATCH", found="、".join(others), details={"period": period})
    elif not parsed.periods:
        yield Issue(code="PERIOD_UNSTATED", details={"period": period})
    if others := [stated for stated in parsed.editions if stated.removesuffix("版").removesuffix("年") != edition]:
        yield Issue(code="EDITION_MISMATCH", found="、".join(others), details={"period": period, "edition": edition})


def _details_differ(parsed: ParsedWorkbook, enterprise: Enterprise) -> Iterator[Issue]:
    """Name what the enterprise changed in its details; the roster stays as it is until the secretariat changes it."""
    known: dict[InfoLabel, object] = {
        InfoLabel.REGION: enterprise.region,
        InfoLabel.SECTOR: enterprise.sector,
        InfoLabel.STAFF: enterprise.staff,
        InfoLabel.REVENUE: enterprise.revenue,
        InfoLabel.FORWARDER: enterprise.forwarder,
    }
    for label, value in known.items():
        for issue in _differs(parsed, label, "DETAIL_DIFFERS", "" if value is None else str(value), _compared_detail):
            yield replace(issue, details={**issue.details, "label": label})
    contact = enterprise.contact
    people = {InfoLabel.CONTACT: contact.person, InfoLabel.MOBILE: contact.mobile, InfoLabel.EMAIL: contact.email}
    changed = [issue for label, value in people.items() for issue in _differs(parsed, label, "CONTACT_DIFFERS", value, _compared_detail)]
    # What was written stays in the file: it is personal data.
    yield from (replace(issue, found="", details={}) for issue in changed[:1])


def _compared_detail(text: str) -> object:
    """Compare numbers as numbers, provinces by their short names, and other texts without white characters."""
    plain_text = compact(text).replace(",", "")
    try:
        return Decimal(plain_text)
    except InvalidOperation:
        return plain_text.removesuffix("省").removesuffix("市").upper()


def _differs(parsed: ParsedWorkbook, label: InfoLabel, code: str, roster: str, compared: Callable[[str], object]) -> Iterator[Issue]:
    """Compare one stated detail with the roster's; a detail left out says nothing."""
    stated = _detail(parsed, label)
    if stated and compared(stated) != compared(roster):
        yield at(parsed.details[label], code, found=stated, roster=roster or "（没有）")


def _detail(parsed: ParsedWorkbook, label: InfoLabel) -> str:
    cell = parsed.details.get(label)
    return written(cell.value) if cell else ""


def _compared_name(name: str) -> str:
    """Compare names without white characters, width and the word on the seal."""
    return compact(name).replace("（", "(").replace("）", ")").removesuffix("(公章)").removesuffix("公章").upper()


def _compared_traits(text: str) -> frozenset[str]:
    """Compare traits as a set; 无 and 没有 mean none."""
    parts = (compact(part) for part in re.split(r"[、，,;；/\s]+", text))
    return frozenset(part for part in parts if part and part not in {"无", "没有"})
