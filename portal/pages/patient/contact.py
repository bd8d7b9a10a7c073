"""Contact details: what the practice has, what was asked for, and asking for other ones."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    fact,
    for_whom,
    if_may_act,
    link,
    list_error,
    loading_rows,
    notice,
    t,
    tag,
)
from portal.i18n import N_
from portal.settings import get_settings
from portal.state.contact import PENDING, ContactState

FORM = "/profile/contact"


def contact_card() -> rx.Component:
    """The card on the profile, with what was asked for under it; nothing where it is not theirs to see."""
    state, heading = ContactState, rx.el.h2(for_whom(t("Contact details"), N_("Contact details of {name}")))
    whole = rx.el.div(card(heading, _details(), _ways()), _asks(), _question(), class_name="stack")
    return rx.match(
        state.status,
        ("ready", whole),
        ("error", card(heading, list_error("", state.load))),
        ("loading", card(heading, loading_rows(2))),
        rx.fragment(),
    )


def _details() -> rx.Component:
    one, email = ContactState.one, ContactState.email
    mail = rx.el.span(email.email, " ", link(t("Change it"), "/profile/email"))
    rows = rx.el.dl(
        fact(t("Name"), one.name),
        fact(t("Date of birth"), one.born),
        rx.foreach(one.rows, lambda row: fact(row.name, row.value)),
        rx.cond(email.email != "", fact(t("Email"), mail)),
        class_name="facts",
    )
    hidden = t("The address and phones may be another parent's or guardian's. So they are not shown here.")
    named = t(
        "Is the name or date of birth wrong? Call us at {phone}. We need to see an ID for that.",
        phone=get_settings().practice_phone,
    )
    return rx.el.div(
        rows,
        rx.cond(one.is_hidden, rx.el.p(hidden, class_name="mt-3")),
        rx.el.p(named, class_name="quiet mt-3"),
    )


def _ways() -> rx.Component:
    ask = button(for_whom(t("Ask for a change"), N_("Ask for a change for {name}")), kind="quiet", href=FORM)
    one = ContactState.one
    return if_may_act("records", rx.cond(one.may_ask & ~one.waits, rx.el.div(ask, class_name="actions")))


def _asks() -> rx.Component:
    listed = rx.el.div(rx.foreach(ContactState.one.asks, _ask), class_name="stack")
    asked = rx.el.div(
        rx.cond(ContactState.one.asks.length() > 0, listed),
        tab_index=-1,
        id=PENDING,
        class_name="outline-none",
        role="group",
        custom_attrs={"aria-label": t("Changes asked for")},
    )
    return rx.fragment(rx.el.p(ContactState.said, class_name="only-read", role="status"), asked)


def _ask(one: Any) -> rx.Component:
    back = button(t("Take it back"), kind="quiet", on_click=ContactState.ask(one.key))
    head = rx.el.div(
        rx.el.h2(t("Change asked for"), class_name="flex-auto"),
        tag(one.tag, one.tone),
        class_name="row flex-wrap mb-2",
    )
    return card(
        head,
        rx.el.dl(rx.foreach(one.changes, lambda each: fact(each.name, _change(each))), class_name="facts"),
        rx.el.p(one.outcome, class_name="mt-3"),
        rx.cond(one.reason != "", rx.el.p(one.reason, class_name="as-written mt-2")),
        rx.el.p(one.line, " · ", t("receipt number {number}", number=one.receipt), class_name="quiet mt-2"),
        rx.cond(one.may_withdraw, rx.el.div(back, class_name="actions")),
    )


def _change(each: Any) -> rx.Component:
    """Old → new, in words for those who hear it."""
    before = rx.el.span(
        rx.el.span(t("now "), class_name="only-read"),
        rx.el.span(each.was, class_name="quiet"),
        rx.el.span(" → ", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(t(", asked for: "), class_name="only-read"),
    )
    return rx.el.span(rx.cond(each.was != "", before), rx.el.strong(each.wanted))


def _question() -> rx.Component:
    return dialog(
        t("Take the request back?"),
        rx.el.p(t("Nobody will look at it any more, and nothing is changed. You can ask again.")),
        open=ContactState.asking != "",
        on_close=ContactState.leave,
        actions=[
            button(t("Keep it"), kind="quiet", on_click=ContactState.leave),
            button(
                for_whom(t("Take it back"), N_("Take it back for {name}")),
                kind="danger",
                on_click=ContactState.withdraw,
            ),
        ],
    )


def no_access() -> rx.Component:
    """For who may not ask, or has no record here."""
    return card(notice(t("You may not ask for this here. Nothing was changed.")))
