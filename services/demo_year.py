"""One period of the demo: the forms that come in for it, whether their bytes are kept, and their rows in an intake."""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from data.demo_arrivals import DAYS_BEFORE, Arrival, Kind, natures
from data.demo_stories import demo_stories
from data.demo_texts import demo_slips, demo_spellings, demo_texts, without_reasons
from data.store import Store
from exchange.judge import JudgingContext
from exchange.sample_files import foreign_workbook, old_excel, stamped_scan
from models.access import Viewer
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.issue import Issue
from models.period import Period
from models.scoring import Levels, shown
from models.submission import IntakeFile, Outcome
from services.demo_forms import DemoForm, DemoForms
from services.judging import context_digest

ANNOUNCED = timedelta(days=DAYS_BEFORE + 12)
"""How long before its deadline a period is announced."""

_NEWCOMERS, _SPELLED, _UNREASONED = 0.08, 0.07, 0.3
_LONG_AGO = 10**6
# Every workbook is kept (10 ms and 45 KB each); in a large demo only those that go back in the open period.
_LARGE = 500
_KEEPERS = 4
_FOREIGN_ON, _OLD_EXCEL_ON = 2, 5
_FILE_NAMES = (
    "{name}自评表.xlsx",
    "{name}自评表最终版.xlsx",
    "{short}自评表（盖章前）.xlsx",
    "{uscc}_{short}_{period}自评表.xlsx",
    "附件2 质量品牌自评表-{short}.xlsx",
    "{short}{period}年自评.xlsx",
)


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What all periods of a demo share."""

    store: Store
    connection: Any
    viewer: Viewer
    roster: tuple[Enterprise, ...]
    seed: int
    levels_only: bool
    contexts: dict[int, str] = field(default_factory=dict)

    @cached_property
    def tardiness(self) -> list[float]:
        """Give how tardy each enterprise is."""
        return natures(len(self.roster), self.seed)

    @cached_property
    def joined(self) -> list[int]:
        """Give how many periods ago at most each enterprise came onto the roster, a large number for most."""
        random = Random(f"joined {self.seed}")
        return [random.randrange(3) if random.random() < _NEWCOMERS else _LONG_AGO for _ in self.roster]


@dataclass(frozen=True, kw_only=True)
class Year:
    """One period being filled: its forms, and when what happened."""

    demo: Demo
    period: Period
    catalogue: Catalogue
    levels: Levels
    due: dict[str, date]
    today: date

    @property
    def is_open(self) -> bool:
        """Say whether forms are still coming in."""
        return self.today < self.period.deadline

    @property
    def keeps_all(self) -> bool:
        """Say whether every file is kept."""
        return len(self.demo.roster) <= _LARGE

    @cached_property
    def forms(self) -> DemoForms:
        """Make the forms of this period."""
        return DemoForms(period=self.period, catalogue=self.catalogue, issued_on=self.period.deadline - ANNOUNCED)

    def context(self, place: int) -> str:
        """Give the digest of what a form of the enterprise at this place is judged with; every period has the same edition."""
        if place not in self.demo.contexts:
            self.demo.contexts[place] = context_digest(self.demo.roster[place], self._context)
        return self.demo.contexts[place]

    @cached_property
    def _context(self) -> JudgingContext:
        return JudgingContext(period=self.period, catalogue=self.catalogue, roster={}, extensions={}, received_on=self.today)

    def random(self, *what: object) -> Random:
        """Start chance anew for one thing, so that it does not depend on the others."""
        return Random(" ".join(map(str, (self.demo.seed, self.period.code, *what))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One form that came: what it says, its digest, its facts and its shown figures."""

    form: DemoForm
    sha256: str
    facts: dict[str, int]
    figures: dict[str, Any]


def demo_form(year: Year, arrival: Arrival) -> DemoForm:
    """Invent one form; an earlier version knows less, a faulty one is typed carelessly."""
    random = year.random(arrival.place)
    levels = year.levels[arrival.place].tobytes()
    texts = demo_texts(random, levels, year.catalogue, year.period.deadline.year - 1)
    typed = demo_spellings(random, levels, year.catalogue) if random.random() < _SPELLED else {}
    if arrival.kind is Kind.FAULTY:
        typed = demo_slips(random, levels, year.catalogue)
        texts = without_reasons(texts) if random.random() < _UNREASONED else texts
    elif arrival.kind is Kind.EARLIER:
        levels = bytes(max(level - 1, 0) if level <= 4 and random.random() < 0.1 else level for level in levels)
        typed = {}
    told = demo_stories(year.random(arrival.place, "told"))
    return year.forms.form(year.demo.roster[arrival.place], levels, texts, typed, told)


