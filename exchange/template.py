"""Builds the workbook that goes out: one master a period, and in it the places that differ between enterprises."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from xlsxwriter import Workbook

from exchange.form_guide import write_guide
from exchange.form_items import FormPlan, Slot, hint_for, may_leave_out, open_by_priority_text, open_text, write_items
from exchange.form_sheets import (
    STORY_ROWS,
    info_cell,
    info_values,
    signature_cell,
    story_cell,
    write_info,
    write_meta,
    write_stories,
)
from exchange.form_style import Styles
from exchange.layout import FORM_NAME, NOT_APPLICABLE, PROPERTY_PREFIX, SIGNATURES, Heading, InfoLabel, MetaKey, Sheet, StoryHeading
from exchange.own_words import OwnWords
from exchange.ready_zip import Entry, Piece, compressed, stored, zipped
from exchange.writable import writable
from models.assessment import Field, Level, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.period import Period

_USCC = "⟦uscc⟧"
_PLACE = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"/>|(⟦[^⟧]+⟧)')
_KEPT_TEXTS = (Field.EVIDENCE, Field.DEPARTMENT)
# Spreadsheets read _x0041_ as the letter A; its first underscore has to be written so itself.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def build_form(
    catalogue: Catalogue,
    enterprise: Enterprise,
    period: Period,
    *,
    issued_on: date,
    digest: str,
    previous: SelfAssessment | None = None,
    carry_levels: bool = False,
    words: OwnWords | None = None,
) -> bytes:
    """Build the form of one enterprise as xlsx bytes; the first of a period takes longest, the others share its master.

    With `carry_levels` the answers given are filled in as they are; otherwise last period's levels stand in a grey
    column beside the open level cells, and only 证明材料 and 责任部门 are taken over. `words` are what the enterprise
    wrote itself in 企业信息, which goes before what the roster knows, and in 亮点与故事, which grows for them.
    """
    with_previous = previous is not None and not carry_levels
    rows = max(STORY_ROWS, len(words.stories) if words else 0)
    master = _master(catalogue, period, issued_on=issued_on, digest=digest, with_previous=with_previous, story_rows=rows)
    return master.build(enterprise, previous, words)


class FormMaster:
    """The form of a period, written once; each enterprise's own values are put into a copy of it."""

    def __init__(
        self, catalogue: Catalogue, period: Period, *, issued_on: date, digest: str, with_previous: bool, story_rows: int = STORY_ROWS
    ) -> None:
        self._plan = FormPlan(catalogue=catalogue, with_previous=with_previous)
        self._period = period
        marks = {
            MetaKey.FORM: FORM_NAME,
            MetaKey.EDITION: catalogue.edition,
            MetaKey.PERIOD: period.code,
            MetaKey.USCC: _USCC,
            MetaKey.ISSUED_ON: issued_on.isoformat(),
            MetaKey.DIGEST: digest,
        }
        self._master = _write(self._plan, period, issued_on, marks, story_rows)
        self._story_rows = story_rows
        self._cut: dict[tuple[frozenset[Heading], bool], list[_Part]] = {}

    def build(self, enterprise: Enterprise, previous: SelfAssessment | None = None, words: OwnWords | None = None) -> bytes:
        """Put one enterprise's values and, if there are any, its earlier answers and words in; gives the workbook's bytes."""
        answers = self._answers(previous) if previous else {}
        slots = self._slots(enterprise, answers)
        cells: dict[Sheet | None, dict[str, str | int]] = {
            Sheet.FORM: self._identity(enterprise) | answers,
            Sheet.INFO: self._info(enterprise) | _own_info(words),
            Sheet.STORIES: self._stories(words),
        }
        parts = self._parts(frozenset(self._filled_columns()) if previous else frozenset(), words is not None)
        return zipped(Entry(part.name, part.filled(cells.get(part.sheet, {}), slots)) for part in parts)

    def _parts(self, columns: frozenset[Heading], with_words: bool) -> list["_Part"]:
        """Cut the master where these columns and every enterprise's own values go; what lies between is compressed once."""
        if (columns, with_words) not in self._cut:
            codes = [item.code for item in self._plan.catalogue.items]
            form = {self._plan.cell(code, column) for code in codes for column in columns}
            form |= {self._plan.top_cell(InfoLabel.USCC), self._plan.top_cell(InfoLabel.NAME)}
            info = [info_cell(label) for label in InfoLabel]
            stories = [self._story(number, heading) for number in range(self._story_rows) for heading in StoryHeading]
            places: dict[Sheet | None, frozenset[str]] = {
                Sheet.FORM: frozenset(form),
                Sheet.INFO: frozenset(info + [signature_cell(label) for label in SIGNATURES] * with_words),
                Sheet.STORIES: frozenset(stories * with_words),
            }
            self._cut[columns, with_words] = list(_parts(self._master, places))
        return self._cut[columns, with_words]

    def _filled_columns(self) -> tuple[Heading, ...]:
        """Name the columns that earlier answers go into."""
        if self._plan.with_previous:
            return (Heading.PREVIOUS, *(Heading(field) for field in _KEPT_TEXTS))
        return tuple(Heading(field) for field in Field)

    def _identity(self, enterprise: Enterprise) -> dict[str, str | int]:
        return {self._plan.top_cell(InfoLabel.USCC): enterprise.uscc, self._plan.top_cell(InfoLabel.NAME): enterprise.name}

    def _info(self, enterprise: Enterprise) -> dict[str, str | int]:
        values = info_values(enterprise, self._period.code, self._plan.catalogue.edition)
        return {info_cell(label): value for label, value in values.items()}

    def _stories(self, words: OwnWords | None) -> dict[str, str | int]:
        stories = enumerate(words.stories) if words else ()
        return {self._story(number, heading): text for number, story in stories for heading, text in story.items()}

    def _story(self, number: int, heading: StoryHeading) -> str:
        return story_cell(self._plan.catalogue, number, heading)

    def _answers(self, earlier: SelfAssessment) -> dict[str, str | int]:
        """Lay earlier answers into cells: last period's as a reminder, or these as they are."""
        kept = _KEPT_TEXTS if self._plan.with_previous else tuple(field for field in Field if field is not Field.LEVEL)
        levels = Heading.PREVIOUS if self._plan.with_previous else Heading.LEVEL
        values: dict[str, str | int] = {}
        for code, answer in earlier.answers.items():
            if code not in self._plan.catalogue.by_code:
                continue
            if (level := _written(answer.level)) is not None:
                values[self._plan.cell(code, levels)] = level
            values |= {self._plan.cell(code, Heading(field)): answer.texts[field] for field in kept if field in answer.texts}
        return values

    def _slots(self, enterprise: Enterprise, answers: Mapping[str, str | int]) -> dict[str, str]:
        slots = {_USCC: enterprise.uscc} | self._counts(answers)
        for item in self._plan.catalogue.items:
            if item.not_applicable_when is not None:
                slots[Slot.choice(item.code)] = f",{NOT_APPLICABLE}" if may_leave_out(item, enterprise) else ""
                slots[Slot.hint(item.code)] = hint_for(item, enterprise)
        return slots

    def _counts(self, answers: Mapping[str, str | int]) -> dict[str, str]:
        """Give the results of the two counting formulas, for readers that do not calculate."""
        codes = [item.code for item in self._plan.catalogue.items]
        levels = {code: answers.get(self._plan.cell(code, Heading.LEVEL)) for code in codes}
        unreasoned = [code for code in codes if levels[code] == NOT_APPLICABLE and self._plan.cell(code, Heading.REASON) not in answers]
        still_open = frozenset(code for code in codes if levels[code] is None)
        return {
            Slot.OPEN: open_text(len(still_open), len(unreasoned)),
            Slot.BY_PRIORITY: open_by_priority_text(self._plan.catalogue, still_open),
        }


