"""The enterprise's own file with its faults marked, listed and ready to be mended."""

from io import BytesIO

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from xlsxwriter import Workbook

from exchange.annotate import annotate
from exchange.fresh_form import fresh_form
from exchange.layout import ISSUE_SHEET, OUR_AUTHOR, Heading, InfoLabel, IssueHeading, Sheet
from exchange.parsed import ParsedWorkbook
from exchange.read import read_form
from models.assessment import Answer, Field, Level
from models.issue import Issue
from tests.builders import PERIOD, edition, enterprise
from tests.exchange.forms import DIGEST, ISSUED_ON, assessment, form, item_cell, offered, opened, saved

RED, AMBER = "FFFBDAD7", "FFFFE7C2"


def issue(code: str, cell: str | None = None, sheet: str | None = Sheet.FORM.value, **values: object) -> Issue:
    return Issue(code=code, sheet=sheet if cell else None, cell=cell, **values)  # type: ignore[arg-type]


def listed(content: bytes) -> list[dict[str, str]]:
    """Read the rows of 问题清单 by heading."""
    sheet = opened(content)[ISSUE_SHEET]
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def drawn(*, text_box: bool) -> bytes:
    """Write a workbook with a chart and, if wanted, a text box over a sheet."""
    target = BytesIO()
    with Workbook(target) as book:
        sheet, chart = book.add_worksheet("自评表"), book.add_chart({"type": "bar"})
        chart.add_series({"values": "='自评表'!$A$1:$A$2"})
        sheet.insert_chart("D3", chart)
        if text_box:
            sheet.insert_textbox("J3", "另附说明")
    return target.getvalue()


def test_the_bad_cell_is_coloured_noted_and_unlocked() -> None:
    issues = [issue("LEVEL_AMBIGUOUS", "H7", found="3分", item="P1-03"), issue("WEIGHT_CHANGED", "F8", found="9", details={"weight": "3"})]

    book = opened(annotate(form(), issues, note=""))
    level, weight = book[Sheet.FORM.value]["H7"], book[Sheet.FORM.value]["F8"]

    assert (level.fill.fgColor.rgb, weight.fill.fgColor.rgb) == (RED, AMBER)
    assert "H7 填了“3分”" in level.comment.text
    assert level.comment.author == OUR_AUTHOR
    assert not weight.protection.locked


def test_several_issues_of_one_cell_share_its_note_and_the_gravest_gives_the_colour() -> None:
    issues = [issue("LEVEL_NORMALISED", "H7", found="3级", details={"read": "3"}), issue("LEVEL_AMBIGUOUS", "H7", found="3分")]

    cell = opened(annotate(form(), issues, note=""))[Sheet.FORM.value]["H7"]

    assert cell.fill.fgColor.rgb == RED
    assert "等级写法已换算" in cell.comment.text
    assert "等级不明确" in cell.comment.text


def test_the_list_is_the_first_sheet_errors_first_each_linked_to_its_cell() -> None:
    issues = [issue("LATE", found="2020-09-12", details={"due": "2020-09-10"}), issue("LEVEL_AMBIGUOUS", "H7", found="3分", item="P1-03")]

    content = annotate(form(), issues, note="请尽快")
    book = opened(content)
    sheet, rows = book[ISSUE_SHEET], listed(content)

    assert book.sheetnames[0] == ISSUE_SHEET
    assert [row[IssueHeading.PLACE] for row in rows] == ["自评表 H7", "整个文件"]
    assert [row[IssueHeading.SEVERITY] for row in rows] == ["须修改", "请留意"]
    assert rows[0][IssueHeading.MEND] == issues[1].message
    assert sheet["C5"].hyperlink.location == "'自评表'!H7"
    assert sheet["A2"].value.startswith("请改好“须修改”的 1 处，“请留意”的 1 处请核对")
    assert sheet["A3"].value == "请尽快"


def test_only_the_list_is_selected_so_that_typing_reaches_one_sheet() -> None:
    book = opened(annotate(form(), [issue("LEVEL_AMBIGUOUS", "H7", found="3分")], note=""))

    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [ISSUE_SHEET]
    assert book.active.title == ISSUE_SHEET


