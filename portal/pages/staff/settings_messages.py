"""Settings of messages: who they go to, what they are about, quick replies, and the words of emergencies."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    checkbox,
    dialog,
    empty_state,
    field,
    notice,
    section_body,
    section_card,
    select_field,
    staff_screen,
    submit_button,
    t,
    when_ready,
)
from portal.components.enroll import focus_on_wrong
from portal.components.forms import Choices
from portal.components.text import Words
from portal.pages.registry import screen
from portal.pages.staff.messages_many import FIELDS
from portal.pages.staff.refused import refused
from portal.state.staff.message_setup import MessageSetupState as State

HOME = "/staff/settings/messages"


@screen(HOME, title="Settings: messages", audience="staff", on_load=State.load)
def staff_settings_messages() -> rx.Component:
    """The practice's lists about messages."""
    return staff_screen(
        t("Messages"),
        rx.cond(
            State.status == "refused",
            refused(State.why),
            when_ready(
                State.status,
                rx.el.div(
                    focus_on_wrong(State.attempt),
                    _groups(),
                    _topics(),
                    _quick(),
                    _words(),
                    class_name="stack",
                ),
                _change_group(),
                _change_topic(),
                _change_quick(),
                _retire(),
                on_retry=State.load,
            ),
        ),
        tab="settings",
        back=(t("Settings"), "/staff/settings"),
        line=t("Who messages go to, what they are about, and what answers often need."),
    )


def _groups() -> rx.Component:
    rows = rx.foreach(State.one.groups, lambda row: _row("group", row.key, row.name, row.line))
    return _list(
        t("Groups"), t("Patients choose one of these, or a clinician."), rows, "group", t("Add a group…")
    )


def _topics() -> rx.Component:
    rows = rx.foreach(State.one.topics, lambda row: _row("topic", row.key, row.name, row.line))
    return _list(t("Topics"), t("What a message may be about."), rows, "topic", t("Add a topic…"))


def _quick() -> rx.Component:
    rows = rx.foreach(State.quick, lambda row: _row("quick", row.key, row.name, row.words))
    none = empty_state(
        t("No quick replies yet"), t("Words that your answers often need."), icon_name="messages"
    )
    return _list(
        t("Quick replies"),
        t("Put into an answer with two clicks. Whoever sends it can change it first."),
        rx.cond(State.quick.length() > 0, rows, rx.el.li(none)),
        "quick",
        t("Add a quick reply…"),
    )


def _list(title: Words, line: Words, rows: rx.Component, kind: str, add: Words) -> rx.Component:
    return section_card(
        title,
        section_body(rx.el.p(line, class_name="quiet")),
        rx.el.ul(rows, class_name="items"),
        section_body(
            rx.el.div(button(add, kind="quiet", on_click=State.change(kind, "")), class_name="actions")
        ),
    )


def _row(kind: str, key: Any, name: Any, line: Any) -> rx.Component:
    named = rx.el.span(" ", name, class_name="only-read")
    change = button(rx.fragment(t("Change"), named), kind="quiet", on_click=State.change(kind, key))
    away = button(rx.fragment(t("Remove"), named), kind="quiet", on_click=State.ask_to_retire(kind, key))
    said = rx.el.div(rx.el.strong(name), rx.el.div(line, class_name="quiet as-written"), class_name="grow")
    return rx.el.li(said, rx.el.div(change, away, class_name="actions"), class_name="kept-row")


def _words() -> rx.Component:
    form = rx.el.form(
        field(
            t("Words, a line each"),
            "words",
            type="textarea",
            rows=10,
            value=State.one.words,
            error=rx.cond(State.asking == "", State.errors["words"], ""),
            help=t("When a message has one of these, the page about 911 is shown before it is sent."),
        ),
        rx.el.div(submit_button(t("Save the words"), kind="quiet"), class_name="actions"),
        on_submit=State.save_words,
        class_name="form",
        custom_attrs={"noValidate": True},
    )
    return section_card(t("Words that may mean an emergency"), section_body(form))


def _change_group() -> rx.Component:
    group = State.group
    roles = rx.foreach(
        State.one.roles,
        lambda role: checkbox(role[1], "role_" + role[0], default_checked=group.roles.contains(role[0])),
    )
    return _changing(
        "group",
        t("Group"),
        State.save_group,
        field(t("Name"), "group_name", value=group.name, error=State.errors["name"]),
        field(t("What it handles"), "handles", value=group.handles, error=State.errors["handles"]),
        Choices.create(roles, name="roles", label=t("Who reads it"), error=State.errors["roles"]),
    )


def _change_topic() -> rx.Component:
    topic = State.topic
    return _changing(
        "topic",
        t("Topic"),
        State.save_topic,
        field(t("Name"), "topic_name", value=topic.name, error=State.errors["name"]),
        select_field(
            t("Goes to"),
            "group",
            State.one.group_choices,
            empty=t("Choose one"),
            value=topic.group,
            error=State.errors["group"],
        ),
        field(
            t("Questions that are asked along"),
            "questions",
            type="textarea",
            rows=3,
            required=False,
            value=topic.questions,
            error=State.errors["questions"],
            help=t("Up to three, a line each. They save you from asking back."),
        ),
    )


def _change_quick() -> rx.Component:
    reply = State.reply
    return _changing(
        "quick",
        t("Quick reply"),
        State.save_quick,
        field(t("Name"), "quick_name", value=reply.name, error=State.errors["name"]),
        field(
            t("Words"),
            "quick_words",
            type="textarea",
            rows=6,
            value=reply.words,
            error=State.errors["words"],
            help=t(
                "You may write {fields}: they are filled in.",
                fields=FIELDS,
            ),
        ),
    )


def _changing(what: str, title: Words, save: Any, *fields: rx.Component) -> rx.Component:
    form_id = f"change-{what}"
    form = rx.el.form(
        rx.cond(State.form_error != "", notice(State.form_error, tone="danger")),
        *fields,
        on_submit=save,
        class_name="form",
        key=State.asked.to_string(),
        custom_attrs={"id": form_id, "noValidate": True},
    )
    return dialog(
        title,
        form,
        open=State.asking == what,
        on_close=State.stay,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=State.stay),
            submit_button(t("Save"), busy=False, custom_attrs={"form": form_id}),
        ],
    )


def _retire() -> rx.Component:
    return dialog(
        t("Remove it?"),
        rx.cond(State.form_error != "", notice(State.form_error, tone="danger")),
        rx.el.p(t("{name} is offered no more. Conversations stay as they are.", name=State.name)),
        open=State.asking == "retire",
        on_close=State.stay,
        actions=[
            button(t("Keep it"), kind="quiet", on_click=State.stay),
            button(t("Remove it"), kind="danger", on_click=State.retire),
        ],
    )
