"""How one answers messages: the signature under each answer, and the days one is away."""

import reflex as rx

from portal.components import (
    button,
    field,
    notice,
    section_body,
    section_card,
    select_field,
    staff_screen,
    submit_button,
    t,
    when_ready,
)
from portal.components.enroll import focus_on_wrong
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.message_mine import MineState as State


@screen("/staff/profile/messages", title="Your messages", audience="staff", on_load=State.load)
def staff_profile_messages() -> rx.Component:
    """Signature and absence."""
    return staff_screen(
        t("Your messages"),
        rx.cond(
            State.status == "refused",
            refused(State.why),
            when_ready(
                State.status,
                rx.el.div(
                    focus_on_wrong(State.attempt),
                    section_card(t("Away"), section_body(_away())),
                    section_card(t("Signature"), section_body(_signature())),
                    class_name="stack narrow",
                ),
                on_retry=State.load,
            ),
        ),
        back=(t("Your account"), "/staff/profile"),
        line=t("What patients see under your answers, and who answers while you are away."),
    )


def _away() -> rx.Component:
    one = State.one
    now = notice(
        rx.el.div(
            rx.el.span(one.line, class_name="grow"),
            button(t("I am back"), kind="quiet", on_click=State.end_away),
            class_name="row",
        ),
        tone="attention",
    )
    help = t("Patients who write to you see how long you are away. Your messages are in their queue then.")
    return rx.el.div(
        rx.cond(one.line != "", now),
        rx.el.form(
            field(t("First day"), "from_on", type="date", value=one.from_on, error=State.errors["from_on"]),
            field(t("Last day"), "until_on", type="date", value=one.until_on, error=State.errors["until_on"]),
            select_field(
                t("Who takes your messages"),
                "delegate",
                one.people,
                empty=t("Whoever is in my group"),
                value=one.delegate,
                error=State.errors["delegate"],
                help=help,
            ),
            rx.el.div(submit_button(t("Save the days"), kind="quiet"), class_name="actions"),
            on_submit=State.save_away,
            class_name="form",
            custom_attrs={"noValidate": True},
        ),
        class_name="stack",
    )


def _signature() -> rx.Component:
    return rx.el.form(
        field(
            t("Signature"),
            "signature",
            type="textarea",
            rows=3,
            required=False,
            value=State.one.signature,
            error=State.errors["signature"],
            help=t("Is added below each of your answers, such as your name and what you do."),
        ),
        rx.el.div(submit_button(t("Save the signature"), kind="quiet"), class_name="actions"),
        on_submit=State.save_signature,
        class_name="form",
        custom_attrs={"noValidate": True},
    )
