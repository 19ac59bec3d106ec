"""A demo that looks like real years: an invented roster, some periods, and what came in for each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any

from data import batches, periods, rosters, submissions
from data.demo_arrivals import Arrival, Kind, demo_arrivals
from data.demo_enterprises import demo_roster
from data.demo_levels import demo_levels
from data.editions import load_edition
from data.store import Store
from models.access import Viewer
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.period import SHANGHAI, Period
from models.scoring import Levels, fact_columns, level_matrix, score_columns
from models.submission import IntakeFile, NewSubmission
from services.demo_accounts import add_demo_accounts
from services.demo_large import LARGE, take_in_levels
from services.demo_reviews import review_some
from services.demo_year import ANNOUNCED, Came, Demo, Year, demo_form, intake_row, kept_digests, row_beside, sent_name, stray_rows
from services.records import records

EDITION = "2020"
_DAYS_LEFT = 10
_CLOSED_AFTER, _COUNTED_AFTER = timedelta(days=30), timedelta(days=20)
_DAY_ENDS = time(16, 40)
_EXTENDED, _MOST_EXTENDED = 0.4, 100


def fill_demo(
    store: Store, viewer: Viewer, *, enterprises: int = 120, periods: int = 3, seed: int = 59, levels_only: bool = False, now: datetime
) -> None:
    """Fill an empty store, all or nothing; the same seed and moment give the same demo.

    With `levels_only`, and in a large demo always, forms have no workbooks and no texts, and nothing comes beside them.
    The last period is open and ends ten days from now; the earlier ones ended on September 10 of the years before.
    """
    today = now.astimezone(SHANGHAI).date()
    roster = demo_roster(enterprises, seed)
    catalogue = load_edition(EDITION)
    levels = demo_levels(roster, catalogue, periods=periods, seed=seed)
    with store.writing() as connection:
        _refuse_filled(connection, viewer)
        plain = levels_only or enterprises >= LARGE
        demo = Demo(store=store, connection=connection, viewer=viewer, roster=roster, seed=seed, levels_only=plain)
        for place, period in enumerate(_years(today, periods)):
            _fill_period(demo, period, levels[place], newcomers_left=periods - 1 - place, today=today)
        add_demo_accounts(connection, viewer, rosters.roster(connection, viewer, period.code), period.code, now)


def _refuse_filled(connection: Any, viewer: Viewer) -> None:
    if periods.periods(connection, viewer) or rosters.roster(connection, viewer, None):
        message = "数据库里已经有花名册或报告期，示范数据只能放进空的数据库。请把 VAR_DIR 指到一个新文件夹再试。"
        raise NotPossible(message)


def _years(today: date, count: int) -> list[Period]:
    """Lay out the periods, the earliest first."""
    last = today + timedelta(days=_DAYS_LEFT)
    deadlines = [date(last.year - back, 9, 10) for back in range(count - 1, 0, -1)] + [last]
    return [Period(code=str(deadline.year), edition=EDITION, deadline=deadline) for deadline in deadlines]


def _fill_period(demo: Demo, period: Period, levels: Levels, *, newcomers_left: int, today: date) -> None:
    """Announce a period, take in what comes, and close it unless it is the last."""
    members = [place for place, joined in enumerate(demo.joined) if joined >= newcomers_left]
    announced = _moment(period.deadline - ANNOUNCED, time(9, 30))
    if came := _to_import(demo, members, newcomers_left):
        rosters.import_roster(demo.connection, demo.viewer, came, announced)
    periods.add_period(demo.connection, demo.viewer, period, announced)
    expected = [place for place in members if not demo.roster[place].exempt]
    until = min(today - timedelta(days=1), period.deadline + _COUNTED_AFTER)
    arrivals = demo_arrivals(expected, demo.tardiness, period, until=until, seed=demo.seed)
    due = _extend(demo, period, arrivals)
    year = Year(demo=demo, period=period, catalogue=load_edition(period.edition), levels=levels, due=due, today=today)
    if demo.levels_only:
        take_in_levels(year, arrivals, _DAY_ENDS)
    else:
        _take_in(year, arrivals)
        review_some(year)
    if not year.is_open:
        periods.close_period(demo.connection, demo.viewer, period.code, _moment(period.deadline + _CLOSED_AFTER, _DAY_ENDS))


def _to_import(demo: Demo, members: Sequence[int], newcomers_left: int) -> list[Enterprise]:
    """Give the file that the office would import; of a large roster only those who are new, comparing the others takes longer."""
    known = bool(periods.periods(demo.connection, demo.viewer)) and demo.levels_only
    return [demo.roster[place] for place in members if not known or demo.joined[place] == newcomers_left]


def _extend(demo: Demo, period: Period, arrivals: Sequence[Arrival]) -> dict[str, date]:
    """Give some of the late ones the time they asked for, shortly before the deadline."""
    random = Random(f"extended {demo.seed} {period.code}")
    late = [demo.roster[arrival.place].uscc for arrival in arrivals if arrival.step == 0 and arrival.day > period.deadline]
    late = late[:_MOST_EXTENDED] if demo.levels_only else late
    until = period.deadline + timedelta(days=7)
    due = {uscc: until for uscc in late if random.random() < _EXTENDED}
    for uscc in due:
        periods.extend(demo.connection, demo.viewer, period.code, uscc, until, _moment(period.deadline - timedelta(days=2), time(10, 15)))
    return due


def _take_in(year: Year, arrivals: Sequence[Arrival]) -> None:
    """Store what came, a batch for each day on which something did."""
    forms = {arrival: demo_form(year, arrival) for arrival in arrivals if arrival.kind not in {Kind.COPY, Kind.SCAN}}
    facts = fact_columns(level_matrix([form.assessment.levels() for form in forms.values()], year.catalogue), year.catalogue)
    scored = records(score_columns(facts, year.catalogue))
    together = zip(forms.items(), kept_digests(year, forms), records(facts), scored, strict=True)
    came = {arrival: Came(form=form, sha256=sha256, facts=row, figures=shown) for (arrival, form), sha256, row, shown in together}
    newest: dict[int, IntakeFile] = {}
    for number, (day, group) in enumerate(groupby(arrivals, key=lambda arrival: arrival.day)):
        _batch(year, number, day, list(group), came, newest)


def _batch(
    year: Year, number: int, day: date, arrivals: list[Arrival], came: Mapping[Arrival, Came], newest: dict[int, IntakeFile]
) -> None:
    """Store one day's files as an intake; `newest` remembers the row of each enterprise's newest form."""
    demo, at = year.demo, _moment(day, _DAY_ENDS)
    batch = batches.start_batch(demo.connection, demo.viewer, year.period.code, day, at)
    new = [_new_submission(year, arrival, came[arrival], at) for arrival in arrivals if arrival in came]
    numbers = dict(zip((form.sha256 for form in new), submissions.add_submissions(demo.connection, demo.viewer, new), strict=True))
    files: list[IntakeFile] = []
    for arrival in arrivals:
        if arrival in came:
            newest[arrival.place] = intake_row(year, arrival, came[arrival], *numbers[came[arrival].sha256])
            files.append(newest[arrival.place])
        else:
            files.append(row_beside(year, arrival, newest[arrival.place]))
    batches.add_files(demo.connection, demo.viewer, batch, [*files, *stray_rows(year, number)])
    batches.finish_batch(demo.connection, demo.viewer, batch, at + timedelta(seconds=4 + len(files)))


def _new_submission(year: Year, arrival: Arrival, came: Came, at: datetime) -> NewSubmission:
    enterprise = came.form.enterprise
    return NewSubmission(
        uscc=enterprise.uscc,
        period=year.period.code,
        sha256=came.sha256,
        file_name=sent_name(year, arrival, enterprise),
        received_at=at,
        received_on=arrival.day,
        passed=came.form.passed,
        levels=came.form.assessment.levels(),
        facts=came.facts,
        context=year.context(arrival.place),
        texts=came.form.texts,
        places=year.forms.places,
        stories=came.form.stories,
    )


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
