"""Where someone new on the staff chooses a password and sets up their second factor."""

import reflex as rx

from portal.components import (
    button,
    code_field,
    field,
    fragment_token,
    notice,
    password_field,
    post_form,
    public_screen,
    rule_list,
    section_body,
    section_card,
    submit_button,
    t,
)
from portal.pages.registry import screen
from portal.state.staff.set_up import SetUpState


@screen("/staff/set-up", title="Set up your staff account", audience="public")
def staff_set_up() -> rx.Component:
    """A password, the QR code for an authenticator app, a code from it, and in."""
    return public_screen(
        t("Set up your staff account"),
        fragment_token(on_token=SetUpState.read_link),
        rx.match(
            SetUpState.status,
            ("ready", _form()),
            ("gone", _gone()),
            rx.el.p(t("Checking your link…"), role="status"),
        ),
        portal=t("Staff"),
    )


def _gone() -> rx.Component:
    sign_in = button(t("Go to staff sign in"), kind="quiet", href="/staff/sign-in")
    return rx.el.div(notice(SetUpState.why, tone="attention"), sign_in, class_name="stack")


def _form() -> rx.Component:
    return post_form(
        "/api/staff/set-up",
        rx.el.input(type="hidden", name="token", value=SetUpState.token, read_only=True),
        rx.el.p(t("Welcome, {name}. This takes about two minutes.", name=SetUpState.name)),
        _password(),
        _factor(),
        submit_button(t("Finish and sign in"), busy_label=t("Finishing…"), wide=True),
    )


def _password() -> rx.Component:
    rules = rule_list(
        (t("12 to 128 characters"), SetUpState.long_enough),
        (t("Not easy to guess"), SetUpState.hard_to_guess),
        (t("Without your name or the practice's name"), SetUpState.not_personal),
        label=t("Rules for your password"),
        id="password-rules",
    )
    return section_card(
        t("1. Choose a password"),
        section_body(
            rx.el.div(
                field(
                    t("Username"),
                    "username",
                    autocomplete="username",
                    value=SetUpState.username,
                    custom_attrs={"readOnly": True},
                ),
                password_field(
                    t("Password"),
                    "password",
                    new=True,
                    rules="password-rules",
                    on_change=SetUpState.check_password.debounce(250),
                ),
                rules,
                class_name="stack",
            )
        ),
    )


def _factor() -> rx.Component:
    why = t(
        "A password alone is not enough to open people's records. An authenticator app on your phone shows "
        "a new code every 30 seconds; you type it each time you sign in."
    )
    how = t("Open your authenticator app, choose to add an account, and scan this picture.")
    picture = rx.el.img(
        src=SetUpState.qr,
        alt=t("QR code for your authenticator app"),
        class_name="size-56 rounded-lg",
    )
    secret = rx.el.p(
        t("Cannot scan it? Type this key into the app instead: "),
        rx.el.code(SetUpState.secret, class_name="font-semibold break-words"),
    )
    code = rx.cond(
        SetUpState.code_required,
        code_field(t("6-digit code the app shows now"), "code", digits=7),
        code_field(
            t("6-digit code the app shows now"),
            "code",
            digits=7,
            required=False,
            help=t("In this demonstration you may leave it empty."),
        ),
    )
    body = rx.el.div(rx.el.p(why), rx.el.p(how), picture, secret, code, class_name="stack")
    return section_card(t("2. Add your phone"), section_body(body))
