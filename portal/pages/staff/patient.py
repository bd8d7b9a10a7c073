"""One patient's page for staff: account, what is on file, import, audit trail."""

import reflex as rx

from portal.components import (
    button,
    empty_state,
    fact,
    fact_unless_empty,
    facts,
    item_list,
    list_error,
    loading_rows,
    pager,
    row_link,
    row_text,
    section_body,
    section_card,
    select_field,
    staff_screen,
    t,
    tag,
)
from portal.components.upload import file_import
from portal.pages.registry import screen
from portal.pages.staff.documents import add_document
from portal.pages.staff.emergency import emergency_way
from portal.pages.staff.invite import invite_dialog, revoke_dialog
from portal.pages.staff.patient_account import account_section
from portal.pages.staff.patient_guardians import guardians_section
from portal.pages.staff.patients import IMPORT_ROUTE
from portal.pages.staff.refused import refused
from portal.services.staff.trail import kinds
from portal.state.staff.guardians import GuardiansState
from portal.state.staff.patient import PatientState
from portal.state.staff.patient_account import AccountsState
from portal.state.staff.trail import TrailState


@screen(
    "/staff/patients/[patient_id]",
    title="Patient",
    audience="staff",
    on_load=[TrailState.close, PatientState.load, AccountsState.load, GuardiansState.load],
)
def staff_patient() -> rx.Component:
    """Who this is, whether they have enrolled, and what is on file."""
    card = PatientState.card
    return staff_screen(
        rx.cond(PatientState.status == "ready", card.name, t("Patient")),
        rx.match(
            PatientState.status,
            ("ready", _page()),
            ("missing", _missing()),
            ("error", list_error("", PatientState.load)),
            ("refused", refused(PatientState.why)),
            loading_rows(),
        ),
        tab="patients",
        back=(t("Patients"), "/staff/patients"),
        line=card.line,
        aside=tag(card.deceased, "attention"),
    )


def _missing() -> rx.Component:
    back = button(t("Back to the patients"), kind="quiet", href="/staff/patients")
    return empty_state(t("We could not find this patient"), icon_name="people", action=back)


def _page() -> rx.Component:
    card = PatientState.card
    main = rx.el.div(
        _account(),
        account_section(),
        guardians_section(),
        rx.cond(card.may_read, _on_file()),
        rx.cond(card.emergency != "", emergency_way(card.emergency, is_open=card.may_read)),
        rx.cond(card.may_import, rx.fragment(add_document(), _import())),
        rx.cond(card.may_audit, _trail()),
        class_name="stack",
    )
    return rx.el.div(main, _about(), invite_dialog(), revoke_dialog(), class_name="two")


def _about() -> rx.Component:
    card = PatientState.card
    rows = facts(
        fact(t("Date of birth"), rx.cond(card.birth_date != "", card.birth_date, t("Not on file"))),
        fact_unless_empty(t("Sex"), card.sex),
        fact_unless_empty(t("MRN"), card.mrn),
        fact_unless_empty(t("Phone"), card.phone),
        fact(t("Email in the record"), rx.cond(card.email != "", card.email, t("Not on file"))),
        fact_unless_empty(t("Address"), card.address),
    )
    return section_card(t("About this patient"), section_body(rows))


def _account() -> rx.Component:
    here = PatientState.standing
    actions = rx.el.div(
        rx.cond(here.may_invite, button(t("Invite"), on_click=PatientState.ask("invite"))),
        rx.cond(here.may_resend, button(t("Resend"), on_click=PatientState.ask("invite"))),
        rx.cond(here.may_revoke, button(t("Revoke"), kind="quiet", on_click=PatientState.ask("revoke"))),
        class_name="actions",
    )
    buttons = rx.cond(here.may_invite | here.may_resend | here.may_revoke, actions)
    body = section_body(rx.el.p(here.line), buttons)
    return section_card(t("Portal account"), body, aside=tag(here.words, here.tone))


def _on_file() -> rx.Component:
    return item_list(
        PatientState.kinds,
        lambda row: rx.cond(row.href != "", row_link(row), row_text(row)),
        title=t("On file"),
        empty=t("Nothing on file yet"),
        empty_help=t("Records appear here once a file from your EHR has been imported."),
        empty_icon="records",
        aside="",
    )


def _import() -> rx.Component:
    why = t("Bring in what your EHR exported. Importing the same file twice changes nothing.")
    closed = rx.el.div(
        rx.el.p(why, class_name="quiet"),
        rx.el.div(
            button(t("Import a file"), kind="quiet", icon_name="upload", on_click=PatientState.show_import),
            class_name="actions",
        ),
    )
    opened = file_import(action=IMPORT_ROUTE, on_done=PatientState.imported)
    return section_card(t("More records"), section_body(rx.cond(PatientState.importing, opened, closed)))


def _trail() -> rx.Component:
    why = t("Opening this list is written into it, too.")
    closed = section_card(
        t("Who has seen or changed this record"),
        section_body(
            rx.el.p(why, class_name="quiet"),
            rx.el.div(
                button(t("Show the audit trail"), kind="quiet", on_click=TrailState.open),
                class_name="actions",
            ),
        ),
    )
    return rx.cond(TrailState.is_open, _opened_trail(), closed)


def _opened_trail() -> rx.Component:
    narrow = rx.el.form(
        select_field(t("Show"), "kind", kinds(), empty=t("Everything"), value=TrailState.kind),
        button(t("Show"), kind="quiet", type="submit"),
        on_submit=TrailState.narrow,
        class_name="filters",
    )
    return item_list(
        TrailState.rows,
        row_text,
        title=t("Who has seen or changed this record"),
        empty=t("Nothing of that kind yet"),
        empty_icon="shield",
        total=TrailState.total,
        filters=narrow,
        pager=pager(
            TrailState.page, TrailState.pages, on_later=TrailState.newer, on_earlier=TrailState.older
        ),
    )
