"""/files: what is sent and how, and that nobody gets what is somebody else's."""

from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.audit import Action, audit_rows
from data.store import Store
from models.access import LOCAL_STAFF, Role
from services import receive
from services.download import Download, address
from services.tickets import TICKETS
from tests.builders import USCC
from tests.services.desk import SECOND, Desk, PoolHere, form_of
from tests.web.conftest import ADDRESS
from tests.web.machines import an_account, signed_in
from web.files import disposition

FORM = form_of()


@pytest.fixture
def desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(receive, "open_pool", PoolHere)
    made = Desk(store)
    made.add_roster()
    made.add_period("2020")
    made.receive(("甲 厂.xlsx", FORM))
    return made


@pytest.fixture
def staff(app: Starlette, desk: Desk) -> TestClient:
    return signed_in(app, desk.store, an_account(desk.store, Role.ADMINISTRATOR))


@pytest.fixture
def enterprise(app: Starlette, desk: Desk) -> TestClient:
    return signed_in(app, desk.store, an_account(desk.store, Role.ENTERPRISE, uscc=SECOND))


def test_a_file_comes_under_its_chinese_name_and_is_kept_nowhere(staff: TestClient) -> None:
    answer = staff.get(address("original", submission=1))

    assert answer.content == FORM
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain, _, named = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="_ _.xlsx"'
    assert unquote(named) == "甲 厂.xlsx"


@pytest.mark.parametrize("name", ['a"b.xlsx', "a\r\nSet-Cookie: x=1.xlsx", "a;b=c\\.xlsx", "100%.csv", "企业（一）.zip"])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = disposition(name)

    assert header.isprintable()
    assert header.isascii()
    assert header.count('"') == 2
    assert unquote(header.partition("UTF-8''")[2]) == name


def test_an_export_keeps_to_the_filters_in_its_address(staff: TestClient) -> None:
    everybody = staff.get(address("enterprises", period="2020", format="csv")).text
    one = staff.get(address("enterprises", period="2020", find="浙东", format="csv")).text

    assert USCC in everybody
    assert USCC not in one
    assert SECOND in one


def test_somebody_elses_file_is_not_there_and_asking_is_on_record_with_where_from(enterprise: TestClient, desk: Desk) -> None:
    answers = [enterprise.get(address(kind, submission=1, uscc=USCC, period="2020")) for kind in ("original", "form", "overview", "audit")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("没有这个文件，或者您无权下载" in answer.text for answer in answers)
    with desk.store.reading() as connection:
        rows = [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_ADDRESS_REFUSED]
    assert [(row.subject, row.origin) for row in rows] == [(SECOND, "192.0.2.7")] * 4


def test_what_is_nobodys_looks_like_what_is_somebody_elses(enterprise: TestClient) -> None:
    theirs, nobodys = (enterprise.get(address("original", submission=number)) for number in (1, 4711))

    assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text)


@pytest.mark.parametrize("path", ["/files/", "/files/secret", "/files/original/1", "/files/../files/x", "/files/ticket/"])
def test_no_other_address_below_files_leads_anywhere(staff: TestClient, path: str) -> None:
    answer = staff.get(path)

    assert answer.status_code == 404
    assert "behind the gate" not in answer.text


def test_a_stranger_is_led_to_the_door_and_from_there_back_to_the_file(stranger: TestClient) -> None:
    answer = stranger.get(address("original", submission=1))

    assert answer.status_code == 303
    assert unquote(answer.headers["location"]) == "/sign-in?next=/files/original?submission=1"


def test_a_ticket_opens_for_the_visit_it_was_made_for_only(app: Starlette, staff: TestClient, desk: Desk) -> None:
    other = signed_in(app, desk.store, an_account(desk.store, Role.ADMINISTRATOR))
    TICKETS.hold("a-ticket", _visit_key(staff), lambda: Download(name="登录码.xlsx", mime="text/plain", content=b"codes"))

    assert staff.get("/files/ticket/a-ticket").content == b"codes"
    assert other.get("/files/ticket/a-ticket").status_code == 404
    with desk.store.reading() as connection:
        assert [row.detail for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_ADDRESS_REFUSED] == [
            {"asked": "/files/ticket/"}
        ]
    TICKETS.drop("a-ticket")
    gone = staff.get("/files/ticket/a-ticket")
    assert gone.status_code == 410
    assert "请回到页面重新点一次" in gone.text


def test_a_long_log_leaves_in_pieces(staff: TestClient) -> None:
    with staff.stream("GET", address("audit")) as answer:
        assert "content-length" not in answer.headers
        assert "操作人".encode() in answer.read()


def test_what_cannot_be_made_says_why_on_a_page(staff: TestClient) -> None:
    answer = staff.get(address("overview", period="1999"))

    assert answer.status_code == 404
    assert "现有：2020" in answer.text


def _visit_key(client: TestClient) -> str:
    from models.door import digest
    from services.sign_in import COOKIE

    return digest(client.cookies[COOKIE])


def test_a_download_changes_nothing_by_itself(staff: TestClient) -> None:
    assert staff.post(address("original", submission=1), headers={"origin": ADDRESS}).status_code == 405