def kept_digests(year: Year, forms: Mapping[Arrival, DemoForm]) -> list[str]:
    """Keep the workbooks that somebody may ask for; of the others only the digests are invented."""
    with ThreadPoolExecutor(_KEEPERS) as keepers:
        return list(keepers.map(lambda arrival: _digest(year, arrival, forms[arrival]), forms))


def _digest(year: Year, arrival: Arrival, form: DemoForm) -> str:
    if year.keeps_all or (year.is_open and not form.passed):
        return year.demo.store.kept.keep(year.forms.workbook(form))
    return invented_digest(year, arrival)


def invented_digest(year: Year, *what: object) -> str:
    """Invent the digest of a file that is not kept."""
    return hashlib.sha256(f"{year.demo.seed} {year.period.code} {what}".encode()).hexdigest()


def sent_name(year: Year, arrival: Arrival, enterprise: Enterprise) -> str:
    """Name a file as it comes by mail, or in the zip of whoever forwards it."""
    pattern = year.random("name", arrival.place).choice(_FILE_NAMES)
    name = pattern.format(name=enterprise.name, short=enterprise.short_name, uscc=enterprise.uscc, period=year.period.code)
    if arrival.step and arrival.kind is Kind.FINISHED:
        name = name.replace(".xlsx", "（修改）.xlsx")
    return f"{enterprise.forwarder}转报.zip!{name}" if enterprise.forwarder and arrival.step == 0 else name


def intake_row(year: Year, arrival: Arrival, came: Came, submission: int, revision: int) -> IntakeFile:
    """Write the row of a form in its intake, scored only when it passed."""
    enterprise, passed = came.form.enterprise, came.form.passed
    due = year.period.due(year.due.get(enterprise.uscc))
    late = (Issue(code="LATE", found=arrival.day.isoformat(), details={"due": due.isoformat()}),) if arrival.day > due else ()
    return IntakeFile(
        file=sent_name(year, arrival, enterprise),
        outcome=Outcome.ACCEPTED if passed else Outcome.RETURNED,
        uscc=enterprise.uscc,
        enterprise=enterprise.name,
        edition=year.period.edition,
        revision=revision,
        total_score=shown(came.figures["total"]) if passed else None,
        provisional=passed and bool(came.figures["provisional"]),
        band=came.figures["band"] if passed else None,
        issues=(*late, *came.form.issues),
        sha256=came.sha256,
        submission_id=submission,
    )


def row_beside(year: Year, arrival: Arrival, form: IntakeFile) -> IntakeFile:
    """Write the row of a stamped scan, or of the same file sent once more."""
    if arrival.kind is Kind.SCAN:
        scan = stamped_scan(f"{form.uscc} {year.period.code}")
        sha256 = year.demo.store.kept.keep(scan) if year.keeps_all else invented_digest(year, arrival)
        name = f"{form.uscc}_盖章扫描件.pdf"
        return IntakeFile(file=name, outcome=Outcome.ATTACHMENT, uscc=form.uscc, enterprise=form.enterprise, sha256=sha256)
    return IntakeFile(
        file=form.file.rpartition("!")[2].replace(".xlsx", "(1).xlsx"),
        outcome=Outcome.DUPLICATE,
        uscc=form.uscc,
        enterprise=form.enterprise,
        edition=form.edition,
        revision=form.revision,
        total_score=form.total_score,
        provisional=form.provisional,
        band=form.band,
        sha256=form.sha256,
        submission_id=form.submission_id,
    )


def stray_rows(year: Year, batch: int) -> Iterator[IntakeFile]:
    """Put a file that is no form among those of some days."""
    if batch == _FOREIGN_ON:
        found = Issue(code="NOT_OUR_FORM", found="设备台账")
        sha256 = year.demo.store.kept.keep(foreign_workbook())
        yield IntakeFile(file="设备台账.xlsx", outcome=Outcome.UNRECOGNISED, issues=(found,), sha256=sha256)
    if batch == _OLD_EXCEL_ON:
        sha256 = year.demo.store.kept.keep(old_excel())
        yield IntakeFile(file="自评表（WPS）.xls", outcome=Outcome.REFUSED, issues=(Issue(code="FILE_OLD_EXCEL"),), sha256=sha256)
