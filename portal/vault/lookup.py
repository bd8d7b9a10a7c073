"""Keyed hashes, so that a column can be searched for a value without holding it."""

import hashlib
import hmac
import unicodedata

from portal.vault.keyring import keyring


def lookup(domain: str, value: str) -> bytes:
    """HMAC-SHA256 of `value` within `domain` (so equal values in two columns do not look equal)."""
    return hmac.digest(
        keyring().lookup, f"{domain}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
    )


def folded(text: str) -> str:
    """`text` for comparing: no accents, no case, single spaces ("José  O'Neil" → "jose o'neil")."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def email_key(email: str) -> bytes:
    """The look-up of an email address; the whole address compares without case."""
    return lookup("email", unicodedata.normalize("NFKC", email).strip().casefold())


def username_key(username: str) -> bytes:
    """The look-up of a username; compares without case."""
    return lookup("username", unicodedata.normalize("NFKC", username).strip().casefold())
