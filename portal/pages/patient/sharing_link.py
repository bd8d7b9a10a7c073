"""One link: its QR code, copying, printing, sending, turning off, and who opened it."""

import reflex as rx

from portal.access.actor import Scope
from portal.components import (
    button,
    card,
    checkbox,
    dialog,
    fact_unless_empty,
    facts,
    field,
    for_whom,
    if_may_act,
    item_list,
    notice,
    patient_screen,
    print_button,
    row_text,
    submit_button,
    t,
    tag,
    when_ready,
)
from portal.components.copying import copy_button
from portal.i18n import N_
from portal.pages.patient.sharing import SHARING
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.sharing import LinkState

HIDDEN = "print:hidden"


@screen("/records/sharing/link", title="Link", audience="patient", on_load=LinkState.load)
def one_link() -> rx.Component:
    """The page of one link, which is also the paper to hand over."""
    one, is_ready = LinkState.link, LinkState.status == "ready"
    left = rx.el.div(
        _closed(),
        _passcode(),
        rx.cond(one.is_active, rx.fragment(_code(), _paper_words(), if_may_act(Scope.RECORDS, _email()))),
        class_name="stack",
    )
    right = rx.el.div(_about(), _openings(), class_name=f"stack {HIDDEN}")
    return patient_screen(
        rx.cond(is_ready, one.title, t("Link")),
        when_ready(LinkState.status, rx.el.div(left, right, class_name="two"), on_retry=LinkState.load),
        _confirm(),
        tab="records",
        back=SHARING,
        is_paper=True,
        aside=rx.cond(is_ready, rx.el.span(tag(one.status, one.tone), class_name=HIDDEN)),
    )


def _closed() -> rx.Component:
    why = rx.el.div(
        rx.el.p(LinkState.link.why),
        rx.el.div(button(t("Make a new link"), href=f"{SHARING[1]}/new"), class_name="actions mt-4"),
    )
    return rx.cond(LinkState.link.why != "", notice(why, tone="attention", title=t("This link is closed")))


def _passcode() -> rx.Component:
    words = rx.el.div(
        rx.el.p(LinkState.passcode, class_name="font-mono text-3xl tracking-wider my-2 select-all"),
        rx.el.p(
            t(
                "Write it down or tell it now. Once you leave this page we cannot show it again. "
                "Do not send it together with the link."
            )
        ),
        rx.el.div(copy_button(t("Copy the passcode"), LinkState.passcode), class_name="actions"),
    )
    shown = notice(words, tone="good", title=t("The link is made. Its passcode is:"))
    return rx.cond(LinkState.passcode != "", rx.el.div(shown, class_name=HIDDEN))


def _code() -> rx.Component:
    one = LinkState.link
    picture = rx.el.img(
        src=one.qr,
        alt=t("QR code of this link"),
        class_name="w-72 max-w-full print:w-96 rounded-lg bg-white",
    )
    return card(
        rx.el.h2(t("Show this code, or send the link"), class_name=HIDDEN),
        picture,
        rx.el.p(one.link, class_name=f"quiet break-all max-h-24 overflow-auto mt-3 {HIDDEN}", tab_index=0),
        rx.el.div(copy_button(t("Copy the link"), one.link), print_button(t("Print")), class_name="actions"),
    )


def _paper_words() -> rx.Component:
    """Only on paper, in large type."""
    settings = get_settings()
    lines = [
        t("Health information, shared by a patient of {practice}.", practice=settings.practice_name),
        t("1. Point the camera of your phone at this code and open the link."),
        t("2. Type your name and the passcode. The patient tells you the passcode."),
        t("It works until {moment}.", moment=LinkState.link.ends),
    ]
    return rx.el.div(
        *[rx.el.p(line) for line in lines], class_name="hidden print:grid gap-4 text-2xl leading-snug"
    )


def _email() -> rx.Component:
    warning = t(
        "Email is not private: others may read it on its way. We send the link only, never the record "
        "and never the passcode. Tell the passcode another way, for example by phone."
    )
    form = rx.el.form(
        field(
            t("Email address"),
            "email",
            type="email",
            error=LinkState.errors["email"],
            autocomplete="off",
            max_length=254,
        ),
        checkbox(
            t("I understand. Send the link by email."),
            "understood",
            error=LinkState.errors["understood"],
        ),
        rx.el.div(
            submit_button(
                for_whom(t("Send the link"), N_("Send the link for {name}")),
                busy_label=t("Sending…"),
                busy=LinkState.sending,
            ),
            class_name="actions",
        ),
        on_submit=LinkState.send,
        method="post",
        no_validate=True,
        class_name="form mt-4",
    )
    sent = notice(t("The link goes to {address}.", address=LinkState.sent_to), tone="good")
    return card(
        rx.el.h2(t("Send it by email")),
        rx.el.p(warning),
        rx.cond(LinkState.sent_to != "", rx.el.div(sent, class_name="mt-4")),
        form,
        class_name=HIDDEN,
    )


def _about() -> rx.Component:
    one = LinkState.link
    off = rx.cond(
        one.is_active,
        if_may_act(
            Scope.RECORDS,
            rx.el.div(
                button(t("Turn the link off"), kind="danger", on_click=LinkState.ask), class_name="actions"
            ),
        ),
    )
    return card(
        rx.el.h2(t("About this link")),
        facts(
            (t("Shared"), one.kinds),
            (t("Dates"), one.dates),
            (t("Made"), one.made),
            fact_unless_empty(t("Made by"), one.by),
            (rx.cond(one.is_active, t("Works until"), t("Ended")), one.ends),
            (t("Openings"), one.openings),
        ),
        off,
    )


def _openings() -> rx.Component:
    return item_list(
        LinkState.log,
        row_text,
        title=t("Who opened it"),
        empty=t("Nobody has opened it yet."),
        empty_icon="person",
    )


def _confirm() -> rx.Component:
    return dialog(
        t("Turn this link off?"),
        rx.el.p(t("Nobody can open it any more, and what it shared is deleted. You can make a new link.")),
        open=LinkState.asking,
        on_close=LinkState.leave_on,
        actions=[
            button(t("Keep it on"), kind="quiet", on_click=LinkState.leave_on),
            button(
                for_whom(t("Turn it off"), N_("Turn it off for {name}")),
                kind="danger",
                on_click=LinkState.revoke,
            ),
        ],
    )
