"""A wrong address: that nothing is there, that nothing is lost, and the ways on.

The same page twice: `/not-found` is what the server answers at any address there is none for, without scripts
(`api/site.py` takes them out); `404` is what shows when a link within the portal leads nowhere.
"""

import reflex as rx

from portal.components import button, card, link, public_screen, t
from portal.pages.public.words import call_us
from portal.pages.registry import screen


def missing() -> rx.Component:
    """What happened, and where to go."""
    ways = rx.el.div(
        button(t("Go to Home"), href="/home"),
        button(t("Sign in"), kind="quiet", href="/"),
        link(t("Help"), "/help", standalone=True),
        class_name="actions",
    )
    return public_screen(
        t("We could not find this page"),
        card(
            rx.el.p(t("The address may be mistyped, or the page has moved. Nothing of yours is lost.")),
            rx.el.p(t("If you followed a link in one of our emails, go to Home: what it told of is there.")),
            ways,
            class_name="stack",
        ),
        card(
            rx.el.h2(t("Still looking for something?")),
            rx.el.p(t("Call us, and we will help you find it.")),
            call_us(first=False),
            class_name="stack",
        ),
        link(t("Do you work here? Go to the staff’s pages"), "/staff/patients", standalone=True),
    )


screen("/not-found", title="Page not found", audience="public")(missing)
screen("404", title="Page not found", audience="public")(missing)
