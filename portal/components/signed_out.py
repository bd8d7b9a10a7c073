"""On a sign-in page: why the person was signed out, if they just were, or where they go once signed in."""

import reflex as rx

from portal.components.text import t
from portal.components.web import local
from portal.settings import get_settings


class SignedOutNote(rx.Component):
    """Reads the reason, or the page that was asked for, from the address's fragment."""

    library = local("form.jsx")
    tag = "SignedOutNote"
    words: rx.Var[dict[str, str]]


def signed_out_note() -> rx.Component:
    """Words for `#signed-out=` done, idle, age, ended, else for `#next=` and a page; nothing otherwise."""
    words = {
        "done": t("You are signed out. You can close this page."),
        "idle": t(
            "You were signed out after {n} minutes without activity. Nothing was lost.",
            n=get_settings().idle_minutes,
        ),
        "age": t("You were signed out because you were signed in for a long time. What you sent is safe."),
        "ended": t("Your session has ended. Please sign in again."),
        "wanted": t("Sign in, and you go on to the page you asked for."),
        "invited": t("Sign in, and you go on with your invitation."),
    }
    return SignedOutNote.create(words=words)
