"""Time-based one-time codes (RFC 6238): six digits that change every 30 seconds."""

import pyotp

from portal import clock

SECONDS = 30
DIGITS = 6


def new_secret() -> str:
    """A new 160-bit secret in base32, as authenticator apps take it."""
    return pyotp.random_base32()


def address(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth:// address that an authenticator app scans."""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=account, issuer_name=issuer)


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """The 30-second step this code belongs to, one early or late allowed; None when it fits none.

    Steps up to `after` do not count, so that each code is good once.
    """
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii():
        return None
    totp = pyotp.TOTP(secret, interval=SECONDS)
    now = int(clock.now().timestamp()) // SECONDS
    fitting = (step for step in (now - 1, now, now + 1) if step > after)
    return next((step for step in fitting if totp.verify(typed, for_time=step * SECONDS)), None)
