"""Emergencies: opening one chart with a reason, and the list of what was opened."""

import reflex as rx

from portal.components import (
    button,
    card,
    checkbox,
    empty_state,
    field,
    item_list,
    list_error,
    loading_rows,
    notice,
    pager,
    row_link,
    row_text,
    search_field,
    section_body,
    section_card,
    staff_screen,
    submit_button,
    t,
)
from portal.components.text import Words
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.emergency import OPENED, EmergencyHomeState, EmergencyState

HOME = "/staff/emergency"
ASK = EmergencyState.ask


@screen(HOME, title="Emergency access", audience="staff", on_load=EmergencyHomeState.load)
def staff_emergency() -> rx.Component:
    """For the front desk and billing the way to a chart; for clinicians and administrators what to check."""
    state = EmergencyHomeState
    body = rx.el.div(rx.cond(state.may_open, _find()), _openings(), class_name="stack")
    return staff_screen(
        t("Emergency access"),
        rx.cond(state.status == "refused", refused(state.why), body),
        tab="emergency",
        line=rx.cond(
            state.may_review,
            t("Charts that were opened by someone whose role does not open them. Each is checked once."),
            t("When someone needs help now and their chart is closed to your role."),
        ),
    )


def _find() -> rx.Component:
    state = EmergencyHomeState
    find = rx.el.form(
        search_field(t("Name, MRN or date of birth")),
        button(t("Search"), type="submit", icon_name="search"),
        on_submit=state.search,
        class_name="filters",
        role="search",
    )
    nobody = rx.el.p(t("Nobody fits that search. Try fewer letters, the MRN, or the date of birth."))
    rows = rx.el.ul(rx.foreach(state.found, lambda row: rx.el.li(row_link(row))), class_name="items")
    found = rx.cond(
        state.found.length() > 0, rows, rx.el.div(nobody, class_name="section-body", role="status")
    )
    why = t("Ask a clinician first if one is there. Each opening is written down, and someone checks it.")
    return section_card(
        t("Open a chart in an emergency"),
        section_body(rx.el.p(why)),
        find,
        rx.cond(state.text != "", found),
    )


def _openings() -> rx.Component:
    state = EmergencyHomeState
    pages = pager(
        state.page,
        state.pages,
        on_later=state.previous_page,
        on_earlier=state.next_page,
        later=t("Previous"),
        earlier=t("Next"),
    )
    return item_list(
        state.rows,
        lambda row: rx.cond(row.href != "", row_link(row), row_text(row)),
        title=rx.cond(state.may_review, t("What was opened in emergencies"), t("What you opened")),
        empty=rx.cond(state.may_review, t("No chart was opened in an emergency"), t("Nothing yet")),
        empty_help=rx.cond(
            state.may_review,
            t("When someone opens one, it appears here and administrators get an email."),
            t("Charts you open in an emergency appear here, with what was found of it."),
        ),
        empty_icon="shield",
        status=state.status,
        aside=rx.cond(state.may_review, rx.el.small(state.waiting, role="status")),
        on_retry=state.load,
        pager=pages,
    )


@screen(
    "/staff/patients/[patient_id]/emergency",
    title="Emergency access",
    audience="staff",
    on_load=EmergencyState.load,
)
def staff_open_chart() -> rx.Component:
    """Asking for one chart, or what is in it while it is open."""
    state = EmergencyState
    return staff_screen(
        rx.cond(state.status == "ready", ASK.name, t("Emergency access")),
        rx.match(
            state.status,
            ("ready", rx.cond(ASK.until != "", _open(), _ask())),
            ("missing", _missing()),
            ("refused", refused(state.why)),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="emergency",
        back=(t("Emergency access"), HOME),
        line=rx.cond(state.status == "ready", ASK.line, ""),
    )


def emergency_way(href: Words, *, is_open: rx.Var[bool] | bool = False) -> rx.Component:
    """On a patient's page: that the chart is closed to this role, and the way in an emergency."""
    words = rx.cond(
        is_open,
        t("This chart is open to you in an emergency. It closes by itself."),
        t("Your role does not open health records. When someone needs help now, you can, with a reason."),
    )
    label = rx.cond(is_open, t("See the chart"), t("Emergency access"))
    way = rx.el.div(button(label, kind="quiet", href=href), class_name="actions")
    return section_card(t("Health record"), section_body(rx.el.p(words), way))


def _missing() -> rx.Component:
    back = button(t("Back"), kind="quiet", href=HOME)
    return empty_state(t("We could not find this patient"), icon_name="people", action=back)


def _ask() -> rx.Component:
    state = EmergencyState
    facts = [
        t("You see health records and medications. You cannot change anything."),
        t("It closes by itself after {n} minutes. End it sooner when you are done.", n=ASK.minutes),
        t("The patient can read that you opened it, and your reason. Do not name other people in it."),
        t("Administrators get an email, and someone checks whether it was right."),
    ]
    form = rx.el.form(
        rx.el.input(type="hidden", name="once", value=ASK.once, read_only=True),
        rx.cond(state.wait_error != "", notice(state.wait_error, tone="danger")),
        rx.cond(ASK.unusual != "", notice(ASK.unusual, tone="attention")),
        field(
            t("Why do you need this chart now?"),
            "reason",
            type="textarea",
            rows=4,
            help=t("In your own words, at least 20 characters. For example: “He fainted in the waiting room, "
                   "the paramedics ask what he takes.”"),
            value=state.reason,
            error=state.reason_error,
            max_length=1000,
        ),
        rx.cond(ASK.unusual != "", _anyway()),
        rx.el.div(submit_button(t("Open the chart")), class_name="actions"),
        on_submit=state.open,
        class_name="form",
        custom_attrs={"noValidate": True},
    )  # fmt: skip
    what = rx.el.ul(*[rx.el.li(words) for words in facts], class_name="steps-next")
    return card(rx.el.h2(t("Open this chart in an emergency")), what, form, class_name="narrow")


def _anyway() -> rx.Component:
    return checkbox(t("I need this chart now, too"), "anyway", error=EmergencyState.anyway_error)


def _open() -> rx.Component:
    rows = item_list(
        EmergencyState.kinds,
        lambda row: rx.cond(row.href != "", row_link(row), row_text(row)),
        title=t("On file"),
        empty=t("Nothing on file yet"),
        empty_icon="records",
        aside="",
    )
    words = t("Open until {hour}. Look only at what you need to help now.", hour=ASK.until)
    head = card(rx.el.h2(t("The chart is open"), id=OPENED, tab_index=-1), rx.el.p(words), accent=True)
    return rx.el.div(head, rows, class_name="stack")
