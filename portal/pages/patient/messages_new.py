"""A new message: whom to, what about, what is said; then the receipt in its place."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    empty_state,
    fact,
    fact_unless_empty,
    facts,
    field,
    for_whom,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    select_field,
    t,
)
from portal.components.enroll import focus_on_wrong
from portal.components.whose import title_now
from portal.i18n import N_
from portal.pages.patient import message_form as parts
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.messages_writing import RECEIPT
from portal.state.messages_writing import NewMessageState as State

FORM = "message-form"


@screen("/messages/new", title="New message", audience="patient", on_load=State.load)
def new_message() -> rx.Component:
    """The form, the page about emergencies, or the receipt."""
    heading = rx.match(
        State.status,
        ("sent", t("Your message is sent")),
        ("missing", t("We could not find that")),
        t("New message"),
    )
    body = rx.cond(State.urgent.length() > 0, parts.emergency_first(State), _body())
    return patient_screen(
        heading,
        title_now(rx.cond(State.status == "sent", t("Your message is sent"), ""), usual=t("New message")),
        rx.match(
            State.status,
            ("ready", body),
            ("sent", _sent()),
            ("missing", _missing()),
            ("refused", card(notice(t("You may read these messages, but not write any.")))),
            ("error", card(list_error("", State.load))),
            card(loading_rows()),
        ),
        tab="messages",
        back=(t("Messages"), "/messages"),
    )


def _body() -> rx.Component:
    begun = notice(t("You began this on {day}. It is as you left it.", day=State.form.begun))
    left = rx.el.div(
        rx.cond(State.form.begun != "", begun),
        rx.cond(State.form.about.title != "", _about()),
        card(_form(), class_name="stack"),
        class_name="stack",
    )
    return rx.el.div(left, _what_happens(), parts.questions_first(State), class_name="two")


def _about() -> rx.Component:
    about = State.form.about
    named = rx.el.p(t("You ask about: "), link(about.title, about.href), class_name="item-title")
    return card(named, rx.cond(about.line != "", rx.el.p(about.line, class_name="quiet")))


def _form() -> rx.Component:
    state = State
    words = rx.el.form(
        rx.cond(state.form_error != "", notice(state.form_error, tone="danger")),
        select_field(
            t("What is it about?"),
            "topic",
            state.topic_choices,
            empty=t("Choose one"),
            value=state.topic,
            error=state.errors["topic"],
            on_change=state.choose_topic,
        ),
        rx.el.p(state.told, role="status", class_name="only-read"),
        select_field(
            t("Who should get it?"),
            "to",
            state.to_choices,
            empty=t("Choose one"),
            value=state.to,
            error=state.errors["to"],
            on_change=lambda value: state.keep("to", value),
        ),
        parts.kept_field(
            state, t("Subject"), "subject", value=state.subject, max_length=400,
            help=t("A few words, such as “Rash after the new tablets”."),
        ),
        rx.foreach(state.questions, _question),
        parts.body_field(state, t("Your message"), rows=8),
        on_submit=state.send,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )  # fmt: skip
    return rx.el.div(
        focus_on_wrong(state.attempt),
        words,
        parts.attached(state, t("Add pictures or a PDF (optional)")),
        parts.ways_out(state, FORM),
        class_name="stack",
    )


def _question(question: Any, n: Any) -> rx.Component:
    def kept(text: rx.Var[str]) -> Any:
        return State.keep_answer(question, text)

    def paused(text: rx.Var[str]) -> Any:
        return State.keep_answer(question, text).debounce(parts.PAUSE)

    name = rx.Var.create("answer_") + n.to_string()
    return field(
        question, name, required=False, value=State.answers[question], error=State.errors[name],
        on_blur=kept, on_change=paused,
    )  # fmt: skip


def _what_happens() -> rx.Component:
    practice = get_settings().practice_name
    to = rx.foreach(
        State.form.recipients,
        lambda one: rx.el.li(rx.el.strong(one.name), rx.cond(one.line != "", ": " + one.line, "")),
    )
    steps = [
        t("Someone at {practice} answers by {day}.", practice=practice, day=State.form.due),
        t("You see the answer here, and we email you that there is one."),
        t("What you type is kept as you type it, on this and your other devices."),
    ]
    return card(
        rx.el.h2(t("Before you write")),
        notice(
            t("For an emergency, call 911. Messages are not read at night and on weekends."),
            tone="attention",
        ),
        rx.el.ul(*[rx.el.li(step) for step in steps], class_name="steps-next"),
        rx.el.h3(t("Who handles what")),
        rx.el.ul(to, class_name="steps-next"),
        class_name="quiet-card stack",
    )


def _sent() -> rx.Component:
    receipt = State.receipt
    rows = facts(
        fact(t("Receipt number"), receipt.number),
        fact(t("To"), receipt.sent_to),
        fact_unless_empty(t("Answer by"), receipt.due),
    )
    ways = rx.el.div(
        button(t("See the conversation"), href=receipt.href),
        button(t("Back to the inbox"), kind="quiet", href="/messages"),
        class_name="actions",
    )
    done = rx.el.h2(t("Sent. Nothing more to do."), tab_index=-1, id=RECEIPT)
    said = rx.el.p(
        for_whom(t("The answer comes to your messages."), N_("The answer comes to the messages of {name}."))
    )
    return card(
        done, said, rx.el.div(rows, class_name="mt-4"), ways, accent=True, class_name="narrow", role="status"
    )


def _missing() -> rx.Component:
    help = t("It may have been sent or thrown away meanwhile. Nothing that was sent is lost.")
    back = link(t("Back to Messages"), "/messages", standalone=True)
    return card(empty_state(t("There is nothing here"), help, icon_name="messages", action=back))
