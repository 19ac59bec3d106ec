"""The other door, against a small identity provider that is a server of its own."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from tests.web.conftest import ADDRESS

CLIENT, SECRET = "self-assessment", "provider's secret"


@dataclass
class Provider:
    """What the provider knows, and how it may misbehave."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    says: dict[str, Any] = field(default_factory=lambda: {"email": "Wang", "email_verified": True})
    asked: dict[str, str] = field(default_factory=dict)
    signed_with: RSAKey | None = None
    nonce: str | None = None

    def agree(self, address: str) -> str:
        """Do what the browser's person does there: agree, and be sent back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{self.asked['redirect_uri']}?code=agreed&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Give the tokens for a code, to whoever holds the verifier of its challenge."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if (form.get("code"), challenge) != ("agreed", self.asked.get("code_challenge")):
            return {"error": "invalid_grant"}
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "1",
            "iat": int(time()),
            "exp": int(time()) + 60,
            "nonce": self.nonce or self.asked.get("nonce"),
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims | self.says, self.signed_with or self.key)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    known = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {
                "/.well-known/openid-configuration": {
                    "issuer": known.address,
                    "authorization_endpoint": f"{known.address}/authorize",
                    "token_endpoint": f"{known.address}/token",
                    "jwks_uri": f"{known.address}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                },
                "/keys": {"keys": [known.key.as_dict(private=False)]},
            }
            self._answer(documents[self.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer(known.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, document: dict[str, Any]) -> None:
            content = json.dumps(document).encode()
            self.send_response(400 if "error" in document else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("OIDC_DISCOVERY_URL", f"{known.address}/.well-known/openid-configuration")
        monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)
        yield known
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("wang")
def test_the_other_door_leads_into_the_same_house(stranger: TestClient, provider: Provider) -> None:
    page = stranger.get("/sign-in?next=/items").text
    assert "/oidc/start?next=/items" in page

    sent = stranger.get("/oidc/start?next=/items").headers["location"]
    answer = stranger.get(provider.agree(sent))

    assert answer.headers["location"] == "/items"
    assert stranger.get("/overview").status_code == 200
    assert provider.asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= provider.asked.keys()
    assert provider.asked["redirect_uri"] == f"{ADDRESS}/oidc/callback"


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize("says", [{"email": "stranger@example.org"}, {"email": "wang", "email_verified": False}, {}])
def test_somebody_without_an_account_stays_outside(stranger: TestClient, provider: Provider, says: dict[str, Any]) -> None:
    provider.says = says

    answer = stranger.get(provider.agree(stranger.get("/oidc/start").headers["location"]))

    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert stranger.get("/overview").status_code == 303


@pytest.mark.usefixtures("wang")
def test_a_forged_signature_and_a_stale_nonce_open_nothing(stranger: TestClient, provider: Provider) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert stranger.get(provider.agree(stranger.get("/oidc/start").headers["location"])).status_code == 401

    provider.signed_with, provider.nonce = None, "of another time"
    assert stranger.get(provider.agree(stranger.get("/oidc/start").headers["location"])).status_code == 401

    assert stranger.get("/overview").status_code == 303


@pytest.mark.usefixtures("wang")
def test_an_answer_nobody_asked_for_opens_nothing(app: Any, stranger: TestClient, provider: Provider) -> None:
    meant_for_another = provider.agree(stranger.get("/oidc/start").headers["location"])

    assert TestClient(app, ADDRESS, follow_redirects=False).get(meant_for_another).status_code == 401
    assert stranger.get("/oidc/callback?error=access_denied&state=x").status_code == 401


@pytest.mark.usefixtures("wang")
def test_a_provider_that_cannot_be_reached_leaves_the_first_door_open(stranger: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_DISCOVERY_URL", "http://127.0.0.1:9/.well-known/openid-configuration")
    monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)

    answer = stranger.get("/oidc/start")

    assert (answer.status_code, "连不上" in answer.text, 'type="password"' in answer.text) == (401, True, True)


def test_without_a_provider_there_is_no_other_door(stranger: TestClient) -> None:
    assert "统一身份" not in stranger.get("/sign-in").text
    assert stranger.get("/oidc/start").headers["location"] == "/sign-in"
