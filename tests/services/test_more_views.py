"""评价项目, 地区, 两期对比, 清单 and the period before, worked out from a store."""

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from models.access import LOCAL_STAFF
from models.assessment import Level
from models.catalogue import ClauseKind
from models.errors import NotPossible
from models.progress import by_item
from services.catalogue import catalogue_view
from services.compare import compare, compared
from services.earlier import earlier_form
from services.enterprise import enterprise_view
from services.items import item_export, item_view, items_export, items_view
from services.regions import DIRECT, regions_view
from tests.builders import USCC
from tests.services.desk import FIRM, SECOND, THIRD, Desk, form_of


@pytest.fixture
def two_years(desk: Desk) -> Desk:
    """Let both enterprises report in 2020 and in 2021, the first one a little better the second time."""
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND)))
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 4}, PERIOD="2021")), ("b.xlsx", form_of(SECOND, PERIOD="2021")), period="2021")
    return desk


def test_items_are_those_of_progress_in_the_catalogue_s_order(two_years: Desk) -> None:
    now = two_years.snapshot("2021")

    view = items_view(two_years.store, LOCAL_STAFF, "2021")

    assert view.n == 2
    assert view.items.equals(by_item(now.matrix(now.enterprises), now.catalogue))
    assert view.items["item"].tolist() == [item.code for item in now.catalogue.items]


def test_one_item_lists_who_stands_where_and_hides_small_groups(two_years: Desk) -> None:
    view = item_view(two_years.store, LOCAL_STAFF, "2021", "P1-03")

    assert dict(zip(view.members["uscc"], view.members["level"], strict=True))[USCC] == Level.LEADING
    assert view.row["n"] == len(view.members) == 2
    assert view.sizes["suppressed"].tolist() == [True]
    assert [clause.id for clause in view.clauses] == list(view.item.clauses)


def test_an_unknown_item_is_told_in_words(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="P9-99"):
        item_view(desk.store, LOCAL_STAFF, "2020", "P9-99")


def test_an_item_without_a_form_has_no_members(desk: Desk) -> None:
    view = item_view(desk.store, LOCAL_STAFF, "2020", "P1-01")

    assert (len(view.members), len(view.everybody), view.row["n"]) == (0, 0, 0)


def test_what_is_downloaded_is_what_is_shown(two_years: Desk) -> None:
    [items] = items_export(two_years.store, LOCAL_STAFF, "2021").tables.values()
    [members] = item_export(two_years.store, LOCAL_STAFF, "2021", "P1-03").tables.values()

    assert [row["编号"] for row in items] == items_view(two_years.store, LOCAL_STAFF, "2021").items["item"].tolist()
    assert {row["统一社会信用代码"]: row["等级"] for row in members}[USCC] == "4"


def test_regions_and_forwarders_each_add_up_to_the_ledger(desk: Desk) -> None:
    desk.add_roster(FIRM, replace(FIRM, uscc=SECOND, region="北京", forwarder="京北协会"), replace(FIRM, uscc=THIRD, region=""))
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(("a.xlsx", form_of(PERIOD="2021")), period="2021")

    view = regions_view(desk.store, LOCAL_STAFF, "2021")

    assert view.regions["key"].tolist() == ["北京", "江苏", "未填"]
    assert view.forwarders["key"].tolist() == [DIRECT, "京北协会"]
    assert view.regions["received"].sum() == view.forwarders["received"].sum() == view.book.received == 1
    assert view.heat["key"].tolist() == ["江苏"]


def test_two_periods_are_compared_from_the_earlier_to_the_later(two_years: Desk) -> None:
    view, turned = (compare(two_years.store, LOCAL_STAFF, *codes) for codes in (("2021", "2020"), ("2020", "2021")))

    assert (view.before.code, view.now.code) == (turned.before.code, turned.now.code) == ("2020", "2021")
    assert view.panel is not None
    assert view.panel.score is not None
    assert (view.panel.n, view.panel.score.difference) == (2, Fraction(9, 10))
    assert view.panel.bands.n == view.panel.band_table.to_numpy().sum() == 2
    assert view.panel.rose.empty


