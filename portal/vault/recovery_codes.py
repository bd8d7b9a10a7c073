"""Recovery codes (NIST 800-63B look-up secrets): sixteen characters to type, about 78 random bits."""

import hashlib
import hmac
import secrets
from uuid import UUID

from portal.vault.keyring import keyring

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what looks alike on paper: 0 and O, 1, I and L, and U, which is often read as V."""
LENGTH, GROUP = 16, 4


def new_code() -> str:
    """A code as it is shown, e.g. "7K2Q-M9XT-WB4D-HP3R"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def code_hash(account_id: UUID, typed: str) -> bytes | None:
    """What is stored of a code, whatever its case, spaces and dashes; None for what is none.

    Keyed with the pepper, so that the database alone does not even tell a right guess from a wrong one.
    """
    signs = "".join(c for c in typed.upper() if c.isalnum())
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET):
        return None
    return hmac.digest(
        keyring().pepper, b"recovery-code:" + account_id.bytes + signs.encode(), hashlib.sha256
    )
