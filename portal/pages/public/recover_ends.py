"""Where getting back in ends: in, or at somebody who can help; and the way of those whom it does not help."""

import reflex as rx

from portal.components import button, card, notice, t
from portal.components.enroll import way_in
from portal.components.text import Words
from portal.pages.public.words import bullets, call_us
from portal.settings import get_settings
from portal.state.recover import RecoverState as State


def nobody() -> rx.Component:
    """Nobody has an account with the address that was shown to be theirs."""
    return _end(
        "nobody",
        t("There is no account with this email address"),
        t("You may have given us another address. Try that one, or call us."),
        t("If you never set up an account, ask us to invite you."),
        again=t("Try another email address"),
    )


def staff() -> rx.Component:
    """Who works here is helped by an administrator."""
    return _end(
        "staff",
        t("This address belongs to someone who works here"),
        t("Ask an administrator for a new set-up link."),
    )


def locked() -> rx.Component:
    """The practice has locked the account."""
    return _end(
        "locked",
        t("Your account is locked"),
        t("We locked it to keep your record safe. Nothing in it is lost."),
        t("Please call us. We will make sure that it is you, and open it again."),
    )


def closed() -> rx.Component:
    """From here on only the practice can help."""
    return _end(
        "closed",
        t("Please contact your practice"),
        t("There were five wrong answers. To keep your record safe, only we can help you from here."),
        t("Call us, or come with a photo ID. You can still sign in if you remember your password."),
    )


def sent() -> rx.Component:
    """Only the username was wanted."""
    return rx.el.div(
        title_of("sent", t("Your username is on its way")),
        rx.el.p(t("We sent it to {email}. Your password was not changed.", email=State.email)),
        rx.el.div(button(t("Sign in"), href="/"), class_name="actions"),
        class_name="stack",
    )


def entering() -> rx.Component:
    """All is done, and the session is on its way."""
    return rx.el.div(
        notice(t("You are being signed in…"), tone="good", title=t("Your new password is saved")),
        way_in(State.ticket, t("Go to your home page"), arrival="password-saved"),
        class_name="stack",
    )


def otherwise() -> rx.Component:
    """The way of those whom all this does not help."""
    practice = get_settings().practice_name
    return card(
        rx.el.h2(t("If this does not work for you")),
        bullets(
            t(
                "You have no email, or another address than we have? Come to {practice} with a photo ID. "
                "We print your username and a code for you. You need no email for that.",
                practice=practice,
            ),
            t("You do not remember your answer? Call us or come by. We never ask for your password."),
            t("You work here? An administrator gives you a new set-up link."),
        ),
        call_us(first=False),
        class_name="stack",
    )


def _end(name: str, title: Words, *lines: Words, again: Words = "") -> rx.Component:
    back = button(again, kind="quiet", on_click=State.go("email")) if again else None
    return card(
        title_of(name, title),
        *[rx.el.p(line) for line in lines],
        call_us(),
        rx.el.div(back, class_name="actions") if back else None,
        class_name="stack",
    )


def title_of(name: str, title: Words) -> rx.Component:
    """A step's heading, which takes the focus when the step is shown."""
    return rx.el.h2(title, tab_index=-1, class_name="outline-none", custom_attrs={"id": f"step-{name}"})
