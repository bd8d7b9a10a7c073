"""A patient's record for staff: lists, details, holding one item back."""

from typing import Any

import reflex as rx

from portal.access.actor import Duty
from portal.components import (
    breadcrumb,
    button,
    card,
    dialog,
    empty_state,
    field,
    item_list,
    list_error,
    loading_rows,
    notice,
    pager,
    row_link,
    staff_screen,
    submit_button,
    t,
    tag,
)
from portal.components.roles import role_may
from portal.pages.patient import record_parts as parts
from portal.pages.registry import screen
from portal.pages.staff.emergency import emergency_way
from portal.pages.staff.refused import refused
from portal.state.staff.chart import StaffDetailState as One
from portal.state.staff.chart import StaffListState as Many

PATIENT = "/staff/patients/[patient_id]"


@screen(f"{PATIENT}/records/[kind]", title="Record", audience="staff", on_load=Many.load)
def staff_records() -> rx.Component:
    """One kind of record of one patient."""
    rows = item_list(
        Many.rows,
        row_link,
        title=rx.cond(Many.title != "", Many.title, t("Records")),
        empty=t("Nothing of this kind is on file."),
        status="ready",
        total=Many.total,
        pager=pager(Many.page, Many.pages, on_later=Many.newer, on_earlier=Many.older),
    )
    return staff_screen(
        rx.cond(Many.status == "ready", Many.title, t("Record")),
        _when(Many, rows),
        tab="patients",
        whose=Many.whose,
        back=(rx.cond(Many.whose.name != "", Many.whose.name, t("Patient")), _home(Many)),
    )


@screen(f"{PATIENT}/records/[kind]/[record_id]", title="Record", audience="staff", on_load=One.load)
def staff_record() -> rx.Component:
    """One record, and whether the patient sees it."""
    one = One.detail
    return staff_screen(
        rx.cond(One.status == "ready", one.title, t("Record")),
        _when(One, _body()),
        tab="patients",
        whose=one.whose,
        above=rx.cond(
            One.status == "ready",
            breadcrumb((one.whose.name, _home(One)), (One.kind_title, One.home), here=one.title),
        ),
        line=one.line,
        aside=rx.cond(one.on_hold, tag(t("On hold"), "attention"), tag(one.tag, one.tone)),
    )


def _home(state: Any) -> Any:
    """The page that leads to this one: billing has none of the patient but that of the emergency."""
    page = state.patient_page
    return rx.cond(role_may(Duty.INVITE), page, page + "/emergency")


def _when(state: Any, body: rx.Component) -> rx.Component:
    otherwise = rx.cond(role_may(Duty.EMERGENCY), emergency_way(state.ask_page), refused(state.why))
    missing = empty_state(t("We could not find that record"), icon_name="records")
    return rx.match(
        state.status,
        ("ready", body),
        ("missing", card(missing)),
        ("refused", otherwise),
        ("error", card(list_error("", state.load))),
        card(loading_rows()),
    )


def _body() -> rx.Component:
    one = One.detail
    left = [
        rx.cond(one.warning != "", notice(one.warning, tone="attention")),
        parts.measured(one),
        rx.cond(one.notes.length() > 0, parts.notes_card(one)),
        parts.trends(one),
        rx.foreach(one.words, parts.words_card),
        rx.foreach(one.files, parts.file_card),
        rx.foreach(one.sections, parts.section),
    ]
    right = [
        rx.cond(role_may(Duty.HOLD), _seen_by_the_patient()),
        parts.facts_card(one),
    ]
    return rx.el.div(
        rx.el.div(*left, class_name="stack"),
        rx.el.div(*right, class_name="stack"),
        _hold_dialog(),
        _release_dialog(),
        class_name="two",
    )


def _seen_by_the_patient() -> rx.Component:
    why = One.detail.hold
    said = rx.el.div(
        rx.el.p(t("Why: {reason}", reason=why.reason), class_name="as-written"),
        rx.el.p(why.line, class_name="quiet"),
        class_name="mt-4",
    )
    held = [
        rx.el.div(
            rx.el.p(t("The patient does not see this until someone here releases it.")),
            rx.cond(why.line != "", said),
        ),
        rx.el.div(button(t("Release"), on_click=One.ask("release")), class_name="actions mt-4"),
    ]
    shown = [
        rx.el.p(t("The patient sees this. Hold it only when seeing it now would harm them or someone else.")),
        rx.el.div(button(t("Hold…"), kind="quiet", on_click=One.ask("hold")), class_name="actions mt-4"),
    ]
    is_held = One.detail.on_hold
    return card(
        rx.el.h2(t("What the patient sees")), rx.cond(is_held, rx.fragment(*held), rx.fragment(*shown))
    )


def _hold_dialog() -> rx.Component:
    why = field(
        t("Why is it held?"),
        "reason",
        type="textarea",
        help=t("One or two sentences. Staff can read it; it is kept with the hold."),
        error=One.reason_error,
        rows=3,
        max_length=1000,
    )
    return dialog(
        t("Hold this item"),
        rx.el.p(t("Only this item is kept back. It stays on the list of holds until it is released.")),
        rx.el.p(
            t("Downloads and shared links that have it stop working. The patient is told to make new ones.")
        ),
        rx.el.form(
            why,
            rx.el.div(
                button(t("Cancel"), kind="quiet", on_click=One.ask("")),
                submit_button(t("Hold it")),
                class_name="actions",
            ),
            on_submit=One.hold,
            class_name="form",
            no_validate=True,
        ),
        open=One.asking == "hold",
        on_close=One.ask(""),
        actions=[],
    )


def _release_dialog() -> rx.Component:
    return dialog(
        t("Release this item?"),
        rx.el.p(t("The patient will see it at once.")),
        open=One.asking == "release",
        on_close=One.ask(""),
        actions=[
            button(t("Cancel"), kind="quiet", on_click=One.ask("")),
            button(t("Release it"), on_click=One.release),
        ],
    )
