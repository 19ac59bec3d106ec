"""What enterprises are shown gives no hidden group away, however it is added and subtracted."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from models.disclosure import EVERYBODY, Group, disclosed
from tests.models.attacker import follows

LEAST = 5
tables = st.dictionaries(
    st.builds(Group, st.sampled_from(["机床", "汽车", "轴承", "泵阀"]), st.sampled_from(["大型", "中型", "小型"])),
    st.integers(0, 9),
    max_size=12,
)


def test_a_group_is_shown_from_five_enterprises_on() -> None:
    assert Group(sector="机床") in disclosed({Group("机床", "大型"): 5, Group("汽车", "大型"): 5}, LEAST)
    assert disclosed({Group("机床", "大型"): 4}, LEAST) == frozenset()


def test_a_small_cell_takes_its_only_neighbour_with_it() -> None:
    shown = disclosed({Group("机床", "大型"): 20, Group("机床", "小型"): 2, Group("汽车", "小型"): 9}, LEAST)

    assert Group(sector="机床") in shown
    assert Group("机床", "大型") not in shown


def test_a_cell_that_only_the_other_margin_gives_away_is_protected_too() -> None:
    """汽车 is all 微型; 微型 less 汽车 would be the two of 机床."""
    shown = disclosed({Group("机床", "微型"): 2, Group("机床", "大型"): 9, Group("汽车", "微型"): 6}, LEAST)

    assert not {Group(size="微型"), Group(sector="汽车")} <= shown


def test_everybody_stays_and_the_others_give_way() -> None:
    """The notice prints the mean of all; all less 机床 would be the one of 汽车."""
    assert disclosed({Group("机床", "大型"): 5, Group("汽车", "小型"): 1}, LEAST) == {EVERYBODY}


def test_sectors_are_given_up_last() -> None:
    cells = {Group(sector, size): 9 for sector in ("机床", "汽车", "轴承") for size in ("大型", "中型")} | {Group("机床", "中型"): 1}

    shown = disclosed(cells, LEAST)

    assert {Group(sector=sector) for sector in ("机床", "汽车", "轴承")} | {EVERYBODY} <= shown


def test_large_groups_are_all_shown() -> None:
    cells = {Group(sector, size): 5 for sector in ("机床", "汽车") for size in ("大型", "中型")}

    assert len(disclosed(cells, LEAST)) == 4 + 2 + 2 + 1


@given(tables)
def test_nobody_can_work_out_a_hidden_group_from_all_that_is_shown(cells: dict[Group, int]) -> None:
    people = {cell: {f"{cell.sector}{cell.size}{number}" for number in range(n)} for cell, n in cells.items()}
    shown = disclosed(cells, LEAST)
    known = [_members(group, people) for group in shown]

    for hidden in _wanted(people):
        assert not follows(hidden, known)


@given(tables)
def test_what_is_shown_is_large_enough(cells: dict[Group, int]) -> None:
    assert all(sum(n for cell, n in cells.items() if group.holds(cell)) >= LEAST for group in disclosed(cells, LEAST))


@given(tables, st.data())
def test_what_was_not_offered_is_not_shown(cells: dict[Group, int], data: st.DataObject) -> None:
    among = frozenset(data.draw(st.sets(st.sampled_from(sorted(disclosed(cells, LEAST) | {EVERYBODY}, key=repr)))))

    assert disclosed(cells, LEAST, among) <= among


def _members(group: Group, people: dict[Group, set[str]]) -> set[str]:
    return set().union(*(of for cell, of in people.items() if group.holds(cell)))


def _wanted(people: dict[Group, set[str]]) -> list[set[str]]:
    """Give every cell, sector, size and pair of cells that is too small to be known."""
    groups = {Group(cell.sector, size) for cell in people for size in (None, cell.size)} | {Group(size=cell.size) for cell in people}
    sets = [_members(group, people) for group in groups] + [one | other for one, other in combinations(people.values(), 2)]
    return [of for of in sets if 0 < len(of) < LEAST]
