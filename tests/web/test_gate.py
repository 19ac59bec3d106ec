"""The gate: who is let through, who is led to the door, who is refused, and what every answer carries."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from models.access import Role, Viewer
from tests.web.conftest import ADDRESS, PASSWORD, knocking
from web import gate
from web.headers import CONTENT_POLICY
from web.health import STORE_SILENT
from web.uploads import MB, OF_ONE, Uploads

FILE = "/_stcore/upload_file/session/file"


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize("path", ["/", "/overview", "/users", "/accounts?x=1", "/password", "/files/1"])
def test_a_stranger_is_led_from_every_page_to_the_door(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert 'type="password"' in stranger.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/metrics", "/media/a.xlsx", "/static/index.js", "/component/x", "/api/v1/progress"]
)
def test_what_is_no_page_is_refused_to_a_stranger(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 401
    assert "behind" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_stranger_changes_nothing_anywhere(stranger: TestClient, method: str) -> None:
    assert stranger.request(method, "/overview").status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/sign-in", "/sign-in/door.css"])
def test_the_door_its_looks_and_the_health_answer_everybody(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/healthzx", "/sign-input", "/sign-in/../overview", "/link", "/link/a/b", "/sign-in/anything", "/oidc/x", "/sign-in%2Fx", "/healthz/"],
)
def test_nothing_hides_behind_a_name_that_begins_like_the_door(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code in {303, 404}
    assert "behind the gate" not in answer.text


def test_whoever_is_in_comes_through(inside: TestClient) -> None:
    assert inside.get("/overview").text == "behind the gate: 192.0.2.7 0"
    with inside.websocket_connect("/_stcore/stream") as stream:
        assert stream.receive_text() == "behind the gate"


def test_a_made_up_token_is_no_key(stranger: TestClient) -> None:
    stranger.cookies.set("quality_session", "A" * 43)

    assert stranger.get("/media/x").status_code == 401


def test_the_stream_is_refused_before_it_opens(stranger: TestClient, inside: TestClient) -> None:
    for client, headers in ((stranger, {}), (inside, {"origin": "http://elsewhere.test"}), (inside, {"origin": "null"})):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=headers):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.test"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_sites_page_sends_is_refused(inside: TestClient, stranger: TestClient, headers: dict[str, str]) -> None:
    assert inside.post("/sign-out", headers=headers).status_code == 403
    assert inside.get("/overview").status_code == 200
    assert stranger.post("/sign-in", data={"name": "wang", "password": PASSWORD}, headers=headers).status_code == 403


def test_our_own_pages_may_send(inside: TestClient) -> None:
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}

    assert inside.put("/overview", headers=headers).status_code == 200


def test_every_answer_carries_the_headers(stranger: TestClient, inside: TestClient) -> None:
    for answer in (stranger.get("/"), stranger.get("/media/x"), stranger.get("/sign-in"), inside.get("/overview"), inside.get("/healthz")):
        assert answer.headers["content-security-policy"] == CONTENT_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers


@pytest.mark.usefixtures("wang")
def test_over_https_the_cookie_and_the_answers_say_so(stranger: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = stranger.post("/sign-in", data={"name": "wang", "password": PASSWORD}).headers["set-cookie"].lower()
    monkeypatch.setenv("PUBLIC_URL", "https://selfcheck.example/")

    answer = stranger.post(
        "/sign-in", data={"name": "wang", "password": PASSWORD}, headers={"origin": "https://selfcheck.example", "host": "10.0.0.5:8501"}
    )

    assert answer.headers["strict-transport-security"].startswith("max-age=")
    over_tls = answer.headers["set-cookie"].lower()
    assert all(word in cookie for cookie in (plain, over_tls) for word in ("httponly", "samesite=lax", "path=/"))
    assert ("secure" in over_tls, "secure" in plain) == (True, False)


def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_itself(inside: TestClient) -> None:
    large = b"x" * (gate._LIMIT + 1)

    assert inside.post("/overview", content=large).status_code == 413
    assert inside.post("/overview", content=iter([large[:1000], large])).status_code == 413
    assert inside.post("/overview", content=large[:-1]).text.endswith(str(gate._LIMIT))
    assert inside.put(FILE, content=large).status_code == 200


def test_a_length_that_is_no_number_is_refused(inside: TestClient) -> None:
    assert inside.post("/overview", content=b"x", headers={"content-length": "-1"}).status_code == 400


def test_the_files_of_a_visit_are_counted_until_they_are_taken_away() -> None:
    uploads, viewer = Uploads(), Viewer(name="企业", role=Role.ENTERPRISE, uscc="x")
    for number in range(OF_ONE.files):
        assert uploads.refusal("key", f"/{number}", viewer, 1) is None
        uploads.lay_down("key", f"/{number}", 1)

    assert "60 个文件" in str(uploads.refusal("key", "/more", viewer, 1))
    assert uploads.refusal("other", "/more", viewer, 1) is None
    uploads.take_up("key", "/0")
    assert uploads.refusal("key", "/more", viewer, 1) is None


def test_the_bytes_of_a_visit_are_counted_and_freed_a_little_after_its_last_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    uploads, viewer, clock = Uploads(), Viewer(name="企业", role=Role.ENTERPRISE, uscc="x"), [1000.0]
    monkeypatch.setattr("web.uploads.time.monotonic", lambda: clock[0])
    uploads.tab_opened("key")
    uploads.lay_down("key", "/a", 200 * MB)

    assert "300 MB" in str(uploads.refusal("key", "/b", viewer, 101 * MB))
    uploads.tab_left("key")
    assert uploads.refusal("key", "/b", viewer, 101 * MB) is not None
    clock[0] += 151

    assert uploads.refusal("key", "/b", viewer, 101 * MB) is None


def test_an_upload_beyond_the_allowance_is_refused_with_the_reason(inside: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.uploads.OF_MANY", OF_ONE)
    for number in range(OF_ONE.files):
        assert inside.put(f"{FILE}{number}", content=b"x").status_code == 200

    refused = inside.put(f"{FILE}-more", content=b"x")

    assert (refused.status_code, "60 个文件" in refused.text) == (413, True)
    assert inside.delete(f"{FILE}0").status_code == 200
    assert inside.put(f"{FILE}-more", content=b"x").status_code == 200


@pytest.mark.usefixtures("wang")
def test_only_a_trusted_proxy_is_believed_where_somebody_sits(app: Starlette, inside: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"x-forwarded-for": "198.51.100.1, 203.0.113.9"}
    assert "192.0.2.7" in inside.get("/overview", headers=said).text

    monkeypatch.setenv("TRUSTED_PROXIES", "192.0.2.7")

    assert "203.0.113.9" in inside.get("/overview", headers=said).text
    own_line = [("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.9")]
    assert "203.0.113.9" in inside.get("/overview", headers=own_line).text
    elsewhere = knocking(app, "192.0.2.8")
    elsewhere.cookies = inside.cookies
    assert "192.0.2.8" in elsewhere.get("/overview", headers=said).text


def test_what_uvicorn_made_of_a_forwarded_address_is_not_believed_unasked(app: Starlette, inside: TestClient) -> None:
    rewritten = TestClient(app, ADDRESS, client=("198.51.100.1", 0), headers={"x-forwarded-for": "198.51.100.1"})
    rewritten.cookies = inside.cookies

    assert "127.0.0.1" in rewritten.get("/overview").text


def test_a_store_that_does_not_answer_lets_nobody_through(inside: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.errors import StoreFault

    def broken(*_: object, **__: object) -> None:
        raise StoreFault("数据库用不了。")

    monkeypatch.setattr("web.visitor.visit", broken)

    answer = inside.get("/overview")

    assert (answer.status_code, answer.text) == (503, STORE_SILENT)
