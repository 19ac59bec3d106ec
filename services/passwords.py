"""Passwords: made and checked with argon2id, a few at a time, so that a flood of attempts leaves the processors to the others."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's first choice for argon2id: 46 MiB, one pass; about 50 ms on one processor.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1, type=Type.ID)
_AT_ONCE = 2


def hashed(password: str) -> str:
    """Give what the store keeps of a password."""
    return _pool().submit(_HASHER.hash, password).result()


def fits(password_hash: str | None, password: str) -> bool:
    """Say whether a password is the right one; without a hash it takes as long and is wrong."""
    return _pool().submit(_fits, password_hash, password).result()


def _fits(password_hash: str | None, password: str) -> bool:
    try:
        right = _HASHER.verify(password_hash or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


@cache
def _nobodys() -> str:
    """Give a hash no password belongs to: an account that does not exist costs as much time as one that does."""
    return _HASHER.hash("nobody's")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="argon2")
