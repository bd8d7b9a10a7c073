"""Our cookies' names, and how a websocket's handshake carries them.

The session cookie says who is signed in. The visit cookie says nothing about anyone: it tells one browser
from another, so that what a signed-out person has begun (an enrolment) is theirs alone. The step cookie says
whose password was right, for the few minutes until the second factor. The device cookie is given at sign-in
and stays: a sign-in without one the account knows is told to its owner by email.
"""

from portal.settings import get_settings
from portal.vault.tokens import looks_like_token, new_token


def cookie_name() -> str:
    """`__Host-portal` over TLS; the plain name where there is none (localhost)."""
    return _named("portal")


def visit_name() -> str:
    """`__Host-visit` over TLS; the plain name where there is none (localhost)."""
    return _named("visit")


def step_name() -> str:
    """`__Host-step` over TLS: between a right password and the second factor."""
    return _named("step")


def device_name() -> str:
    """`__Host-device` over TLS; the plain name where there is none (localhost)."""
    return _named("device")


def token_in(header: str) -> str:
    """The session token in a Cookie header; empty when there is none."""
    return _value(header, cookie_name())


def visit_in(header: str) -> str:
    """The visit's token in a Cookie header; empty when there is none that we could have given."""
    found = _value(header, visit_name())
    return found if looks_like_token(found) else ""


def new_visit() -> str:
    """A token for one more browser."""
    return new_token()


def _named(name: str) -> str:
    return f"__Host-{name}" if get_settings().secure else name


def _value(header: str, wanted: str) -> str:
    """The first cookie of this name (RFC 6265: the most specific), whatever else is in there."""
    for part in header.split(";"):
        name, _, value = part.partition("=")
        if name.strip() == wanted:
            return value.strip().strip('"')
    return ""
