"""The idle clock: a warning before the session ends, and a page left clean when it has.

It asks `GET /api/session` (which does not extend the session) for
`{"signed_in": bool, "session": id, "idle_seconds": n, "life_seconds": n, "warn_seconds": n}`: seconds left
until the idle end, until the end of the session's life, and how long before the nearer of the two to warn;
once it is over, `{"signed_in": false, "reason": "idle" …}`. `POST /api/session/stay` extends it and answers
the same. Both set `Cache-Control: no-store`.

The tabs of one browser tell each other that a session is over, for those that no push reaches (a laptop
without a network, a tab the browser has put to sleep). Each asks the server itself before it believes it.
"""

import reflex as rx

from portal.components.text import t
from portal.components.web import local


class IdleClock(rx.Component):
    """The browser's part: wall clock, several tabs, sleep, and a native dialog."""

    library = local("idle.jsx")
    tag = "IdleClock"
    words: rx.Var[dict[str, str]]
    home: rx.Var[str]
    side: rx.Var[str]


def idle_clock(*, home: str = "/") -> rx.Component:
    """The warning before sign-out. A session that ended leads to `home`, with `#signed-out=` and why."""
    words = {
        "title": t("Are you still there?"),
        "why": t(
            "To keep your health information private, we will sign you out soon. What you sent is safe."
        ),
        "final": t("You have been signed in for a long time. Please finish, then sign in again."),
        "left": t("You will be signed out in {time}."),
        "stay": t("Stay signed in"),
        "leave": t("Sign out now"),
    }
    return IdleClock.create(words=words, home=home, side="patient" if home == "/" else "staff")
