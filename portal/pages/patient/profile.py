"""Profile: the person's own account, and everything they can set in it."""

import reflex as rx

from portal.components import item, items, patient_screen, section_card, t
from portal.pages.registry import screen
from portal.state.frame import FrameState


@screen("/profile", title="Profile", audience="patient")
def profile() -> rx.Component:
    """The ways on from here."""
    return patient_screen(
        t("Profile"),
        rx.el.div(
            section_card(t("Your account"), items(*_account())),
            section_card(t("Your record"), items(*_record())),
            class_name="stack",
        ),
        line=FrameState.name,
    )


def _account() -> list[rx.Component]:
    return [
        item(
            t("Security"),
            t("Password, security questions, and where you are signed in"),
            icon_name="lock",
            href="/profile/security",
        ),
        item(
            t("Email"),
            t("Where our emails to you go"),
            icon_name="messages",
            href="/profile/email",
        ),
    ]


def _record() -> list[rx.Component]:
    return [
        item(
            t("How you see results"),
            t("At once or asked first, and whether we email you"),
            icon_name="flask",
            href="/records/preferences",
        ),
        item(
            t("Representatives"),
            t("People you trust to see and do things in your record for you"),
            icon_name="people",
            href="/profile/representatives",
        ),
        item(
            t("What you share by link"),
            t("Links you made, who opened them, and turning them off"),
            icon_name="external",
            href="/records/sharing",
        ),
        item(
            t("Who looked at your record"),
            t("Everyone who opened or changed it, and when"),
            icon_name="shield",
            href="/records/activity",
        ),
    ]
