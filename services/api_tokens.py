"""接口令牌: issuing one, shown in clear once; revoking it; telling who comes with one."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from data import accounts as known_accounts
from data import api_tokens as kept
from data.api_tokens import ApiToken
from data.store import Store
from models import door
from models.access import Viewer
from models.api_token import LONGEST_DAYS, LONGEST_LABEL, TOKEN_START, TokenScope, lasting
from models.errors import NotPossible
from services.sign_in import viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Who comes with a token: the person it acts for, allowed no more than the token's scopes."""

    viewer: Viewer
    scopes: frozenset[TokenScope]


def api_tokens(store: Store, viewer: Viewer) -> tuple[ApiToken, ...]:
    """Give every token, the newest first."""
    with store.reading() as connection:
        return kept.tokens(connection, viewer)


def issue_token(
    store: Store, viewer: Viewer, account: str, *, label: str, scopes: Collection[TokenScope], days: int, now: datetime
) -> tuple[ApiToken, str]:
    """Give an account a token and the text of it, which nothing gives again."""
    label = " ".join(label.split())
    if not label or len(label) > LONGEST_LABEL:
        raise NotPossible(f"请写明令牌的用途，{LONGEST_LABEL} 个字以内，例如“OA 系统每日取数”。")
    if not scopes:
        raise NotPossible("请至少选一项用途：查看进展，或报送自评表。")
    if not 1 <= days <= LONGEST_DAYS:
        raise NotPossible(f"令牌有效期是 1 到 {LONGEST_DAYS} 天。请换一个天数。")
    text = TOKEN_START + secrets.token_urlsafe(32)
    with store.writing() as connection:
        owner = next((one for one in known_accounts.accounts(connection, viewer) if one.name == door.account_name(account)), None)
        if owner is None or owner.disabled:
            raise NotPossible(f"没有可用的账号“{account}”。请先新增账号，或恢复使用。")
        made = kept.add_token(
            connection, viewer, owner, label=label, scopes=scopes, token_hash=door.digest(text), until=now + lasting(days), at=now
        )
        return kept.token_numbered(connection, viewer, made), text


def revoke_token(store: Store, viewer: Viewer, number: int, *, now: datetime) -> ApiToken:
    """Let a token open nothing any more, from the next request on."""
    with store.writing() as connection:
        kept.revoke_token(connection, viewer, kept.token_numbered(connection, viewer, number), now)
        return kept.token_numbered(connection, viewer, number)


def machine_of(store: Store, text: str, *, address: str, now: datetime) -> Machine | None:
    """Tell who comes with a token; None for one that is unknown, revoked or over, or whose account is disabled."""
    with store.reading() as connection:
        found = kept.token_of(connection, door.digest(text))
    if found is None or not found.works(now):
        return None
    person = viewer_of(found.account, address)
    verbs = frozenset().union(*(scope.verbs for scope in found.scopes))
    return Machine(viewer=replace(person, name=f"{person.name}，令牌“{found.label}”", verbs=verbs), scopes=found.scopes)
