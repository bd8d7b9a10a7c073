"""The requests for corrections: the list, and one to read, take back or disagree about."""

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
    for_whom,
    item_list,
    link,
    list_error,
    loading_rows,
    pager,
    patient_screen,
    print_button,
    row_link,
    t,
    tag,
)
from portal.i18n import N_
from portal.pages.patient import correction_parts as parts
from portal.pages.registry import screen
from portal.state.corrections import CorrectionsState, CorrectionState

HOME = "/records/corrections"


@screen(HOME, title="Corrections", audience="patient", on_load=CorrectionsState.load)
def corrections() -> rx.Component:
    """Every request, newest first."""
    state = CorrectionsState
    rows = item_list(
        state.rows,
        row_link,
        title=t("Newest first"),
        empty=t("Nobody has asked for a correction yet."),
        empty_help=t(
            "If something in this record is wrong, open that item and press “Something wrong here?”."
        ),
        empty_icon="clipboard",
        status=state.status,
        total=state.total,
        pager=pager(state.page, state.pages, on_earlier=state.older, on_later=state.newer),
        on_retry=state.load,
    )
    return patient_screen(
        t("Corrections"),
        rows,
        tab="records",
        back=(t("Health Records"), "/records"),
        line=for_whom(
            t("What was asked to be corrected in your record, and what came of it."),
            N_("What was asked to be corrected in the record of {name}, and what came of it."),
        ),
    )


@screen(f"{HOME}/[correction_id]", title="Correction", audience="patient", on_load=CorrectionState.load)
def correction() -> rx.Component:
    """One request: what was asked, what came of it, what can be done next."""
    state, one = CorrectionState, CorrectionState.one.told
    is_ready = state.status == "ready"
    heading = rx.match(
        state.status, ("ready", one.title), ("missing", t("We could not find that")), t("Correction")
    )
    return patient_screen(
        heading,
        rx.match(
            state.status,
            ("ready", _body(state.one)),
            ("missing", _missing()),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="records",
        back=(t("Corrections"), HOME),
        line=rx.cond(is_ready, t("Correction asked for on {day}", day=one.asked_on), ""),
        aside=rx.cond(is_ready, tag(one.tag, one.tone)),
    )


def _body(one: Any) -> rx.Component:
    left = rx.el.div(
        parts.outcome_card(one.told),
        parts.asked_card(one.told),
        parts.file_rows(one.told.files),
        _statement(one),
        class_name="stack",
    )
    right = rx.el.div(_about(one), _next(one), class_name="stack")
    return rx.el.div(left, right, _question(), class_name="two")


def _statement(one: Any) -> rx.Component:
    form = rx.el.form(
        field(
            t("Why do you disagree?"),
            "statement",
            type="textarea",
            rows=6,
            help=t("Up to 4,000 characters. You can add one statement, and it cannot be changed later."),
            value=CorrectionState.statement,
            error=CorrectionState.statement_error,
        ),
        rx.el.div(
            button(for_whom(t("Add the statement"), N_("Add the statement for {name}")), type="submit"),
            class_name="actions",
        ),
        on_submit=CorrectionState.disagree,
        class_name="form",
        custom_attrs={"noValidate": True},
    )
    asked = card(rx.el.h2(t("Add a statement of disagreement")), form)
    return rx.cond(
        one.told.disagreement != "", parts.disagreement_card(one.told), rx.cond(one.may_disagree, asked)
    )


def _about(one: Any) -> rx.Component:
    rows = facts(
        fact(t("Receipt number"), one.told.receipt),
        fact(t("About"), rx.cond(one.told.line != "", one.told.kind + " · " + one.told.line, one.told.kind)),
        fact(t("Asked by"), one.told.asked_by),
        fact_unless_empty(t("Answer by"), one.told.due),
    )
    way = link(t("Open the item"), one.item_href, standalone=True)
    gone = rx.el.p(t("This item is not shown in the record now."), class_name="quiet mt-2")
    return card(rx.el.h2(t("Details")), rows, rx.cond(one.item_href != "", rx.el.p(way), gone))


def _next(one: Any) -> rx.Component:
    steps = rx.el.ul(rx.foreach(one.next_steps, lambda step: rx.el.li(step)), class_name="steps-next")
    back = button(t("Take the request back"), kind="quiet", on_click=CorrectionState.ask)
    ways = rx.el.div(rx.cond(one.may_withdraw, back), print_button(), class_name="actions")
    return card(rx.el.h2(t("What happens next")), steps, ways, class_name="quiet-card")


def _question() -> rx.Component:
    return dialog(
        t("Take the request back?"),
        rx.el.p(t("Nobody will look at it any more, and the record stays as it is. You can ask again.")),
        open=CorrectionState.asking,
        on_close=CorrectionState.leave,
        actions=[
            button(t("Keep it"), kind="quiet", on_click=CorrectionState.leave),
            button(
                for_whom(t("Take it back"), N_("Take it back for {name}")),
                kind="danger",
                on_click=CorrectionState.withdraw,
            ),
        ],
    )


def _missing() -> rx.Component:
    back = link(t("Back to the corrections"), HOME, standalone=True)
    help = t("It may be about someone else's record, or the link is wrong. Nothing is lost.")
    return card(empty_state(t("There is nothing here"), help, icon_name="clipboard", action=back))
