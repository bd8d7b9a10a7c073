"""Whether mail can go to an address."""

import re

from portal.errors import Invalid
from portal.i18n import t

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[^\W_]([^\W_]|-){0,62}")


def checked_email(email: str) -> str:
    """The address without spaces around it. Raises: Invalid when mail cannot go there (RFC 5321)."""
    address = email.strip()
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    fits = len(address) <= 254 and len(local) <= 64 and len(labels) > 1
    if not fits or not LOCAL.fullmatch(local) or not all(_is_label(label) for label in labels):
        raise Invalid(fields={"email": t("Enter an email address like name@example.org.")})
    return address


def _is_label(label: str) -> bool:
    if not LABEL.fullmatch(label) or label.endswith("-"):
        return False
    try:
        return len(label.encode("idna")) <= 63
    except UnicodeError:
        return False
