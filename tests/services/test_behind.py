"""Who is behind a figure: exactly as many as its n says, and what they contribute adds up to it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.access import LOCAL_STAFF
from models.catalogue import Priority
from models.enterprise import Size
from models.errors import NotPossible
from models.progress import Status, by_item, by_priority, counted, distribution, summarise
from models.scoring import facts_of, level_matrix, score
from services.behind import behind, behind_of, choices
from services.documents import grouped
from services.filters import Filters
from services.progress import Snapshot
from tests.builders import PERIOD, USCC, edition, enterprises_frame, levels
from tests.services.desk import SECOND, Desk, form_of

CATALOGUE = edition()
COLUMNS = set(enterprises_frame().columns)
FORMS = st.one_of(
    st.none(),
    st.text("01234-", min_size=48, max_size=48),
    st.text("01234-?", min_size=48, max_size=48),
    st.builds(lambda level: level * 48, st.sampled_from("01234-")),
)
FIRMS = st.tuples(
    st.sampled_from(("江苏", "浙江", "")), st.sampled_from(("机床工具", "汽车", "")), st.sampled_from(("大型", "小型", "")), FORMS
)
STATUSES = st.sampled_from((Status.MISSING, Status.RETURNED, Status.EXEMPT))


def picture(firms: list[tuple[str, str, str, str | None]], without: Status = Status.MISSING) -> Snapshot:
    """Lay out a period: region, sector, size and level string of each enterprise, None without a form."""
    forms = {f"U{place}": levels(text) for place, (*_, text) in enumerate(firms) if text is not None}
    scored = score(facts_of(level_matrix(list(forms.values()), CATALOGUE), CATALOGUE), CATALOGUE).to_dict("records")
    figures = dict(zip(forms, ({name: row[name] for name in row if name in COLUMNS} for row in scored), strict=True))
    no_form = {"status": without, "revision": None, "provisional": None, "gated": None}
    rows = [
        {"uscc": f"U{place}", "name": f"企业{place}", "region": region, "sector": sector, "size": size} | figures.get(f"U{place}", no_form)
        for place, (region, sector, size, _) in enumerate(firms)
    ]
    return Snapshot(period=PERIOD, catalogue=CATALOGUE, enterprises=enterprises_frame(*rows), levels=forms)


PICTURES = st.builds(picture, st.lists(FIRMS, max_size=9), STATUSES)


@settings(max_examples=25)
@given(PICTURES)
def test_n_and_mean_of_a_priority_are_those_of_the_enterprises_behind_it(now: Snapshot) -> None:
    for row in by_priority(now.enterprises, CATALOGUE).to_dict("records"):
        found = behind_of(now, now.enterprises, f"priority:{row['priority']}")

        assert found.n == row["n"]
        assert distribution(found.frame["figure"]).mean == row["mean"]


@settings(max_examples=25)
@given(PICTURES)
def test_the_four_figures_and_the_bands_have_as_many_behind_them_as_they_say(now: Snapshot) -> None:
    summary = summarise(now.enterprises, CATALOGUE)

    found = {metric: behind_of(now, now.enterprises, f"metric:{metric}") for metric in ("submission", "validity", "score", "compliance")}

    assert (found["submission"].n, found["submission"].frame["figure"].sum()) == (summary.ledger.expected, summary.ledger.received)
    assert (found["validity"].n, found["validity"].frame["figure"].sum()) == (summary.ledger.received, summary.valid)
    assert (found["score"].n, distribution(found["score"].frame["figure"]).mean) == (summary.total.n, summary.total.mean)
    assert found["compliance"].n == summary.total.n
    for band, count in summary.bands.items():
        assert behind_of(now, now.enterprises, f"band:{band}").n == count


@settings(max_examples=10)
@given(PICTURES)
def test_every_cell_of_every_heat_map_has_as_many_behind_it_as_it_says(now: Snapshot) -> None:
    for column in ("region", "sector", "size"):
        for row in grouped(now, column).to_dict("records"):
            assert behind_of(now, now.enterprises, f"{column}:{row['key']}").n == row["n"]
            for priority in Priority:
                found = behind_of(now, now.enterprises, f"{column}:{row['key']}:{priority}")
                assert found.n == row[f"{priority.lower()}_n"]
                hidden = row[f"{priority.lower()}_mean"] is None
                assert ("不显示" in found.sentence, "不足 3 家" in found.sentence) == (hidden, hidden and found.n < 3)


@settings(max_examples=25)
@given(PICTURES)
def test_levels_behind_an_item_add_up_to_its_figures(now: Snapshot) -> None:
    items = by_item(now.matrix(now.enterprises), CATALOGUE).set_index("item")

    for code in ("P1-01", "P3-08", "P6-07"):
        found = behind_of(now, now.enterprises, f"item:{code}")

        assert (found.n, int(found.frame["figure"].sum())) == (items.loc[code, "n"], items.loc[code, "level_sum"])
        assert int((found.frame["figure"] >= CATALOGUE.by_code[code].target_level).sum()) == items.loc[code, "met"]
        assert found.item == code


@settings(max_examples=10)
@given(PICTURES)
def test_everything_that_is_offered_can_be_opened(now: Snapshot) -> None:
    for what in choices(now, now.enterprises):
        found = behind_of(now, now.enterprises, what)

        assert list(found.frame["uscc"]) == list(dict.fromkeys(found.frame["uscc"]))
        assert found.title


def test_the_highest_stand_first_and_equals_in_the_rosters_order() -> None:
    now = picture([("江苏", "汽车", "小型", text * 48) for text in "2432"])

    assert list(behind_of(now, now.enterprises, "metric:score").frame["uscc"]) == ["U1", "U2", "U0", "U3"]


def test_who_is_missing_from_a_share_stands_first() -> None:
    now = picture([("江苏", "汽车", "小型", "2" * 48), ("江苏", "汽车", "小型", None)])

    assert list(behind_of(now, now.enterprises, "metric:submission").frame["uscc"]) == ["U1", "U0"]


@pytest.mark.parametrize(
    "what", ["", "x", "priority:P9", "band:好", "item:P9-99", "metric:", "sector:没有", "sector::P1", "region:P1", "item"]
)
def test_what_nobody_offered_cannot_be_opened(what: str) -> None:
    now = picture([("江苏", "汽车", "小型", "2" * 48)])

    with pytest.raises(NotPossible, match="没有"):
        behind_of(now, now.enterprises, what)


def test_a_choice_of_enterprises_narrows_who_is_behind(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))

    everybody = behind(desk.store, LOCAL_STAFF, "2020", Filters(), "priority:P1")
    nobody = behind(desk.store, LOCAL_STAFF, "2020", Filters(size=(Size.LARGE,)), "priority:P1")

    assert sorted(everybody.frame["uscc"]) == sorted([USCC, SECOND])
    assert nobody.n == 0
    assert list(nobody.frame.columns) == list(everybody.frame.columns)


def test_counted_forms_and_levels_stay_together_when_some_are_provisional() -> None:
    now = picture([("江苏", "汽车", "小型", "?" + "4" * 47), ("江苏", "汽车", "小型", "1" * 48), ("江苏", "汽车", "小型", "3" * 48)])

    frame = behind_of(now, now.enterprises, "item:P1-01").frame

    assert dict(zip(frame["uscc"], frame["figure"], strict=True)) == {"U2": 3, "U1": 1}
    assert len(counted(now.enterprises)) == 2
    assert isinstance(frame, pd.DataFrame)
    assert np.issubdtype(frame["figure"].dtype, np.integer)
