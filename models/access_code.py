"""登录码 of an enterprise: what it may look like, how it is shown, and what of it may rest in the store."""

import hashlib

# Twelve of these 23 are some 54 bits. Left out is whatever is taken for another on paper: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 12
_GROUP = 4


def shown(code: str) -> str:
    """Write a code as people read it out: XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def code_hash(period: str, uscc: str, code: str) -> str:
    """Give what the store keeps of a code, however it was typed: with or without dashes and blanks, in small letters too."""
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"{period}/{uscc}/{bare}".encode()).hexdigest()
