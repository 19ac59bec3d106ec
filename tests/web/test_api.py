"""/api/v1: the same answers as the command line, for whoever has the token for it; and nothing else."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.audit import Action, audit_rows
from data.store import Store
from models.access import LOCAL_STAFF, Role
from models.api_token import LONGEST_DAYS, TOKEN_START, TokenScope
from models.basis import Basis
from models.errors import NotPossible
from services import receive
from services.accounts import change_account
from services.api_tokens import api_tokens, issue_token, machine_of, revoke_token
from services.documents import BREAKDOWNS, intake_document, progress_document
from services.progress import snapshot
from tests.services.desk import SECOND, Desk, PoolHere, form_of
from tests.web.conftest import knocking
from tests.web.machines import a_token, an_account, signed_in
from web import api, gate, openapi

SUBMISSIONS, PROGRESS = "/api/v1/submissions", "/api/v1/progress"
METRICS, DESCRIPTION = "/api/v1/metrics", "/api/v1/openapi.json"
FORM, FAULTY = form_of(), form_of(SECOND, {"P1-03": "3分"})


@pytest.fixture
def desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(receive, "open_pool", PoolHere)
    monkeypatch.setattr(api, "_limiters", [])
    made = Desk(store)
    made.add_roster()
    made.add_period("2020")
    return made


@pytest.fixture
def machine(app: Starlette, desk: Desk) -> TestClient:
    """Give a program that holds a reviewer's token."""
    return _bearing(app, a_token(desk.store, an_account(desk.store, Role.REVIEWER)))


def test_the_answer_to_a_submission_is_that_of_the_command(machine: TestClient, desk: Desk) -> None:
    answer = _send(machine, ("甲.xlsx", FORM), ("乙.xlsx", FAULTY), ("坏.xlsx", b"x"))

    assert answer.status_code == 200
    told = answer.json()
    assert [(row["file"], row["outcome"]) for row in told["files"]] == [
        ("甲.xlsx", "accepted"),
        ("乙.xlsx", "returned"),
        ("坏.xlsx", "refused"),
    ]
    again = intake_document(desk.receive(("坏.xlsx", b"x")), {})
    assert told["files"][2] == again["files"][0]
    assert told["ledger"] == again["ledger"]
    assert any(issue["code"] == "LEVEL_AMBIGUOUS" and issue["cell"] for issue in told["files"][1]["issues"])


def test_a_zip_is_unpacked_and_latest_names_the_newest_period(machine: TestClient) -> None:
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("江苏/甲.xlsx", FORM)

    told = _send(machine, ("包.zip", pack.getvalue()), period="latest").json()

    assert (told["period"], [row["file"] for row in told["files"]]) == ("2020", ["包.zip!江苏/甲.xlsx"])


@pytest.mark.parametrize("by", BREAKDOWNS)
@pytest.mark.parametrize("basis", ["self", "reviewed"])
def test_progress_is_that_of_the_command(machine: TestClient, desk: Desk, by: str, basis: str) -> None:
    desk.receive(("甲.xlsx", FORM))

    answer = machine.get(PROGRESS, params={"period": "2020", "by": by, "basis": basis})

    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(progress_document(snapshot(desk.store, LOCAL_STAFF, "2020", Basis(basis)), by)))
    assert answer.json()["basis"] == basis


def test_a_monitoring_system_reads_its_numbers_with_a_token_for_that_and_nobody_else(app: Starlette, desk: Desk) -> None:
    administrator, reviewer = (an_account(desk.store, role) for role in (Role.ADMINISTRATOR, Role.REVIEWER))
    watches = _bearing(app, a_token(desk.store, administrator, [TokenScope.WATCH]))
    reads = _bearing(app, a_token(desk.store, administrator, [TokenScope.READ]))
    curious = _bearing(app, a_token(desk.store, reviewer, [TokenScope.WATCH]))

    told = watches.get(METRICS)

    assert told.status_code == 200
    assert "quality_submissions 0.0" in told.text
    assert [one.get(METRICS).status_code for one in (reads, curious)] == [403, 403]
    assert watches.get(PROGRESS, params={"period": "2020"}).status_code == 403