@lru_cache(maxsize=4)
def _master(catalogue: Catalogue, period: Period, *, issued_on: date, digest: str, with_previous: bool, story_rows: int) -> FormMaster:
    return FormMaster(catalogue, period, issued_on=issued_on, digest=digest, with_previous=with_previous, story_rows=story_rows)


def _own_info(words: OwnWords | None) -> dict[str, str | int]:
    """Lay what the enterprise wrote in 企业信息 into its cells."""
    if words is None:
        return {}
    told: dict[str, str | int] = {info_cell(label): text for label, text in words.details.items()}
    return told | {signature_cell(label): text for label, text in words.signatures.items()}


class _Place(NamedTuple):
    """A cell or a slot whose content differs between enterprises."""

    reference: str
    style: str
    slot: str

    def written(self, cells: Mapping[str, str | int], slots: Mapping[str, str]) -> str:
        """Give the XML that goes here."""
        if self.slot:
            return writable(slots[self.slot]).translate(_ENTITIES)
        return _cell(self.reference, self.style, cells.get(self.reference))


class _Part(NamedTuple):
    """One file of the workbook: what is fixed, and between two fixed pieces a place each."""

    name: str
    sheet: Sheet | None
    fixed: list[Piece]
    places: list[_Place]

    def filled(self, cells: Mapping[str, str | int], slots: Mapping[str, str]) -> list[Piece]:
        """Give the file with the values in their places."""
        pieces = [self.fixed[0]]
        for place, after in zip(self.places, self.fixed[1:], strict=True):
            pieces += (stored(place.written(cells, slots).encode()), after)
        return pieces


