"""The staff's list of patients: search, open one, import files."""

import reflex as rx

from portal.components import (
    button,
    item_list,
    pager,
    row_link,
    row_text,
    search_field,
    section_body,
    section_card,
    staff_screen,
    t,
)
from portal.components.upload import file_import
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.patients import PatientsState

IMPORT_ROUTE = "/api/staff/import"


@screen("/staff", title="Patients", audience="staff", on_load=rx.redirect("/staff/patients", replace=True))
def staff_home() -> rx.Component:
    """Leads on to the patients."""
    return staff_screen(t("Staff"), rx.el.p(t("One moment…"), role="status"))


@screen("/staff/patients", title="Patients", audience="staff", on_load=PatientsState.load)
def staff_patients() -> rx.Component:
    """Everyone on file, found by name, MRN or birth date."""
    return staff_screen(
        t("Patients"),
        rx.cond(
            PatientsState.status == "refused",
            refused(PatientsState.why),
            rx.el.div(rx.cond(PatientsState.importing, _import()), _list(), class_name="stack"),
        ),
        tab="patients",
        aside=rx.cond(PatientsState.may_import, _import_button()),
    )


def _import_button() -> rx.Component:
    words = rx.cond(PatientsState.importing, t("Close import"), t("Import a file"))
    return button(
        words,
        kind="quiet",
        icon_name="upload",
        on_click=PatientsState.show_import,
        custom_attrs={"aria-expanded": PatientsState.importing},
    )


def _import() -> rx.Component:
    body = file_import(action=IMPORT_ROUTE, on_done=PatientsState.load)
    return section_card(t("Import a file"), section_body(body))


def _list() -> rx.Component:
    searched = PatientsState.text != ""
    find = rx.el.form(
        search_field(t("Name, MRN or date of birth")),
        button(t("Search"), kind="quiet", type="submit", icon_name="search"),
        rx.cond(searched, button(t("Show all"), kind="quiet", type="reset", on_click=PatientsState.clear)),
        on_submit=PatientsState.search,
        class_name="filters",
        role="search",
    )
    pages = pager(
        PatientsState.page,
        PatientsState.pages,
        on_later=PatientsState.previous_page,
        on_earlier=PatientsState.next_page,
        later=t("Previous"),
        earlier=t("Next"),
    )
    return item_list(
        PatientsState.rows,
        lambda row: rx.cond(row.href != "", row_link(row), row_text(row)),
        title=rx.cond(searched, t("Found"), t("All patients")),
        empty=rx.cond(searched, t("Nobody fits that search"), t("No patients yet")),
        empty_help=rx.cond(
            searched,
            t("Try fewer letters, the MRN, or the date of birth as 11/22/1987."),
            t("Patients appear here once a file from your EHR has been imported."),
        ),
        empty_icon="people",
        status=PatientsState.status,
        aside=rx.el.small(PatientsState.count, role="status"),
        on_retry=PatientsState.load,
        filters=find,
        pager=pages,
    )
