"""Security: how one signs in, where one is signed in, and how that was before."""

import reflex as rx

from portal.components import (
    card,
    field,
    item,
    items,
    notice,
    patient_screen,
    section_card,
    select_field,
    submit_button,
    t,
    when_ready,
)
from portal.components.text import Words
from portal.pages.patient.security_factors import second_factor_section
from portal.pages.patient.security_parts import (
    changed_card,
    devices_section,
    history_line,
    history_list,
    password_page,
)
from portal.pages.registry import screen
from portal.services.credentials import questions
from portal.settings import get_settings
from portal.state.factors import FactorsState
from portal.state.security import HistoryState, PasswordState, QuestionsState, SecurityState

HOME = "/profile/security"


@screen(HOME, title="Security", audience="patient", on_load=[SecurityState.load, FactorsState.load])
def security() -> rx.Component:
    """Everything that keeps the account safe."""
    signing_in = section_card(t("Signing in"), items(*_ways()))
    return patient_screen(
        t("Security"),
        when_ready(
            SecurityState.status,
            rx.el.div(signing_in, second_factor_section(), devices_section(), class_name="stack"),
            on_retry=SecurityState.load,
        ),
        tab="profile",
        back=(t("Profile"), "/profile"),
        line=rx.cond(
            SecurityState.status == "ready", t("Username: {name}", name=SecurityState.one.username), ""
        ),
    )


@screen(f"{HOME}/password", title="Change your password", audience="patient", on_load=PasswordState.load)
def change_password() -> rx.Component:
    """A new password."""
    return patient_screen(t("Change your password"), password_page(_back()), tab="profile", back=_back())


@screen(f"{HOME}/questions", title="Security questions", audience="patient", on_load=QuestionsState.load)
def change_questions() -> rx.Component:
    """Three questions with new answers."""
    state = QuestionsState
    done = changed_card(
        t("Your security questions are changed"),
        t("From now on we ask these if you forget your password. We have sent you an email."),
        _back(),
    )
    if not get_settings().security_questions:
        return patient_screen(t("Security questions"), _not_asked(), tab="profile", back=_back())
    return patient_screen(
        t("Security questions"),
        when_ready(state.status, rx.cond(state.changed, done, card(_questions())), on_retry=state.load),
        tab="profile",
        back=_back(),
        line=t("If you ever forget your password, we ask you one of these. Choose three different ones."),
    )


@screen(f"{HOME}/history", title="Sign-in history", audience="patient", on_load=HistoryState.load)
def sign_in_history() -> rx.Component:
    """The sign-ins to this account and those refused."""
    return patient_screen(
        t("Sign-in history"), history_list(), tab="profile", back=_back(), line=history_line()
    )


def _ways() -> list[rx.Component]:
    questions_way = item(
        t("Security questions"),
        t("What we ask if you forget your password"),
        icon_name="info",
        href=f"{HOME}/questions",
    )
    return [
        item(t("Password"), t("Choose a new one"), icon_name="lock", href=f"{HOME}/password"),
        *([questions_way] if get_settings().security_questions else []),
        item(
            t("Sign-in history"),
            t("When and where someone signed in, and who was refused"),
            icon_name="shield",
            href=f"{HOME}/history",
        ),
    ]


def _not_asked() -> rx.Component:
    return card(notice(t("We ask no security questions here. There is nothing to choose.")))


def _questions() -> rx.Component:
    state = QuestionsState
    asked = [part for n in (1, 2, 3) for part in _question(n)]
    return rx.el.form(
        rx.cond(state.message != "", notice(state.message, tone="danger")),
        *asked,
        rx.el.div(submit_button(t("Save"), busy=state.busy), class_name="actions"),
        on_submit=state.change,
        method="post",
        no_validate=True,
        class_name="form",
    )


def _question(n: int) -> list[rx.Component]:
    return [
        select_field(
            t("Question {n}", n=n),
            f"question_{n}",
            questions(),
            empty=t("Choose a question"),
            value=QuestionsState.chosen[n - 1],
            error=QuestionsState.errors[f"question_{n}"],
        ),
        field(
            t("Your answer to question {n}", n=n),
            f"answer_{n}",
            help=t("Capital letters and spaces do not matter.") if n == 1 else "",
            error=QuestionsState.errors[f"answer_{n}"],
            autocomplete="off",
            max_length=200,
        ),
    ]


def _back() -> tuple[Words, Words]:
    return t("Security"), HOME
