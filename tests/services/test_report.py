"""Reports of a period from the store: each kind opens, and says what progress says."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPermitted, NotPossible
from models.progress import ledger
from services import settings
from services.documents import progress_document
from services.feedback import count_feedbacks
from services.meeting_figures import meeting_figures
from services.report import Kind, report
from tests.services.desk import FIRM, SECOND, Desk, form_of


def test_the_figures_are_those_of_the_documents(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND, {"P1-03": "3分"})))

    found = meeting_figures(desk.store, LOCAL_STAFF, "latest")

    total = progress_document(desk.snapshot(), "total")
    assert found.summary.ledger == ledger(desk.snapshot().enterprises)
    assert (found.n, f"{(found.summary.total.mean or 0) / 10:.1f}") == (total["n"], total["mean"])
    assert [str(row.total) for row in found.enterprises if row.total is not None] == ["50.0"]
    assert {row.name: row.status for row in found.enterprises} == {FIRM.name: "待审", "浙东轴承厂": "退回待改", "鲁中泵业": "豁免"}
    assert found.previous is None


def test_the_period_before_is_found_and_compared(desk: Desk) -> None:
    desk.add_period("2021", deadline=desk.snapshot().period.deadline.replace(year=2021))
    desk.receive(("a.xlsx", form_of()))

    found = meeting_figures(desk.store, LOCAL_STAFF, "2021")

    assert found.previous is not None
    assert (found.previous.period.code, found.previous.total.n, found.panel) == ("2020", 1, None)


def test_deck_and_annex_open(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))

    deck, annex = (report(desk.store, LOCAL_STAFF, "2020", kind) for kind in (Kind.DECK, Kind.ANNEX))

    assert len(Presentation(BytesIO(deck)).slides) == 3
    assert load_workbook(BytesIO(annex)).sheetnames[0] == "汇总"


def test_notice_and_feedback_are_signed_by_the_association_of_the_installation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def signed() -> list[bool]:
        documents = (Document(BytesIO(report(desk.store, LOCAL_STAFF, "2020", kind, enterprise=firm))) for kind, firm in kinds)
        return [any(settings.association() in paragraph.text for paragraph in document.paragraphs) for document in documents]

    kinds = ((Kind.NOTICE, None), (Kind.FEEDBACK, SECOND))
    monkeypatch.delenv("ASSOCIATION", raising=False)
    assert settings.association() == "中国机械工业质量管理协会"
    assert signed() == [True, True]
    monkeypatch.setenv("ASSOCIATION", "示范质量协会")
    assert settings.association() == "示范质量协会"
    assert signed() == [True, True]


def test_writing_feedback_tells_how_far_it_is(desk: Desk) -> None:
    done: list[int] = []

    report(desk.store, LOCAL_STAFF, "2020", Kind.FEEDBACK, report=done.append)

    assert done == list(range(1, count_feedbacks(desk.store, LOCAL_STAFF, "2020") + 1)) == [1, 2]


def test_a_template_for_another_kind_than_the_deck_is_refused(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="只用于汇报"):
        report(desk.store, LOCAL_STAFF, "2020", Kind.ANNEX, master=b"")


def test_an_enterprise_may_not_have_what_goes_to_the_meeting(desk: Desk) -> None:
    for kind in (Kind.DECK, Kind.ANNEX):
        with pytest.raises(NotPermitted, match="没有查看各企业汇总的权限"):
            report(desk.store, Viewer(name="企业", role=Role.ENTERPRISE, uscc=SECOND), "2020", kind)
