"""Codes that a person types: digits only, and only a keyed hash for us."""

import secrets
import unicodedata

from portal.vault.lookup import lookup


def new_code(digits: int) -> str:
    """A random code of that many digits."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def spaced(code: str) -> str:
    """A code in groups of four, as people read it out: "1234 5678"."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def typed(text: str) -> str:
    """The digits of what was typed; spaces and dashes do not count."""
    plain = unicodedata.normalize("NFKC", text[:100])
    return "".join(c for c in plain if c.isascii() and c.isdigit())


def code_hash(domain: str, owner: str, code: str) -> bytes:
    """What is stored of a code, bound to what it is for. Keyed: there are too few codes for a plain hash."""
    return lookup(domain, f"{owner}:{code}")
