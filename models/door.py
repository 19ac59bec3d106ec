"""The rules of the door: how long a visit lasts, how waits grow, what passes as a password, how a secret is kept."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# A visit is noted at most this often: a page draws more than once a minute, the store need not hear of each.
NOTED_EVERY = timedelta(minutes=1)
LINK_LASTS = timedelta(hours=24)
LEAST_PASSWORD, MOST_PASSWORD = 10, 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many wrong attempts are borne, how long the waits after them grow, and when all is forgotten."""

    borne: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta

    def wait(self, failures: int) -> timedelta:
        """Tell how long to wait after so many wrong attempts in a row; every further one doubles the wait."""
        over = failures - self.borne
        if over < 0:
            return timedelta(0)
        return min(self.longest_wait, self.first_wait * (1 << min(over, 20)))


# An office of many people has one address: it bears more, or a few typing errors would lock everybody out.
OF_ACCOUNT = Patience(borne=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(hours=1), forgotten_after=timedelta(hours=24))
OF_ADDRESS = Patience(borne=60, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15), forgotten_after=timedelta(hours=1))


def lasts(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a visit still lasts: not left alone for too long, not older than a working day, and not from the future.

    A clock that was set back would otherwise let it last until it is right again.
    """
    return abs(now - seen_at) <= IDLE and now - started_at <= LONGEST


def digest(secret: str) -> str:
    """Give what the store keeps of a secret that is random enough not to be guessed: its sha256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def account_name(typed: str) -> str:
    """Give the one way an account's name is written: without width, case or space around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def password_fault(password: str, name: str) -> str | None:
    """Say in a sentence why this does not pass as the password of an account; None when it does."""
    if len(password) < LEAST_PASSWORD:
        return f"密码太短。请至少用 {LEAST_PASSWORD} 个字符，例如几个不相干的词连在一起。"
    if len(password) > MOST_PASSWORD:
        return f"密码太长。请不要超过 {MOST_PASSWORD} 个字符。"
    if len(set(password)) < 5 or (name and name in password.casefold()):
        return "密码太容易猜。请不要用账号名，也不要用重复的字符。"
    return None
