"""A demo that looks like real years: an invented roster, some periods, and what came in for each."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from random import Random
from typing import Any

from sqlalchemy import Connection

from data import batches, periods, rosters, submissions
from data.demo_arrivals import DAYS_BEFORE, Arrival, Kind, demo_arrivals, natures
from data.demo_enterprises import demo_roster
from data.demo_levels import demo_levels
from data.demo_texts import demo_slips, demo_spellings, demo_texts, without_reasons
from data.editions import load_edition
from data.store import Store
from exchange.judge import JudgingContext
from exchange.sample_files import foreign_workbook, old_excel, stamped_scan
from models.access import Viewer
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.issue import Issue
from models.period import Period
from models.scoring import Levels, facts_of, level_matrix, score, shown
from models.submission import IntakeFile, NewSubmission, Outcome
from services.demo_forms import DemoForm, DemoForms
from services.judging import context_digest
from services.receive import SHANGHAI

EDITION = "2020"
_DAYS_LEFT = 10
_ANNOUNCED, _CLOSED_AFTER, _COUNTED_AFTER = timedelta(days=DAYS_BEFORE + 12), timedelta(days=30), timedelta(days=20)
_DAY_ENDS = time(16, 40)
_NEW_MEMBERS, _SPELLED, _UNREASONED = 0.04, 0.07, 0.3
_EXTENDED = 0.4
# Workbooks are kept for every form (10 ms and 45 KB each), in a large demo only for those that go back in the open period.
_LARGE = 500
_KEEPERS = 4
_FILE_NAMES = (
    "{name}自评表.xlsx",
    "{name}自评表最终版.xlsx",
    "{short}自评表（盖章前）.xlsx",
    "{uscc}_{short}_{period}自评表.xlsx",
    "附件2 质量品牌自评表-{short}.xlsx",
    "{short}{period}年自评.xlsx",
)


def fill_demo(store: Store, viewer: Viewer, *, enterprises: int = 120, periods: int = 3, seed: int = 59, now: datetime) -> None:
    """Fill an empty store, all or nothing; the same seed and moment give the same demo.

    The last period is open and ends ten days from now; the earlier ones ended on September 10 of the years before.
    """
    today = now.astimezone(SHANGHAI).date()
    roster = demo_roster(enterprises, seed)
    catalogue = load_edition(EDITION)
    levels = demo_levels(roster, catalogue, periods=periods, seed=seed)
    with store.writing() as connection:
        _refuse_filled(connection, viewer)
        demo = _Demo(store=store, connection=connection, viewer=viewer, roster=roster, seed=seed)
        for place, period in enumerate(_years(today, periods)):
            _fill_period(demo, period, levels[place], newcomers_left=periods - 1 - place, today=today)


@dataclass(frozen=True, kw_only=True)
class _Demo:
    """What all periods of a demo share."""

    store: Store
    connection: Connection
    viewer: Viewer
    roster: tuple[Enterprise, ...]
    seed: int

    @cached_property
    def tardiness(self) -> list[float]:
        """Give how tardy each enterprise is."""
        return natures(len(self.roster), self.seed)

    @cached_property
    def joined(self) -> list[int]:
        """Give how many periods ago at most each enterprise came onto the roster, a large number for most."""
        random = Random(f"joined {self.seed}")
        return [random.randrange(3) if random.random() < 2 * _NEW_MEMBERS else 10**6 for _ in self.roster]


@dataclass(frozen=True, kw_only=True)
class _Year:
    """One period being filled: its forms, and when what happened."""

    demo: _Demo
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
        return DemoForms(period=self.period, catalogue=self.catalogue, issued_on=self.period.deadline - _ANNOUNCED)

    @cached_property
    def context(self) -> JudgingContext:
        """Give what the digests of contexts are made from."""
        return JudgingContext(period=self.period, catalogue=self.catalogue, roster={}, extensions={}, received_on=self.today)

    def random(self, *what: object) -> Random:
        """Start chance anew for one thing, so that it does not depend on the others."""
        return Random(" ".join(map(str, (self.demo.seed, self.period.code, *what))))


def _refuse_filled(connection: Connection, viewer: Viewer) -> None:
    if periods.periods(connection, viewer) or rosters.roster(connection, viewer, None):
        message = "数据库里已经有花名册或报告期，示范数据只能放进空的数据库。请把 VAR_DIR 指到一个新文件夹再试。"
        raise NotPossible(message)


def _years(today: date, count: int) -> list[Period]:
    """Lay out the periods, the earliest first."""
    last = today + timedelta(days=_DAYS_LEFT)
    deadlines = [date(last.year - back, 9, 10) for back in range(count - 1, 0, -1)] + [last]
    return [Period(code=str(deadline.year), edition=EDITION, deadline=deadline) for deadline in deadlines]


def _fill_period(demo: _Demo, period: Period, levels: Levels, *, newcomers_left: int, today: date) -> None:
    """Announce a period, take in what comes, and close it unless it is the last."""
    members = [place for place, joined in enumerate(demo.joined) if joined >= newcomers_left]
    announced = _moment(period.deadline - _ANNOUNCED, time(9, 30))
    rosters.import_roster(demo.connection, demo.viewer, [demo.roster[place] for place in members], announced)
    periods.add_period(demo.connection, demo.viewer, period, announced)
    expected = [place for place in members if not demo.roster[place].exempt]
    until = min(today - timedelta(days=1), period.deadline + _COUNTED_AFTER)
    arrivals = demo_arrivals(expected, demo.tardiness, period, until=until, seed=demo.seed)
    due = _extend(demo, period, arrivals)
    year = _Year(demo=demo, period=period, catalogue=load_edition(period.edition), levels=levels, due=due, today=today)
    _take_in(year, arrivals)
    if not year.is_open:
        periods.close_period(demo.connection, demo.viewer, period.code, _moment(period.deadline + _CLOSED_AFTER, _DAY_ENDS))


def _extend(demo: _Demo, period: Period, arrivals: Sequence[Arrival]) -> dict[str, date]:
    """Give some of the late ones the time they asked for, shortly before the deadline."""
    random = Random(f"extended {demo.seed} {period.code}")
    late = [demo.roster[arrival.place].uscc for arrival in arrivals if arrival.step == 0 and arrival.day > period.deadline]
    until = period.deadline + timedelta(days=7)
    due = {uscc: until for uscc in late if random.random() < _EXTENDED}
    for uscc in due:
        periods.extend(demo.connection, demo.viewer, period.code, uscc, until, _moment(period.deadline - timedelta(days=2), time(10, 15)))
    return due


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """One form that came: what it says, its digest, its facts and its shown figures."""

    form: DemoForm
    sha256: str
    facts: dict[str, int]
    figures: dict[str, Any]


def _take_in(year: _Year, arrivals: Sequence[Arrival]) -> None:
    """Store what came, a batch for each day on which something did."""
    forms = {arrival: _form(year, arrival) for arrival in arrivals if arrival.kind not in {Kind.COPY, Kind.SCAN}}
    facts = facts_of(level_matrix([form.assessment.levels() for form in forms.values()], year.catalogue), year.catalogue)
    scored = score(facts, year.catalogue).to_dict("records")
    came = {
        arrival: _Came(form=form, sha256=sha256, facts=row, figures=figures)
        for (arrival, form), sha256, row, figures in zip(forms.items(), _digests(year, forms), facts.to_dict("records"), scored, strict=True)
    }
    newest: dict[int, IntakeFile] = {}
    for number, (day, group) in enumerate(groupby(arrivals, key=lambda arrival: arrival.day)):
        _batch(year, number, day, list(group), came, newest)


def _form(year: _Year, arrival: Arrival) -> DemoForm:
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
    return year.forms.form(year.demo.roster[arrival.place], levels, texts, typed)


def _digests(year: _Year, forms: Mapping[Arrival, DemoForm]) -> list[str]:
    """Keep the workbooks that somebody may ask for; of the others only the digests are invented."""
    with ThreadPoolExecutor(_KEEPERS) as keepers:
        return list(keepers.map(lambda arrival: _digest(year, arrival, forms[arrival]), forms))


def _digest(year: _Year, arrival: Arrival, form: DemoForm) -> str:
    if year.keeps_all or (year.is_open and not form.passed):
        return year.demo.store.kept.keep(year.forms.workbook(form))
    return _invented_digest(year, arrival)


def _invented_digest(year: _Year, *what: object) -> str:
    return hashlib.sha256(f"{year.demo.seed} {year.period.code} {what}".encode()).hexdigest()


def _batch(
    year: _Year, number: int, day: date, arrivals: list[Arrival], came: Mapping[Arrival, _Came], newest: dict[int, IntakeFile]
) -> None:
    """Store one day's files as an intake; `newest` remembers the row of each enterprise's newest form."""
    demo, at = year.demo, _moment(day, _DAY_ENDS)
    batch = batches.start_batch(demo.connection, demo.viewer, year.period.code, day, at)
    new = [_new_submission(year, arrival, came[arrival], at) for arrival in arrivals if arrival in came]
    numbers = dict(zip((form.sha256 for form in new), submissions.add_submissions(demo.connection, demo.viewer, new), strict=True))
    files: list[IntakeFile] = []
    for arrival in arrivals:
        if arrival in came:
            newest[arrival.place] = _row(year, arrival, came[arrival], *numbers[came[arrival].sha256])
            files.append(newest[arrival.place])
        else:
            files.append(_beside(year, arrival, newest[arrival.place]))
    batches.add_files(demo.connection, demo.viewer, batch, [*files, *_strays(year, number)])
    batches.finish_batch(demo.connection, demo.viewer, batch, at + timedelta(seconds=4 + len(files)))


def _new_submission(year: _Year, arrival: Arrival, came: _Came, at: datetime) -> NewSubmission:
    enterprise = came.form.enterprise
    return NewSubmission(
        uscc=enterprise.uscc,
        period=year.period.code,
        sha256=came.sha256,
        file_name=_file_name(year, arrival, enterprise),
        received_at=at,
        received_on=arrival.day,
        passed=came.form.passed,
        levels=came.form.assessment.levels(),
        facts=came.facts,
        context=context_digest(enterprise, year.context),
        texts=came.form.texts,
    )


def _file_name(year: _Year, arrival: Arrival, enterprise: Enterprise) -> str:
    """Name a file as it comes by mail, or in the zip of whoever forwards it."""
    pattern = year.random("name", arrival.place).choice(_FILE_NAMES)
    name = pattern.format(name=enterprise.name, short=enterprise.short_name, uscc=enterprise.uscc, period=year.period.code)
    if arrival.step and arrival.kind is Kind.FINISHED:
        name = name.replace(".xlsx", "（修改）.xlsx")
    return f"{enterprise.forwarder}转报.zip!{name}" if enterprise.forwarder and arrival.step == 0 else name


def _row(year: _Year, arrival: Arrival, came: _Came, submission: int, revision: int) -> IntakeFile:
    """Write the row of a form in its intake, scored only when it passed."""
    enterprise, passed = came.form.enterprise, came.form.passed
    due = year.period.due(year.due.get(enterprise.uscc))
    late = (Issue(code="LATE", found=arrival.day.isoformat(), details={"due": due.isoformat()}),) if arrival.day > due else ()
    return IntakeFile(
        file=_file_name(year, arrival, enterprise),
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


def _beside(year: _Year, arrival: Arrival, form: IntakeFile) -> IntakeFile:
    """Write the row of a stamped scan, or of the same file sent once more."""
    if arrival.kind is Kind.SCAN:
        scan = stamped_scan(f"{form.uscc} {year.period.code}")
        sha256 = year.demo.store.kept.keep(scan) if year.keeps_all else _invented_digest(year, arrival)
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


def _strays(year: _Year, batch: int) -> Iterator[IntakeFile]:
    """Put a file that is no form among those of some days."""
    if batch == 2:
        found = Issue(code="NOT_OUR_FORM", found="设备台账")
        sha256 = year.demo.store.kept.keep(foreign_workbook())
        yield IntakeFile(file="设备台账.xlsx", outcome=Outcome.UNRECOGNISED, issues=(found,), sha256=sha256)
    if batch == 5:
        sha256 = year.demo.store.kept.keep(old_excel())
        yield IntakeFile(file="自评表（WPS）.xls", outcome=Outcome.REFUSED, issues=(Issue(code="FILE_OLD_EXCEL"),), sha256=sha256)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
