"""Taking the record away in three steps: dates, kinds, form. Each download is there for a day."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    field,
    for_whom,
    icon,
    is_acting,
    item_list,
    notice,
    nt,
    patient_screen,
    progress,
    row_text,
    section_card,
    t,
    tag,
    when_ready,
)
from portal.components.forms import Tick
from portal.components.text import Words
from portal.i18n import N_
from portal.pages.registry import screen
from portal.services.exporting import FORMS
from portal.state.download import DOWNLOADS
from portal.state.download import DownloadState as State

LEFT_OUT = t(
    "It leaves out who else cares for the patient or can be called. The practice tells this to those who may "
    "know it."
)
SPANS = [("all", t("Everything")), ("year", t("The last 12 months")), ("dates", t("Between two dates"))]


@screen("/records/download", title="Download this record", audience="patient", on_load=State.load)
def download() -> rx.Component:
    """The three steps on one page, and the downloads there are."""
    steps = rx.el.div(_dates(), _kinds(), _form(), _ask(), class_name="stack")
    return patient_screen(
        for_whom(t("Download your record"), N_("Download the record of {name}")),
        when_ready(
            State.status,
            rx.el.div(steps, rx.el.div(_exports(), _care(), class_name="stack"), class_name="two"),
            on_retry=State.load,
        ),
        tab="records",
        back=(t("Health Records"), "/records"),
        line=t("Choose dates, kinds and a form. You get a file to keep or to give to someone."),
    )


def _dates() -> rx.Component:
    days = rx.el.div(
        field(
            t("From"),
            "since",
            type="date",
            value=State.since,
            error=State.wrong["since"],
            on_change=lambda day: State.choose_dates("since", day),
        ),
        field(
            t("To"),
            "until",
            type="date",
            value=State.until,
            error=State.wrong["until"],
            on_change=lambda day: State.choose_dates("until", day),
        ),
        class_name="pair mt-4",
    )
    choices = [
        _choice("span", value, words, State.span == value, State.choose_span(value)) for value, words in SPANS
    ]
    whole = rx.el.p(
        t("Allergies, conditions and medications are always whole: dates do not narrow them."),
        class_name="quiet mt-4",
    )
    after = rx.fragment(rx.cond(State.span == "dates", days), rx.cond(State.span != "all", whole))
    return _step(1, t("Dates"), *choices, after=after)


def _kinds() -> rx.Component:
    def kind(one: Any) -> rx.Component:
        box = Tick.create(
            name="kinds",
            value=one.key,
            checked=State.chosen.contains(one.key),
            disabled=one.count == 0,
            on_change=lambda on: State.choose_kind(one.key, on),
        )
        said = rx.el.span(one.name, " ", rx.el.small(one.words, class_name="quiet ml-1"))
        return rx.el.label(box, said, class_name="choice")

    ways = rx.el.div(
        button(t("Choose all"), kind="quiet", on_click=State.choose_all(True)),
        button(t("Choose none"), kind="quiet", on_click=State.choose_all(False)),
        class_name="actions mt-4",
    )
    return _step(2, t("Kinds of record"), rx.foreach(State.kinds, kind), after=ways)


def _form() -> rx.Component:
    choices = [
        _choice(
            "form", form.key, t(form.name), State.form == form.key, State.choose_form(form.key), t(form.use)
        )
        for form in FORMS.values()
    ]
    return _step(3, t("Form"), *choices)


def _waits() -> rx.Var[bool]:
    """Whether two dates are to be chosen, and are not, or not well."""
    none = (State.since == "") & (State.until == "")
    return (State.span == "dates") & (none | (State.wrong.length() > 0))


def _ask() -> rx.Component:
    many = rx.cond(
        _waits(),
        t("Choose the dates first."),
        rx.cond(
            State.total > 0,
            nt("{n} record will be in it.", "{n} records will be in it.", State.total),
            t("Nothing is chosen yet. Choose other dates or kinds."),
        ),
    )
    return card(
        rx.el.p(many, role="status"),
        rx.cond(is_acting, rx.el.p(LEFT_OUT, class_name="quiet mt-2")),
        rx.cond(State.error != "", rx.el.div(notice(State.error, tone="danger"), class_name="mt-4")),
        rx.el.div(
            button(
                for_whom(t("Make the download"), N_("Make the download for {name}")),
                icon_name="download",
                on_click=State.ask,
                disabled=(State.total == 0) & ~_waits(),
            ),
            class_name="actions mt-4",
        ),
    )


def _exports() -> rx.Component:
    listed = item_list(
        State.exports,
        _export,
        title=t("Your downloads"),
        empty=t("None yet."),
        empty_help=t("What you make here stays for 24 hours. Only you can fetch it."),
        empty_icon="download",
        aside="",
    )
    theirs = item_list(
        State.theirs,
        row_text,
        title=t("Downloads by people who help you"),
        empty="",
        aside="",
    )
    label = {"aria-label": t("Your downloads")}
    return rx.el.div(
        rx.el.p(State.said, class_name="only-read", role="status"),
        listed,
        rx.cond(State.theirs.length() > 0, theirs),
        id=DOWNLOADS,
        role="group",
        tab_index=-1,
        class_name="stack",
        custom_attrs=label,
    )


def _export(row: Any) -> rx.Component:
    get = button(
        t("Download"),
        kind="quiet",
        icon_name="download",
        href=row.href,
        reload_document=True,
        custom_attrs={"aria-label": t("Download: {title}, {inside}", title=row.title, inside=row.inside)},
    )
    remove = button(
        t("Remove"),
        kind="quiet",
        on_click=State.take_back(row.id),
        custom_attrs={"aria-label": t("Remove: {title}, {inside}", title=row.title, inside=row.inside)},
    )
    going = progress(t("Making it"), value=row.percent, line=t("{n}% done", n=row.percent))
    return rx.el.div(
        rx.el.div(
            rx.el.span(icon("download"), class_name="item-icon"),
            rx.el.span(
                rx.el.span(row.title, class_name="item-title"),
                rx.el.span(row.inside, class_name="item-line"),
                rx.el.span(row.line, class_name="item-line"),
                class_name="grow",
            ),
            rx.cond(row.status == "failed", tag(t("Failed"), "danger")),
            rx.cond(row.status == "withdrawn", tag(t("Taken away"), "attention")),
            class_name="item-row row",
        ),
        rx.cond(row.status == "working", going),
        rx.el.div(rx.cond(row.status == "ready", get), remove, class_name="actions"),
        class_name="section-body stack",
    )


def _care() -> rx.Component:
    return card(
        rx.el.h2(t("Keep it safe")),
        rx.el.p(
            t("The file holds your health information and has no password. Save it only where you trust.")
        ),
        class_name="quiet-card",
    )


def _step(n: int, title: Words, *choices: Any, after: rx.Component | None = None) -> rx.Component:
    named = {"aria-labelledby": f"step-{n}"}
    body = rx.el.div(*choices, class_name="choices", role="group", custom_attrs=named)
    rest = [after] if after is not None else []
    heading = rx.el.span(t("{n}. {title}", n=n, title=title), id=f"step-{n}")
    return section_card(heading, rx.el.div(body, *rest, class_name="section-body"))


def _choice(name: str, value: str, words: Words, on: Any, event: Any, help: Words = "") -> rx.Component:
    said = [" ", rx.el.small(help, class_name="quiet block")] if help else []
    radio = rx.el.input(type="radio", name=name, value=value, default_checked=on, on_change=event)
    return rx.el.label(radio, rx.el.span(words, *said), class_name="choice")
