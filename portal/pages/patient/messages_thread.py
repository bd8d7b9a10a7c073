"""One conversation: what was said, when an answer is due, and the form to write on."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    empty_state,
    for_whom,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    print_button,
    t,
    tag,
)
from portal.components.conversation import around, conversation, focus_on, seen_mark
from portal.components.enroll import focus_on_wrong
from portal.components.whose import title_now
from portal.i18n import N_
from portal.pages.patient import message_form as parts
from portal.pages.registry import screen
from portal.state.messages import NEWEST
from portal.state.messages import ThreadState as State
from portal.state.messages_writing import ReplyState

FORM = "reply-form"


@screen("/messages/[thread_id]", title="Message", audience="patient", on_load=State.load)
def thread() -> rx.Component:
    """The conversation and the form under it."""
    one = State.one
    is_ready = State.status == "ready"
    heading = rx.match(
        State.status, ("ready", one.subject), ("missing", t("We could not find that")), t("Message")
    )
    to = rx.el.span(t("To: {to}", to=one.sent_to), " · ", one.topic)
    return patient_screen(
        heading,
        title_now(rx.cond(is_ready, one.subject, ""), usual=t("Message")),
        rx.match(
            State.status,
            ("ready", _body(one)),
            ("missing", _missing()),
            ("error", card(list_error("", State.load))),
            card(loading_rows()),
        ),
        tab="messages",
        back=(t("Messages"), "/messages"),
        line=rx.cond(is_ready, to, ""),
        aside=rx.cond(is_ready, _standing(one)),
    )


def _standing(one: Any) -> rx.Component:
    due = tag(t("Answer by {day}", day=one.due))
    late = tag(t("Answer was due {day}", day=one.due), "high")
    done = rx.cond(one.is_completed, tag(t("Closed")))
    return rx.cond(one.due != "", rx.cond(one.is_overdue, late, due), done)


def _body(one: Any) -> rx.Component:
    return rx.el.div(
        seen_mark(one.latest, State.seen),
        _late(one),
        conversation(one.said, newest=NEWEST, label=t("Messages, oldest first")),
        rx.el.p(State.fresh, class_name="only-read", role="status"),
        rx.cond(one.read_by != "", rx.el.p(one.read_by, class_name="quiet")),
        around(State, field="field-body"),
        rx.cond(one.is_old, _old(one)),
        rx.cond(one.may_write, _reply(), notice(t("You may read these messages, but not write any."))),
        _ways(one),
        class_name="stack talk-page",
    )


def _late(one: Any) -> rx.Component:
    ask = button(t("Ask for the answer"), kind="quiet", on_click=State.nudge)
    told = t("This answer is late. We told the care team on {day}.", day=one.nudged)
    late = t("This answer is late. You can ask for it, or call us.")
    words = rx.cond(one.nudged != "", told, late)
    said = rx.el.div(rx.el.span(words, class_name="grow"), rx.cond(one.may_nudge, ask), class_name="row")
    return rx.cond(one.is_overdue, notice(said, tone="attention"))


def _old(one: Any) -> rx.Component:
    way = link(t("Go on in a new message"), "/messages/new?follows=" + one.thread_id)
    words = t("This conversation is some time ago. For something new, a new message is answered sooner. ")
    return rx.cond(one.may_write, notice(rx.fragment(words, way)))


def _reply() -> rx.Component:
    state = ReplyState
    label = for_whom(t("Your reply"), N_("Your reply, for {name}"))
    words = rx.el.form(
        rx.cond(state.form_error != "", notice(state.form_error, tone="danger")),
        parts.body_field(state, label, rows=4),
        on_submit=state.send,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )
    form = card(
        focus_on_wrong(state.attempt),
        focus_on("field-body", when=state.backs),
        words,
        parts.attached(state, t("Add pictures or a PDF (optional)")),
        parts.ways_out(state, FORM),
        class_name="stack no-print",
    )
    whole = rx.match(
        state.status,
        ("ready", rx.cond(state.urgent.length() > 0, parts.emergency_first(state), form)),
        ("error", card(list_error("", state.load))),
        card(loading_rows(1)),
    )
    sent = rx.el.p(state.sent, role="status", class_name="quiet")
    return rx.el.div(
        focus_on(NEWEST, when=state.sends),
        sent,
        whole,
        parts.questions_first(state),
        class_name="stack no-print",
    )


def _ways(one: Any) -> rx.Component:
    back = button(t("Back into the inbox"), kind="quiet", on_click=State.archive(False))
    away = button(t("Put away"), kind="quiet", on_click=State.archive(True))
    return rx.el.div(print_button(), rx.cond(one.is_archived, back, away), class_name="actions no-print")


def _missing() -> rx.Component:
    back = link(t("Back to Messages"), "/messages", standalone=True)
    help = t("It may be about someone else's record, or the link is wrong. Nothing is lost.")
    return card(empty_state(t("There is nothing here"), help, icon_name="messages", action=back))
