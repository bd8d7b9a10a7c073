"""Sharing by link: the list of links, and the form for a new one."""

import reflex as rx

from portal.access.actor import Scope
from portal.components import (
    button,
    card,
    checkbox,
    field,
    for_whom,
    if_may_act,
    item_list,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    row_link,
    select_field,
    submit_button,
    t,
)
from portal.components.forms import Choices
from portal.components.text import Words
from portal.i18n import N_
from portal.pages.registry import screen
from portal.services.sharing import DAYS, OPENINGS, days_words
from portal.state.sharing import NewLinkState, SharingState

RECORDS = (t("Health Records"), "/records")
SHARING = (for_whom(t("Share my record"), N_("Share the record of {name}")), "/records/sharing")


@screen("/records/sharing", title="Share this record", audience="patient", on_load=SharingState.load)
def sharing() -> rx.Component:
    """What sharing is, and every link there is."""
    what = card(
        rx.el.p(
            t(
                "Make a link to the parts of the record you choose, for a doctor or for family. Whoever "
                "has the link and the passcode can read them, without an account, until it ends or you "
                "turn it off."
            )
        ),
        rx.el.div(
            if_may_act(Scope.RECORDS, button(t("Make a link"), href="/records/sharing/new")),
            button(t("Print a wallet card"), kind="quiet", href="/records/sharing/card", icon_name="print"),
            class_name="actions",
        ),
    )
    links = item_list(
        SharingState.rows,
        row_link,
        title=t("Links"),
        empty=t("There is no link yet."),
        empty_help=t("Nobody sees the record by link unless someone makes one."),
        empty_icon="shield",
        status=SharingState.status,
        on_retry=SharingState.load,
    )
    return patient_screen(SHARING[0], rx.el.div(what, links, class_name="stack"), tab="records", back=RECORDS)


@screen("/records/sharing/new", title="Make a link", audience="patient", on_load=NewLinkState.load)
def new_link() -> rx.Component:
    """What to share, for how long, and with which passcode."""
    body = rx.match(
        NewLinkState.status,
        ("ready", card(_form(), class_name="narrow")),
        ("error", card(list_error("", NewLinkState.load))),
        card(loading_rows()),
    )
    return patient_screen(
        t("Make a link"),
        body,
        tab="records",
        back=SHARING,
        line=t("It shows the record as it is today. What is added later is not in it."),
    )


def _form() -> rx.Component:
    return rx.el.form(
        _kinds(),
        _dates(),
        checkbox(
            t("Add the same as a PDF to print. A large record can take a minute."),
            "paper",
            default_checked=True,
        ),
        rx.el.fieldset(
            rx.el.legend(t("The link"), class_name="text-(length:--text-l) font-[650] mb-3"),
            rx.el.div(*_terms(), class_name="form"),
        ),
        rx.cond(NewLinkState.message != "", notice(NewLinkState.message, tone="danger")),
        rx.el.div(
            submit_button(
                for_whom(t("Make the link"), N_("Make the link for {name}")),
                busy_label=t("Making the link…"),
                busy=NewLinkState.busy,
            ),
            link(t("Cancel"), "/records/sharing", standalone=True),
            class_name="actions",
        ),
        rx.el.p(
            rx.cond(
                NewLinkState.busy,
                t("Making the link. This can take a minute. If you cancel or leave, nothing is shared."),
                "",
            ),
            class_name="quiet",
            role="status",
        ),
        rx.cond(NewLinkState.packed, rx.el.span(on_mount=NewLinkState.keep)),
        on_unmount=NewLinkState.leave,
        on_submit=NewLinkState.submit,
        method="post",
        no_validate=True,
        class_name="form",
    )


def _kinds() -> rx.Component:
    boxes = rx.foreach(
        NewLinkState.options,
        lambda one: rx.el.label(
            rx.el.input(type="checkbox", name=f"kind-{one[0]}", value="yes", default_checked=one[2]),
            rx.el.span(one[1]),
            class_name="choice",
        ),
    )
    return Choices.create(
        rx.el.div(boxes, class_name="grid grid-cols-1 gap-2 sm:grid-cols-2"),
        name="kinds",
        label=t("What to share"),
        help=for_whom(
            t("Your name and date of birth, and how to reach you if that is on file, always go along."),
            N_("Name and date of birth of {name}, and how to reach them if you see that, always go along."),
        ),
        error=_error("kinds"),
    )


def _dates() -> rx.Component:
    days = rx.el.div(
        field(t("From"), "since", type="date", error=_error("since")),
        field(t("To"), "until", type="date", error=_error("until")),
        class_name="grid grid-cols-1 gap-4 sm:grid-cols-2",
    )
    return rx.el.fieldset(
        rx.el.legend(t("Dates"), class_name="field-label"),
        rx.el.p(
            t("Leave these empty for all dates. Allergies, conditions and medications are always whole."),
            class_name="field-help",
        ),
        days,
    )


def _terms() -> list[rx.Component]:
    days = [(str(n), days_words(n)) for n in DAYS]
    openings = [(str(n), _openings(n)) for n in OPENINGS]
    return [
        field(
            t("Name of this link"),
            "label",
            help=t("For example: For Dr. Lee. Whoever opens the link sees it too."),
            error=_error("label"),
            required=False,
            autocomplete="off",
            max_length=80,
        ),
        field(
            t("Passcode"),
            "passcode",
            help=t("At least 6 characters. Leave it empty, and we make one for you."),
            error=_error("passcode"),
            required=False,
            autocomplete="off",
            max_length=64,
            custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
        ),
        select_field(t("It works for"), "days", days, value="7", error=_error("days")),
        select_field(t("It can be opened"), "openings", openings, value="0", error=_error("openings")),
    ]


def _openings(n: int) -> Words:
    if not n:
        return t("any number of times")
    return t("once") if n == 1 else t("{n} times", n=n)


def _error(name: str) -> rx.Var[str]:
    return NewLinkState.errors[name]
