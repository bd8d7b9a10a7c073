"""Where staff sign in, with their second factor."""

import reflex as rx

from portal.components import (
    code_field,
    field,
    link,
    password_field,
    post_form,
    public_screen,
    submit_button,
    t,
)
from portal.components.passkey import passkey_button
from portal.components.signed_out import signed_out_note
from portal.pages.registry import screen
from portal.settings import get_settings


@screen("/staff/sign-in", title="Staff sign in", audience="public")
def staff_sign_in() -> rx.Component:
    """Username, password and a code from the phone."""
    form = post_form(
        "/api/staff/sign-in",
        field(t("Username"), "username", autocomplete="username", help=t("Your work email address")),
        password_field(t("Password"), "password"),
        _code(),
        submit_button(t("Sign in"), busy_label=t("Signing in…"), wide=True),
    )
    lost = t("Lost your phone or forgot your password? An administrator can give you a new set-up link.")
    patients = link(t("Are you a patient? Sign in here"), "/", standalone=True)
    return public_screen(
        t("Staff sign in"),
        signed_out_note(),
        form,
        passkey_button(t("Sign in with a passkey"), route="/api/sign-in/passkey", side="staff", wide=True),
        rx.el.p(lost, class_name="quiet"),
        patients,
        portal=t("Staff"),
    )


def _code() -> rx.Component:
    """The code is asked for; in a demonstration only of who has set one up. A recovery code fits in too."""
    settings = get_settings()
    if settings.is_demo:
        why = t("This demonstration asks for one only if you set up an authenticator app.")
        return code_field(t("6-digit code"), "code", digits=24, help=why, required=False)
    help = t("From your authenticator app. Without your phone, enter one of your recovery codes.")
    return code_field(t("6-digit code"), "code", digits=24, help=help)
