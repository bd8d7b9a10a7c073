"""What the form for a new message and the one for a reply share: text, files, the page about emergencies."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A

from portal.components import button, card, dialog, field, for_whom, icon, notice, submit_button, t
from portal.components.attach import add_files
from portal.components.text import Words
from portal.i18n import N_
from portal.services.messages.files import LARGEST, LONGEST_ALT, MOST_FILES
from portal.settings import get_settings
from portal.state.messages_writing import FILES, URGENT

PAUSE = 1000
"""Milliseconds without a key pressed after which what was typed is kept."""


def kept_field(state: Any, label: Words, name: str, **more: Any) -> rx.Component:
    """A field whose text is kept as it is typed."""

    def kept(text: rx.Var[str]) -> Any:
        return state.keep(name, text)

    def paused(text: rx.Var[str]) -> Any:
        return state.keep(name, text).debounce(PAUSE)

    return field(label, name, on_blur=kept, on_change=paused, error=state.errors[name], **more)


def body_field(state: Any, label: Words, *, rows: int) -> rx.Component:
    """What is said."""
    return kept_field(
        state, label, "body", type="textarea", rows=rows, value=state.body, help=t("Up to 10,000 characters.")
    )


def attached(state: Any, label: Words) -> rx.Component:
    """The files of a draft, with what each picture shows, and the way to add one."""

    def row(file: Any) -> rx.Component:
        drawn = rx.cond(
            file.preview != "",
            rx.el.img(src=file.preview, alt="", class_name="thumb"),
            rx.el.span(icon("document"), class_name="thumb"),
        )
        named = rx.el.span(file.name, " ", rx.el.small(file.line), class_name="grow")
        away = button(
            t("Remove"),
            kind="quiet",
            on_click=state.drop_file(file.key),
            custom_attrs={"aria-label": t("Remove {name}", name=file.name)},
        )
        says = rx.cond(
            file.preview != "",
            rx.el.label(
                t("What it shows (optional)"),
                rx.el.input(
                    default_value=file.alt,
                    max_length=LONGEST_ALT,
                    on_blur=lambda text: state.describe_file(file.key, text),
                    on_change=lambda text: state.describe_file(file.key, text).debounce(PAUSE),
                    class_name="input",
                    aria_label=t("What {name} shows", name=file.name),
                ),
                class_name="field-label alt-field",
            ),
        )
        return rx.el.li(rx.el.div(drawn, named, away, class_name="row"), says, class_name="attached")

    listed = rx.el.ul(
        rx.foreach(state.files, row), class_name="items", custom_attrs={"aria-label": t("Files added")}
    )
    return rx.el.div(
        add_files(
            label,
            action=state.upload_to,
            once=state.form.once,
            room=state.room,
            most=MOST_FILES,
            largest=LARGEST,
            on_done=state.files_changed,
        ),
        rx.el.div(
            rx.cond(state.files.length() > 0, listed),
            tab_index=-1,
            id=FILES,
            role="group",
            aria_label=t("Pictures and files"),
            class_name="added mt-2",
        ),
        rx.el.p(state.removed, class_name="only-read", role="status"),
    )


def ways_out(state: Any, form: str) -> rx.Component:
    """Send, throw away, and whether what was typed is kept."""
    send = submit_button(
        for_whom(t("Send"), N_("Send for {name}")),
        busy=state.busy,
        busy_label=t("Sending…"),
        custom_attrs={"form": form},
    )
    away = button(t("Throw it away"), kind="quiet", on_click=state.ask_to_discard)
    mine = rx.el.div(
        notice(
            rx.fragment(
                state.elsewhere,
                " ",
                button(t("Show that one"), kind="quiet", on_click=state.load),
                button(t("Keep what is here"), kind="quiet", on_click=state.keep_mine),
            ),
            tone="attention",
        ),
    )
    return rx.el.div(
        rx.cond(state.elsewhere != "", mine),
        rx.el.p(state.kept, role="status", class_name="quiet"),
        rx.el.div(send, rx.cond(state.version > 0, away), class_name="actions"),
        class_name="stack",
    )


def questions_first(state: Any) -> rx.Component:
    """What is asked before it is thrown away."""
    return dialog(
        t("Throw it away?"),
        rx.el.p(t("What you typed and the files you added are deleted. Nothing is sent.")),
        open=state.leaving,
        on_close=state.stay,
        actions=[
            button(t("Keep writing"), kind="quiet", on_click=state.stay),
            button(t("Throw it away"), kind="danger", on_click=state.discard),
        ],
    )


def emergency_first(state: Any) -> rx.Component:
    """What comes before a message whose words look urgent is sent. Nobody reads messages at once."""
    phone = get_settings().practice_phone
    words = rx.el.ul(
        rx.foreach(state.urgent, lambda word: rx.el.li(rx.el.strong(word))), class_name="steps-next"
    )
    call = A.create(icon("phone"), t("Call 911"), href="tel:911", class_name="button danger-button wide")
    crisis = A.create(
        icon("phone"),
        t("Thoughts of suicide: call or text 988"),
        href="tel:988",
        class_name="button quiet-button wide",
    )
    us = A.create(
        icon("phone"),
        t("Call us: {phone}", phone=phone),
        href=f"tel:{phone}",
        class_name="button quiet-button wide",
    )
    return card(
        rx.el.h2(t("Is this an emergency?"), tab_index=-1, id=URGENT),
        rx.el.p(t("Nobody may read this message for days. If someone is in danger, call 911 now.")),
        rx.el.div(call, crisis, us, class_name="stack"),
        rx.el.p(t("We ask because your message has these words:")),
        words,
        rx.el.div(
            button(t("Go back to the message"), kind="quiet", on_click=state.write_on),
            button(
                for_whom(
                    t("It is not an emergency. Send it"), N_("It is not an emergency. Send it for {name}")
                ),
                kind="quiet",
                on_click=state.send_anyway,
                disabled=state.busy,
            ),
            class_name="actions",
        ),
        class_name="stack narrow",
        role="alert",
    )
