"""Asking for another address or other phone numbers: the form, then the receipt in its place."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    fact,
    facts,
    field,
    for_whom,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    submit_button,
    t,
)
from portal.components.whose import title_now
from portal.i18n import N_
from portal.pages.patient.contact import FORM, no_access
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.contact import RECEIPT, ContactAskState


@screen(FORM, title="Ask for other contact details", audience="patient", on_load=ContactAskState.load)
def ask_for_contact() -> rx.Component:
    """The page."""
    state = ContactAskState
    return patient_screen(
        rx.cond(state.status == "sent", t("We have your request"), t("Ask for other contact details")),
        title_now(
            rx.cond(state.status == "sent", t("We have your request"), ""),
            usual=t("Ask for other contact details"),
        ),
        rx.match(
            state.status,
            ("ready", rx.el.div(_form(), _what_happens(), class_name="two")),
            ("sent", _sent()),
            ("waits", _waits()),
            ("refused", no_access()),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="profile",
        back=(t("Profile"), "/profile"),
    )


def _form() -> rx.Component:
    state, asking = ContactAskState, ContactAskState.asking
    hidden = t(
        "Fill in only what should change; the rest stays as it is. What we have on file is not shown here, "
        "because it may be another parent's or guardian's."
    )
    form = rx.el.form(
        rx.cond(asking.asks_for != "", notice(t("You are asking for {name}.", name=asking.asks_for))),
        rx.cond(asking.is_hidden, rx.el.p(hidden)),
        rx.cond(state.message != "", notice(state.message, tone="danger")),
        rx.el.fieldset(
            rx.el.legend(t("Address"), class_name="text-(length:--text-l) font-[650] mb-3"),
            *_address(),
            class_name="form",
        ),
        rx.el.fieldset(
            rx.el.legend(t("Phones"), class_name="text-(length:--text-l) font-[650] mb-3"),
            *_phones(),
            class_name="form",
        ),
        rx.el.div(
            submit_button(
                for_whom(t("Send the request"), N_("Send the request for {name}")),
                busy=state.busy,
                busy_label=t("Sending…"),
            ),
            button(t("Cancel"), kind="quiet", href="/profile"),
            class_name="actions",
        ),
        on_submit=state.send,
        class_name="form",
        custom_attrs={"noValidate": True},
    )
    return card(form)


def _field(label: Any, name: str, **more: Any) -> rx.Component:
    state = ContactAskState
    return field(label, name, value=state.typed[name], error=state.errors[name], **more)


def _address() -> list[rx.Component]:
    abroad = t("Outside the United States? Call us at {phone}.", phone=get_settings().practice_phone)
    return [
        _field(t("Street and number"), "line", autocomplete="address-line1", help=abroad),
        _field(t("Apartment, unit or floor"), "line2", autocomplete="address-line2", required=False),
        _field(t("City or town"), "city", autocomplete="address-level2"),
        _field(t("State"), "state", autocomplete="address-level1"),
        _field(t("ZIP code"), "zip", autocomplete="postal-code", input_mode="numeric"),
    ]


def _phones() -> list[rx.Component]:
    kind = {"type": "tel", "required": False}
    away = rx.cond(
        ContactAskState.asking.is_hidden, "", t("Leave a number empty if we should not use it any more.")
    )
    return [
        rx.cond(ContactAskState.asking.is_hidden, rx.fragment(), rx.el.p(away, class_name="quiet")),
        _field(t("Mobile phone"), "mobile", autocomplete="tel", **kind),
        _field(t("Home phone"), "home", autocomplete="home tel", **kind),
        _field(t("Work phone"), "work", autocomplete="work tel", **kind),
        rx.cond(ContactAskState.asking.has_other, _field(t("Other phone"), "other", **kind)),
    ]


def _what_happens() -> rx.Component:
    settings = get_settings()
    steps = [
        t(
            "Someone at {practice} looks at it and enters it into our records.",
            practice=settings.practice_name,
        ),
        t("You get an answer within {n} business days.", n=settings.reply_days),
        t("Until then we use what we have now. You can take the request back."),
        t("We send an email that a change was asked for, so that nobody asks in your name unnoticed."),
    ]
    soon = t(
        "Do we need to reach you at the new number today? Call us at {phone}.", phone=settings.practice_phone
    )
    listed = rx.el.ul(*[rx.el.li(step) for step in steps], class_name="steps-next")
    return card(rx.el.h2(t("What happens next")), listed, rx.el.p(soon), class_name="quiet-card")


def _sent() -> rx.Component:
    receipt = ContactAskState.receipt
    rows = facts(fact(t("Receipt number"), receipt.number), fact(t("Answer by"), receipt.due))
    return card(
        rx.el.h2(t("Sent. Nothing more to do."), tab_index=-1, id=RECEIPT),
        rx.el.p(t("We send an email as soon as there is an answer.")),
        rx.el.div(rows, class_name="mt-4"),
        rx.el.div(button(t("Back to Profile"), href="/profile"), class_name="actions"),
        accent=True,
        class_name="narrow",
        role="status",
    )


def _waits() -> rx.Component:
    waiting = t(
        "Your request {number} waits for an answer. To ask for something else, take it back first.",
        number=ContactAskState.asking.waiting,
    )
    return card(
        notice(waiting),
        rx.el.div(button(t("Back to Profile"), href="/profile"), class_name="actions"),
        class_name="narrow",
    )