def test_periods_of_different_editions_have_no_panel(two_years: Desk) -> None:
    now, before = two_years.snapshot("2021"), two_years.snapshot("2020")

    view = compared(now, replace(before, period=replace(before.period, edition="2019")))

    assert view.panel is None
    assert view.summary_before.ledger.received == 2


def test_an_enterprise_is_not_among_the_peers_it_is_held_against(desk: Desk) -> None:
    firms = [replace(FIRM, uscc=f"9132000000000{place:04}A", name=f"{place} 厂") for place in range(4)]
    desk.add_roster(*firms)
    desk.add_period("2021", date(2021, 9, 10))
    for place, firm in enumerate(firms):
        desk.receive(("a.xlsx", form_of(firm.uscc, {"P1-03": place}, NAME=firm.name, PERIOD="2021")), period="2021")

    highest, lowest = (enterprise_view(desk.store, LOCAL_STAFF, "2021", firm.uscc) for firm in (firms[-1], firms[0]))

    assert [len(highest.scores), len(lowest.scores)] == [3, 3]
    assert max(highest.scores["score"]) < highest.row["total"] / 10
    assert min(lowest.scores["score"]) > lowest.row["total"] / 10
    assert set(highest.position["n"]) == {3}


def test_an_enterprise_with_fewer_than_three_others_is_shown_alone(two_years: Desk) -> None:
    view = enterprise_view(two_years.store, LOCAL_STAFF, "2021", USCC)

    assert (view.peers, len(view.scores)) == ("", 0)
    assert view.position["median"].isna().all()
    assert view.position["own"].notna().any()


def test_the_period_before_stands_beside_an_enterprise_s_form(two_years: Desk) -> None:
    view = enterprise_view(two_years.store, LOCAL_STAFF, "2021", USCC)

    assert view.earlier is not None
    assert view.earlier.row is not None
    assert (view.earlier.period.code, view.earlier.row["total"]) == ("2020", two_years.enterprise()["total"])
    assert view.earlier.changes["difference"].tolist()[1:] == [0] * 5
    assert view.earlier.changes["difference"].iloc[0] > 0
    before = dict(zip(view.answers["编号"], view.answers["上期等级"], strict=True))
    assert before["P1-03"] == str(int(view.earlier.levels["P1-03"]))


def test_the_first_period_has_none_before_it(two_years: Desk) -> None:
    view = enterprise_view(two_years.store, LOCAL_STAFF, "2020", USCC)

    assert view.earlier is None
    assert view.answers["上期等级"].isna().all()


def test_an_enterprise_that_had_not_reported_has_nothing_before(desk: Desk) -> None:
    new = replace(FIRM, uscc="91320000000000003C", name="新厂")
    desk.add_roster(FIRM, new)
    desk.add_period("2021", date(2021, 9, 10))

    earlier = earlier_form(desk.store, LOCAL_STAFF, desk.snapshot("2021"), new.uscc)

    assert earlier is not None
    assert earlier.row is not None
    assert math.isnan(earlier.row["total"])
    assert (earlier.levels, earlier.changes["difference"].tolist()) == ({}, [None] * 6)


def test_the_catalogue_stands_clause_by_clause_and_item_by_item() -> None:
    view = catalogue_view("2020")

    assert view.kinds == {ClauseKind.DIRECT: 18, ClauseKind.TAKE_PART: 55, ClauseKind.RESULT: 11}
    clauses = [clause for chapter in view.chapters for clause, _ in chapter.clauses]
    assert [clause.id for clause in clauses] == [clause.id for clause in view.catalogue.clauses]
    assert all(items for chapter in view.chapters for _, items in chapter.clauses)
    assert sum(len(chapter.items) for chapter in view.chapters) == 48


def test_the_catalogue_is_kept_to_what_addresses_whom() -> None:
    view = catalogue_view("2020", [ClauseKind.DIRECT], ["大型企业"])

    assert [(clause.id, [item.code for item in items]) for clause, items in view.chapters[0].clauses] == [
        ("1.10", ["P1-07"]),
        ("1.11", ["P1-08"]),
    ]
    assert [item.code for item, _ in view.chapters[0].items] == ["P1-07", "P1-08"]
    assert not any(chapter.clauses for chapter in view.chapters[1:])
    assert sum(view.kinds.values()) == 84
