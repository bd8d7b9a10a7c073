"""Profile: the person's own account, and everything they can set in it."""

import reflex as rx

from portal.components import for_whom, is_acting, is_apart, item, items, patient_screen, section_card, t
from portal.components.text import Words
from portal.i18n import N_
from portal.pages.patient.contact import contact_card
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.contact import ContactState
from portal.state.frame import FrameState


@screen("/profile", title="Profile", audience="patient", on_load=ContactState.load)
def profile() -> rx.Component:
    """The ways on from here."""
    return patient_screen(
        t("Profile"),
        rx.el.div(
            contact_card(),
            rx.el.div(
                section_card(t("Your account"), items(*_account())),
                rx.cond(
                    FrameState.patient_id != "",
                    section_card(for_whom(t("Your record"), N_("The record of {name}")), items(*_record())),
                ),
                class_name="stack",
            ),
            class_name="two",
        ),
        tab="profile",
        line=_whose(),
    )


def _whose() -> Words:
    """Whose account this is, and, in someone else's record, whose the rest of the page is."""
    theirs = t(
        "Your account is that of {own}. The record is that of {name}.",
        own=FrameState.name,
        name=FrameState.helped.name,
    )
    return rx.cond(is_acting, theirs, FrameState.name)


def _account() -> list[rx.Component]:
    return [
        item(
            t("Security"),
            t("Password, security questions, and where you are signed in")
            if get_settings().security_questions
            else t("Password, and where you are signed in"),
            icon_name="lock",
            href="/profile/security",
        ),
        item(
            t("Email"),
            t("Where our emails to you go"),
            icon_name="messages",
            href="/profile/email",
        ),
        item(
            t("Notifications"),
            t("Which emails we send you, and when"),
            icon_name="bell",
            href="/profile/notifications",
        ),
        item(
            t("Representatives"),
            rx.cond(
                is_apart,
                t("People you help, and how to stop helping someone"),
                rx.cond(
                    is_acting,
                    t("Who sees and does things in your own record"),
                    t("People you trust to see and do things for you"),
                ),
            ),
            icon_name="people",
            href="/profile/representatives",
        ),
    ]


def _record() -> list[rx.Component]:
    return [
        item(
            t("How you see results"),
            for_whom(
                t("At once or asked first, and whether we email you"),
                N_("For you alone: how you see results of {name}, and whether we email you"),
            ),
            icon_name="flask",
            href="/records/preferences",
        ),
        item(
            for_whom(t("What you share by link"), N_("What is shared by link")),
            t("Links, who opened them, and turning them off"),
            icon_name="external",
            href="/records/sharing",
        ),
        item(
            for_whom(t("Who looked at your record"), N_("Who looked at the record of {name}")),
            t("Everyone who opened or changed it, and when"),
            icon_name="shield",
            href="/records/activity",
        ),
    ]
