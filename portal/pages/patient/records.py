"""Health Records: what kinds there are, how many of each, what is new."""

import reflex as rx

from portal.components import item_list, patient_screen, t
from portal.pages.patient.record_rows import record_row
from portal.pages.patient.record_words import call_us
from portal.pages.registry import screen
from portal.state.home import OverviewState


@screen("/records", title="Health Records", audience="patient", on_load=OverviewState.load)
def records() -> rx.Component:
    """The overview of the record."""
    rows = item_list(
        OverviewState.rows,
        record_row,
        title=t("Your record"),
        empty=t("Nothing is on file yet."),
        empty_help=call_us(),
        status=OverviewState.status,
        aside=rx.fragment(),
        on_retry=OverviewState.load,
    )
    return patient_screen(
        t("Health Records"), rows, tab="records", line=t("Everything this practice has on file about you.")
    )
