"""Turns a parsed form into answers: one for every item of the edition, with each fault at its cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exchange.find import item_code_of
from exchange.layout import Heading
from exchange.level_text import level_name, read_level
from exchange.parsed import Cell, ParsedRow, ParsedWorkbook
from exchange.text import compact, written
from exchange.writable import clipped
from models.assessment import Answer, Field, Level
from models.catalogue import Catalogue, Item
from models.issue import Issue

_TEXT_FIELDS = tuple(field for field in Field if field is not Field.LEVEL)
_NAMED, _SHOWN, _LISTED = 6, 60, 20
_BLANK_ANSWER = Answer(level=Level.BLANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """Answers by item code in the edition's order, the faults of reading them, and each answer's row."""

    answers: dict[str, Answer]
    issues: tuple[Issue, ...]
    rows: dict[str, ParsedRow]


def interpret(parsed: ParsedWorkbook, catalogue: Catalogue) -> Interpretation:
    """Read every row as an answer; what is missing is blank, what is unclear is faulty."""
    issues: list[Issue] = [*_heading_issues(parsed)]
    uncounted: list[Issue] = []
    rows: dict[str, ParsedRow] = {}
    answers: dict[str, Answer] = {}
    for row in parsed.rows:
        item = catalogue.by_code.get(item_code_of(row.code.value) or "")
        if item is None:
            uncounted.append(_code_issue(row.code))
            continue
        answer, found = _answer(row, item, catalogue)
        if item.code in rows:
            uncounted.append(_repeated(rows[item.code], row, _says_no_more(answer, answers[item.code]), item))
            continue
        rows[item.code], answers[item.code] = row, answer
        issues.extend(found)
    missing = [item for item in catalogue.items if item.code not in answers]
    issues.extend(_missing(item, parsed) for item in missing)
    issues.extend((*_folded(uncounted), *_unread(parsed)))
    ordered = {item.code: answers.get(item.code, _BLANK_ANSWER) for item in catalogue.items}
    return Interpretation(answers=ordered, issues=tuple(issues), rows=rows)


def located(issue: Issue, interpretation: Interpretation) -> Issue:
    """Add sheet and cell to a fault that a rule found in a field of an item."""
    row = interpretation.rows.get(issue.item) if issue.item and issue.field else None
    cell = row.cells.get(Heading(issue.field), row.code) if row and issue.field else None
    return replace(issue, sheet=cell.sheet, cell=cell.address) if cell else issue


def at(cell: Cell, code: str, *, found: str = "", item: str | None = None, field: Field | None = None, **details: str) -> Issue:
    """Raise a fault at a cell."""
    return Issue(code=code, found=found, item=item, field=field, details=details, sheet=cell.sheet, cell=cell.address)


def _code_issue(cell: Cell) -> Issue:
    code, found = cell.unreadable or ("ITEM_UNKNOWN", written(cell.value))
    return at(cell, code, found=found)


def _repeated(first: ParsedRow, second: ParsedRow, same: bool, item: Item) -> Issue:
    cell = second.cells[Heading.LEVEL]
    code = "ITEM_REPEATED_SAME" if same else "ITEM_REPEATED"
    return at(cell, code, item=item.code, field=Field.LEVEL, found=written(cell.value), other=first.cells[Heading.LEVEL].address)


def _says_no_more(second: Answer, first: Answer) -> bool:
    return second.level is first.level and (not second.texts or second.texts == first.texts)


def _folded(issues: list[Issue]) -> Iterator[Issue]:
    """List the first rows of each fault, and the rest as one: a sheet may hold thousands of them."""
    of_code: dict[str, list[Issue]] = {}
    for issue in issues:
        of_code.setdefault(issue.code, []).append(issue)
    for found in of_code.values():
        yield from found[:_LISTED]
        if rest := found[_LISTED:]:
            details = {"count": str(len(rest))}
            yield Issue(code="ROWS_NOT_LISTED", found=rest[0].title, details=details, sheet=rest[0].sheet, cell=rest[0].cell)


def _missing(item: Item, parsed: ParsedWorkbook) -> Issue:
    heading = parsed.headings[Heading.CODE][0]
    return at(heading, "BLANK", item=item.code, field=Field.LEVEL, missing=f"表中没有 {item.code} {item.title}这一行，")


def _unread(parsed: ParsedWorkbook) -> Iterator[Issue]:
    """Name what was written beside the form's own cells: one issue of a kind, at the first of them."""
    if parsed.outside:
        first, count = parsed.outside[0], len(parsed.outside)
        others = "、".join(cell.address for cell in parsed.outside[1:_NAMED])
        more = f"（同样的还有 {count - 1} 处：{others}{'等' if count > _NAMED else ''}）" if others else ""
        yield at(first, "TEXT_OUTSIDE", found=clipped(written(first.value), _SHOWN), more=more)
    if parsed.notes:
        found = "；".join(clipped(note, _SHOWN) for note in parsed.notes[:_NAMED])
        yield Issue(code="NOTES_NOT_READ", found=found, details={"count": str(len(parsed.notes))})