def _write(plan: FormPlan, period: Period, issued_on: date, marks: dict[MetaKey, str], story_rows: int) -> bytes:
    """Write the master with XlsxWriter; the sheets come in the order of Sheet."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"质量品牌自评表 {period.code}", "created": datetime.combine(issued_on, time(), UTC)})
    for key, value in marks.items():
        book.set_custom_property(PROPERTY_PREFIX + key, value, "text")
    styles = Styles(book)
    write_guide(book, styles, plan.catalogue, period)
    write_info(book, styles)
    write_items(book, styles, plan, period.code)
    write_stories(book, styles, plan.catalogue, story_rows)
    write_meta(book, marks)
    book.close()
    return target.getvalue()


def _parts(master: bytes, cells: Mapping[Sheet | None, frozenset[str]]) -> Iterator[_Part]:
    """Cut each file at its slots and at these cells."""
    sheets = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(Sheet, 1)}
    with ZipFile(BytesIO(master)) as archive:
        for name in archive.namelist():
            sheet = sheets.get(name)
            yield _part(name, sheet, archive.read(name).decode(), cells.get(sheet, frozenset()))


def _part(name: str, sheet: Sheet | None, text: str, cells: frozenset[str]) -> _Part:
    fixed, places, done = [], [], 0
    for match in _PLACE.finditer(text):
        # A group that did not match is None.
        place = _Place(*(group or "" for group in match.groups()))
        if place.slot or place.reference in cells:
            fixed.append(compressed(text[done : match.start()].encode()))
            places.append(place)
            done = match.end()
    return _Part(name, sheet, [*fixed, compressed(text[done:].encode())], places)


def _written(level: Level) -> str | int | None:
    if level is Level.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return int(level) if level <= Level.LEADING else None


def _cell(reference: str, style: str, value: str | int | None) -> str:
    """Write a cell as XML; text is always text, whatever it begins with."""
    if value is None or value == "":
        return f'<c r="{reference}" s="{style}"/>'
    if isinstance(value, int):
        return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
    text = _LOOKS_ESCAPED.sub("_x005F_", writable(value)).translate(_ENTITIES)
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
