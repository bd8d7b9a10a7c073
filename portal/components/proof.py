"""Asking again who it is, before something that must not happen on a computer left alone.

It stands in the frame of every signed-in screen and opens by itself: when a handler was refused with
`ProofWanted`, and when a `post_form` was. After the right password the same event, or the same form, goes on.
"""

import reflex as rx

from portal.components.passkey import passkey_words
from portal.components.text import t
from portal.components.web import local
from portal.state.refusals import ProofState

local("proof_question.jsx")  # proof.jsx fetches it when it is needed


class Proof(rx.Component):
    """The browser's part: the question, and the connection made anew under the session's new token."""

    library = local("proof.jsx")
    tag = "Proof"
    wanted: rx.Var[bool]
    words: rx.Var[dict[str, object]]
    on_proved: rx.EventHandler[rx.event.no_args_event_spec]
    on_left: rx.EventHandler[rx.event.no_args_event_spec]


def proof_dialog() -> rx.Component:
    """The question, shown while it is open."""
    words = {
        "title": t("Please show that it is you"),
        "why": t("To keep your account safe, we ask for your password again. It then goes on by itself."),
        "password": t("Your password"),
        "show": t("Show"),
        "hide": t("Hide"),
        "go": t("Continue"),
        "busy": t("Checking…"),
        "leave": t("Cancel"),
        "passkey": passkey_words(t("Use a passkey instead")),
        "offline": t("You are offline. Nothing was changed. Try again when you are back."),
        "failed": t("That did not work. Nothing was changed. Please try again."),
    }
    return Proof.create(
        wanted=ProofState.wanted, words=words, on_proved=ProofState.go_on, on_left=ProofState.leave
    )
