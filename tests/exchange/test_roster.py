"""A roster is read by heading, whatever else the sheet holds, and what is wrong is said cell by cell."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from data.reference_lists import load_reference_lists
from exchange.roster import RosterReading, read_roster
from models.enterprise import Contact, Enterprise, Size, Trait
from models.issue import Severity

LISTS = load_reference_lists()
SOUND = ("91350100M000100Y43", "911101081000000166", "91320200MA000A1273", "912101007234567810", "91510100B123456711")
FULL: dict[str, object] = {
    "统一社会信用代码": SOUND[0], "企业名称": "福建示例机床有限公司", "简称": "示例机床", "地区": "福建省", "行业": "机床工具",
    "从业人员(人)": 320, "营业收入(万元)": 18600.5, "企业特征": "有自有产品、首台(套)", "转报单位": "福建省机械质协",
    "联系人": "张三", "手机": "13800000000", "邮箱": "q@example.com", "状态": "应报",
}  # fmt: skip


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Write sheets as lists of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{place + 1}")
        for row in rows:
            sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def roster(*firms: dict[str, object]) -> bytes:
    """Write firms under the headings of FULL and any they add."""
    headings = list(dict.fromkeys([*FULL, *(heading for firm in firms for heading in firm)]))
    return workbook([headings, *([firm.get(heading) for heading in headings] for firm in firms)])


def read(content: bytes) -> RosterReading:
    return read_roster(content, LISTS)


def codes(reading: RosterReading) -> list[tuple[str | None, str]]:
    return [(issue.cell, issue.code) for issue in reading.issues]


def firm(**changes: object) -> dict[str, object]:
    """Change a full firm by heading without its unit."""
    return FULL | {next(heading for heading in [*FULL, "规模"] if heading.startswith(name)): value for name, value in changes.items()}


def test_a_full_row_becomes_an_enterprise() -> None:
    reading = read(roster(FULL))

    assert reading.issues == ()
    assert reading.rows_read == 1
    assert reading.enterprises == (
        Enterprise(
            uscc=SOUND[0],
            name="福建示例机床有限公司",
            short_name="示例机床",
            region="福建",
            sector="机床工具",
            staff=320,
            revenue=Decimal("18600.5"),
            size=Size.MEDIUM,
            traits=frozenset({Trait.OWN_PRODUCT, Trait.FIRST_SET}),
            forwarder="福建省机械质协",
            contact=Contact(person="张三", mobile="13800000000", email="q@example.com"),
        ),
    )


@given(st.permutations(list(FULL)), st.integers(0, 15))
def test_columns_may_stand_in_any_order_below_a_title(order: list[str], above: int) -> None:
    rows: list[list[object]] = [["某某协会花名册"]] * above
    content = workbook([["说明"]], [*rows, order, [FULL[heading] for heading in order]])

    reading = read(content)

    assert reading.enterprises == read(roster(FULL)).enterprises


def test_headings_may_be_full_width_starred_and_spaced() -> None:
    content = workbook(
        [["* 统一社会信用代码", "企业 名称", "从业人员（人）", "营业收入（万元）"], [SOUND[0], "甲", "１,２００人", "8 000"]]
    )

    (enterprise,) = read(content).enterprises

    assert (enterprise.staff, enterprise.revenue, enterprise.size) == (1200, Decimal(8000), Size.MEDIUM)


def test_a_letter_o_for_zero_is_named_and_the_row_imported_as_it_is() -> None:
    reading = read(roster(firm(统一社会信用代码="9132O2OOMAOOOA1273")))

    assert codes(reading) == [("A2", "ROSTER_USCC_CHARACTERS")]
    assert "是否为 91320200MA000A1273" in reading.issues[0].message
    assert reading.enterprises[0].uscc == "9132O2OOMAOOOA1273"


def test_more_staff_than_anybody_has_is_not_read() -> None:
    most, more = read(roster(firm(从业人员=10_000_000))), read(roster(firm(从业人员=10_000_001)))

    assert (most.enterprises[0].staff, codes(most)) == (10_000_000, [])
    assert (more.enterprises[0].staff, codes(more)) == (None, [("F2", "ROSTER_NUMBER_UNREADABLE")])


def test_swapped_neighbours_and_a_wrong_last_place_are_named() -> None:
    swapped = read(roster(firm(统一社会信用代码="912101007234567801")))
    last = read(roster(firm(统一社会信用代码="91350100M000100Y44")))

    assert codes(swapped) == codes(last) == [("A2", "ROSTER_USCC_CHECK")]
    assert "912101007234567810" in swapped.issues[0].message
    assert "最后一位应是 3" in last.issues[0].message
    assert len(swapped.enterprises) == len(last.enterprises) == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (None, "ROSTER_USCC_MISSING"),
        ("  ", "ROSTER_USCC_MISSING"),
        (911101081000000166, "USCC_PRECISION_LOST"),
        ("9.11101E+17", "USCC_PRECISION_LOST"),
        (350100100012345, "ROSTER_USCC_LENGTH"),
        ("350100100012345", "ROSTER_USCC_LENGTH"),
        ("M000100Y4", "ROSTER_USCC_LENGTH"),
        ("../../../../TMP/AB", "ROSTER_USCC_SYMBOLS"),
        ("91350100M000100Y4三", "ROSTER_USCC_SYMBOLS"),
    ],
)
def test_a_code_that_cannot_be_stored_stops_the_row(written: object, code: str) -> None:
    reading = read(roster(firm(统一社会信用代码=written)))

    assert codes(reading) == [("A2", code)]
    assert reading.issues[0].severity is Severity.ERROR
    assert reading.enterprises == ()
    assert reading.rows_read == 1


def test_the_second_row_with_a_code_is_stopped_and_names_the_first() -> None:
    reading = read(roster(FULL, firm(统一社会信用代码=SOUND[0].lower(), 企业名称="乙")))

    assert codes(reading) == [("A3", "ROSTER_USCC_REPEATED")]
    assert "A2（福建示例机床有限公司）" in reading.issues[0].message
    assert [enterprise.name for enterprise in reading.enterprises] == ["福建示例机床有限公司"]


def test_a_row_without_a_name_is_not_imported_and_the_others_are() -> None:
    reading = read(roster(firm(企业名称=None), firm(统一社会信用代码=SOUND[1])))

    assert codes(reading) == [("B2", "ROSTER_NAME_MISSING")]
    assert [enterprise.uscc for enterprise in reading.enterprises] == [SOUND[1]]


def test_one_name_under_two_codes_is_worth_a_look() -> None:
    assert codes(read(roster(FULL, firm(统一社会信用代码=SOUND[1])))) == [("B3", "ROSTER_NAME_REPEATED")]


@pytest.mark.parametrize("staff", ["约100", "100-200", -5, 12.5, True, "#N/A", "1,2", "1_000", "nan"])
def test_a_number_that_is_none_is_left_empty_with_a_warning(staff: object) -> None:
    reading = read(roster(firm(从业人员=staff)))

    assert {issue.severity for issue in reading.issues} == {Severity.WARNING}
    assert {issue.cell for issue in reading.issues} == {"F2"}
    assert (reading.enterprises[0].staff, reading.enterprises[0].size) == (None, None)


def test_missing_figures_leave_the_size_unknown() -> None:
    reading = read(roster(firm(从业人员=None, 营业收入=None)))

    assert codes(reading) == [("F2", "ROSTER_SIZE_UNKNOWN")]
    assert "从业人员和营业收入" in reading.issues[0].message
    assert reading.enterprises[0].size is None


@pytest.mark.parametrize(("revenue", "doubtful"), [(9.9, True), (10, False), (5_000_000, False), (5_000_000.1, True)])
def test_a_revenue_in_another_unit_is_doubted(revenue: float, doubtful: bool) -> None:
    reading = read(roster(firm(营业收入=revenue)))

    assert codes(reading) == ([("G2", "ROSTER_UNIT_DOUBTFUL")] if doubtful else [])
    assert reading.enterprises[0].revenue == Decimal(str(revenue))


@pytest.mark.parametrize(("stated", "differs"), [("中型", False), ("中型企业", False), ("中", False), (None, False), ("大型", True)])
def test_a_stated_size_is_compared_with_the_computed_one(stated: str | None, differs: bool) -> None:
    reading = read(roster(FULL | {"规模": stated}))

    assert codes(reading) == ([("N2", "ROSTER_SIZE_DIFFERS")] if differs else [])
    assert reading.enterprises[0].size is Size.MEDIUM


@pytest.mark.parametrize(
    ("region", "sector", "read_as", "expected"),
    [
        ("苏州市", "3412", ("江苏", "内燃机"), []),
        ("火星", "机床工具", ("", "机床工具"), [("D2", "ROSTER_REGION_UNKNOWN")]),
        (None, None, ("", ""), [("D2", "ROSTER_BLANK"), ("E2", "ROSTER_BLANK")]),
        ("河北", 39, ("河北", "其他民用机械"), [("E2", "ROSTER_SECTOR_OTHER")]),
        ("河北", "通用设备制造业", ("河北", "其他民用机械"), [("E2", "ROSTER_SECTOR_OTHER")]),
    ],
)
def test_region_and_sector_are_read_by_the_lists(
    region: object, sector: object, read_as: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    reading = read(roster(firm(地区=region, 行业=sector)))

    assert (reading.enterprises[0].region, reading.enterprises[0].sector) == read_as
    assert codes(reading) == expected


@pytest.mark.parametrize("written", ["首台（套）、消费品", "消费品，首台(套)", "首台 (套); 消费品", "消费品\n首台(套)", "消费品/首台(套)"])
def test_traits_are_split_however_they_are_joined(written: str) -> None:
    reading = read(roster(firm(企业特征=written)))

    assert reading.enterprises[0].traits == {Trait.FIRST_SET, Trait.CONSUMER_GOODS}
    assert reading.issues == ()


def test_an_unknown_trait_is_named_and_the_known_ones_kept() -> None:
    reading = read(roster(firm(企业特征="消费品、会飞")))

    assert [(issue.code, issue.found) for issue in reading.issues] == [("ROSTER_TRAIT_UNKNOWN", "会飞")]
    assert reading.enterprises[0].traits == {Trait.CONSUMER_GOODS}


@pytest.mark.parametrize(
    ("status", "exempt", "expected"), [("豁免", True, []), (None, False, []), ("停产", False, [("M2", "ROSTER_STATUS_UNKNOWN")])]
)
def test_only_the_word_exempts(status: str | None, exempt: bool, expected: list[tuple[str, str]]) -> None:
    reading = read(roster(firm(状态=status)))

    assert reading.enterprises[0].exempt is exempt
    assert codes(reading) == expected


def test_blank_rows_and_totals_are_passed_over() -> None:
    content = workbook([list(FULL), list(FULL.values()), [], ["合计", None, None, None, None, 320], [None, "小计"]])

    reading = read(content)

    assert (reading.rows_read, len(reading.enterprises), reading.issues) == (1, 1, ())


def test_a_formula_without_a_result_is_named() -> None:
    reading = read(roster(firm(从业人员="=1+1")))

    assert codes(reading) == [("F2", "ROSTER_CELL_ERROR"), ("F2", "ROSTER_SIZE_UNKNOWN")]


def test_columns_that_are_missing_strange_or_double_are_said_once() -> None:
    headings = ["统一社会信用代码", "企业名称", "营业收入(亿元)", "地区", "地区", "备注"]
    rows = [[code, f"企业{code}", 3, "江苏", "江苏", "x"] for code in SOUND]

    reading = read(workbook([headings, *rows]))

    assert codes(reading) == [
        ("C1", "ROSTER_COLUMN_UNKNOWN"),
        ("E1", "COLUMN_REPEATED"),
        *[(None, "ROSTER_COLUMN_MISSING")] * 4,
    ]
    assert len(reading.enterprises) == len(SOUND)
    assert {enterprise.region for enterprise in reading.enterprises} == {""}


def test_a_roster_without_codes_cannot_be_imported() -> None:
    reading = read(workbook([["企业名称", "地区", "行业"], ["甲", "江苏", "汽车"]]))

    assert ("统一社会信用代码", "ROSTER_COLUMN_NEEDED") in [(issue.found, issue.code) for issue in reading.issues]
    assert reading.enterprises == ()


def test_two_rosters_in_one_file_are_not_guessed_between() -> None:
    rows: list[list[object]] = [[*FULL], [*FULL.values()]]

    assert codes(read(workbook(rows, rows))) == [(None, "ROSTER_SEVERAL")]
    assert codes(read(workbook(rows, rows[:1]))) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "FILE_EMPTY"), (b"a,b\n1,2\n", "FILE_CSV"), (workbook([["编号", "自评等级"], ["P1-01", 3]]), "ROSTER_NOT_FOUND")],
)
def test_a_file_that_is_no_roster_says_so(content: bytes, code: str) -> None:
    assert codes(read(content)) == [(None, code)]
    assert read(content).issues[0].message


def test_every_message_of_a_bad_roster_can_be_written() -> None:
    bad = firm(统一社会信用代码="9132O2OOMAOOOA1273", 地区="x", 行业="x", 从业人员="x", 营业收入=1, 企业特征="x", 状态="x")

    reading = read(roster(bad, bad, FULL, firm(企业名称=None, 统一社会信用代码="1"), FULL | {"规模": "微型", "统一社会信用代码": SOUND[3]}))

    assert len({issue.code for issue in reading.issues}) >= 9
    assert all(issue.cell and issue.message.startswith(issue.cell) for issue in reading.issues)


def test_invisible_and_control_characters_do_not_reach_the_store() -> None:
    reading = read(roster(firm(企业名称="\u200b甲\u00a0公司\ufeff ", 简称="A_x0000_B")))

    assert reading.enterprises[0].name.strip() == reading.enterprises[0].name
    assert "\u200b" not in reading.enterprises[0].name
    assert "\x00" not in reading.enterprises[0].short_name
