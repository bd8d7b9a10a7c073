"""One record to read, one template for every kind: what is empty is left out."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.access.actor import Scope
from portal.components import (
    breadcrumb,
    button,
    card,
    empty_state,
    link,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    print_button,
    t,
    tag,
)
from portal.components.text import Words
from portal.pages.patient import record_parts as parts
from portal.pages.patient.correction_pieces import correction_lines, something_wrong
from portal.pages.patient.hide_item import hide_item
from portal.pages.patient.record_words import WORDS, call_link
from portal.pages.registry import screen
from portal.services.records import KINDS
from portal.settings import get_settings
from portal.state.frame import FrameState
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
            ("ready", rx.cond(one.asks, _asked_first(key), _body(key)) if key == "results" else _body(key)),
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
    notes = rx.cond(one.notes.length() > 0, parts.notes_card(one))
    left = [
        correction_lines(one.corrections),
        rx.cond(one.warning != "", notice(one.warning, tone="attention")),
        *([parts.measured(one), notes, parts.trends(one)] if measured else []),
        rx.foreach(one.words, parts.words_card),
        *([] if measured else [notes]),
        rx.foreach(one.files, parts.file_card),
        *([] if measured else [parts.facts_card(one)]),
        rx.foreach(one.sections, parts.section),
    ]
    right = [
        questions(one.is_early, about=f"{key}/" + State.shown_at.split("/")[-1]),
        *([parts.facts_card(one)] if measured else []),
        rx.el.div(print_button(), *_paper(key), class_name="actions"),
        something_wrong(one.corrections),
        hide_item(one.hiding),
    ]
    return rx.el.div(
        rx.el.div(*left, class_name="stack"), rx.el.div(*right, class_name="stack"), class_name="two"
    )


def _paper(key: str) -> list[rx.Component]:
    """A visit as a summary to print or hand on."""
    if key != "visits":
        return []
    href = "/api/papers/visits/" + State.shown_at.split("/")[-1] + "?patient=" + FrameState.patient_id
    look = {"kind": "quiet", "icon_name": "download", "reload_document": True}
    return [button(t("Visit summary (PDF)"), href=href, **look)]


def _asked_first(key: str) -> rx.Component:
    """For those who want to be asked: what has come, and the choice to see it now or later."""
    return card(
        rx.el.h2(t("This result is here. Do you want to see it now?")),
        rx.el.p(t("You asked us to check with you first. It stays here until you are ready.")),
        rx.el.div(
            button(t("Show it now"), on_click=State.show_it),
            button(t("Not now"), kind="quiet", href=KINDS[key].home),
            class_name="actions mt-4",
        ),
        rx.el.p(link(t("Change how you see results"), "/records/preferences"), class_name="quiet mt-4"),
    )


def questions(is_early: Any, *, about: Any) -> rx.Component:
    """Whom to ask, and of an early result why nobody may have told them yet."""
    ask = button(t("Ask about this"), kind="quiet", icon_name="messages", href="/messages/new?about=" + about)
    asks = rx.cond(FrameState.acts.contains(str(Scope.MESSAGES)), rx.el.div(ask, class_name="mt-2"))
    early = rx.cond(is_early, rx.el.p(t("You may see results before the care team has.")))
    call = rx.el.p(call_link(t("Call us:")))
    return card(rx.el.h2(t("Questions?")), early, call, asks, class_name="quiet-card")


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
