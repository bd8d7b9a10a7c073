"""How results are shown: at once or asked first, and whether an email tells of them."""

import reflex as rx

from portal.components import button, card, checkbox, for_whom, patient_screen, radio_group, t, when_ready
from portal.i18n import N_
from portal.pages.registry import screen
from portal.state.preferences import PreferencesState as State


@screen("/records/preferences", title="How you see results", audience="patient", on_load=State.load)
def preferences() -> rx.Component:
    """The choice, with what each means."""
    lead = t("Results are here as soon as they arrive, sometimes before the care team has seen them.")
    return patient_screen(
        t("How you see results"),
        when_ready(State.status, card(_form()), on_retry=State.load),
        tab="records",
        back=(t("Results"), "/records/results"),
        line=for_whom(
            lead,
            N_("For you alone, when you look at the record of {name}. They and others choose their own."),
        ),
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
            rx.el.p(
                t("The email does not say which. After one email, no other comes until you sign in."),
                class_name="quiet",
            ),
            class_name="stack",
        ),
        rx.el.div(
            button(for_whom(t("Save"), N_("Save for the record of {name}")), type="submit"),
            class_name="actions",
        ),
        on_submit=State.choose,
        class_name="form",
    )
