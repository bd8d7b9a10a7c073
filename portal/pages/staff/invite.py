"""The two questions asked before an invitation goes out or is taken back."""

import reflex as rx

from portal.components import button, dialog, field, notice, t
from portal.state.staff.patient import PatientState

FORM = "invite-form"


def invite_dialog() -> rx.Component:
    """To which address, and what the email will and will not say."""
    here = PatientState.standing
    what = t(
        "We email a link that works for {days} days. The email carries no name and no health information.",
        days=PatientState.link_days,
    )
    form = rx.el.form(
        rx.el.p(what),
        rx.cond(PatientState.invite_error != "", notice(PatientState.invite_error, tone="danger")),
        rx.cond(here.is_invited, rx.el.p(t("The earlier link stops working."))),
        field(
            t("Email address"),
            "email",
            type="email",
            autocomplete="off",
            value=PatientState.email,
            error=PatientState.email_error,
            help=t("Check it with the patient: whoever reads this mail can start to enroll."),
        ),
        on_submit=PatientState.invite,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )
    return dialog(
        rx.cond(here.is_invited, t("Send the invitation again?"), t("Invite this patient?")),
        form,
        open=PatientState.asking == "invite",
        on_close=PatientState.leave,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=PatientState.leave),
            button(t("Send invitation"), type="submit", form=FORM),
        ],
    )


def revoke_dialog() -> rx.Component:
    """Taking an invitation back cannot be undone, but another can be sent."""
    return dialog(
        t("Take the invitation back?"),
        rx.el.p(t("Its link stops working at once. You can invite the patient again at any time.")),
        open=PatientState.asking == "revoke",
        on_close=PatientState.leave,
        actions=[
            button(t("Keep it"), kind="quiet", on_click=PatientState.leave),
            button(t("Revoke"), kind="danger", on_click=PatientState.revoke),
        ],
    )
