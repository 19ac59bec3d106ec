"""Each enterprise gets its own figures beside its peers', and nobody else's name or score."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from data import periods
from models.access import LOCAL_STAFF, Role, Viewer
from models.benchmark import PeerKind
from models.catalogue import Priority
from models.errors import NotPossible
from models.feedback import Feedback
from models.progress import Status
from models.scoring import shown
from services.documents import progress_document
from services.feedback import feedback, feedback_name, feedbacks, feedbacks_of, last_closed, pack_feedbacks
from services.progress import Snapshot
from services.report import Kind, report
from tests.builders import USCC
from tests.services.desk import NOW, ROSTER, SECOND, THIRD, Desk, form_of
from tests.services.made_period import NO_FORM, made_period, peers


def test_the_figures_are_those_of_the_progress_document() -> None:
    now = made_period(*peers(8))

    rows = progress_document(now, "enterprise")["rows"]
    for row, of in zip(rows, _all(now), strict=True):
        assert (row["total_score"], row["band"]) == (shown(of.total), of.band)
        assert (row["met"], row["applicable"], row["blank"]) == (of.met, of.applicable, of.blank)
        assert list(row["priorities"].values()) == [shown(six.own) for six in of.priorities]


def test_the_peers_are_named_and_counted() -> None:
    of = _all(made_period(*peers(8)))[0]

    assert (of.benchmark.kind, of.benchmark.n) == (PeerKind.SECTOR_AND_SIZE, 7)
    assert [six.peers.n for six in of.priorities] == [7] * 6
    assert of.compared


def test_a_provisional_form_has_a_score_but_is_not_compared() -> None:
    of = _all(made_period(("甲", "机床工具", "小型", "?" + "2" * 47), *peers(8)))[0]

    assert (of.provisional, of.blank, of.band, of.compared) == (True, 1, None, False)
    assert of.benchmark.n == 8


def test_a_missing_form_leaves_the_peers_and_nothing_of_its_own() -> None:
    of = _all(made_period(("甲", "机床工具", "小型", NO_FORM), *peers(8)))[0]

    assert (of.status, of.revision, of.total, of.gaps) == (Status.MISSING, None, None, ())
    assert of.benchmark.n == 8


def test_a_priority_that_does_not_apply_has_no_score() -> None:
    first, *rest = peers(8)
    text = "".join("-" if item.priority is Priority.QUALITY_GRADING else "3" for item in made_period().catalogue.items)

    of = _all(made_period((*first[:3], text), *rest))[0]

    [grading] = [six for six in of.priorities if six.code == Priority.QUALITY_GRADING]
    assert grading.own is None
    assert grading.peers.n == 7


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_valid_forms_are_never_compared(count: int) -> None:
    now = made_period(("甲", "机床工具", "小型", NO_FORM), *peers(count))

    assert [of.benchmark.kind for of in _all(now)] == [None] * (count + 1)


def test_one_sector_alone_is_as_good_as_several() -> None:
    assert {of.benchmark.kind for of in _all(made_period(*peers(5, size="小型"), *peers(5, size="中型")))} == {PeerKind.SECTOR}


def test_no_feedback_contains_the_name_or_code_of_another_enterprise() -> None:
    now = made_period(*peers(8), ("甲", "汽车", "大型", NO_FORM))
    others = {(row.uscc, row.name) for row in now.enterprises.itertuples()}

    texts = _texts(pack_feedbacks(feedbacks_of(now, now.enterprises["uscc"].tolist())))

    assert len(texts) == 9
    for name, text in texts.items():
        [own] = [pair for pair in others if name.startswith(f"{pair[0]}_")]
        assert own[0] in text
        assert [other for other in others - {own} if other[0] in text or other[1] in text] == []


def test_the_same_feedback_is_the_same_bytes() -> None:
    now = made_period(*peers(8))

    assert pack_feedbacks(_all(now)) == pack_feedbacks(_all(now))


def test_file_names_begin_with_the_code() -> None:
    of = _all(made_period(*peers(1), names={"机床工具小型0": "a/b 厂"}))[0]

    assert feedback_name(of) == "机床工具小型0_ab厂_2020反馈单.docx"


def test_a_returned_form_keeps_the_figures_of_the_revision_that_passed(desk: Desk) -> None:
    desk.receive(("好.xlsx", form_of()))
    desk.receive(("坏.xlsx", form_of(levels={"P1-01": "3分"})))

    of = feedback(desk.store, LOCAL_STAFF, "2020", USCC)

    assert (of.status, of.revision, of.newest_revision) == (Status.RETURNED, 1, 2)
    assert of.total is not None


def test_everybody_who_has_to_report_gets_one(desk: Desk) -> None:
    assert {of.uscc for of in feedbacks(desk.store, LOCAL_STAFF, "2020")} == {USCC, SECOND}


def test_an_enterprise_gets_its_own_and_no_other(desk: Desk) -> None:
    desk.receive(("好.xlsx", form_of()))
    own = Viewer(name="企业", role=Role.ENTERPRISE, uscc=USCC)
    _close(desk)

    assert last_closed(desk.store, own, USCC).code == "2020"
    assert feedback(desk.store, own, "2020", USCC) == feedback(desk.store, LOCAL_STAFF, "2020", USCC)
    assert [of.uscc for of in feedbacks(desk.store, own, "2020")] == [USCC]
    with pytest.raises(NotPossible):
        feedback(desk.store, own, "2020", THIRD)


def test_while_a_period_is_open_an_enterprise_gets_none(desk: Desk) -> None:
    desk.receive(("好.xlsx", form_of()))
    own = Viewer(name="企业", role=Role.ENTERPRISE, uscc=USCC)

    for asked in (lambda: feedback(desk.store, own, "2020", USCC), lambda: list(feedbacks(desk.store, own, "2020"))):
        with pytest.raises(NotPossible, match="本期结束后"):
            asked()
    with pytest.raises(NotPossible, match="还没有反馈"):
        last_closed(desk.store, own, USCC)


def test_a_report_of_feedback_is_a_zip_of_all_or_the_document_of_one(desk: Desk) -> None:
    desk.receive(("好.xlsx", form_of()))

    texts = _texts(report(desk.store, LOCAL_STAFF, "2020", Kind.FEEDBACK))
    one = report(desk.store, LOCAL_STAFF, "2020", Kind.FEEDBACK, enterprise=USCC)

    assert {name[:18] for name in texts} == {USCC, SECOND}
    assert _text(one) in texts.values()


def test_only_feedback_is_written_for_one_enterprise(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="反馈单"):
        report(desk.store, LOCAL_STAFF, "2020", Kind.NOTICE, enterprise=USCC)


def test_a_report_of_the_notice_names_nobody(desk: Desk) -> None:
    desk.receive(("好.xlsx", form_of()))

    text = _text(report(desk.store, LOCAL_STAFF, "2020", Kind.NOTICE))

    assert "应报2家，已报1家" in text
    assert [firm.name for firm in ROSTER if firm.name in text] == []


def test_the_basis_is_that_of_the_figures() -> None:
    now = made_period(*peers(6))

    assert {of.basis for of in _all(replace(now, basis="reviewed"))} == {"reviewed"}  # type: ignore[arg-type]


def _all(now: Snapshot) -> list[Feedback]:
    return list(feedbacks_of(now, now.enterprises["uscc"].tolist()))


def _texts(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: _text(archive.read(name)) for name in archive.namelist()}


def _text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def _close(desk: Desk) -> None:
    with desk.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)
