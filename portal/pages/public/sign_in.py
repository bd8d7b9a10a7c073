"""The front door: sign in, or go on to enrolling, getting back in, or help."""

import reflex as rx

from portal.components import field, link, password_field, post_form, public_screen, submit_button, t
from portal.components.passkey import passkey_button
from portal.components.sign_in import sign_in_steps
from portal.components.signed_out import signed_out_note
from portal.pages.public.words import AS_TYPED, browsers
from portal.pages.registry import screen


@screen("/", title="Sign in", audience="public")
def sign_in() -> rx.Component:
    """Username and password, posted over HTTP so that the answer can set the session cookie."""
    form = post_form(
        "/api/sign-in",
        field(t("Username"), "username", autocomplete="username", custom_attrs=AS_TYPED),
        password_field(t("Password"), "password"),
        submit_button(t("Sign in"), busy_label=t("Signing in…"), wide=True),
    )
    return public_screen(
        t("Sign in"),
        sign_in_steps(
            signed_out_note(),
            form,
            passkey_button(
                t("Sign in with a passkey"), route="/api/sign-in/passkey", side="patient", wide=True
            ),
            link(t("I forgot my username and/or password"), "/recover", standalone=True),
        ),
        rx.el.hr(),
        rx.el.div(
            link(t("I have an invitation"), "/enroll", standalone=True),
            link(t("Help"), "/help", standalone=True),
            link(t("Privacy"), "/legal/privacy", standalone=True),
            class_name="flex flex-wrap gap-x-6",
        ),
        rx.el.p(browsers(), class_name="quiet"),
        hello=t("Your health, in your hands."),
        lead=t(
            "Your test results, visits, medications and the rest of your health record, in one safe place."
        ),
    )
