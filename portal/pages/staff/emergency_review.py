"""One opening in an emergency, to check: who, why, and what they looked at."""

import reflex as rx

from portal.components import (
    button,
    card,
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
    radio_group,
    row_text,
    staff_screen,
    submit_button,
    t,
    tag,
)
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.emergency_review import CHECKED
from portal.state.staff.emergency_review import ReviewState as State

HOME = "/staff/emergency"
ONE = State.one


@screen(f"{HOME}/[opening_id]", title="Emergency access", audience="staff", on_load=State.load)
def staff_emergency_review() -> rx.Component:
    """The reason, what was looked at, and whether it was right."""
    return staff_screen(
        rx.cond(State.status == "ready", ONE.patient, t("Emergency access")),
        rx.match(
            State.status,
            ("ready", _body()),
            ("missing", _missing()),
            ("refused", refused(State.why)),
            ("error", card(list_error("", State.load))),
            card(loading_rows()),
        ),
        tab="emergency",
        back=(t("Emergency access"), HOME),
        line=rx.cond(State.status == "ready", t("Opened by {name}, {role}", name=ONE.by, role=ONE.role), ""),
        aside=rx.cond(State.status == "ready", tag(ONE.tag, ONE.tone)),
    )


def _missing() -> rx.Component:
    back = button(t("Back"), kind="quiet", href=HOME)
    return empty_state(t("We could not find this opening"), icon_name="shield", action=back)


def _body() -> rx.Component:
    looks = item_list(
        ONE.looks,
        row_text,
        title=t("What was looked at"),
        empty=t("Nothing was looked at"),
        empty_icon="search",
    )
    left = rx.el.div(
        rx.cond(ONE.unusual != "", notice(ONE.unusual, tone="attention")),
        _reason(),
        _check(),
        looks,
        class_name="stack",
    )
    return rx.el.div(left, _about(), class_name="two")


def _reason() -> rx.Component:
    return card(rx.el.h2(t("Why they opened it")), rx.el.p(ONE.reason, class_name="as-written"))


def _check() -> rx.Component:
    found = [rx.el.p(ONE.outcome), rx.cond(ONE.note != "", rx.el.p(ONE.note, class_name="as-written mt-4"))]
    end = rx.el.div(
        rx.el.p(t("The chart is open to them now. You can end that, and check it then.")),
        rx.el.div(button(t("End it now"), kind="danger", on_click=State.end_now), class_name="actions"),
    )
    own = rx.el.p(t("You opened this chart yourself. Someone else has to check it."))
    otherwise = rx.cond(ONE.outcome != "", rx.fragment(*found), rx.cond(ONE.is_open, end, own))
    body = rx.cond(ONE.may_decide, _form(), otherwise)
    return card(rx.el.h2(t("Was it right?"), id=CHECKED, tab_index=-1), body)


def _form() -> rx.Component:
    choices = [("right", t("Yes, it was right")), ("wrong", t("No, it was not right"))]
    return rx.el.form(
        radio_group(
            t("Your answer"),
            "outcome",
            choices,
            chosen=State.outcome,
            error=State.outcome_error,
            help=t("It cannot be changed later. The patient can read your answer, not your note."),
        ),
        field(
            t("Note"),
            "note",
            type="textarea",
            rows=3,
            help=t("Needed when it was not right: what was wrong, and what happens now."),
            value=State.note,
            error=State.note_error,
            required=False,
            max_length=1000,
        ),
        rx.el.div(submit_button(t("Write it down")), class_name="actions"),
        on_submit=State.decide,
        class_name="form",
        custom_attrs={"noValidate": True},
    )


def _about() -> rx.Component:
    rows = facts(
        (t("Who"), ONE.by),
        (t("Role"), ONE.role),
        (t("Opened"), ONE.opened),
        (t("Ended"), ONE.ended),
        fact_unless_empty(t("Checked"), ONE.outcome),
        fact(t("Patient"), link(ONE.patient, ONE.patient_href, standalone=True)),
    )
    return card(rx.el.h2(t("Details")), rows)