def _answer(row: ParsedRow, item: Item, catalogue: Catalogue) -> tuple[Answer, list[Issue]]:
    level, issues = _level(row.cells[Heading.LEVEL], item, catalogue)
    texts: dict[Field, str] = {}
    for field in _TEXT_FIELDS:
        cell = row.cells.get(Heading(field))
        if cell is None:
            continue
        if cell.unreadable:
            issues.append(_unreadable_text(cell, cell.unreadable, item, field, level))
        elif text := written(cell.value):
            texts[field] = text
    return Answer(level=level, texts=texts), [*issues, *_title(row, item), *_weight(row, item)]


def _level(cell: Cell, item: Item, catalogue: Catalogue) -> tuple[Level, list[Issue]]:
    if obstacle := _obstacle(cell):
        return Level.FAULTY, [at(cell, obstacle[0], found=obstacle[1], item=item.code, field=Field.LEVEL)]
    level, code = read_level(cell.value, catalogue)
    issues: list[Issue] = []
    if level is Level.BLANK:
        issues.append(at(cell, "BLANK", item=item.code, field=Field.LEVEL, missing=f"{item.title}"))
    elif code:
        issues.append(at(cell, code, found=written(cell.value), item=item.code, field=Field.LEVEL, read=level_name(level)))
    if cell.formula and level not in {Level.FAULTY, Level.BLANK}:
        issues.append(at(cell, "LEVEL_FROM_FORMULA", found=written(cell.value), item=item.code, field=Field.LEVEL))
    return level, issues


def _obstacle(cell: Cell) -> tuple[str, str] | None:
    """Say what keeps a level cell from being read at all, as a code and what was found."""
    if cell.merged and not cell.error:
        return "LEVEL_MERGED", cell.merged
    return cell.unreadable


def _unreadable_text(cell: Cell, why: tuple[str, str], item: Item, field: Field, level: Level) -> Issue:
    """Return the form for an unreadable text only where it had to give the reason for 不适用."""
    code, found = why
    needed = field is Field.REASON and level is Level.NOT_APPLICABLE
    return at(cell, code if needed else "TEXT_UNREADABLE", found=found, item=item.code, field=field)


def _title(row: ParsedRow, item: Item) -> Iterator[Issue]:
    """Compare the title: who answers another question under our code should know it; marks and hints beside it are ours."""
    cell = row.cells.get(Heading.TITLE)
    found = cell.value if cell else None
    if cell and isinstance(found, str) and item.title not in found and compact(item.title) not in compact(found) and compact(found):
        yield at(cell, "TITLE_CHANGED", found=clipped(written(found), _SHOWN), item=item.code, title=item.title)


def _weight(row: ParsedRow, item: Item) -> Iterator[Issue]:
    cell = row.cells.get(Heading.WEIGHT)
    found = written(cell.value) if cell else ""
    if cell and found and compact(found).removesuffix("分") != str(item.weight):
        yield at(cell, "WEIGHT_CHANGED", found=found, item=item.code, weight=str(item.weight))


def _heading_issues(parsed: ParsedWorkbook) -> Iterator[Issue]:
    for heading in (Heading.CODE, Heading.LEVEL, Heading.REASON):
        cells = parsed.headings.get(heading, ())
        for cell in cells[1:]:
            yield at(cell, "COLUMN_REPEATED", found=heading, other=cells[0].address)
    for field in _TEXT_FIELDS:
        if Heading(field) not in parsed.headings:
            yield Issue(code="COLUMN_MISSING", found=field)
