"""The forms of the demo: read and judged by the product's own rules without a workbook, and written as one where it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from string import ascii_uppercase, digits

from data.editions import digest, edition_path
from exchange.form_items import FormPlan
from exchange.form_sheets import story_cell
from exchange.interpret import at
from exchange.layout import Heading, Sheet, StoryHeading
from exchange.level_text import level_name, read_level
from exchange.own_words import OwnWords
from exchange.parsed import Cell
from exchange.template import FormMaster
from exchange.typed_levels import with_typed_levels
from models.assessment import Answer, Field, Level, SelfAssessment
from models.catalogue import Catalogue, Item
from models.enterprise import Enterprise
from models.issue import Issue, Severity
from models.period import Period
from models.story import Story
from models.submission import Places, Texts
from models.validation import validate

# Looking a level up is four times as fast as making it, and there are millions.
_LEVELS = {int(level): level for level in Level}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoForm:
    """One form: what it says, what was typed in place of a plain level (by item), and what is wrong with it."""

    enterprise: Enterprise
    assessment: SelfAssessment
    typed: Mapping[str, str]
    issues: tuple[Issue, ...]
    stories: tuple[Story, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether nothing sends it back."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)

    @property
    def texts(self) -> Texts:
        """Give the texts that were written, by item."""
        return {code: answer.texts for code, answer in self.assessment.answers.items() if answer.texts}


@dataclass(frozen=True, kw_only=True)
class DemoForms:
    """Makes the forms of one period."""

    period: Period
    catalogue: Catalogue
    issued_on: date

    def form(
        self, enterprise: Enterprise, levels: bytes, texts: Texts, typed: Mapping[str, str], told: Sequence[tuple[str, str, str]] = ()
    ) -> DemoForm:
        """Read and judge a form as an intake would, with its faults at the cells of the template; `told` are scope, title, text."""
        read = {code: read_level(text, self.catalogue).level for code, text in typed.items()}
        answers = {
            item.code: Answer(level=read.get(item.code, _LEVELS[level]), texts=texts.get(item.code, {}))
            for item, level in zip(self.catalogue.items, levels, strict=True)
        }
        assessment = SelfAssessment(uscc=enterprise.uscc, period=self.period.code, edition=self.period.edition, answers=answers)
        rules = (self._located(issue) for issue in validate(assessment, enterprise, self.catalogue))
        issues = sorted((*self._of_reading(answers, typed), *rules), key=_place)
        stories = tuple(self._story(place, *words) for place, words in enumerate(told))
        return DemoForm(enterprise=enterprise, assessment=assessment, typed=typed, issues=tuple(issues), stories=stories)

    def workbook(self, form: DemoForm) -> bytes:
        """Write a form as the workbook it would have come in; the same form gives the same bytes."""
        cells = {self._plan.cell(code, Heading.LEVEL): text for code, text in form.typed.items()}
        told = tuple(dict(zip(StoryHeading, (story.scope, story.title, story.text), strict=True)) for story in form.stories)
        content = self._master.build(form.enterprise, form.assessment, OwnWords(stories=told) if told else None)
        return with_typed_levels(content, cells) if cells else content

    @cached_property
    def places(self) -> Places:
        """Tell where the levels stand in every workbook of the period."""
        first, *_ = cells = [self._plan.cell(item.code, Heading.LEVEL) for item in self.catalogue.items]
        rows = tuple(int(cell.lstrip(ascii_uppercase)) for cell in cells)
        return Places(sheet=Sheet.FORM.value, column=first.rstrip(digits), rows=rows)

    @cached_property
    def _plan(self) -> FormPlan:
        return FormPlan(catalogue=self.catalogue, with_previous=False)

    @cached_property
    def _master(self) -> FormMaster:
        mark = digest(edition_path(self.period.edition))
        return FormMaster(self.catalogue, self.period, issued_on=self.issued_on, digest=mark, with_previous=False)

    def _of_reading(self, answers: Mapping[str, Answer], typed: Mapping[str, str]) -> Iterator[Issue]:
        """Raise what reading the level cells raises: blanks, and what was typed instead of a plain level."""
        for item in self.catalogue.items:
            if answers[item.code].level is Level.BLANK:
                yield at(self._level_cell(item), "BLANK", item=item.code, field=Field.LEVEL, missing=item.title)
            elif item.code in typed and (code := read_level(typed[item.code], self.catalogue).code):
                read = level_name(answers[item.code].level)
                yield at(self._level_cell(item), code, found=typed[item.code], item=item.code, field=Field.LEVEL, read=read)

    def _story(self, place: int, scope: str, title: str, text: str) -> Story:
        cell = story_cell(self.catalogue, place, StoryHeading.TEXT)
        return Story(scope=scope, title=title, text=text, sheet=Sheet.STORIES, cell=cell)

    def _level_cell(self, item: Item) -> Cell:
        return Cell(sheet=Sheet.FORM, address=self._plan.cell(item.code, Heading.LEVEL))

    def _located(self, issue: Issue) -> Issue:
        if not (issue.item and issue.field):
            return issue
        return replace(issue, sheet=Sheet.FORM, cell=self._plan.cell(issue.item, Heading(issue.field)))


def _place(issue: Issue) -> tuple[int, str]:
    """Order issues down the sheet, those of the whole file first; every column of the form has one letter."""
    return (int(issue.cell[1:]), issue.cell[0]) if issue.cell else (0, "")
