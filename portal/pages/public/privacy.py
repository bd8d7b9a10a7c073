"""How what is kept here is kept safe, in plain words."""

import reflex as rx

from portal.components import public_screen, t
from portal.components.pieces import card
from portal.components.text import Words
from portal.pages.public.words import bullets, call_us
from portal.pages.registry import screen
from portal.settings import get_settings


@screen("/legal/privacy", title="Privacy", audience="public")
def privacy() -> rx.Component:
    """What the portal keeps, who can see it, and how it is protected."""
    settings = get_settings()
    return public_screen(
        t("Privacy"),
        _part(
            t("What is kept here"),
            t("Your health record as {practice} shares it with you.", practice=settings.practice_name),
            t(
                "Your username, your email address, and your password and security answers in a form "
                "that cannot be turned back."
            ),
            t("A list of who opened your record, when, and from where."),
        ),
        _part(
            t("Who can see it"),
            t("You, after you sign in."),
            t(
                "The practice's staff, as far as their work needs it. Each time is written down, and "
                "that list cannot be changed or switched off."
            ),
            t("There is no advertising here, and no other company follows what you do."),
        ),
        _part(
            t("How it is protected"),
            t("Everything personal is encrypted where it is stored. Each patient has a key of their own."),
            t("Your connection to this portal is encrypted when the address begins with https."),
            t(
                "You are signed out after {n} minutes without activity, and after {hours} hours in any case.",
                n=settings.idle_minutes,
                hours=settings.session_hours,
            ),
            t(
                "Our emails say only that something is waiting for you, and link to this portal. They"
                " never hold your name or anything from your record."
            ),
        ),
        _part(
            t("What your browser keeps"),
            t(
                "One cookie while you are signed in, which is gone when you sign out. Nothing from "
                "your record stays in the browser after that."
            ),
        ),
        card(
            rx.el.h2(t("Questions about your privacy")),
            rx.el.p(
                t(
                    "Ask the practice. It can also tell you how it uses and shares health information in "
                    "general."
                )
            ),
            call_us(first=False),
            class_name="stack",
        ),
    )


def _part(title: Words, *lines: Words) -> rx.Component:
    return card(rx.el.h2(title), bullets(*lines), class_name="stack")