def test_who_sent_it_is_on_record_with_token_and_address(machine: TestClient, desk: Desk) -> None:
    _send(machine, ("甲.xlsx", FORM))

    with desk.store.reading() as connection:
        [row] = [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.SUBMISSION_ADDED]
    assert row.actor.endswith("令牌“试验”")
    assert row.origin == "192.0.2.7"


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic d2FuZzp4", "Bearer zlpp_" + "a" * 43])
@pytest.mark.parametrize("path", [PROGRESS, SUBMISSIONS, METRICS, DESCRIPTION])
def test_without_a_good_token_nothing_is_answered(app: Starlette, desk: Desk, path: str, header: str) -> None:
    client = TestClient(app, "http://testserver")

    answer = client.request("POST" if path == SUBMISSIONS else "GET", path, headers={"authorization": header} if header else {})

    assert desk.store
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "unauthorized"


def test_a_browsers_cookie_opens_only_the_description(app: Starlette, desk: Desk) -> None:
    browser = signed_in(app, desk.store, an_account(desk.store, Role.ADMINISTRATOR))

    assert browser.get(DESCRIPTION).status_code == 200
    assert browser.get(PROGRESS, params={"period": "2020"}).status_code == 401


def test_a_token_does_what_its_scopes_say_and_no_more_than_its_account(app: Starlette, desk: Desk) -> None:
    reviewer, leader = (an_account(desk.store, role) for role in (Role.REVIEWER, Role.LEADER))
    reads, submits = (_bearing(app, a_token(desk.store, reviewer, [scope])) for scope in (TokenScope.READ, TokenScope.SUBMIT))
    looks = _bearing(app, a_token(desk.store, leader))

    assert _send(reads, ("甲.xlsx", FORM)).status_code == 403
    assert submits.get(PROGRESS, params={"period": "2020"}).status_code == 403
    assert _send(looks, ("甲.xlsx", FORM)).status_code == 403
    assert looks.get(PROGRESS, params={"period": "2020"}).status_code == 200
    assert _send(submits, ("甲.xlsx", FORM)).json()["files"][0]["outcome"] == "accepted"


def test_an_enterprises_token_reaches_its_own_form_only_and_promises(app: Starlette, desk: Desk) -> None:
    desk.receive(("甲.xlsx", FORM))
    own = _bearing(app, a_token(desk.store, an_account(desk.store, Role.ENTERPRISE, uscc=SECOND)))

    assert [row["uscc"] for row in own.get(PROGRESS, params={"period": "2020", "by": "enterprise"}).json()["rows"]] == [SECOND]
    assert _send(own, ("乙.xlsx", FAULTY)).status_code == 422
    mine, theirs = (_send(own, ("表.xlsx", form), signer="王五").json()["files"][0] for form in (FAULTY, form_of(levels={"P1-01": 4})))
    assert (mine["outcome"], mine["uscc"]) == ("returned", SECOND)
    assert (theirs["outcome"], theirs["uscc"]) == ("unrecognised", None)


@pytest.mark.parametrize("end", ["revoked", "over", "disabled"])
def test_a_token_that_ended_opens_nothing(app: Starlette, desk: Desk, end: str) -> None:
    owner, now = an_account(desk.store, Role.REVIEWER), datetime.now(UTC)
    made, text = issue_token(desk.store, LOCAL_STAFF, owner.name, label="x", scopes=[TokenScope.READ], days=1, now=now)
    assert _bearing(app, text).get(PROGRESS, params={"period": "2020"}).status_code == 200

    if end == "revoked":
        revoke_token(desk.store, LOCAL_STAFF, made.id, now=now)
    elif end == "disabled":
        an_account(desk.store, Role.ADMINISTRATOR)
        change_account(desk.store, LOCAL_STAFF, replace(owner, disabled=True), now=now)

    later = now + timedelta(days=1) if end == "over" else now
    assert machine_of(desk.store, text, address="", now=later) is None


def test_a_token_is_kept_as_a_hash_and_its_life_is_on_record(desk: Desk) -> None:
    owner, now = an_account(desk.store, Role.REVIEWER), datetime.now(UTC)

    made, text = issue_token(desk.store, LOCAL_STAFF, owner.name.upper(), label=" OA  取数 ", scopes=[TokenScope.READ], days=1, now=now)
    revoke_token(desk.store, LOCAL_STAFF, made.id, now=now)
    revoke_token(desk.store, LOCAL_STAFF, made.id, now=now)

    assert text.startswith(TOKEN_START)
    assert text not in json.dumps(desk.tables())
    assert [one.works(now) for one in api_tokens(desk.store, LOCAL_STAFF)] == [False]
    with desk.store.reading() as connection:
        rows = [
            (row.action, row.subject, row.detail["label"]) for row in audit_rows(connection, LOCAL_STAFF) if row.action.startswith("token.")
        ]
    assert rows == [(Action.TOKEN_ISSUED, owner.name, "OA 取数"), (Action.TOKEN_REVOKED, owner.name, "OA 取数")]