def test_text_that_looks_like_a_formula_stays_text() -> None:
    texts = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"]
    issues = [issue("LEVEL_AMBIGUOUS", "H7", found=text) for text in texts]

    sheet = opened(annotate(form(), issues, note="=1+1"))[ISSUE_SHEET]

    found = [row[4] for row in sheet.iter_rows(min_row=5)]
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found)
    assert sheet["A3"].data_type == "s"


def test_characters_a_workbook_cannot_hold_are_left_out_of_the_list() -> None:
    content = annotate(form(), [issue("LEVEL_AMBIGUOUS", "H7", found="3\x00\x0b\ud800分")], note="")

    assert listed(content)[0][IssueHeading.FOUND] == "3分"


def test_thousands_of_issues_are_listed_and_marked_up_to_300_errors_first_and_the_rest_counted() -> None:
    warnings = [issue("TEXT_OUTSIDE", f"Z{row}", found="附注", details={"more": ""}) for row in range(1, 4901)]

    content = annotate(form(), [*warnings, issue("LEVEL_AMBIGUOUS", "H7", found="3分")], note="")
    book, rows = opened(content), listed(content)

    assert len(rows) == 301
    assert rows[0][IssueHeading.PLACE] == "自评表 H7"
    assert rows[-1][IssueHeading.MEND].startswith("另有 4601 处同类问题")
    assert sum(cell.comment is not None for row in book[Sheet.FORM.value].iter_rows() for cell in row) == 300
    assert "“请留意”的 4900 处" in book[ISSUE_SHEET]["A2"].value


def test_the_note_of_one_cell_tells_of_eight_issues_and_counts_the_rest() -> None:
    issues = [issue("LEVEL_AMBIGUOUS", "H7", found=f"{number}分") for number in range(20)]

    note = opened(annotate(form(), issues, note=""))[Sheet.FORM.value]["H7"].comment.text

    assert note.count("等级不明确") == 8
    assert "另有 12 处问题" in note


def test_the_note_says_when_a_text_box_was_left_behind() -> None:
    contents = (form(), drawn(text_box=False), drawn(text_box=True))

    assert [opened(annotate(content, [], note="请看。"))[ISSUE_SHEET]["A3"].value for content in contents] == [
        "请看。", "请看。", "请看。原表里的文本框没有带到这份文件里，请对照原文件。",
    ]  # fmt: skip


def test_a_second_round_takes_the_marks_of_the_first_away() -> None:
    first = annotate(form(), [issue("LEVEL_AMBIGUOUS", "H7", found="3分"), issue("LEVEL_AMBIGUOUS", "H8", found="优")], note="一")

    second = annotate(first, [issue("LEVEL_AMBIGUOUS", "H8", found="良")], note="二")
    book = opened(second)
    sheet = book[Sheet.FORM.value]

    assert book.sheetnames.count(ISSUE_SHEET) == 1
    assert [row[IssueHeading.PLACE] for row in listed(second)] == ["自评表 H8"]
    assert sheet["H7"].comment is None
    assert sheet["H7"].fill.fill_type is None
    assert sheet["H8"].comment.text.count("等级不明确") == 1


def test_the_enterprises_own_note_and_colour_elsewhere_survive_both_rounds() -> None:
    book = opened(form())
    sheet = book[Sheet.FORM.value]
    sheet["H7"].comment = Comment("按去年口径填", "质量部")
    sheet["J9"].fill = PatternFill("solid", fgColor="FF00FF00")

    first = annotate(saved(book), [issue("LEVEL_AMBIGUOUS", "H7", found="3分")], note="")
    second = annotate(first, [], note="")

    assert opened(first)[Sheet.FORM.value]["H7"].comment.text.endswith("按去年口径填")
    assert opened(second)[Sheet.FORM.value]["H7"].comment.text == "按去年口径填"
    assert opened(second)[Sheet.FORM.value]["J9"].fill.fgColor.rgb == "FF00FF00"


