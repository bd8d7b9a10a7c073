"""Passwords and security answers: NFKC, peppered HMAC-SHA256, then bcrypt.

The HMAC makes every input 32 bytes, so bcrypt's 72-byte limit never bites. Stored values carry their scheme
and cost and are hashed anew at sign-in when either moves on. Hashing has threads of its own that stand back:
whatever else wants the processor goes first, so that sign-ins cannot starve everybody else's clicks.
"""

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import bcrypt

from portal import standing_back
from portal.settings import get_settings
from portal.vault.keyring import keyring

SCHEME = "p1"
BCRYPT = re.compile(SCHEME + r":\$2b\$\d\d\$[./A-Za-z0-9]{53}")
AT_ONCE = os.cpu_count() or 1


def hash_password(password: str) -> str:
    """The value to store for a password."""
    salt = bcrypt.gensalt(get_settings().bcrypt_cost)
    return f"{SCHEME}:{_threads().submit(bcrypt.hashpw, _prepared(password), salt).result().decode()}"


def verify_password(password: str, stored: str | None) -> bool:
    """True when `password` is the one stored; `None`, or no hash of ours, costs the same."""
    known = stored if stored and BCRYPT.fullmatch(stored) else None
    hashed = (known or _decoy(get_settings().bcrypt_cost)).partition(":")[2]
    matches = _threads().submit(bcrypt.checkpw, _prepared(password), hashed.encode()).result()
    return matches and known is not None


def needs_rehash(stored: str) -> bool:
    """True when the stored value's scheme or cost is no longer the one in force."""
    scheme, _, hashed = stored.partition(":")
    return scheme != SCHEME or not hashed.startswith(f"$2b${get_settings().bcrypt_cost:02d}$")


def hash_answer(answer: str) -> str:
    """The value to store for a security answer; case and spaces do not count."""
    return hash_password(_normal(answer))


def verify_answer(answer: str, stored: str | None) -> bool:
    """True when `answer` is the one stored, whatever its case and spaces."""
    return verify_password(_normal(answer), stored)


def _normal(answer: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", answer).casefold().split())


def _prepared(password: str) -> bytes:
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(keyring().pepper, text, hashlib.sha256))


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """One for each processor. Nothing but the hashing runs in them: who holds a lock must not stand back."""
    return standing_back.threads(AT_ONCE, "hashing")


@lru_cache(maxsize=4)
def _decoy(cost: int) -> str:
    return f"{SCHEME}:{bcrypt.hashpw(b'nobody', bcrypt.gensalt(cost)).decode()}"
