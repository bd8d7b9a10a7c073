"""The receipt of what is asked of the practice, and the mark by which the same send repeated is one."""

import re
import secrets

from portal.errors import Invalid
from portal.i18n import t

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_MARK = re.compile(r"[A-Za-z0-9_-]{16,64}")


def new_receipt() -> str:
    """Eight letters and digits that cannot be taken for one another."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def receipt_words(receipt: str | None) -> str:
    """A receipt number in two groups of four, as it is read out."""
    return f"{receipt[:4]}-{receipt[4:]}" if receipt else ""


def new_mark() -> str:
    """A mark for one send, which the page brings back with it."""
    return secrets.token_urlsafe(24)


def refuse_other_marks(once: object) -> None:
    """Raises: Invalid for anything that is not such a mark."""
    if not isinstance(once, str) or not _MARK.fullmatch(once):
        raise stale()


def stale() -> Invalid:
    """What to say when a page brings a mark that cannot be its own."""
    return Invalid(t("This page is no longer up to date. Reload it: what you typed is kept."))
