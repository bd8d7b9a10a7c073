"""What patients ask to have corrected: the queue, and one to decide."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    empty_state,
    fact,
    fact_unless_empty,
    facts,
    field,
    figure,
    item_list,
    link,
    list_error,
    loading_rows,
    notice,
    pager,
    row_link,
    select_field,
    staff_screen,
    t,
    tag,
)
from portal.pages.patient import correction_parts as parts
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.services.staff.corrections import grounds
from portal.state.staff.corrections import CorrectionQueueState, DecideState

HOME = "/staff/corrections"
ACCEPT, DENY = "accept-form", "deny-form"


@screen(HOME, title="Corrections", audience="staff", on_load=CorrectionQueueState.load)
def staff_corrections() -> rx.Component:
    """Open requests first, the earliest due first."""
    state = CorrectionQueueState
    pages = pager(
        state.page,
        state.pages,
        on_later=state.previous_page,
        on_earlier=state.next_page,
        later=t("Previous"),
        earlier=t("Next"),
    )
    rows = item_list(
        state.rows,
        row_link,
        title=t("Requests"),
        empty=t("Nobody has asked for a correction yet"),
        empty_help=t("Patients ask from the page of any item in their record."),
        empty_icon="clipboard",
        status=state.status,
        aside=rx.el.small(state.waiting, role="status"),
        on_retry=state.load,
        pager=pages,
    )
    return staff_screen(
        t("Corrections"),
        rx.cond(state.status == "refused", refused(state.why), rows),
        tab="corrections",
        line=t("Open requests first, by the day an answer is due. The law gives 60 days."),
    )


@screen(f"{HOME}/[correction_id]", title="Correction", audience="staff", on_load=DecideState.load)
def staff_correction() -> rx.Component:
    """One request, the item as it stands, and the decision."""
    state, one = DecideState, DecideState.one
    return staff_screen(
        rx.cond(state.status == "ready", one.told.title, t("Correction")),
        rx.match(
            state.status,
            ("ready", _body(one)),
            ("missing", _missing()),
            ("error", list_error("", state.load)),
            ("refused", refused(state.why)),
            loading_rows(),
        ),
        tab="corrections",
        whose=one.whose,
        back=(t("Corrections"), HOME),
        line=rx.cond(
            state.status == "ready",
            t("{kind}, asked about on {day}", kind=one.told.kind, day=one.told.asked_on),
            "",
        ),
        aside=rx.cond(state.status == "ready", tag(one.told.tag, one.told.tone)),
    )


def _body(one: Any) -> rx.Component:
    left = rx.el.div(
        rx.cond(one.overdue != "", notice(one.overdue, tone="danger")),
        parts.asked_card(one.told),
        parts.file_rows(one.told.files),
        rx.cond(one.is_open, _decide(), parts.outcome_card(one.told)),
        rx.cond(one.told.disagreement != "", parts.disagreement_card(one.told)),
        class_name="stack",
    )
    right = rx.el.div(_item(one), _about(one), class_name="stack")
    return rx.el.div(left, right, _accept(), _deny(), class_name="two")


def _decide() -> rx.Component:
    ways = rx.el.div(
        button(t("Accept"), on_click=DecideState.begin("accept")),
        button(t("Deny"), kind="quiet", on_click=DecideState.begin("deny")),
        class_name="actions",
    )
    why = t("A decision is final and the patient is told by email. Correct the record in your EHR first.")
    return card(rx.el.h2(t("Decide")), rx.el.p(why), ways)


def _item(one: Any) -> rx.Component:
    now = DecideState.item
    value = rx.cond(
        now.figure.is_long,
        rx.el.p(now.figure.value, class_name="as-written"),
        figure(now.figure.value, now.figure.unit, tag_text=now.figure.tag, tone=now.figure.tone),
    )
    value = rx.cond(now.figure.value != "", value)
    listed = rx.el.dl(rx.foreach(now.facts, lambda row: fact(row.name, row.value)), class_name="facts")
    named = rx.el.div(rx.el.p(now.title, class_name="item-title"), rx.el.p(now.line, class_name="quiet"))
    told = rx.foreach(now.words, lambda words: parts.said(words.title, words.text))
    within = rx.foreach(now.sections, _section)
    way = rx.el.p(link(t("Open it in the chart"), one.item_href, standalone=True))
    shown = rx.el.div(named, value, told, listed, within, way, class_name="stack")
    before = t("This item is no longer in the record. When it was asked about it said: ")
    gone = rx.el.p(before, one.told.line)
    return card(rx.el.h2(t("The item as it stands")), rx.cond(DecideState.item_gone, gone, shown))


def _section(one: Any) -> rx.Component:
    def row(part: Any) -> rx.Component:
        return fact(part.title, rx.fragment(part.line, " ", tag(part.tag, part.tone)))

    return rx.el.div(rx.el.h3(one.title), rx.el.dl(rx.foreach(one.rows, row), class_name="facts"))


def _about(one: Any) -> rx.Component:
    rows = facts(
        fact(t("Receipt number"), one.told.receipt),
        fact(t("Asked on"), one.told.asked_on),
        fact(t("Asked by"), one.told.asked_by),
        fact_unless_empty(t("Answer by"), one.told.due),
        fact_unless_empty(t("It said then"), one.told.line),
    )
    way = link(t("Open the patient's page"), one.patient_href, standalone=True)
    return card(rx.el.h2(t("Details")), rows, rx.el.p(way))


def _accept() -> rx.Component:
    form = rx.el.form(
        field(
            t("What was done"),
            "note",
            type="textarea",
            rows=5,
            help=t("The patient reads this. Up to 4,000 characters."),
            value=DecideState.note,
            error=DecideState.note_error,
        ),
        on_submit=DecideState.accept,
        class_name="form",
        custom_attrs={"id": ACCEPT, "noValidate": True},
    )
    return _asked("accept", t("Accept this request?"), form, button(t("Accept"), type="submit", form=ACCEPT))


def _deny() -> rx.Component:
    form = rx.el.form(
        select_field(
            t("Ground"),
            "ground",
            grounds(),
            empty=t("Choose one"),
            value=DecideState.ground,
            error=DecideState.ground_error,
            help=t("The law allows a denial on these grounds only."),
        ),
        field(
            t("Reason"),
            "reason",
            type="textarea",
            rows=5,
            help=t("In plain words: the patient reads this. Up to 4,000 characters."),
            value=DecideState.reason,
            error=DecideState.reason_error,
        ),
        on_submit=DecideState.deny,
        class_name="form",
        custom_attrs={"id": DENY, "noValidate": True},
    )
    deny = button(t("Deny"), kind="danger", type="submit", form=DENY)
    return _asked("deny", t("Deny this request?"), form, deny)


def _asked(what: str, title: Any, form: rx.Component, decide: rx.Component) -> rx.Component:
    return dialog(
        title,
        rx.el.p(
            t("This cannot be undone. The patient gets an email that there is an answer."), class_name="mb-4"
        ),
        form,
        open=DecideState.deciding == what,
        on_close=DecideState.leave,
        actions=[button(t("Cancel"), kind="quiet", on_click=DecideState.leave), decide],
    )


def _missing() -> rx.Component:
    back = button(t("Back to the corrections"), kind="quiet", href=HOME)
    return empty_state(t("We could not find this request"), icon_name="clipboard", action=back)
