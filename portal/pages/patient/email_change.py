"""Another email address: type it, then the code that was sent there."""

import reflex as rx

from portal.components import (
    button,
    card,
    code_field,
    fact,
    facts,
    field,
    patient_screen,
    submit_button,
    t,
    when_ready,
)
from portal.pages.registry import screen
from portal.state.email_change import STEP, EmailState

HOME = "/profile/email"


@screen(HOME, title="Change your email", audience="patient", on_load=EmailState.load)
def change_email() -> rx.Component:
    """Both steps, one of them shown."""
    state = EmailState
    body = rx.el.div(
        rx.cond(state.now.waiting != "", _code(), _address()),
        class_name="outline-none",
        tab_index=-1,
        id=STEP,
    )
    return patient_screen(
        t("Change your email"),
        when_ready(state.status, body, on_retry=state.load),
        tab="profile",
        back=(t("Profile"), "/profile"),
        line=t("Nothing changes until you have typed the code that we send to the new address."),
    )


def _address() -> rx.Component:
    state = EmailState
    form = rx.el.form(
        field(
            t("New email address"),
            "email",
            type="email",
            autocomplete="email",
            max_length=254,
            value=state.typed,
            error=state.error,
        ),
        rx.el.div(submit_button(t("Send a code there")), class_name="actions"),
        on_submit=state.ask,
        method="post",
        no_validate=True,
        class_name="form",
    )
    now = fact(t("Now"), rx.cond(state.now.email != "", state.now.email, t("None yet")))
    return card(rx.el.div(facts(now), class_name="mb-4"), form)


def _code() -> rx.Component:
    state = EmailState
    form = rx.el.form(
        code_field(
            t("Code from the email"),
            "code",
            digits=9,
            help=t("8 digits. It works for 10 minutes. Look in your spam folder too."),
            error=state.code_error,
        ),
        rx.el.div(submit_button(t("Confirm")), class_name="actions"),
        on_submit=state.confirm,
        method="post",
        no_validate=True,
        class_name="form",
    )
    others = rx.el.div(
        button(t("Send a new code"), kind="quiet", on_click=state.again),
        button(t("Keep the address I have"), kind="quiet", on_click=state.cancel),
        class_name="actions",
    )
    sent = rx.el.p(t("We have sent a code to {address}.", address=state.now.waiting), class_name="mb-4")
    return card(sent, form, others)
