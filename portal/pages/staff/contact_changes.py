"""What patients ask to have changed in their contact details: the list, and one to enter or to deny."""

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
    item_list,
    link,
    list_error,
    loading_rows,
    notice,
    pager,
    row_link,
    staff_screen,
    t,
    table,
    tag,
)
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.settings import get_settings
from portal.state.staff.contact_changes import ContactQueueState, ContactRequestState

HOME = "/staff/contact-changes"
DENY = "contact-deny-form"


@screen(HOME, title="Contact changes", audience="staff", on_load=ContactQueueState.load)
def staff_contact_changes() -> rx.Component:
    """Open requests first, the earliest due first."""
    state = ContactQueueState
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
        empty=t("Nobody has asked for a change yet"),
        empty_help=t("Patients ask from their profile."),
        empty_icon="phone",
        status=state.status,
        aside=rx.el.small(state.waiting, role="status"),
        on_retry=state.load,
        pager=pages,
    )
    return staff_screen(
        t("Contact changes"),
        rx.cond(state.status == "refused", refused(state.why), rows),
        tab="contacts",
        line=t(
            "Open requests first. We promise an answer within {n} business days.",
            n=get_settings().reply_days,
        ),
    )


@screen(f"{HOME}/[change_id]", title="Contact change", audience="staff", on_load=ContactRequestState.load)
def staff_contact_change() -> rx.Component:
    """One request: old and new beside each other, and the answer."""
    state, one = ContactRequestState, ContactRequestState.one
    is_ready = state.status == "ready"
    return staff_screen(
        t("Contact change"),
        rx.match(
            state.status,
            ("ready", _body(one)),
            ("missing", _missing()),
            ("error", list_error("", state.load)),
            ("refused", refused(state.why)),
            loading_rows(),
        ),
        tab="contacts",
        whose=one.whose,
        back=(t("Contact changes"), HOME),
        line=rx.cond(is_ready, t("Asked for on {day} by {name}", day=one.asked_on, name=one.asked_by), ""),
        aside=rx.cond(is_ready, tag(one.tag, one.tone)),
    )


def _body(one: Any) -> rx.Component:
    left = rx.el.div(
        rx.cond(one.overdue != "", notice(one.overdue, tone="danger")),
        rx.foreach(one.doubts, lambda words: notice(words, tone="attention")),
        card(rx.el.h2(t("Old and new")), _beside(one)),
        rx.cond(one.is_open, _decide(), _outcome(one)),
        class_name="stack",
    )
    return rx.el.div(left, _about(one), _enter(), _deny(), class_name="two")


def _beside(one: Any) -> rx.Component:
    columns = [t("What"), t("On file now"), t("Asked for")]

    def cells(row: Any) -> list[Any]:
        there = tag(rx.cond(row.is_there, t("On file"), ""), "good")
        return [row.name, row.now, rx.fragment(rx.el.strong(row.wanted), " ", there)]

    return table(t("Old and new"), columns, one.rows, cells, hide_caption=True, named=True)


def _decide() -> rx.Component:
    begin = ContactRequestState.begin
    ways = rx.el.div(
        button(t("Entered in the EHR"), on_click=begin("enter")),
        button(t("Deny"), kind="quiet", on_click=begin("deny")),
        class_name="actions",
    )
    why = t(
        "Change it in your EHR first, then mark it here. "
        "Nothing changes in the portal until the EHR sends it."
    )
    return card(rx.el.h2(t("Answer")), rx.el.p(why), ways)


def _outcome(one: Any) -> rx.Component:
    reason = rx.el.p(one.reason, class_name="as-written mt-2")
    return card(
        rx.el.h2(t("What came of it")),
        rx.el.p(one.outcome),
        rx.cond(one.reason != "", reason),
        accent=True,
    )


def _about(one: Any) -> rx.Component:
    rows = facts(
        fact(t("Receipt number"), one.receipt),
        fact(t("Asked on"), one.asked_on),
        fact(t("Asked by"), one.asked_by),
        fact_unless_empty(t("Answer by"), one.due),
    )
    way = link(t("Open the patient's page"), one.patient_href, standalone=True)
    return card(rx.el.h2(t("Details")), rows, rx.el.p(way))


def _enter() -> rx.Component:
    words = rx.el.p(t("The patient gets an email that there is an answer. This cannot be undone."))
    done = button(t("Yes, it is entered"), on_click=ContactRequestState.enter)
    return _asked("enter", t("Is it in the EHR now?"), words, done)


def _deny() -> rx.Component:
    form = rx.el.form(
        field(
            t("Reason"),
            "reason",
            type="textarea",
            rows=4,
            help=t("In plain words: the patient reads this. Up to 1,000 characters."),
            value=ContactRequestState.reason,
            error=ContactRequestState.reason_error,
        ),
        on_submit=ContactRequestState.deny,
        class_name="form",
        custom_attrs={"id": DENY, "noValidate": True},
    )
    deny = button(t("Deny"), kind="danger", type="submit", form=DENY)
    return _asked("deny", t("Deny this request?"), form, deny)


def _asked(what: str, title: Any, body: rx.Component, decide: rx.Component) -> rx.Component:
    return dialog(
        title,
        body,
        open=ContactRequestState.deciding == what,
        on_close=ContactRequestState.leave,
        actions=[button(t("Cancel"), kind="quiet", on_click=ContactRequestState.leave), decide],
    )


def _missing() -> rx.Component:
    back = button(t("Back to the contact changes"), kind="quiet", href=HOME)
    return empty_state(t("We could not find this request"), icon_name="phone", action=back)
