"""How results are shown: at once or asked first, and whether an email tells of them."""

import reflex as rx

from portal.components import button, card, checkbox, patient_screen, radio_group, t, when_ready
from portal.pages.registry import screen
from portal.state.preferences import PreferencesState as State


@screen("/records/preferences", title="How you see results", audience="patient", on_load=State.load)
def preferences() -> rx.Component:
    """The choice, with what each means."""
    lead = t("Results are here as soon as they arrive, sometimes before your care team has seen them.")
    return patient_screen(
        t("How you see results"),
        when_ready(State.status, card(_form()), on_retry=State.load),
        tab="records",
        back=(t("Results"), "/records/results"),
        line=lead,
    )


def _form() -> rx.Component:
    return rx.el.form(
        radio_group(
            t("When a result comes"),
            "show",
            [
                ("at-once", t("Show it to me at once")),
                ("ask", t("Ask me before each one opens; lists show only which test it was")),
            ],
            chosen=State.show,
        ),
        rx.el.div(
            checkbox(t("Email me that results have come"), "tell", default_checked=State.tell),
            rx.el.p(t("It never says which, and comes once until you have been here."), class_name="quiet"),
            class_name="stack",
        ),
        rx.el.div(button(t("Save"), type="submit"), class_name="actions"),
        on_submit=State.choose,
        class_name="form",
    )
