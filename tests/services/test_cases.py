"""典型案例 from the file that came to the slide they stand on, and unchanged in what was frozen."""

import gzip
import json
from datetime import UTC, datetime
from io import BytesIO

from pptx import Presentation

from models.access import LOCAL_STAFF, Role, Viewer
from models.basis import Basis
from services.enterprise import enterprise_view
from services.freezing import freeze, pictures
from services.frozen_pictures import packed, unpacked
from services.meeting_figures import meeting_figures
from services.report import Kind, report
from tests.builders import USCC, edition
from tests.exchange.plain_forms import as_bytes, plain_book
from tests.services.desk import FIRM, SECOND, Desk, form_of

NOW = datetime(2020, 9, 15, 1, 0, tzinfo=UTC)


def telling(*stories: tuple[str, str, str], level: int = 3) -> bytes:
    """Fill the form of the first firm with stories."""
    book = plain_book({"P1-01": level})
    sheet = book.create_sheet("亮点与故事")
    for line in (("征集范围", "标题", "内容"), *stories):
        sheet.append(list(line))
    return as_bytes(book)


def test_a_story_of_a_file_that_came_is_on_the_slide_and_on_the_page_of_its_enterprise(desk: Desk) -> None:
    desk.receive(("a.xlsx", telling(("S.3", "一把刀", "从仿制到领先"))), ("b.xlsx", form_of(SECOND)))

    for viewer in (LOCAL_STAFF, Viewer(name="领导", role=Role.LEADER)):
        [table] = _cases_tables(report(desk.store, viewer, "2020", Kind.DECK))
        assert table == [["方向", "企业", "做法和故事"], ["S.3 推动企业质量管理体系升级", FIRM.name, "“一把刀”，从仿制到领先"]]
    form = enterprise_view(desk.store, LOCAL_STAFF, "2020", USCC).form
    assert form is not None
    assert [(story.title, story.cell) for story in form.stories] == [("一把刀", "C2")]


def test_only_the_form_that_counts_is_heard(desk: Desk) -> None:
    desk.receive(("a.xlsx", telling(("S.3", "旧的", "甲"))))
    desk.receive(("b.xlsx", telling(("S.1", "新的", "乙"), level=4)))

    [case] = meeting_figures(desk.store, LOCAL_STAFF, "2020").cases.chosen
    assert (case.story.title, case.revision) == ("新的", 2)
    assert meeting_figures(desk.store, LOCAL_STAFF, "2020", Basis.REVIEWED).cases.chosen == ()


def test_without_stories_there_is_no_slide_of_them(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))

    assert _cases_tables(report(desk.store, LOCAL_STAFF, "2020", Kind.DECK)) == []


def test_a_frozen_deck_and_notice_keep_their_cases_to_the_byte(desk: Desk) -> None:
    desk.receive(("a.xlsx", telling(("S.3", "旧的", "甲"))))
    freeze(desk.store, LOCAL_STAFF, "2020", "会议稿", now=NOW)
    kinds = (Kind.DECK, Kind.NOTICE)
    before = [report(desk.store, LOCAL_STAFF, "2020", kind, frozen="会议稿") for kind in kinds]
    assert before == [report(desk.store, LOCAL_STAFF, "2020", kind) for kind in kinds]

    desk.receive(("b.xlsx", telling(("S.1", "新的", "乙"), level=4)))

    assert [report(desk.store, LOCAL_STAFF, "2020", kind, frozen="会议稿") for kind in kinds] == before
    assert [report(desk.store, LOCAL_STAFF, "2020", kind) == old for kind, old in zip(kinds, before, strict=True)] == [False, False]
    stranger = Viewer(name="联络员", role=Role.ENTERPRISE, uscc=SECOND)
    assert meeting_figures(desk.store, stranger, "2020", frozen="会议稿").cases.chosen == ()


def test_figures_frozen_before_there_were_cases_have_none(desk: Desk) -> None:
    desk.receive(("a.xlsx", telling(("S.3", "旧的", "甲"))))
    document = json.loads(gzip.decompress(packed({Basis.SELF: pictures(desk.store, LOCAL_STAFF, "2020")}, None)))
    del document["pictures"]["self"]["cases"]

    thawed = unpacked(gzip.compress(json.dumps(document).encode()), edition(), None)[Basis.SELF]

    assert thawed.cases is not None
    assert (thawed.cases.told, thawed.cases.chosen) == (0, ())


def _cases_tables(content: bytes) -> list[list[list[str]]]:
    slides = [slide for slide in Presentation(BytesIO(content)).slides if "典型案例" in slide.shapes.title.text]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
