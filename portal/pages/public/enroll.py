"""Setting up an account: from the link in an email to being signed in, in three steps on one page.

All three steps stay on the page, one of them shown, so going back finds what was typed.
"""

import reflex as rx

from portal.components import (
    birth_date_field,
    button,
    card,
    field,
    fragment_token,
    notice,
    password_field,
    public_screen,
    rule_list,
    steps,
    submit_button,
    t,
)
from portal.components.enroll import step_history, way_in
from portal.components.questions import question_fields
from portal.components.text import Words
from portal.pages.public.enroll_ends import expired, replaced, revoked, said_no, unknown, used
from portal.pages.public.enroll_offer import accept_step, joined, offered, say_no
from portal.pages.public.words import AS_TYPED, call_us
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.enroll import EnrollState, all_steps

TYPING_PAUSE = 350
"""Milliseconds without a key before the rules are looked at."""


@screen("/enroll", title="Set up your account", audience="public")
def enroll() -> rx.Component:
    """The three steps, or what became of the link."""
    step = EnrollState.step
    return public_screen(
        t("Set up your account"),
        fragment_token(on_token=EnrollState.opened),
        step_history(
            step,
            all_steps(),
            attempt=EnrollState.attempt,
            on_step=EnrollState.go,
            usual=t("Set up your account"),
        ),
        rx.el.div(_steps(), hidden=~_is_any(*all_steps())),
        rx.match(
            step,
            ("loading", rx.el.p(t("One moment…"), role="status")),
            ("start", _start()),
            ("ready", _ready()),
            ("offered", offered()),
            ("joined", joined()),
            ("said-no", said_no()),
            ("declined", said_no()),
            ("expired", expired()),
            ("used", used()),
            ("revoked", revoked()),
            ("replaced", replaced()),
            ("unknown", unknown()),
            rx.fragment(),
        ),
    )


def _steps() -> rx.Component:
    return rx.el.form(
        rx.cond(EnrollState.message != "", notice(EnrollState.message, tone="danger")),
        _prove_step(),
        *(_with_questions() if get_settings().security_questions else _without_questions()),
        accept_step(),
        on_submit=EnrollState.submit,
        method="post",
        no_validate=True,
        class_name="form",
    )


def _with_questions() -> list[rx.Component]:
    return [
        _step(
            2, "choose", t("Step 2 of 3: Choose a username and password"),
            *_username(), *_password(), _onward(t("Continue"), back="prove"),
        ),
        _step(3, "questions", t("Step 3 of 3: Security questions"), *_questions()),
    ]  # fmt: skip


def _without_questions() -> list[rx.Component]:
    """The same three steps where the practice asks no questions."""
    finish = _onward(t("Finish"), back="choose", busy=t("Making your account…"))
    return [
        _step(
            2, "choose", t("Step 2 of 3: Choose a username"),
            *_username(), _onward(t("Continue"), back="prove"),
        ),
        _step(3, "password", t("Step 3 of 3: Choose a password"), *_password(), finish),
    ]  # fmt: skip


def _step(n: int, name: str, title: Words, *parts: rx.Component) -> rx.Component:
    return rx.el.div(
        steps(n, 3, label=None),
        rx.el.h2(title, tab_index=-1, class_name="outline-none", custom_attrs={"id": f"step-{name}"}),
        *parts,
        hidden=EnrollState.step != name,
        class_name="form",
    )


def _prove_step() -> rx.Component:
    is_offer = EnrollState.kind != "patient"
    title = rx.cond(
        is_offer,
        rx.cond(
            EnrollState.member != "",
            t("Step 1 of 2: Show that this is for you"),
            t("Step 1 of 3: Show that this is for you"),
        ),
        t("Step 1 of 3: Show that it is you"),
    )
    dots = rx.cond(EnrollState.member != "", steps(1, 2, label=None), steps(1, 3, label=None))
    return rx.el.div(
        dots,
        rx.el.h2(title, tab_index=-1, class_name="outline-none", custom_attrs={"id": "step-prove"}),
        *_prove(is_offer),
        hidden=EnrollState.step != "prove",
        class_name="form",
    )


