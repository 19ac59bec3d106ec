"""亮点与故事 of a form: every entry with its scope and its cell, whatever the file is, and no entry that was not written."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from exchange.judge import judge
from exchange.layout import InfoLabel, StoryHeading
from exchange.own_words import OwnWords
from exchange.read import MOST_STORIES
from exchange.template import build_form
from models.story import Story
from tests.builders import PERIOD, edition, enterprise
from tests.exchange.other_kinds import as_ods, as_xls
from tests.exchange.plain_forms import as_bytes, context, plain_book

SHEET = "亮点与故事"


@pytest.mark.parametrize("saved_as", [as_bytes, as_xls, as_ods])
def test_stories_are_kept_with_their_scopes_and_cells(saved_as: Callable[[Workbook], bytes]) -> None:
    content = saved_as(
        _book(
            [
                ("S.3", "一把刀", "从仿制到领先。\n第二段"),
                (None, None, None),
                ("Ｓ．１ 战疫情", None, "只有内容"),
                ("其他", "只有标题", None),
            ]
        )
    )

    assert judge(context(), content).stories == (
        Story(scope="S.3", title="一把刀", text="从仿制到领先。\n第二段", sheet=SHEET, cell="C4"),
        Story(scope="S.1", title="", text="只有内容", sheet=SHEET, cell="C6"),
        Story(scope="", title="只有标题", text="", sheet=SHEET, cell="B7"),
    )


def test_the_form_we_send_out_is_read_back() -> None:
    words = OwnWords(stories=({StoryHeading.SCOPE: "S.5", StoryHeading.TITLE: "早会", StoryHeading.TEXT: "连续八年"},))
    form = build_form(edition(), enterprise(), PERIOD, issued_on=date(2020, 7, 1), digest="d", words=words)

    assert judge(context(), form).stories == (Story(scope="S.5", title="早会", text="连续八年", sheet=SHEET, cell="C9"),)


def test_an_empty_sheet_and_a_scope_alone_tell_nothing() -> None:
    empty = build_form(edition(), enterprise(), PERIOD, issued_on=date(2020, 7, 1), digest="d")

    assert judge(context(), empty).stories == ()
    assert judge(context(), as_bytes(_book([("S.2", None, " \u3000")]))).stories == ()
    assert judge(context(), as_bytes(plain_book())).stories == ()


def test_a_table_far_down_or_with_wide_headings_is_found() -> None:
    book = plain_book()
    sheet = book.create_sheet(SHEET)
    for line in ([[None]] * 60) + [["征集范围", "标" + "\u3000" * 12 + "题", "内容"], ["S.2", "匠人", "三十年"]]:
        sheet.append(line)

    [story] = judge(context(), as_bytes(book)).stories

    assert (story.title, story.cell) == ("匠人", "C62")


NO_INCIDENT = (None, "无", "没有", "否", "/", "无。")
INCIDENT = ("有", " 有，见附件", "是", "2019 年发生一起较大生产安全事故", "1 起", "☑有 □无")


@pytest.mark.parametrize(("declared", "incident"), [*((one, False) for one in NO_INCIDENT), *((one, True) for one in INCIDENT)])
def test_a_declared_incident_goes_with_the_stories(declared: str | None, incident: bool) -> None:
    info = {} if declared is None else {InfoLabel.DECLARATION: declared}

    [story] = judge(context(), as_bytes(_book([("S.2", "匠人", "三十年")], info))).stories

    assert story.incident is incident


def test_of_very_many_rows_the_first_are_kept() -> None:
    stories = judge(context(), as_bytes(_book([(None, f"故事 {number}", None) for number in range(200)]))).stories

    assert [story.title for story in stories] == [f"故事 {number}" for number in range(MOST_STORIES)]


def _book(stories: Sequence[tuple[str | None, ...]], info: dict[InfoLabel, str] | None = None) -> Workbook:
    book = plain_book(info=info)
    sheet = book.create_sheet(SHEET)
    for line in ([SHEET], [], ["征集范围", "标题", "内容"], *stories):
        sheet.append(list(line))
    return book
