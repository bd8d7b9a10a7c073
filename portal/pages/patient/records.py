"""Health Records: what kinds there are, how many of each, what is new."""

import reflex as rx

from portal.access.actor import Scope
from portal.components import for_whom, if_may_act, item, item_list, items, patient_screen, section_card, t
from portal.i18n import N_
from portal.pages.patient.record_rows import record_row
from portal.pages.patient.record_words import call_link
from portal.pages.patient.search import search_entry
from portal.pages.registry import screen
from portal.state.home import OverviewState


@screen("/records", title="Health Records", audience="patient", on_load=OverviewState.load)
def records() -> rx.Component:
    """The overview of the record."""
    rows = item_list(
        OverviewState.rows,
        record_row,
        title=for_whom(t("Your record"), N_("The record of {name}")),
        empty=t("Nothing is on file yet."),
        empty_help=call_link(t("Do you think something is missing? Call us:")),
        status=OverviewState.status,
        aside=rx.fragment(),
        on_retry=OverviewState.load,
    )
    return patient_screen(
        t("Health Records"),
        rx.el.div(
            search_entry(),
            rx.el.div(rows, rx.el.div(what_to_do(), class_name="stack"), class_name="two"),
            class_name="stack",
        ),
        tab="records",
        line=for_whom(
            t("Everything this practice has on file about you."),
            N_("What this practice has on file about {name}, as far as it is shared with you."),
        ),
    )


def what_to_do() -> rx.Component:
    """What a person can do with their record."""
    ways = [
        if_may_act(
            Scope.RECORDS,
            item(
                t("Download"),
                t("Keep a copy, or take it to another clinic"),
                icon_name="download",
                href="/records/download",
            ),
        ),
        item(
            t("Share"),
            t("By link with a passcode, or on a wallet card"),
            icon_name="external",
            href="/records/sharing",
        ),
        item(
            t("Corrections"),
            t("What was asked to be corrected, and what came of it"),
            icon_name="clipboard",
            href="/records/corrections",
        ),
        item(
            t("Who looked"),
            t("Everyone who opened, changed or shared it"),
            icon_name="shield",
            href="/records/activity",
        ),
    ]
    return section_card(t("What you can do"), items(*ways))