def _prove(is_offer: rx.Var[bool]) -> list[rx.Component]:
    born = birth_date_field(t("Your own date of birth"), "own_birth_date", error=_error("own_birth_date"))
    number = field(
        t("Your own ZIP code or phone number"),
        "own_number",
        help=t("As the practice has it on file for you"),
        error=_error("own_number"),
        input_mode="tel",
        max_length=20,
    )
    return [
        rx.el.p(
            rx.cond(
                is_offer,
                rx.cond(
                    EnrollState.asks_own.length() > 0,
                    t("So that nobody else can open their record, please tell us about the person in your "
                      "care and about yourself, as we have it on file."),
                    t("So that nobody else can open their record, please tell us two things about the "
                      "person you will help. If you do not know them, ask that person."),
                ),
                t("So that nobody else can open your record, please tell us two things we have on file."),
            )
        ),
        birth_date_field(
            rx.cond(is_offer, t("Their date of birth"), t("Date of birth")), error=_error("birth_date")
        ),
        field(
            rx.cond(is_offer, t("Their ZIP code"), t("ZIP code")),
            "zip",
            help=rx.cond(
                is_offer, t("The 5 digits of their home address"), t("The 5 digits of your home address")
            ),
            error=_error("zip"),
            autocomplete="postal-code",
            input_mode="numeric",
            max_length=10,
        ),
        rx.cond(EnrollState.asks_own.contains("own_birth_date"), born),
        rx.cond(EnrollState.asks_own.contains("own_number"), number),
        rx.el.div(
            submit_button(t("Continue"), busy=EnrollState.busy),
            rx.cond(is_offer, say_no()),
            class_name="actions",
        ),
    ]  # fmt: skip


def _username() -> list[rx.Component]:
    return [
        field(
            t("Username"),
            "username",
            error=_error("username"),
            autocomplete="username",
            max_length=50,
            rules="username-rules",
            custom_attrs=AS_TYPED,
            on_change=EnrollState.try_username.debounce(TYPING_PAUSE),
        ),
        rule_list(
            (t("6 to 50 characters"), EnrollState.name_length),
            (t("Only letters, digits and . _ - @"), EnrollState.name_characters),
            (t("Not taken by someone else"), EnrollState.name_free),
            label=t("Rules"),
            id="username-rules",
        ),
    ]


def _password() -> list[rx.Component]:
    return [
        password_field(
            t("Password"),
            "password",
            new=True,
            rules="password-rules",
            help=t("Three or four words that do not belong together are easy to keep in mind."),
            error=_error("password"),
            on_change=EnrollState.try_password.debounce(TYPING_PAUSE),
        ),
        rule_list(
            (t("12 to 128 characters, of any kind"), EnrollState.password_length),
            (t("Hard to guess"), EnrollState.password_hard),
            (t("Without your username or the practice's name"), EnrollState.password_apart),
            label=t("Rules"),
            id="password-rules",
        ),
    ]


def _questions() -> list[rx.Component]:
    return [
        rx.el.p(
            t("If you ever forget your password, we will ask you one of these. Choose three different ones.")
        ),
        *question_fields(EnrollState.errors),
        _onward(t("Finish"), back="choose", busy=t("Making your account…")),
    ]


def _onward(label: Words, *, back: str = "", busy: Words = "") -> rx.Component:
    onward = submit_button(label, busy_label=busy, busy=EnrollState.busy)
    if not back:
        return rx.el.div(onward, class_name="actions")
    return rx.el.div(
        onward, button(t("Back"), kind="quiet", on_click=EnrollState.go(back)), class_name="actions"
    )


def _ready() -> rx.Component:
    return rx.el.div(
        notice(t("You are being signed in…"), tone="good", title=t("Your account is ready")),
        way_in(EnrollState.ticket, t("Go to your home page"), arrival="account-ready"),
        class_name="stack",
    )


def _start() -> rx.Component:
    paste = rx.el.form(
        field(
            t("Link from your email"),
            "link",
            help=t("Press and hold the button in the email to copy its link, then paste it here."),
            error=_error("link"),
            autocomplete="off",
        ),
        rx.el.div(submit_button(t("Continue")), class_name="actions"),
        on_submit=EnrollState.paste,
        method="post",
        no_validate=True,
        class_name="form",
    )
    return rx.el.div(
        card(
            rx.el.h2(t("I have an invitation")),
            rx.el.p(t("Open the email from us and press “Set up your account”. If that does not work:")),
            paste,
            class_name="stack",
        ),
        card(
            rx.el.h2(t("I have no invitation")),
            rx.el.p(
                t(
                    "Ask {practice} to invite you. Look in your spam folder first.",
                    practice=get_settings().practice_name,
                )
            ),
            call_us(first=False),
            class_name="stack",
        ),
        class_name="stack",
    )


def _error(name: str) -> rx.Var[str]:
    return EnrollState.errors[name]


def _is_any(*names: str) -> rx.Var[bool]:
    shown = EnrollState.step == names[0]
    for name in names[1:]:
        shown |= EnrollState.step == name
    return shown
