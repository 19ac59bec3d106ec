"""The demo's people: one account for each role, opened with a click and by nothing else."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from data.accounts import NewAccount, add_account
from data.submissions import forms
from models.access import Role, Viewer
from models.enterprise import Enterprise


def add_demo_accounts(connection: Any, viewer: Viewer, roster: Mapping[str, Enterprise], period: str, at: datetime) -> None:
    """Add the accounts: the busiest 转报单位, and an enterprise whose newest form was returned."""
    add = (
        NewAccount(name="demo-administrator", display_name="陈示范", role=Role.ADMINISTRATOR, demo=True),
        NewAccount(name="demo-reviewer", display_name="林示范", role=Role.REVIEWER, demo=True),
        NewAccount(name="demo-leader", display_name="周示范", role=Role.LEADER, demo=True),
        _forwarder(roster),
        _enterprise(connection, viewer, roster, period),
    )
    for account in add:
        if account is not None:
            add_account(connection, viewer, account, at)


def _forwarder(roster: Mapping[str, Enterprise]) -> NewAccount | None:
    counts = Counter(one.forwarder for one in roster.values() if one.forwarder)
    if not counts:
        return None
    [(busiest, _)] = counts.most_common(1)
    return NewAccount(name="demo-forwarder", display_name=busiest, role=Role.FORWARDER, forwarder=busiest, demo=True)


def _enterprise(connection: Any, viewer: Viewer, roster: Mapping[str, Enterprise], period: str) -> NewAccount | None:
    newest = forms(connection, viewer, period).drop_duplicates("uscc", keep="last")
    returned = newest[~newest["passed"].astype(bool)]["uscc"].tolist()
    chosen = next((uscc for uscc in [*returned, *newest["uscc"].tolist(), *roster] if uscc in roster), None)
    if chosen is None:
        return None
    return NewAccount(name="demo-enterprise", display_name=roster[chosen].name, role=Role.ENTERPRISE, uscc=chosen, demo=True)
