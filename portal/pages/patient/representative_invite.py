"""Inviting a trusted representative: who, what they may see and do, until when, and the text to accept."""

import reflex as rx

from portal.components import button, card, checkbox, field, notice, patient_screen, submit_button, t
from portal.components.text import Words
from portal.pages.patient.representative_levels import levels
from portal.pages.registry import screen
from portal.services import representatives
from portal.state.representatives import HOME, InviteHelperState


@screen(f"{HOME}/new", title="Invite someone", audience="patient", on_load=InviteHelperState.load)
def invite_helper() -> rx.Component:
    """The form; what they will see comes next, and only then is anything sent."""
    state, given = InviteHelperState, InviteHelperState.given
    form = rx.el.form(
        rx.cond(state.message != "", notice(state.message, tone="danger")),
        field(
            t("Their first and last name"),
            "name",
            value=given["name"],
            error=_wrong("name"),
            max_length=80,
            autocomplete="off",
        ),
        field(
            t("Their email address"),
            "email",
            type="email",
            value=given["email"],
            error=_wrong("email"),
            autocomplete="off",
        ),
        field(
            t("What they are to you"),
            "relationship",
            help=t("For example: daughter, husband, friend"),
            value=given["relationship"],
            error=_wrong("relationship"),
            required=False,
            max_length=80,
            autocomplete="off",
        ),
        rx.el.h2(t("What they may see and do")),
        *levels(state.errors, lambda scope: given[f"level_{scope}"]),
        field(
            t("Last day, if you want one"),
            "until",
            type="date",
            help=t("Leave it empty to end it yourself when you like."),
            value=given["until"],
            error=_wrong("until"),
        ),
        rx.el.h2(t("What you agree to")),
        rx.el.ul(*[rx.el.li(line) for line in representatives.agreement()], class_name="plain-list"),
        checkbox(t("I have read this and agree"), "agreed", default_checked=given["agreed"] != ""),
        rx.cond(_wrong("agreed") != "", rx.el.p(_wrong("agreed"), class_name="field-error", role="alert")),
        rx.el.div(
            submit_button(t("See what they will see")),
            rx.cond(given["name"] != "", button(t("Start over"), kind="quiet", on_click=state.begin_anew)),
            class_name="actions",
        ),
        on_submit=state.go_on,
        method="post",
        no_validate=True,
        class_name="form",
    )
    proof = t("They will be asked for your date of birth and ZIP code, so that nobody else gets in.")
    return patient_screen(
        t("Invite someone"),
        card(form),
        tab="profile",
        back=(t("Representatives"), HOME),
        line=t("They get an email with a link that works for 7 days.") + " " + proof,
    )


def _wrong(name: str) -> Words:
    return InviteHelperState.errors[name]
