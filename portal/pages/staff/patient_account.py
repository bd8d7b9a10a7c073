"""A section of the patient's page for staff: who can sign in, and what helps someone back in."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    dialog,
    fact,
    facts,
    field,
    list_error,
    notice,
    radio_group,
    section_body,
    section_card,
    submit_button,
    t,
    tag,
)
from portal.components.enroll import focus_on_wrong
from portal.components.text import Words
from portal.pages.staff.patient_slip import slip
from portal.services.staff.identity import ways
from portal.state.staff.patient_account import PLACE
from portal.state.staff.patient_account import AccountsState as State


def account_section() -> rx.Component:
    """The accounts of this patient, their representatives and guardians; nothing while there is none."""
    cards = rx.el.div(rx.foreach(State.cards, _account), class_name="stack")
    place = rx.el.div(
        rx.cond(State.slip.code != "", slip(), section_card(t("Signing in"), cards)),
        id=PLACE,
        tab_index=-1,
        role="group",
        class_name="outline-none",
        custom_attrs={"aria-label": t("Signing in")},
    )
    failed = rx.cond(State.status == "error", section_card(t("Signing in"), list_error("", State.load)))
    questions = [
        _ask_send(),
        _ask_print(),
        _ask_take_back(),
        _ask_lock(),
        _ask_unlock(),
        _ask_email(),
        _ask_second(),
    ]
    return rx.fragment(
        rx.cond(State.cards.length() > 0, place, failed), focus_on_wrong(State.attempt), *questions
    )


def _account(card: Any) -> rx.Component:
    head = rx.el.div(
        rx.el.h3(card.name, class_name="grow"),
        tag(card.tag, card.tone),
        class_name="row",
    )
    rows = facts(
        fact(t("Username"), card.username),
        fact(t("Email of the account"), card.email),
        fact(t("Last signed in"), card.signed_in),
        fact(t("Second step"), card.second_step),
        fact(t("Security questions"), card.questions),
    )
    told = rx.el.div(
        rx.el.div(head, rx.el.p(card.relation, class_name="quiet")),
        rx.cond(card.lock != "", notice(card.lock, tone="attention")),
        rx.cond(card.reset != "", notice(card.reset)),
        rx.cond(
            card.came_back != "",
            notice(
                t("Our emails to this address have come back since {day}.", day=card.came_back),
                tone="attention",
            ),
        ),
        rows,
        rx.cond(card.is_locked, _when_locked(card), _when_open(card)),
        class_name="stack",
    )
    return section_body(told)


def _when_open(card: Any) -> rx.Component:
    return rx.el.div(
        _way(t("Print a code"), "print", card),
        _way(t("Send a code"), "send", card),
        rx.cond(card.reset != "", _way(t("Take the code back"), "take-back", card)),
        _way(t("Change email"), "email", card),
        rx.cond(card.may_turn_off, _way(t("Turn off the second step"), "second-step", card)),
        _way(t("Lock"), "lock", card),
        class_name="actions",
    )


def _when_locked(card: Any) -> rx.Component:
    return rx.el.div(_way(t("Unlock"), "unlock", card), class_name="actions")


def _way(label: Words, what: str, card: Any) -> rx.Component:
    named = rx.el.span(f" {card.name}", class_name="only-read")
    return button(rx.fragment(label, named), kind="quiet", on_click=State.ask(what, card.id))


def _ask_send() -> rx.Component:
    return _question(
        "send",
        t("Send a code to {name}?", name=State.one.name),
        rx.el.p(
            t("We email a code to {email}. It works for 24 hours, once.", email=State.one.email),
            class_name="break-words",
        ),
        rx.el.p(t("It stands for the security question only. They choose a new password themselves.")),
        *_identity("send", in_person=False),
        do=t("Send the code"),
    )


def _ask_print() -> rx.Component:
    return _question(
        "print",
        t("Print a code for {name}?", name=State.one.name),
        rx.el.p(t("For someone who stands before you. The code works for 24 hours, once.")),
        rx.el.p(t("Have a printer ready: the code is shown only now. Hand it to them and to nobody else.")),
        *_identity("print", in_person=True),
        do=t("Make the code"),
    )


def _ask_take_back() -> rx.Component:
    return _question(
        "take-back",
        t("Take the code back?"),
        rx.el.p(t("It stops working at once. You can give another one at any time.")),
        do=t("Take it back"),
    )


def _ask_lock() -> rx.Component:
    return _question(
        "lock",
        t("Lock the account of {name}?", name=State.one.name),
        rx.el.p(t("They are signed out now and cannot sign in or get back in until someone unlocks it.")),
        _reason("lock"),
        do=t("Lock"),
        kind="danger",
    )


def _ask_unlock() -> rx.Component:
    return _question(
        "unlock",
        t("Unlock the account of {name}?", name=State.one.name),
        rx.el.p(t("They can sign in again with the password they have.")),
        _reason("unlock"),
        do=t("Unlock"),
    )


def _ask_email() -> rx.Component:
    return _question(
        "email",
        t("Change where we write to {name}?", name=State.one.name),
        rx.el.p(t("We write to both addresses that it was changed. Change it in your EHR too.")),
        field(
            t("New email address"),
            "email",
            id="email-email",
            type="email",
            autocomplete="off",
            error=State.errors["email"],
            max_length=254,
        ),
        *_identity("email", in_person=False),
        do=t("Change it"),
    )


def _ask_second() -> rx.Component:
    return _question(
        "second-step",
        t("Turn off the second step of {name}?", name=State.one.name),
        rx.el.p(t("For someone who has lost their phone and their recovery codes, and stands before you.")),
        rx.el.p(t("They are signed out, and told by email.")),
        *_identity("second-step", in_person=True),
        do=t("Turn it off"),
        kind="danger",
    )


def _identity(what: str, *, in_person: bool) -> list[rx.Component]:
    return [
        radio_group(
            t("How did you make sure that it is them?"),
            "way",
            ways(in_person=in_person),
            id=f"{what}-way",
            error=State.errors["way"],
        ),
        field(
            t("Which photo ID, if another one"),
            "detail",
            id=f"{what}-detail",
            help=t("What kind it is. Do not write down its number."),
            error=State.errors["detail"],
            required=False,
            autocomplete="off",
            max_length=100,
        ),
    ]


def _reason(what: str) -> rx.Component:
    return field(
        t("Reason"),
        "why",
        id=f"{what}-why",
        help=t("Staff can read it. 5 to 300 characters."),
        error=State.errors["why"],
        autocomplete="off",
        max_length=300,
    )


def _question(
    what: str, title: Words, *parts: rx.Component, do: Words, kind: str = "primary"
) -> rx.Component:
    """A dialog that is there only while it is asked, so that nothing typed in it stays."""
    name = f"account-{what}"
    form = rx.el.form(
        rx.cond(State.message != "", notice(State.message, tone="danger")),
        *parts,
        on_submit=State.submit,
        class_name="form",
        custom_attrs={"id": name, "noValidate": True},
    )
    return dialog(
        title,
        rx.cond(State.asking == what, form),
        open=State.asking == what,
        on_close=State.leave,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=State.leave),
            submit_button(do, kind=kind, custom_attrs={"form": name}),
        ],
    )
