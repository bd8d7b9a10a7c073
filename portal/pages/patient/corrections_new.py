"""Asking for a correction: what is wrong, what it should say, evidence; and the receipt."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A

from portal.components import (
    button,
    card,
    dialog,
    empty_state,
    fact,
    facts,
    field,
    for_whom,
    icon,
    item,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    submit_button,
    t,
)
from portal.components.attach import add_files
from portal.components.whose import title_now
from portal.i18n import N_
from portal.pages.registry import screen
from portal.services.records.corrections import LARGEST, MOST_FILES
from portal.settings import get_settings
from portal.state.corrections import ADDED, RECEIPT, AskState

FORM = "correction-form"
PAUSE = 1000
"""Milliseconds without a key pressed after which what was typed is kept."""


@screen(
    "/records/corrections/new/[of_kind]/[record_id]",
    title="Ask for a correction",
    audience="patient",
    on_load=AskState.load,
)
def ask_for_correction() -> rx.Component:
    """The form, then the receipt in its place."""
    state, asking = AskState, AskState.asking
    heading = rx.match(
        state.status,
        ("sent", t("We have your request")),
        ("missing", t("We could not find that")),
        t("Ask for a correction"),
    )
    back = rx.cond(asking.item_href != "", asking.item_href, "/records")
    return patient_screen(
        heading,
        title_now(
            rx.cond(state.status == "sent", t("We have your request"), ""), usual=t("Ask for a correction")
        ),
        rx.match(
            state.status,
            ("ready", _body()),
            ("sent", _sent()),
            ("missing", _missing()),
            ("refused", card(notice(t("You may read this record, but not ask for changes in it.")))),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="records",
        back=(rx.cond(asking.title != "", asking.title, t("Health Records")), back),
        line=rx.cond(state.status == "ready", _about(asking), ""),
    )


def _about(asking: Any) -> rx.Component:
    return rx.cond(asking.line != "", asking.title + " · " + asking.line, asking.title)


def _body() -> rx.Component:
    asking = AskState.asking
    earlier = notice(
        rx.fragment(
            t("There is an open request about this item already. "),
            link(t("Read it"), asking.open_href),
        )
    )
    left = rx.el.div(
        rx.cond(asking.asks_for != "", notice(t("You are asking for {name}.", name=asking.asks_for))),
        rx.cond(asking.open_href != "", earlier),
        card(_form(), class_name="stack"),
        class_name="stack",
    )
    return rx.el.div(left, _what_happens(), _question_first(), class_name="two")


def _form() -> rx.Component:
    state = AskState
    words = rx.el.form(
        rx.cond(state.form_error != "", notice(state.form_error, tone="danger")),
        _question(
            "wrong", t("What is wrong?"), t("Say what the record says now. Up to 4,000 characters."),
            value=state.wrong, error=state.wrong_error,
        ),
        _question(
            "wanted", t("What should it say?"), t("As exactly as you can. Up to 4,000 characters."),
            value=state.wanted, error=state.wanted_error,
        ),
        on_submit=state.send,
        class_name="form",
        custom_attrs={"id": FORM, "noValidate": True},
    )  # fmt: skip
    send = submit_button(
        for_whom(t("Send the request"), N_("Send the request for {name}")),
        busy=state.busy,
        busy_label=t("Sending…"),
        custom_attrs={"form": FORM},
    )
    leave = button(t("Throw it away"), kind="quiet", on_click=state.ask_to_discard)
    kept = rx.el.p(
        t("What you type is kept for a day, so that you can come back to it."),
        " ",
        rx.el.span(state.kept, role="status"),
        class_name="quiet",
    )
    return rx.el.div(words, _files(), kept, rx.el.div(send, leave, class_name="actions"), class_name="stack")


def _question(name: str, label: Any, help: Any, **more: Any) -> rx.Component:
    def kept(text: rx.Var[str]) -> Any:
        return AskState.keep(name, text)

    def paused(text: rx.Var[str]) -> Any:
        return AskState.keep(name, text).debounce(PAUSE)

    return field(label, name, type="textarea", rows=5, help=help, on_blur=kept, on_change=paused, **more)


def _files() -> rx.Component:
    state, asking = AskState, AskState.asking

    def row(file: Any) -> rx.Component:
        away = button(
            t("Remove"),
            kind="quiet",
            on_click=AskState.drop_file(file.key),
            custom_attrs={"aria-label": t("Remove {name}", name=file.name)},
        )
        named = item(file.name, file.line, icon_name="document")
        return rx.el.li(named, rx.el.div(away, class_name="file-way"), class_name="file-row")

    listed = rx.el.ul(
        rx.foreach(asking.files, row), class_name="items", custom_attrs={"aria-label": t("Files added")}
    )
    return rx.el.div(
        add_files(
            t("Anything that shows it? (optional)"),
            action=state.upload_to,
            once=asking.once,
            room=asking.room,
            most=MOST_FILES,
            largest=LARGEST,
            on_done=state.files_changed,
        ),
        rx.el.div(
            rx.cond(asking.files.length() > 0, listed), tab_index=-1, id=ADDED, class_name="added mt-2"
        ),
        rx.el.p(state.removed, class_name="only-read", role="status"),
    )


def _question_first() -> rx.Component:
    return dialog(
        t("Throw it away?"),
        rx.el.p(t("What you typed and the files you added are deleted. Nothing is sent.")),
        open=AskState.leaving,
        on_close=AskState.stay,
        actions=[
            button(t("Keep writing"), kind="quiet", on_click=AskState.stay),
            button(t("Throw it away"), kind="danger", on_click=AskState.discard),
        ],
    )


def _what_happens() -> rx.Component:
    settings = get_settings()
    steps = [
        t("A clinician or administrator of {practice} looks at it.", practice=settings.practice_name),
        t("You get an answer within 60 days, with the reason and a name."),
        t("The record stays as it is until then. What you ask is kept beside it."),
    ]
    urgent = t("Is it about what you take or do today? Do not wait, call us:")
    call = A.create(
        icon("phone"), settings.practice_phone, href=f"tel:{settings.practice_phone}", class_name="link"
    )
    listed = rx.el.ul(*[rx.el.li(step) for step in steps], class_name="steps-next")
    return card(
        rx.el.h2(t("What happens next")), listed, rx.el.p(urgent), rx.el.p(call), class_name="quiet-card"
    )


def _sent() -> rx.Component:
    receipt, practice = AskState.receipt, get_settings().practice_name
    rows = facts(
        fact(t("Receipt number"), receipt.number),
        fact(t("Who looks at it"), t("A clinician or administrator of {practice}", practice=practice)),
        fact(t("Answer by"), receipt.due),
        fact(t("The record"), t("Stays as it is until then")),
    )
    ways = rx.el.div(
        button(t("See your request"), href=receipt.href),
        button(t("Back to the item"), kind="quiet", href=AskState.asking.item_href),
        button(t("Ask for another correction"), kind="quiet", on_click=AskState.ask_again),
        class_name="actions",
    )
    done = rx.el.h2(t("Sent. Nothing more to do."), tab_index=-1, id=RECEIPT)
    said = rx.el.p(t("We send an email as soon as there is an answer."))
    return card(
        done, said, rx.el.div(rows, class_name="mt-4"), ways, accent=True, class_name="narrow", role="status"
    )


def _missing() -> rx.Component:
    help = t("It may have been moved or taken out. Nothing is lost.")
    back = link(t("Back to Health Records"), "/records", standalone=True)
    return card(empty_state(t("There is nothing here"), help, icon_name="records", action=back))
