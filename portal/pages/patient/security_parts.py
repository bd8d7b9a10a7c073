"""The parts of the pages about an account's safety, which patients and staff both have."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    item_list,
    notice,
    pager,
    password_field,
    post_form,
    row_text,
    rule_list,
    section_card,
    sign_out_form,
    submit_button,
    t,
    tag,
    when_ready,
)
from portal.components.forms import username_hint
from portal.components.text import Words
from portal.state.security import DONE, HistoryState, PasswordState, SecurityState

TYPING_PAUSE = 350
"""Milliseconds without a key before the rules are looked at."""


def devices_section(*, staff: bool = False) -> rx.Component:
    """Where the account is signed in, with the ways to end that."""
    state = SecurityState
    rows = rx.el.ul(rx.foreach(state.one.devices, lambda row: rx.el.li(_device(row))), class_name="items")
    everywhere = rx.el.div(
        button(t("Sign out everywhere"), kind="quiet", on_click=state.ask("all")), class_name="section-body"
    )
    return rx.fragment(
        section_card(t("Where you are signed in"), rows, everywhere),
        _end_one(),
        _end_all(staff=staff),
    )


def password_page(back: tuple[Words, Words]) -> rx.Component:
    """Choosing a password; the same page says when it is done."""
    done = changed_card(
        t("Your password is changed"),
        t("Everyone else who was signed in to your account is now signed out. We have sent you an email."),
        back,
    )
    return when_ready(
        PasswordState.status,
        rx.cond(PasswordState.changed, done, card(_password_form())),
        on_retry=PasswordState.load,
    )


def history_list() -> rx.Component:
    """The sign-ins to the account and those refused."""
    state = HistoryState
    return item_list(
        state.rows,
        row_text,
        title=t("Sign-ins"),
        empty=t("Nothing yet"),
        empty_icon="lock",
        status=state.status,
        total=state.total,
        on_retry=state.load,
        pager=pager(state.page, state.pages, on_later=state.newer, on_earlier=state.older),
    )


def changed_card(title: Words, text: Words, back: tuple[Words, Words]) -> rx.Component:
    """What is shown in place of a form once it is done."""
    said = notice(text, tone="good", title=title)
    return card(
        rx.el.div(said, tab_index=-1, id=DONE, class_name="outline-none"),
        rx.el.div(button(back[0], kind="quiet", href=back[1]), class_name="actions"),
    )


def history_line() -> Words:
    """What a page with the sign-ins says under its heading."""
    return t("If you see one that was not you, change your password and sign out everywhere.")


def _device(row: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(row.title, class_name="item-title"),
        rx.el.span(row.line, class_name="item-line"),
        rx.el.span(row.started, class_name="item-line"),
        class_name="grow",
    )
    end = button(
        t("Sign out"),
        kind="quiet",
        on_click=SecurityState.ask(row.key),
        custom_attrs={"aria-label": t("Sign out {device}", device=row.title)},
    )
    return rx.el.div(words, rx.cond(row.is_this, tag(t("This one"), "good"), end), class_name="item")


def _end_one() -> rx.Component:
    state = SecurityState
    return dialog(
        t("Sign out this device?"),
        rx.el.p(t("Whoever uses it will have to sign in again. What was sent is safe.")),
        open=(state.asking != "") & (state.asking != "all"),
        on_close=state.leave,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=state.leave),
            button(t("Sign out"), on_click=state.end_device),
        ],
    )


def _end_all(*, staff: bool) -> rx.Component:
    state = SecurityState
    every = rx.el.input(type="hidden", name="everywhere", default_value="yes")
    leave = rx.el.button(t("Sign out everywhere"), class_name="button", type="submit")
    return dialog(
        t("Sign out everywhere?"),
        rx.el.p(t("Every device is signed out at once, this one too. You can sign in again right away.")),
        open=state.asking == "all",
        on_close=state.leave,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=state.leave),
            sign_out_form(every, leave, staff=staff),
        ],
    )


def _password_form() -> rx.Component:
    state = PasswordState
    return post_form(
        "/api/account/password",
        username_hint(state.username),
        password_field(
            t("New password"),
            "password",
            new=True,
            rules="password-rules",
            help=t("Three or four words that do not belong together are easy to keep in mind."),
            on_change=state.try_password.debounce(TYPING_PAUSE),
        ),
        rule_list(
            (t("12 to 128 characters, of any kind"), state.length),
            (t("Hard to guess"), state.hard),
            (t("Without your username or the practice's name"), state.apart),
            label=t("Rules"),
            id="password-rules",
        ),
        rx.el.div(submit_button(t("Change the password")), class_name="actions"),
        on_done=state.done,
    )