def test_the_drop_downs_the_protection_and_the_identity_are_kept() -> None:
    before, after = opened(form()), opened(annotate(form(), [issue("LEVEL_AMBIGUOUS", "H7", found="3分")], note=""))

    assert {item.code: offered(after, item.code) for item in edition().items} == {
        item.code: offered(before, item.code) for item in edition().items
    }
    assert after[Sheet.FORM.value].protection.sheet
    assert after[Sheet.META.value].sheet_state == "veryHidden"
    assert {prop.name: prop.value for prop in after.custom_doc_props.props} == {
        prop.name: prop.value for prop in before.custom_doc_props.props
    }


def test_formulas_keep_their_last_result() -> None:
    book = opened(annotate(form(), [], note=""), values=True)

    assert book[Sheet.FORM.value]["F1"].value == "还有 48 项没有填自评等级"


def test_an_issue_within_a_merge_is_marked_where_it_shows_and_the_sheet_is_set_free() -> None:
    book = opened(form())
    book[Sheet.FORM.value].merge_cells("H7:H9")

    sheet = opened(annotate(saved(book), [issue("LEVEL_MERGED", "H8", found="H7:H9")], note=""))[Sheet.FORM.value]

    assert "LEVEL_MERGED" not in sheet["H7"].comment.text
    assert "取消合并" in sheet["H7"].comment.text
    assert not sheet.protection.sheet


def test_a_level_that_became_a_date_can_be_typed_over() -> None:
    book = opened(form())
    book[Sheet.FORM.value]["H7"].number_format = "m月d日"

    sheet = opened(annotate(saved(book), [issue("LEVEL_IS_DATE", "H7", found="2020-01-02")], note=""))[Sheet.FORM.value]

    assert sheet["H7"].number_format == "General"


def test_an_issue_on_a_sheet_that_is_gone_is_still_listed() -> None:
    content = annotate(form(), [issue("NAME_DIFFERS", "B2", "别的表", found="甲", details={"roster": "乙"})], note="")

    assert [row[IssueHeading.PLACE] for row in listed(content)] == ["别的表 B2"]


def test_the_mended_file_reads_as_what_was_typed() -> None:
    book = opened(form())
    for item in edition().items:
        item_cell(book, item.code, Heading.LEVEL).value = 2
    item_cell(book, "P1-03", Heading.LEVEL).value = "3分"

    returned = opened(annotate(saved(book), [issue("LEVEL_AMBIGUOUS", "H7", found="3分", item="P1-03")], note=""))
    item_cell(returned, "P1-03", Heading.LEVEL).value = 3
    parsed = read_form(saved(returned))

    assert isinstance(parsed, ParsedWorkbook)
    levels = {row.code.value: row.cells[Heading.LEVEL].value for row in parsed.rows}
    assert levels == {item.code: 3 if item.code == "P1-03" else 2 for item in edition().items}
    assert parsed.details[InfoLabel.NAME].value == enterprise().name


def test_a_fresh_form_carries_the_answers_and_points_the_issues_at_its_own_cells() -> None:
    answers = assessment({"P1-01": Answer(level=Level(3)), "P1-03": Answer(level=Level.FAULTY)})
    issues = [
        Issue(code="LEVEL_AMBIGUOUS", found="3分", item="P1-03", field=Field.LEVEL, sheet="Sheet1", cell="C17"),
        Issue(code="NAME_DIFFERS", found="甲", sheet="封面", cell="B9", details={"roster": "乙"}),
        Issue(code="ITEM_UNKNOWN", found="P9-99", sheet="Sheet1", cell="D60"),
    ]

    content = fresh_form(edition(), enterprise(), PERIOD, answers, issues, form(), issued_on=ISSUED_ON, digest=DIGEST, note="已换成新表")
    book = opened(content)
    bad = item_cell(book, "P1-03", Heading.LEVEL)

    assert item_cell(book, "P1-01", Heading.LEVEL).value == 3
    assert bad.value is None
    assert "等级不明确" in bad.comment.text
    assert [row[IssueHeading.PLACE] for row in listed(content)] == [f"自评表 {bad.coordinate}", "企业信息 B2", "整个文件"]
    assert book["企业信息"]["B2"].comment.text.startswith("【秘书处】企业名称不一致：B2 的企业名称是“甲”")
    assert listed(content)[-1][IssueHeading.MEND].startswith("原文件“Sheet1”D60 的编号“P9-99”不在本期清单里")
