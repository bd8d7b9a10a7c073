"""The paper with a code that staff hand over: large type, nothing on it says whose it is but the username."""

import reflex as rx

from portal.components import button, notice, print_button, section_body, section_card, t
from portal.settings import get_settings
from portal.state.staff.patient_account import SLIP
from portal.state.staff.patient_account import AccountsState as State


def slip() -> rx.Component:
    """Shown once; what is printed is the paper alone."""
    ways = rx.el.div(
        print_button(t("Print the code")),
        button(t("I have handed it over"), kind="quiet", on_click=State.put_away),
        class_name="actions",
    )
    told = notice(
        t("Print it now: it cannot be shown again. Nobody else should see this screen."), tone="attention"
    )
    return section_card(
        t("Code to hand over"),
        section_body(rx.el.div(told, _paper(), ways, class_name="stack")),
        id=SLIP,
        tab_index=-1,
        custom_attrs={"aria-label": t("Code to hand over")},
    )


def _paper() -> rx.Component:
    settings = get_settings()
    return rx.el.article(
        rx.el.p(settings.practice_name, class_name="slip-practice"),
        rx.el.h3(t("Your way back into the patient portal")),
        rx.el.ol(
            rx.el.li(t("Open this page:"), rx.el.strong(State.slip.where)),
            rx.el.li(t("Press “I have a code from the practice”.")),
            rx.el.li(t("Type your username:"), rx.el.strong(State.slip.username)),
            rx.el.li(t("Type this code:"), rx.el.strong(State.slip.code, class_name="slip-code")),
            rx.el.li(t("Answer what the page asks, and choose a new password.")),
        ),
        rx.el.p(t("The code works once, until {until}.", until=State.slip.until)),
        rx.el.p(
            t("Keep this paper like a key. Tear it up once you are in. Questions? Call {phone}.",
              phone=settings.practice_phone)
        ),
        class_name="slip",
        custom_attrs={"aria-label": t("The paper to hand over")},
    )  # fmt: skip
