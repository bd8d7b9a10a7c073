"""Writing to one patient or to many, and how far that is."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    checkbox,
    field,
    item,
    link,
    notice,
    progress,
    section_body,
    section_card,
    select_field,
    staff_screen,
    submit_button,
    t,
    when_ready,
)
from portal.components.enroll import focus_on_wrong
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.services.staff.messages.many import HOME as SENDINGS
from portal.state.staff.message_many import CHECKED, SendingState
from portal.state.staff.message_many import ManyState as State

HOME, FORM = "/staff/messages/new", "many-form"
FIELDS = "{first name}, {clinician}, {practice phone}"
BACK = "/staff/messages"


@screen(HOME, title="New message", audience="staff", on_load=State.load)
def staff_message_new() -> rx.Component:
    """The form; then whom it goes to; then it goes."""
    return staff_screen(
        t("New message"),
        rx.cond(
            State.status == "refused",
            refused(State.why),
            when_ready(
                State.status,
                focus_on_wrong(State.attempt),
                rx.cond(State.step == "check", _check(), _write()),
                on_retry=State.load,
            ),
        ),
        tab="messages",
        back=(t("Messages"), BACK),
        line=t("To one patient or to many. Each gets a conversation of their own, and sees nobody else's."),
    )


@screen(f"{SENDINGS}/[sending_id]", title="Message to many", audience="staff", on_load=SendingState.load)
def staff_sending() -> rx.Component:
    """How far it is, and whom it did not reach."""
    one = SendingState.one
    is_ready = SendingState.status == "ready"
    return staff_screen(
        rx.cond(is_ready, one.subject, t("Message to many")),
        rx.cond(
            SendingState.status == "refused",
            refused(SendingState.why),
            when_ready(SendingState.status, _sending(one), on_retry=SendingState.load),
        ),
        tab="messages",
        back=(t("New message"), HOME),
        line=rx.cond(is_ready, one.line, ""),
    )


def _write() -> rx.Component:
    words = rx.el.form(
        rx.cond(State.form_error != "", notice(State.form_error, tone="danger")),
        _pasted(),
        rx.cond(
            State.form.may_everyone,
            checkbox(t("To everyone who has an account"), "everyone", default_checked=State.everyone),
        ),
        select_field(
            t("About"), "topic", State.form.topics, empty=t("Choose one"), value=State.topic,
            error=State.errors["topic"],
        ),
        select_field(
            t("Who reads the answers"), "group", State.form.groups, value=State.group,
            error=State.errors["group"],
        ),
        field(t("Subject"), "subject", value=State.subject, error=State.errors["subject"]),
        field(
            t("Message"), "body", type="textarea", rows=8, value=State.body, error=State.errors["body"],
            help=t("You may write {fields}: they are filled in.", fields=FIELDS),
        ),
        on_submit=State.check_it,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )  # fmt: skip
    go = submit_button(t("See who gets it"), busy=False, custom_attrs={"form": FORM})
    return rx.el.div(
        rx.el.div(
            section_card(t("To"), section_body(_search(), _chosen())),
            card(words, rx.el.div(go, class_name="actions"), class_name="stack"),
            class_name="stack",
        ),
        _latest(),
        class_name="two",
    )


def _search() -> rx.Component:
    def row(one: Any) -> rx.Component:
        add = button(
            rx.fragment(t("Add"), rx.el.span(" ", one.title, class_name="only-read")),
            kind="quiet",
            on_click=State.choose(one.id),
        )
        said = rx.el.div(rx.el.strong(one.title), rx.el.div(one.line, class_name="quiet"), class_name="grow")
        return rx.el.li(rx.el.div(said, add, class_name="row"), class_name="attached")

    form = rx.el.form(
        field(t("Find a patient"), "search", type="search", value=State.search,
              help=t("Name, MRN or birth date"), error=State.errors["patients"]),
        rx.el.div(submit_button(t("Find"), kind="quiet"), class_name="actions"),
        on_submit=State.look_for,
        class_name="form",
    )  # fmt: skip
    none = rx.el.p(t("No patient found. Try fewer letters, the MRN, or the date of birth."), role="status")
    found = rx.el.ul(rx.foreach(State.found, row), class_name="items")
    return rx.el.div(
        form, rx.cond(State.found.length() > 0, found, rx.cond(State.searched, none)), class_name="stack"
    )


def _chosen() -> rx.Component:
    def row(one: Any) -> rx.Component:
        out = button(
            rx.fragment(t("Leave out"), rx.el.span(" ", one[1], class_name="only-read")),
            kind="quiet",
            on_click=State.leave_out(one[0]),
        )
        return rx.el.li(rx.el.div(rx.el.strong(one[1], class_name="grow"), out, class_name="row"))

    listed = rx.el.ul(
        rx.foreach(State.chosen, row), class_name="items", custom_attrs={"aria-label": t("It goes to")}
    )
    return rx.el.div(
        rx.el.p(State.told, role="status", class_name="quiet"),
        rx.cond(State.chosen.length() > 0, rx.fragment(rx.el.h3(t("It goes to")), listed)),
        class_name="stack mt-2",
    )


def _pasted() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("To a list of patients")),
        field(
            t("MRNs"), "mrns", type="textarea", rows=4, required=False, value=State.mrns,
            help=t("A line each, up to 5,000, for example from a report of your EHR."),
        ),
    )  # fmt: skip


def _check() -> rx.Component:
    check = State.check
    missing = notice(
        rx.fragment(
            t("These fit no patient, or more than one, and are left out: "),
            rx.foreach(check.unknown, lambda mrn, n: rx.fragment(rx.cond(n > 0, ", ", ""), mrn)),
        ),
        tone="attention",
    )
    names = rx.el.details(
        rx.el.summary(t("Who they are")),
        rx.el.ul(
            rx.foreach(check.names, lambda name: rx.el.li(name)), class_name="names scrolls", tab_index=0
        ),
    )
    return card(
        rx.el.h2(t("It goes to {line}", line=check.line), tab_index=-1, id=CHECKED),
        rx.cond(check.without != "", notice(check.without, tone="attention")),
        rx.cond(check.unknown.length() > 0, missing),
        names,
        rx.el.h3(State.subject),
        rx.cond(
            check.example != "",
            rx.fragment(
                rx.el.p(t("As {name} reads it:", name=check.example), class_name="quiet"),
                rx.el.p(check.body, class_name="said-body"),
            ),
            rx.el.p(State.body, class_name="said-body"),
        ),
        rx.el.p(t("Afterwards you see whom it did not reach, and why."), class_name="quiet"),
        rx.el.div(
            button(t("Send to {line}", line=check.line), on_click=State.send, disabled=State.busy),
            button(t("Go back"), kind="quiet", on_click=State.write_on),
            class_name="actions",
        ),
        class_name="stack narrow",
    )


def _latest() -> rx.Component:
    rows = rx.foreach(
        State.form.latest,
        lambda one: rx.el.li(item(one.subject, one.line, icon_name="messages", href=one.href)),
    )
    none = section_body(rx.el.p(t("Nothing has been sent to patients this way yet."), class_name="quiet"))
    return section_card(
        t("Sent before"), rx.cond(State.form.latest.length() > 0, rx.el.ul(rows, class_name="items"), none)
    )


def _sending(one: Any) -> rx.Component:
    def row(missed: Any) -> rx.Component:
        return rx.el.li(item(missed.name, missed.why, icon_name="person", href=missed.href))

    going = rx.el.div(
        progress(t("Sending"), value=one.percent, line=t("{n}% done", n=one.percent)),
        rx.el.div(button(t("Stop"), kind="quiet", on_click=SendingState.stop), class_name="actions"),
        class_name="stack",
    )
    done = rx.cond(
        one.is_stopped,
        notice(t("Stopped. It reached {n} of {total}.", n=one.sent, total=one.total), tone="attention"),
        notice(t("Done. It reached {n} of {total}.", n=one.sent, total=one.total), tone="good"),
    )
    missed = section_card(
        t("Not reached"),
        rx.el.ul(rx.foreach(one.not_reached, row), class_name="items"),
        rx.cond(one.more > 0, section_body(rx.el.p(t("and {n} more", n=one.more), class_name="quiet"))),
    )
    return rx.el.div(
        rx.cond(one.is_done, done, card(going)),
        card(rx.el.h2(t("What it says")), rx.el.p(one.body, class_name="said-body"), class_name="stack"),
        rx.cond(one.not_reached.length() > 0, missed),
        rx.el.p(link(t("Back to Messages"), BACK, standalone=True)),
        class_name="stack narrow",
    )
