"""One-time and session tokens: 256 random bits for the person, only a hash for us."""

import hashlib
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 bits as 43 characters of base64url."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token. SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def looks_like_token(text: object) -> bool:
    """True for the shape of a token; saves a look-up for anything else."""
    return isinstance(text, str) and bool(TOKEN.fullmatch(text))