@pytest.mark.parametrize(
    "wrong", [{"label": " "}, {"label": "长" * 41}, {"scopes": []}, {"days": 0}, {"days": LONGEST_DAYS + 1}, {"account": "nobody"}]
)
def test_a_token_for_nobody_for_nothing_or_for_ever_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    asked = {"account": an_account(desk.store, Role.REVIEWER).name, "label": "x", "scopes": [TokenScope.READ], "days": 1} | wrong

    with pytest.raises(NotPossible, match=r"请|有效期"):
        issue_token(desk.store, LOCAL_STAFF, asked.pop("account"), now=datetime.now(UTC), **asked)


def test_what_is_wrong_with_a_request_is_said_in_json(machine: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openapi, "MOST_UPLOADS", 2)
    monkeypatch.setattr(api, "MOST_UPLOADS", 2)
    desk.add_period("2019")
    _close(desk, "2019")
    answers = {
        404: [machine.get(PROGRESS, params={"period": "1999"}), _send(machine, ("a", b"x"), period="1999"), machine.get("/api/v1/nothing")],
        405: [machine.post(PROGRESS), machine.get(SUBMISSIONS)],
        409: [_send(machine, ("a", b"x"), period="2019")],
        413: [_send(machine, *[("a", b"x")] * 3)],
        415: [machine.post(SUBMISSIONS, json={"period": "2020"})],
        422: [
            machine.get(PROGRESS),
            machine.get(PROGRESS, params={"period": "2020", "by": "moon"}),
            machine.get(PROGRESS, params={"period": "2020", "basis": "x"}),
            machine.post(SUBMISSIONS, data={"period": "2020"}, files={"other": ("a", b"x")}),
            machine.post(SUBMISSIONS, content=b"--x", headers={"content-type": "multipart/form-data"}),
            machine.post(SUBMISSIONS, content=b"nothing", headers={"content-type": "multipart/form-data; boundary=x"}),
        ],
    }  # fmt: skip

    for status, found in answers.items():
        assert [answer.status_code for answer in found] == [status] * len(found)
        assert all(answer.json()["error"]["message"] for answer in found)
        assert not any("Traceback" in answer.text for answer in found)


def test_a_body_that_is_too_large_is_refused_in_json_before_it_is_read(machine: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_LIMITS", (("/api/", 1000),))

    answer = _send(machine, ("a.xlsx", b"x" * 2000))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_fault_of_ours_shows_no_traceback(machine: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_told", lambda *_: 1 / 0)

    answer = machine.get(PROGRESS, params={"period": "2020"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "fault")
    assert "ZeroDivision" not in answer.text


def test_the_description_holds_whatever_is_sent(app: Starlette, desk: Desk) -> None:
    """Let schemathesis send what fits the description and what does not, and hold every answer against it."""
    desk.receive(("甲.xlsx", FORM), ("乙.xlsx", FAULTY))
    token = a_token(desk.store, an_account(desk.store, Role.REVIEWER))
    schema = schemathesis.openapi.from_dict(openapi.document())
    schema.app = app
    seen: set[int] = set()

    for found in schema.get_all_operations():
        for mode in GenerationMode:

            @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=found.ok().as_strategy(generation_mode=mode))
            def holds(case: schemathesis.Case) -> None:
                seen.add(case.call_and_validate(headers={"Authorization": f"Bearer {token}"}).status_code)

            holds()

    assert {200, 404, 422} <= seen


def _bearing(app: Starlette, token: str) -> TestClient:
    client = knocking(app)
    client.headers["authorization"] = f"Bearer {token}"
    return client


def _send(client: TestClient, *files: tuple[str, bytes], period: str = "2020", **fields: str) -> object:
    return client.post(SUBMISSIONS, data={"period": period, **fields}, files=[("files", file) for file in files])


def _close(desk: Desk, code: str) -> None:
    from data.periods import close_period

    with desk.store.writing() as connection:
        close_period(connection, LOCAL_STAFF, code, datetime.now(UTC))
