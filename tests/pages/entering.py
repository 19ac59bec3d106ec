"""Coming in for a test: an account of any role, its visit, and the pages believing its token."""

from datetime import UTC, datetime
from secrets import token_hex

import pytest

from data.accounts import NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from pages.parts import frame
from services.accounts import add_account
from services.sign_in import let_in


def come_in(store: Store, role: Role = Role.ADMINISTRATOR, *, uscc: str | None = None, forwarder: str | None = None) -> str:
    """Make an account of this role and give the token of its visit."""
    new = NewAccount(name=f"{role}-{token_hex(4)}", display_name=role.chinese, role=role, uscc=uscc, forwarder=forwarder)
    account = add_account(store, LOCAL_STAFF, new, now=datetime.now(UTC))
    return let_in(store, account, address="127.0.0.1", now=datetime.now(UTC))


def believe(monkeypatch: pytest.MonkeyPatch, token: str | None) -> None:
    """Let the pages find this token, since an AppTest can set no cookie."""
    monkeypatch.setattr(frame, "current_token", lambda: token)
