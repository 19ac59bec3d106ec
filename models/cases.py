"""典型案例: which stories a meeting hears, chosen by one rule and given in no order of merit (docs/measures.md)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from models.catalogue import Catalogue
from models.progress import counted
from models.story import Story

MOST_CASES = 5
_COLUMNS = ("uscc", "name", "submission_id", "revision", "band")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """典型案例: a story with its enterprise, the revision it stands in, and what its scope calls for."""

    uscc: str
    name: str
    revision: int
    call: str
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The cases of a meeting, and how many enterprises told something."""

    told: int = 0
    chosen: tuple[Case, ...] = ()


NO_CASES = Cases()


def choose_cases(enterprises: pd.DataFrame, stories: Mapping[int, Sequence[Story]], catalogue: Catalogue) -> Cases:
    """Choose at most MOST_CASES enterprises from the enterprises' frame; `stories` are by the id of the submission.

    Only forms that enter the mean; one of each scope first, then the second of each; in a scope the higher band first,
    then by 统一社会信用代码. They are given by scope and code, which is no ranking. A form with an incident is left to people.
    """
    forms = counted(enterprises)
    rows = forms.loc[forms["submission_id"].isin(list(stories)), list(_COLUMNS)].to_dict("records")
    found = [(row, _best(stories[int(row["submission_id"])])) for row in rows]
    places = {band.name: place for place, band in enumerate(catalogue.bands)}
    told = [(row, story) for row, story in found if not story.incident]
    told.sort(key=lambda pair: (-places[pair[0]["band"]], pair[0]["uscc"]))
    before: Counter[str] = Counter()
    turns = []
    for place, (_, story) in enumerate(told):
        turns.append((before[story.scope], not story.scope, place))
        before[story.scope] += 1
    calls = {scope.id: scope.quote for scope in catalogue.story_scopes}
    cases = [
        Case(uscc=row["uscc"], name=row["name"], revision=int(row["revision"]), call=calls.get(story.scope, ""), story=story)
        for row, story in (told[place] for *_, place in sorted(turns)[:MOST_CASES])
    ]
    return Cases(told=len(found), chosen=tuple(sorted(cases, key=lambda case: (not case.story.scope, case.story.scope, case.uscc))))


def _best(stories: Sequence[Story]) -> Story:
    """Take the first that has a text, not a title alone."""
    return min(stories, key=lambda story: not story.text)
