"""The lists of the record, one template for every kind."""

from collections.abc import Callable

import reflex as rx

from portal.components import (
    button,
    field,
    filters,
    item_list,
    pager,
    patient_screen,
    print_button,
    select_field,
    t,
)
from portal.components.text import Words
from portal.pages.patient.record_rows import record_row
from portal.pages.patient.record_words import WORDS, is_one_missing
from portal.pages.registry import screen
from portal.services.records import KINDS
from portal.state.frame import FrameState
from portal.state.records import RecordListState as State


def list_page(key: str) -> rx.Component:
    """The page that lists records of one kind."""
    words, is_own = WORDS[key], State.kind == key
    rows = item_list(
        State.rows,
        record_row,
        title=words.many,
        empty=rx.cond(_is_narrowed(), t("Nothing matches what you chose."), words.none),
        empty_help=rx.cond(_is_narrowed(), t("Choose other dates, or show all."), ""),
        empty_icon=KINDS[key].icon,
        status=rx.cond(is_own, State.status, "loading"),
        total=State.total,
        filters=rx.cond(is_own & State.may_narrow, _filters(key)),
        pager=rx.cond(is_own, pager(State.page, State.pages, on_earlier=State.older, on_later=State.newer)),
        on_retry=State.retry,
    )
    tab, back = ("medications", None) if key == "medications" else ("records", way_back())
    under = rx.cond(
        is_own & (State.total > 0), rx.el.div(print_button(), *_more(key), class_name="actions mt-5")
    )
    under = rx.fragment(under, rx.cond(is_own & (State.status == "ready"), is_one_missing()))
    return patient_screen(words.many, rows, under, tab=tab, back=back, line=words.lead)


def _more(key: str) -> list[rx.Component]:
    """What else there is to do with a list of this kind."""
    if key == "results":
        return [button(t("How you see results"), kind="quiet", icon_name="info", href="/records/preferences")]
    names = {"immunizations": t("Immunization record (PDF)"), "medications": t("Medication list (PDF)")}
    if key not in names:
        return []
    href = f"/api/papers/{key}?patient=" + FrameState.patient_id
    return [button(names[key], kind="quiet", icon_name="download", href=href, reload_document=True)]


def way_back() -> tuple[Words, Words]:
    """From a list to the overview of the record."""
    return t("Health Records"), "/records"


def _is_narrowed() -> rx.Var[bool]:
    return (State.since != "") | (State.until != "") | (State.group != "")


def _filters(key: str) -> rx.Component:
    """Filters behind one line, open while they are in use."""
    choices = WORDS[key].choices
    what = (
        select_field(WORDS[key].choose, "show", choices, empty=t("All"), value=State.group)
        if choices
        else None
    )
    fields = filters(
        *([what] if what else []),
        field(t("From"), "from", type="date", value=State.since, error=State.wrong["since"]),
        field(t("To"), "to", type="date", value=State.until, error=State.wrong["until"]),
        on_submit=State.narrow,
        on_clear=State.show_all,
    )
    name = t("Choose what to show") if choices else t("Choose dates")
    return rx.el.details(rx.el.summary(name), fields, open=_is_narrowed(), class_name="narrowing")


def _page(key: str) -> Callable[[], rx.Component]:
    return lambda: list_page(key)


for name, one in KINDS.items():
    screen(one.home, title=str(WORDS[name].many), audience="patient", on_load=State.load)(_page(name))
