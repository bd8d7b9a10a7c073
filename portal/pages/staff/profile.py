"""A staff member's own account: password, devices, sign-in history."""

import reflex as rx

from portal.components import item, items, section_card, staff_screen, t, when_ready
from portal.components.text import Words
from portal.pages.patient.security_parts import devices_section, history_line, history_list, password_page
from portal.pages.registry import screen
from portal.pages.staff.security_factors import second_factor_section
from portal.state.factors import FactorsState
from portal.state.security import HistoryState, PasswordState, SecurityState

HOME = "/staff/profile"


@screen(HOME, title="Your account", audience="staff", on_load=[SecurityState.load, FactorsState.load])
def staff_profile() -> rx.Component:
    """How one signs in, and where one is signed in."""
    ways = items(
        item(t("Password"), t("Choose a new one"), icon_name="lock", href=f"{HOME}/password"),
        item(
            t("Messages"),
            t("Your signature, and the days you are away"),
            icon_name="messages",
            href=f"{HOME}/messages",
        ),
        item(
            t("Sign-in history"),
            t("When and where someone signed in, and who was refused"),
            icon_name="shield",
            href=f"{HOME}/history",
        ),
    )
    return staff_screen(
        t("Your account"),
        when_ready(
            SecurityState.status,
            rx.el.div(
                section_card(t("Signing in"), ways),
                second_factor_section(),
                devices_section(staff=True),
                class_name="stack",
            ),
            on_retry=SecurityState.load,
        ),
        line=rx.cond(
            SecurityState.status == "ready", t("Username: {name}", name=SecurityState.one.username), ""
        ),
    )


@screen(f"{HOME}/password", title="Change your password", audience="staff", on_load=PasswordState.load)
def staff_password() -> rx.Component:
    """A new password."""
    return staff_screen(t("Change your password"), password_page(_back()), back=_back())


@screen(f"{HOME}/history", title="Sign-in history", audience="staff", on_load=HistoryState.load)
def staff_history() -> rx.Component:
    """The sign-ins to this account and those refused."""
    return staff_screen(t("Sign-in history"), history_list(), back=_back(), line=history_line())


def _back() -> tuple[Words, Words]:
    return t("Your account"), HOME
