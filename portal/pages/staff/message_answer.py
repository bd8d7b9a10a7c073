"""The answer under a conversation at the desk."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    field,
    link,
    list_error,
    loading_rows,
    notice,
    select_field,
    submit_button,
    t,
)
from portal.components.conversation import focus_on
from portal.components.enroll import focus_on_wrong
from portal.state.staff.answering import FILES
from portal.state.staff.answering import AnswerState as State
from portal.state.staff.messages import NEWEST

FORM, PAUSE = "answer-form", 1500


def answer_card(one: Any) -> rx.Component:
    """The form for an answer to the conversation `one`, once it is there."""
    return card(
        focus_on_wrong(State.attempt),
        focus_on(NEWEST, when=State.sends),
        focus_on("field-body", when=State.puts),
        rx.match(
            State.status,
            ("ready", _form(one)),
            ("error", list_error("", State.load)),
            loading_rows(1),
        ),
        class_name="stack no-print",
    )


def questions() -> rx.Component:
    """What is asked before something is done: which document, and whether to throw the answer away."""
    return rx.fragment(_documents(), _discard())


def _form(one: Any) -> rx.Component:
    meanwhile = notice(
        rx.fragment(
            State.meanwhile,
            " ",
            button(t("Send anyway"), kind="quiet", on_click=State.send_anyway, disabled=State.busy),
        ),
        tone="attention",
    )
    words = rx.el.form(
        rx.cond(State.form_error != "", notice(State.form_error, tone="danger")),
        field(
            t("Your answer to {name}", name=one.with_name),
            "body",
            type="textarea",
            rows=6,
            value=State.body,
            error=State.error,
            help=t("The patient's side reads this, with your name. Up to 10,000 characters."),
            on_blur=State.keep,
            on_change=lambda text: State.keep(text).debounce(PAUSE),
        ),
        on_submit=State.send,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )
    signature = rx.el.div(
        rx.el.span(t("Added below your answer:"), class_name="quiet"),
        rx.el.p(State.form.signature, class_name="said-body"),
        class_name="signature",
    )
    send = submit_button(
        t("Send to {name}", name=one.with_name),
        busy=State.busy,
        busy_label=t("Sending…"),
        custom_attrs={"form": FORM},
    )
    away = button(t("Throw it away"), kind="quiet", on_click=State.ask("discard"))
    return rx.el.div(
        rx.cond(State.meanwhile != "", meanwhile),
        _quick(),
        words,
        rx.cond(State.form.signature != "", signature),
        _on_behalf(),
        _files(),
        rx.el.p(State.told, role="status", class_name="quiet"),
        rx.el.p(State.kept, role="status", class_name="quiet"),
        rx.el.div(send, rx.cond(State.version > 0, away), class_name="actions"),
        class_name="stack",
    )


def _quick() -> rx.Component:
    choose = select_field(
        t("Quick reply"),
        "quick",
        State.quick_choices,
        empty=t("Choose one"),
        value=State.chosen,
        on_change=State.choose_quick,
    )
    put = button(t("Put it in"), kind="quiet", on_click=State.put_in, disabled=State.chosen == "")
    return rx.cond(State.quick.length() > 0, rx.el.div(choose, put, class_name="quick-row"))


def _on_behalf() -> rx.Component:
    choose = select_field(
        t("In whose name"),
        "on_behalf",
        State.form.clinicians,
        empty=t("My own"),
        value=State.on_behalf,
        on_change=State.choose_clinician,
        help=t("The patient sees both names: yours, and whom you answer for."),
    )
    return rx.cond(State.form.clinicians.length() > 0, choose)


def _files() -> rx.Component:
    def row(file: Any) -> rx.Component:
        out = button(
            rx.fragment(t("Remove"), rx.el.span(" ", file.name, class_name="only-read")),
            kind="quiet",
            on_click=State.drop(file.key),
        )
        named = link(file.name, file.href + "&show=1")
        said = rx.el.div(named, rx.el.span(file.line, class_name="quiet"), class_name="grow")
        return rx.el.li(rx.el.div(said, out, class_name="row"), class_name="attached")

    listed = rx.el.ul(
        rx.foreach(State.files, row), class_name="items", custom_attrs={"aria-label": t("Documents added")}
    )
    more = button(t("Add a document of the chart…"), kind="quiet", on_click=State.ask("documents"))
    full = rx.el.p(t("No more documents fit."), class_name="quiet")
    return rx.el.div(
        rx.el.div(
            rx.cond(State.files.length() > 0, listed),
            tab_index=-1,
            id=FILES,
            role="group",
            aria_label=t("Documents that go along"),
            class_name="added",
        ),
        rx.cond(State.room > 0, rx.el.div(more, class_name="actions"), full),
        class_name="stack",
    )


def _documents() -> rx.Component:
    def row(one: Any) -> rx.Component:
        said = rx.el.div(rx.el.strong(one.title), rx.el.div(one.line, class_name="quiet"), class_name="grow")
        add = button(
            rx.fragment(t("Add"), rx.el.span(" ", one.title, class_name="only-read")),
            kind="quiet",
            on_click=State.attach(one.key),
        )
        return rx.el.li(rx.el.div(said, add, class_name="row"), class_name="attached")

    rows = rx.el.ul(rx.foreach(State.documents, row), class_name="items scrolls")
    none = rx.el.p(
        t("There is no PDF or picture in the chart that whoever you write to may see."), class_name="quiet"
    )
    return dialog(
        t("Add a document of the chart"),
        rx.cond(State.documents.length() > 0, rows, none),
        open=State.asking == "documents",
        on_close=State.ask(""),
        actions=[button(t("Cancel"), kind="quiet", on_click=State.ask(""))],
    )


def _discard() -> rx.Component:
    return dialog(
        t("Throw it away?"),
        rx.el.p(t("What you typed is deleted. Nothing is sent.")),
        open=State.asking == "discard",
        on_close=State.ask(""),
        actions=[
            button(t("Keep writing"), kind="quiet", on_click=State.ask("")),
            button(t("Throw it away"), kind="danger", on_click=State.discard),
        ],
    )
