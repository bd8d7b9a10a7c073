"""Getting back in, which for now goes by phone."""

import reflex as rx

from portal.components import card, link, public_screen, t
from portal.pages.public.words import bullets, call_us
from portal.pages.registry import screen
from portal.settings import get_settings


@screen("/recover", title="Get back in", audience="public")
def recover() -> rx.Component:
    """Whom to call, and what will happen then."""
    settings = get_settings()
    return public_screen(
        t("Get back in"),
        card(
            rx.el.h2(t("Forgot your username or password?")),
            rx.el.p(
                t("Call {practice}. We will make sure that it is you.", practice=settings.practice_name),
            ),
            call_us(),
            class_name="stack",
        ),
        card(
            rx.el.h2(t("Before you call")),
            bullets(
                t("Press “Show” in the password field to see what you typed."),
                t("In the username, capital and small letters are the same. In the password they are not."),
                t("After several wrong tries, wait as long as the page says."),
            ),
            rx.el.p(t("We will never ask you for your password, on the phone or by email.")),
            class_name="stack",
        ),
        link(t("Back to sign in"), "/", standalone=True),
    )
