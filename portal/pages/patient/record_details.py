"""One record to read, one template for every kind: what is empty is left out."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.components import (
    breadcrumb,
    button,
    card,
    empty_state,
    fact,
    figure,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    print_button,
    range_bar,
    section_body,
    section_card,
    t,
    tag,
    trend,
)
from portal.components.text import Words
from portal.pages.patient.record_rows import part_row
from portal.pages.patient.record_words import WORDS
from portal.pages.registry import screen
from portal.services.records import KINDS
from portal.settings import get_settings
from portal.state.records import RecordDetailState as State

_HERE: rx.Var[str] = rx.Var(
    "(typeof window === 'undefined' ? '' : window.location.pathname.replace(/\\/+$/, ''))"
)
_MEASURED = ("results", "vitals")


def detail_page(key: str) -> rx.Component:
    """The page that shows one record of one kind."""
    words, one = WORDS[key], State.detail
    status = rx.cond(State.shown_at == _HERE, State.status, "loading")
    heading = rx.match(
        status,
        ("ready", one.title),
        ("missing", t("We could not find that")),
        ("error", t("This did not load")),
        words.one,
    )
    is_ready = status == "ready"
    return patient_screen(
        heading,
        rx.match(
            status,
            ("ready", _body(key)),
            ("missing", _missing(key)),
            ("error", card(list_error("", State.retry))),
            card(loading_rows()),
        ),
        tab="medications" if key == "medications" else "records",
        above=_crumbs(key, heading),
        line=rx.cond(is_ready, one.line, ""),
        aside=rx.cond(is_ready, tag(one.tag, one.tone)),
    )


def _crumbs(key: str, here: Words) -> rx.Component:
    home = (WORDS[key].many, KINDS[key].home)
    one = State.detail
    within = breadcrumb(home, (one.parent, one.parent_href), here=here)
    return rx.cond((State.status == "ready") & (one.parent != ""), within, breadcrumb(home, here=here))


def _body(key: str) -> rx.Component:
    one = State.detail
    measured = key in _MEASURED
    left = [
        rx.cond(one.warning != "", notice(one.warning, tone="attention")),
        *([_measured(), _trends()] if measured else []),
        rx.foreach(one.words, _words),
        rx.foreach(one.files, _file),
        *([] if measured else [_facts()]),
        rx.foreach(one.sections, _section),
    ]
    right = [
        rx.cond(one.notes.length() > 0, _notes()),
        questions(key),
        *([_facts()] if measured else []),
        rx.el.div(print_button(), class_name="actions"),
    ]
    return rx.el.div(
        rx.el.div(*left, class_name="stack"), rx.el.div(*right, class_name="stack"), class_name="two"
    )


def _measured() -> rx.Component:
    one = State.detail
    value = rx.cond(
        one.figure.is_long,
        rx.el.div(
            rx.el.p(one.figure.value, class_name="as-written"),
            tag(one.figure.tag, one.figure.tone),
            class_name="stack",
        ),
        figure(one.figure.value, one.figure.unit, tag_text=one.figure.tag, tone=one.figure.tone),
    )
    return rx.cond(one.figure.value != "", card(value, rx.cond(one.bar.at != "", range_bar(one.bar))))


def _trends() -> rx.Component:
    trends = State.detail.trends
    drawn = rx.foreach(
        trends,
        lambda one: section_body(
            rx.cond(trends.length() > 1, rx.el.h3(one.title)),
            rx.el.p(one.span, class_name="quiet"),
            trend(one),
        ),
    )
    return rx.cond(trends.length() > 0, section_card(t("Over time"), drawn))


def _words(one: Any) -> rx.Component:
    return card(rx.el.h2(one.title), rx.el.p(one.text, class_name="as-written"))


def _file(one: Any) -> rx.Component:
    get = button(t("Download"), kind="quiet", icon_name="download", href=one.href, reload_document=True)
    return card(
        rx.el.h2(one.title),
        rx.el.p(one.line, class_name="quiet"),
        rx.cond(one.text != "", rx.el.div(one.text, class_name="as-written written mt-4", tab_index=0)),
        rx.cond(one.href != "", rx.el.div(get, class_name="actions mt-4"), rx.el.p(one.help)),
    )


def _section(one: Any) -> rx.Component:
    rows = rx.el.ul(rx.foreach(one.rows, lambda row: rx.el.li(part_row(row))), class_name="items")
    return section_card(one.title, rows, aside=rx.el.small(one.rows.length()))


def _facts() -> rx.Component:
    rows = rx.el.dl(rx.foreach(State.detail.facts, lambda one: fact(one.name, one.value)), class_name="facts")
    return rx.cond(State.detail.facts.length() > 0, card(rx.el.h2(t("Details")), rows))


def _notes() -> rx.Component:
    def note(one: Any) -> rx.Component:
        by = rx.cond(
            (one.author != "") & (one.date != ""), one.author + " · " + one.date, one.author + one.date
        )
        return rx.el.li(
            rx.el.p(one.text, class_name="as-written"), rx.cond(by != "", rx.el.small(by)), class_name="note"
        )

    return card(rx.el.h2(t("From your care team")), rx.el.ul(rx.foreach(State.detail.notes, note)))


def questions(key: str) -> rx.Component:
    """Whom to ask, and for results why nobody may have told them yet."""
    settings = get_settings()
    early = [rx.el.p(t("You may see results before your care team has."))] if key == "results" else []
    call = t("Call {phone}, {hours}.", phone=settings.practice_phone, hours=settings.practice_hours)
    return card(rx.el.h2(t("Questions?")), *early, rx.el.p(call), class_name="quiet-card")


def _missing(key: str) -> rx.Component:
    phone = get_settings().practice_phone
    help = t("It may have been moved or taken out. If you need it, call {phone}.", phone=phone)
    back = link(t("Back to {list}", list=WORDS[key].many), KINDS[key].home, standalone=True)
    return card(empty_state(t("There is nothing here"), help, icon_name=KINDS[key].icon, action=back))


def _page(key: str) -> Callable[[], rx.Component]:
    return lambda: detail_page(key)


for name, kind in KINDS.items():
    route = f"{kind.home}/[record_id]"
    screen(route, title=str(WORDS[name].one), audience="patient", on_load=State.load)(_page(name))
