"""Putting a document on a patient's chart."""

import reflex as rx

from portal.components import field, post_form, section_body, section_card, select_field, submit_button, t
from portal.services.staff.documents import KINDS
from portal.state.staff.patient import PatientState


def add_document() -> rx.Component:
    """A form: what it is, from when, and the file."""
    why = t("PDF, pictures or text of up to 25 MB. The patient sees it as soon as it is here.")
    accept = "application/pdf,image/jpeg,image/png,image/webp,image/tiff,image/gif,text/plain,.txt"
    form = post_form(
        f"/api/staff/patients/{PatientState.patient}/documents",
        field(t("Title"), "title", max_length=120, autocomplete="off"),
        select_field(t("What it is"), "kind", [(key, t(words)) for key, (_, words) in KINDS.items()]),
        field(t("Date it was written"), "dated", type="date"),
        field(t("File"), "file", type="file", accept=accept),
        submit_button(t("Add to the chart"), busy_label=t("Adding…")),
        on_done=PatientState.imported,
    )
    closed = rx.el.details(rx.el.summary(t("Choose a file to add")), form, class_name="narrowing")
    return section_card(t("Add a document"), section_body(rx.el.p(why, class_name="quiet"), closed))
