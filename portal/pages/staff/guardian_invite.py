"""Inviting a parent or guardian: as the practice knows them."""

import reflex as rx

from portal.components import (
    card,
    field,
    list_error,
    loading_rows,
    notice,
    staff_screen,
    submit_button,
    t,
)
from portal.pages.registry import screen
from portal.pages.staff.guardian_questions import ground_fields
from portal.pages.staff.guardians import HOME, missing
from portal.pages.staff.refused import refused
from portal.state.staff.guardians import InviteGuardianState

State = InviteGuardianState


@screen(f"{HOME}/invite", title="Invite a parent or guardian", audience="staff", on_load=State.load)
def staff_invite_guardian() -> rx.Component:
    """Name, address, and what the invitation asks them for."""
    return staff_screen(
        t("Invite a parent or guardian"),
        rx.match(
            State.status,
            ("ready", card(_form(), class_name="narrow")),
            ("missing", missing()),
            ("refused", refused(State.why)),
            ("error", card(list_error("", State.load))),
            card(loading_rows()),
        ),
        tab="patients",
        back=(t("Parents and guardians"), f"/staff/patients/{State.patient}/guardians"),
        line=rx.cond(State.status == "ready", f"{State.page.patient} · {State.page.line}", ""),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(State.message != "", notice(State.message, tone="danger")),
        _field(t("Name"), "name"),
        _field(
            t("What they are to the patient"), "relationship", help=t("For example: mother, legal guardian")
        ),
        _field(
            t("Email address"),
            "email",
            type="email",
            help=t("Their own. The email carries no name and no health information."),
        ),
        rx.el.h2(t("How the practice knows them")),
        rx.el.p(
            t(
                "Whoever opens the link is asked for this, and for the patient's birth date and ZIP code. "
                "Fill in the ZIP code, the phone number or both."
            ),
            class_name="quiet",
        ),
        _field(t("Their date of birth"), "birth_date", type="date"),
        _field(t("Their ZIP code"), "zip", input_mode="numeric", required=False, max_length=10),
        _field(t("Their phone number"), "phone", type="tel", required=False, max_length=20),
        rx.cond(State.page.stage == "adult", _adult()),
        rx.el.div(submit_button(t("Send the invitation")), class_name="actions"),
        on_submit=State.send,
        class_name="form",
        custom_attrs={"noValidate": True},
    )


def _adult() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Why an adult has a guardian")),
        *ground_fields(State.typed, State.errors, State.page, see_only=State.see_only),
    )


def _field(label: str, name: str, **more: object) -> rx.Component:
    return field(label, name, value=State.typed[name], error=State.errors[name], autocomplete="off", **more)
