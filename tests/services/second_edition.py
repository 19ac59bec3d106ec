"""Two periods under two editions, made of level strings: the small second edition stands in tests/data/second_edition.yaml."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.editions import load_edition
from models.catalogue import Catalogue
from models.period import Period
from models.progress import Status
from models.scoring import facts_of, level_matrix, score
from services.progress import Snapshot
from tests.builders import PERIOD, edition, levels

FILE = Path(__file__).resolve().parents[1] / "data" / "second_edition.yaml"
NEXT_YEAR = Period(code="2021", edition="2021", deadline=date(2021, 9, 10))


def second_edition(*, comparable: bool = True) -> Catalogue:
    """Load the second edition; without its list of comparable items it can be compared with nothing."""
    found = load_edition(FILE)
    return found if comparable else replace(found, comparable_with=())


def year_2020(forms: Mapping[str, str]) -> Snapshot:
    """Lay out 2020 from the level strings of enterprises."""
    return _picture(forms, PERIOD, edition())


def year_2021(forms: Mapping[str, str], *, comparable: bool = True) -> Snapshot:
    """Lay out 2021 under the second edition, from strings of eight levels."""
    return _picture(forms, NEXT_YEAR, second_edition(comparable=comparable))


def answers_2020(**by_code: int) -> str:
    """Write a form of 2020 that is at level 0 but for the items named, such as P1_01=3."""
    row = ["0"] * len(edition().items)
    for code, level in by_code.items():
        row[edition().position[code.replace("_", "-")]] = str(level)
    return "".join(row)


def _picture(forms: Mapping[str, str], period: Period, catalogue: Catalogue) -> Snapshot:
    kept = {uscc: levels(row) for uscc, row in forms.items()}
    facts = facts_of(level_matrix(list(kept.values()), catalogue), catalogue)
    frame = pd.concat([facts, score(facts, catalogue)], axis=1).assign(
        uscc=list(kept), name=list(kept), region="江苏", sector="机床工具", size="小型", forwarder="", revision=1.0, has_passed=True
    )
    frame["status"] = Status.IN_REVIEW
    days = pd.Series([date(period.deadline.year, 9, 1)] * len(frame), dtype=object)
    frame = frame.assign(first_received_on=days, newest_received_on=days)
    return Snapshot(period=period, catalogue=catalogue, enterprises=frame, levels=kept)
