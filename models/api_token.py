"""接口令牌: what a machine may do with one, and how long it lasts."""

from datetime import timedelta
from enum import StrEnum

from models.access import Verb


class TokenScope(StrEnum):
    """What a token is good for; never more than the account it acts for."""

    READ = "read"
    SUBMIT = "submit"
    WATCH = "watch"

    @property
    def chinese(self) -> str:
        """Name the scope as pages do."""
        return _NAMES[self]

    @property
    def verbs(self) -> frozenset[Verb]:
        """Give what the scope leaves of the account's permissions."""
        return _VERBS[self]


_NAMES = {TokenScope.READ: "查看进展", TokenScope.SUBMIT: "报送自评表", TokenScope.WATCH: "查看运行数字"}
_VERBS = {
    TokenScope.WATCH: frozenset({Verb.READ_AUDIT}),
    TokenScope.READ: frozenset({Verb.SEE_FIGURES, Verb.SEE_GROUPS}),
    # The answer names the enterprise, its score and its form's issues, one of which compares the contact with the roster's.
    TokenScope.SUBMIT: frozenset({Verb.SUBMIT, Verb.COLLECT, Verb.SEE_FORMS, Verb.SEE_FIGURES, Verb.SEE_CONTACTS}),
}
# Tokens begin alike, so that one left in a script or a log is found by searching for this.
TOKEN_START = "zlpp_"  # noqa: S105 - the beginning all of them share
USUAL_DAYS, LONGEST_DAYS = 90, 366
LONGEST_LABEL = 40


def lasting(days: int) -> timedelta:
    """Give how long a token of so many days lasts."""
    return timedelta(days=days)
