"""One conversation at the desk: what was said, what colleagues noted, and the answer."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    empty_state,
    fact,
    fact_unless_empty,
    facts,
    field,
    link,
    list_error,
    loading_rows,
    notice,
    print_button,
    select_field,
    staff_screen,
    submit_button,
    t,
    tag,
)
from portal.components.conversation import around, conversation, seen_mark
from portal.components.whose import title_now
from portal.pages.registry import screen
from portal.pages.staff.message_answer import answer_card, questions
from portal.pages.staff.messages import HOME
from portal.pages.staff.refused import refused
from portal.state.staff.messages import NEWEST
from portal.state.staff.messages import DeskState as State


@screen(f"{HOME}/[thread_id]", title="Message", audience="staff", on_load=State.load)
def staff_thread() -> rx.Component:
    """The conversation on the left, what is done with it on the right."""
    one, is_ready = State.one, State.status == "ready"
    return staff_screen(
        rx.match(
            State.status, ("ready", one.subject), ("missing", t("We could not find that")), t("Message")
        ),
        title_now(rx.cond(is_ready, one.subject, ""), usual=t("Message")),
        rx.match(
            State.status,
            ("ready", _body(one)),
            ("missing", _missing()),
            ("error", card(list_error("", State.load))),
            ("refused", refused(State.why)),
            card(loading_rows()),
        ),
        tab="messages",
        whose=one.whose,
        back=(t("Messages"), f"{HOME}?queue=" + State.queue),
        aside=rx.cond(is_ready, tag(one.tag, one.tone)),
    )


def _body(one: Any) -> rx.Component:
    left = rx.el.div(
        seen_mark(one.seen, State.seen),
        rx.cond(one.gone != "", notice(one.gone, tone="attention")),
        rx.cond(one.came_back != "", notice(one.came_back, tone="attention")),
        conversation(one.said, newest=NEWEST, label=t("Messages, oldest first")),
        rx.el.p(State.fresh, class_name="only-read", role="status"),
        rx.cond(one.read_by != "", rx.el.p(one.read_by, class_name="quiet")),
        around(State, field="field-body"),
        answer_card(one),
        class_name="stack",
    )
    right = rx.el.div(_about(one), _notes(one), class_name="stack")
    return rx.el.div(left, right, _hand_over(), _note(), questions(), class_name="two")


def _about(one: Any) -> rx.Component:
    rows = facts(
        fact(t("Patient"), link(one.whose.name, one.patient_href)),
        fact(t("With"), one.with_name),
        fact_unless_empty(t("To"), one.sent_to),
        fact(t("About"), one.topic),
        fact(t("Who has it"), rx.cond(one.assigned != "", one.assigned, t("Nobody yet"))),
    )
    take = button(t("Take it"), kind="quiet", on_click=State.take)
    close = button(t("Mark as done"), kind="quiet", on_click=State.complete)
    again = button(t("Open again"), kind="quiet", on_click=State.reopen)
    ways = rx.el.div(
        rx.cond(one.is_mine, rx.fragment(), take),
        button(t("Hand over…"), kind="quiet", on_click=State.ask("assign")),
        button(t("Add a note…"), kind="quiet", on_click=State.ask("note")),
        rx.cond(one.is_done, again, close),
        print_button(),
        rx.cond(one.next_href != "", button(t("Next in the queue"), kind="quiet", href=one.next_href)),
        class_name="actions",
    )
    return card(rx.el.h2(t("This conversation")), rows, ways)


def _notes(one: Any) -> rx.Component:
    def row(note: Any) -> rx.Component:
        text = rx.cond(note.text != "", rx.el.p(note.text, class_name="said-body"))
        return rx.el.li(rx.el.p(note.line, class_name="quiet"), text, class_name="attached")

    rows = rx.el.ul(rx.foreach(one.notes, row), class_name="items")
    none = rx.el.p(t("No notes yet."), class_name="quiet")
    head = rx.el.h2(t("Among staff"))
    said = rx.el.p(t("The patient never sees this."), class_name="quiet")
    return card(head, said, rx.cond(one.notes.length() > 0, rows, none), class_name="quiet-card")


def _hand_over() -> rx.Component:
    form = rx.el.form(
        select_field(
            t("To"), "to", State.people, empty=t("Choose one"), value=State.to, error=State.to_error
        ),
        field(
            t("Note for them"), "for_them", type="textarea", rows=3, required=False,
            value=State.note, error=State.note_error, help=t("The patient never sees this."),
        ),
        on_submit=State.assign,
        class_name="form",
        custom_attrs={"id": "hand-over", "noValidate": True},
        key=State.asked.to_string(),
    )  # fmt: skip
    return _asked("assign", t("Hand over"), form, t("Hand over"), "hand-over")


def _note() -> rx.Component:
    form = rx.el.form(
        field(
            t("Note"), "note", type="textarea", rows=4,
            value=State.note, error=State.note_error, help=t("The patient never sees this."),
        ),
        on_submit=State.add_note,
        class_name="form",
        custom_attrs={"id": "add-note", "noValidate": True},
        key=State.asked.to_string(),
    )  # fmt: skip
    return _asked("note", t("Add a note"), form, t("Add the note"), "add-note")


def _asked(what: str, title: str, form: rx.Component, do: str, form_id: str) -> rx.Component:
    return dialog(
        title,
        form,
        open=State.asking == what,
        on_close=State.ask(""),
        actions=[
            button(t("Cancel"), kind="quiet", on_click=State.ask("")),
            submit_button(do, busy=False, custom_attrs={"form": form_id}),
        ],
    )


def _missing() -> rx.Component:
    back = link(t("Back to Messages"), HOME, standalone=True)
    return card(
        empty_state(
            t("There is nothing here"), t("The link may be wrong. Nothing is lost."),
            icon_name="messages", action=back,
        )
    )  # fmt: skip
