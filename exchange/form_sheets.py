"""Writes the small sheets of the form: 企业信息, 亮点与故事 and the hidden _meta."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from exchange.find import address
from exchange.form_style import Styles, set_page
from exchange.layout import SIGNATURES, TRAIT_SEPARATOR, InfoLabel, MetaKey, Sheet, StoryHeading
from exchange.row_height import height
from models.catalogue import Catalogue
from models.enterprise import Enterprise, Size, Trait

STORY_ROWS = 5
_LOCKED = frozenset({InfoLabel.USCC, InfoLabel.NAME, InfoLabel.PERIOD, InfoLabel.EDITION})
_INFO_WIDTHS = (200, 420, 430)
_STORY_WIDTHS = (110, 280, 660)
_HINTS = {
    InfoLabel.USCC: "有误请告诉秘书处，不要改动",
    InfoLabel.NAME: "应与公章一致；有误请告诉秘书处",
    InfoLabel.SIZE: "按国统字〔2017〕213号，由从业人员和营业收入推算",
    InfoLabel.TRAITS: f"决定哪些项目可填“不适用”，以花名册为准；有变化请改在这里并告诉秘书处。可填：{TRAIT_SEPARATOR.join(Trait)}",
    InfoLabel.REGION: "生产经营所在地的省（区、市）",
    InfoLabel.REVENUE: "单位是万元，填最近一个完整年度",
    InfoLabel.FORWARDER: "经地方质协或工作站转报的，填它的名称",
    InfoLabel.MOBILE: "退回修改时联系用",
    InfoLabel.DECLARATION: "不计分；如有，请随盖章件另附说明",
}
_CHOICES: dict[InfoLabel, list[str]] = {InfoLabel.SIZE: [size.value for size in Size], InfoLabel.DECLARATION: ["无", "有"]}


def write_info(book: Workbook, styles: Styles) -> None:
    """Add 企业信息: labels in column A, an empty cell for each value in column B, what to mind in column C."""
    sheet = book.add_worksheet(Sheet.INFO)
    for column, width in enumerate(_INFO_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    for row, label in enumerate(InfoLabel):
        hint = _HINTS.get(label, "")
        sheet.set_row(row, max(22, height([(label, _INFO_WIDTHS[0]), (hint, _INFO_WIDTHS[2])])))
        sheet.write_string(row, 0, label, styles("label"))
        sheet.write_blank(row, 1, None, styles("fixed" if label in _LOCKED else "fill_text"))
        sheet.write_string(row, 2, hint, styles("muted"))
        if label in _CHOICES:
            sheet.data_validation(row, 1, row, 1, _choice(_CHOICES[label]))
    for row, text in enumerate(SIGNATURES, len(InfoLabel) + 1):
        sheet.set_row(row, 28)
        sheet.write_string(row, 0, text, styles("plain"))
        sheet.write_blank(row, 1, None, styles("sign"))
    sheet.ignore_errors({"number_stored_as_text": f"B1:B{len(InfoLabel)}"})
    _guard_and_print(sheet, Sheet.INFO)


def info_cell(label: InfoLabel) -> str:
    """Give the address of a value in 企业信息 as A1."""
    return f"B{list(InfoLabel).index(label) + 1}"


def signature_cell(label: str) -> str:
    """Give the address beside a line to sign in 企业信息 as A1."""
    return f"B{len(InfoLabel) + 2 + SIGNATURES.index(label)}"


def story_cell(catalogue: Catalogue, number: int, heading: StoryHeading) -> str:
    """Give the address of a part of a story, counted from 0, in 亮点与故事 as A1."""
    return address(_story_heading_row(catalogue) + 1 + number, list(StoryHeading).index(heading))


def info_values(enterprise: Enterprise, period: str, edition: str) -> dict[InfoLabel, str]:
    """Give what the roster knows of an enterprise, as it is pre-filled; what is not known is absent."""
    values = {
        InfoLabel.USCC: enterprise.uscc,
        InfoLabel.NAME: enterprise.name,
        InfoLabel.PERIOD: period,
        InfoLabel.EDITION: edition,
        InfoLabel.SIZE: enterprise.size or "",
        InfoLabel.TRAITS: TRAIT_SEPARATOR.join(trait for trait in Trait if trait in enterprise.traits),
        InfoLabel.REGION: enterprise.region,
        InfoLabel.SECTOR: enterprise.sector,
        InfoLabel.STAFF: "" if enterprise.staff is None else str(enterprise.staff),
        InfoLabel.REVENUE: "" if enterprise.revenue is None else f"{enterprise.revenue.normalize():f}",
        InfoLabel.FORWARDER: enterprise.forwarder,
        InfoLabel.CONTACT: enterprise.contact.person,
        InfoLabel.MOBILE: enterprise.contact.mobile,
        InfoLabel.EMAIL: enterprise.contact.email,
    }
    return {label: str(value) for label, value in values.items() if value}


def write_stories(book: Workbook, styles: Styles, catalogue: Catalogue, rows: int = STORY_ROWS) -> None:
    """Add 亮点与故事: the scopes of the call, and a small table to write in; nothing of it is scored."""
    sheet = book.add_worksheet(Sheet.STORIES)
    for column, width in enumerate(_STORY_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "亮点与故事（自愿填写，不计分）", styles("title"))
    for row, scope in enumerate(catalogue.story_scopes, 1):
        sheet.set_row(row, height([(scope.quote, sum(_STORY_WIDTHS[1:]))]))
        sheet.write_string(row, 0, scope.id, styles("label"))
        sheet.merge_range(row, 1, row, 2, "", styles("cell"))
        sheet.write_string(row, 1, scope.quote, styles("cell"))
    heading_row = _story_heading_row(catalogue)
    sheet.set_row(heading_row, 22)
    for column, heading in enumerate(StoryHeading):
        sheet.write_string(heading_row, column, heading, styles("heading_fill"))
    for row in range(heading_row + 1, heading_row + 1 + rows):
        sheet.set_row(row, 66)
        for column in range(len(StoryHeading)):
            sheet.write_blank(row, column, None, styles("fill"))
    if catalogue.story_scopes:
        sheet.data_validation(heading_row + 1, 0, heading_row + rows, 0, _choice([scope.id for scope in catalogue.story_scopes]))
    _guard_and_print(sheet, Sheet.STORIES)


def _story_heading_row(catalogue: Catalogue) -> int:
    return len(catalogue.story_scopes) + 2


def write_meta(book: Workbook, marks: dict[MetaKey, str]) -> None:
    """Add the hidden _meta, keys in column A and values in column B, and the same as document properties."""
    sheet = book.add_worksheet(Sheet.META)
    text = book.add_format({"num_format": "@"})
    for row, (key, value) in enumerate(marks.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value, text)
    sheet.protect()
    sheet.very_hidden()


def _choice(values: list[str]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": values,
        "error_title": "请从下拉中选择",
        "error_message": f"请点格子右边的箭头，选其中一个：{TRAIT_SEPARATOR.join(values)}。",
    }


def _guard_and_print(sheet: Worksheet, name: str) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    set_page(sheet, name, pages_tall=1)
