"""The session cookie's name, and how a websocket's handshake carries it."""

from http.cookies import CookieError, SimpleCookie

from portal.settings import get_settings


def cookie_name() -> str:
    """`__Host-portal` over TLS; the plain name where there is none (localhost)."""
    return "__Host-portal" if get_settings().secure else "portal"


def token_in(header: str) -> str:
    """The session token in a Cookie header; empty when there is none."""
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return ""
    found = jar.get(cookie_name())
    return found.value if found else ""
