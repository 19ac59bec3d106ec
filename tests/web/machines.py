"""Coming in for a test without a password: a browser that is signed in, and a token."""

from collections.abc import Collection
from datetime import UTC, datetime
from secrets import token_hex

from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.accounts import Account, NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from models.api_token import TokenScope
from services.accounts import add_account
from services.api_tokens import issue_token
from services.sign_in import COOKIE, let_in
from tests.web.conftest import knocking


def an_account(store: Store, role: Role, *, uscc: str | None = None, forwarder: str | None = None) -> Account:
    """Add an account of a role."""
    new = NewAccount(name=f"{role}-{token_hex(4)}", display_name=role.chinese, role=role, uscc=uscc, forwarder=forwarder)
    return add_account(store, LOCAL_STAFF, new, now=datetime.now(UTC))


def signed_in(app: Starlette, store: Store, account: Account) -> TestClient:
    """Give a browser in which an account is signed in."""
    client = knocking(app)
    client.cookies.set(COOKIE, let_in(store, account, address="192.0.2.7", now=datetime.now(UTC)))
    return client


def a_token(store: Store, account: Account, scopes: Collection[TokenScope] = tuple(TokenScope), *, days: int = 30) -> str:
    """Issue a token to an account."""
    return issue_token(store, LOCAL_STAFF, account.name, label="试验", scopes=scopes, days=days, now=datetime.now(UTC))[1]
