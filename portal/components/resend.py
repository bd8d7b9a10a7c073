"""A button for asking once more for a code, which says how long to wait."""

from typing import Any

import reflex as rx

from portal.components.text import Words, t
from portal.components.web import local


class Resend(rx.Component):
    """Counts down in words; the button takes no press until it is over."""

    library = local("resend.jsx")
    tag = "Resend"
    wait: rx.Var[int]
    run: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_ask: rx.EventHandler[rx.event.no_args_event_spec]


def resend(label: Words, *, wait: rx.Var[int], run: rx.Var[int], on_ask: Any) -> rx.Component:
    """`wait` is seconds from when `run` last changed."""
    words = {
        "one": t("You can ask for a new code in 1 second."),
        "many": t("You can ask for a new code in {n} seconds."),
        "now": t("You can ask for a new code now."),
    }
    return Resend.create(label, wait=wait, run=run, words=words, on_ask=on_ask)
