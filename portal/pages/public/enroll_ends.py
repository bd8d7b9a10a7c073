"""What became of a link that no longer lets in: said plainly, with what to do next."""

import reflex as rx

from portal.components import button, card, link, t
from portal.components.text import Words
from portal.pages.public.words import call_us
from portal.settings import get_settings
from portal.state.enroll import EnrollState


def expired() -> rx.Component:
    return dead_end(
        t("This link has run out"),
        t("For your safety a link works for {n} days only.", n=get_settings().invitation_days),
        t("Call us, and we will send you a new one."),
    )


def used() -> rx.Component:
    return dead_end(
        t("This link was used already"),
        t("If you set up your account with it, sign in with the username and password you chose."),
        t("If that was not you, please call us at once."),
        ways=[
            button(t("Sign in"), href="/"),
            link(t("I forgot my username and/or password"), "/recover", standalone=True),
        ],
    )


def revoked() -> rx.Component:
    return dead_end(
        t("This link no longer works"),
        t("The practice has taken this invitation back."),
        t("Call us if you would like a new one."),
    )


def replaced() -> rx.Component:
    return dead_end(
        t("There is a newer link"),
        t("We have sent a newer email since. Please use the link in the newest one."),
        t("If you cannot find it, look in your spam folder or call us."),
    )


def unknown() -> rx.Component:
    return dead_end(
        t("We do not know this link"),
        t("Perhaps a part of it is missing. Copy the whole link from your email."),
        t("If that does not help, call us, and we will send you a new one."),
        ways=[button(t("Paste the link"), kind="quiet", on_click=EnrollState.start_over)],
    )


def dead_end(title: Words, *lines: Words, ways: list[rx.Component] | None = None) -> rx.Component:
    onward = [rx.el.div(*ways, class_name="actions")] if ways else []
    return card(
        rx.el.h2(title),
        *[rx.el.p(line) for line in lines],
        *onward,
        call_us(first=not ways),
        class_name="stack",
    )


def said_no() -> rx.Component:
    """An offer of access that whoever held the link did not want."""
    return dead_end(
        t("You said no"),
        t("This invitation is closed now. Whoever sent it can see that you said no."),
        t("If you change your mind, ask them to invite you again."),
    )
