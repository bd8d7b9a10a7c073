"""Everything staff see to about a patient's parents and guardians."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    empty_state,
    item,
    list_error,
    loading_rows,
    notice,
    section_body,
    section_card,
    staff_screen,
    t,
)
from portal.pages.registry import screen
from portal.pages.staff.guardian_papers import papers_section
from portal.pages.staff.guardian_questions import questions
from portal.pages.staff.refused import refused
from portal.state.staff.guardians import PEOPLE, GuardiansState

State, PAGE = GuardiansState, GuardiansState.page
HOME = "/staff/patients/[patient_id]/guardians"


@screen(HOME, title="Parents and guardians", audience="staff", on_load=GuardiansState.load)
def staff_guardians() -> rx.Component:
    """Who they are, what is open to them, court papers, guardianships of adults."""
    return staff_screen(
        t("Parents and guardians"),
        rx.match(
            State.status,
            ("ready", _page()),
            ("missing", missing()),
            ("refused", refused(State.why)),
            ("error", card(list_error("", State.load))),
            card(loading_rows()),
        ),
        tab="patients",
        back=(t("The patient's page"), f"/staff/patients/{State.patient}"),
        line=rx.cond(State.status == "ready", f"{PAGE.patient} · {PAGE.line}", ""),
    )


def missing() -> rx.Component:
    """No such patient."""
    back = button(t("Back to the patients"), kind="quiet", href="/staff/patients")
    return empty_state(t("We could not find this patient"), icon_name="people", action=back)


def _page() -> rx.Component:
    left = rx.el.div(
        rx.cond(PAGE.deceased != "", notice(PAGE.deceased)),
        _people(),
        rx.cond(PAGE.wards.length() > 0, _wards()),
        rx.cond(PAGE.stage == "teen", _areas()),
        class_name="stack",
    )
    right = rx.el.div(papers_section(), class_name="stack")
    return rx.el.div(left, right, *questions(), class_name="two")


def _people() -> rx.Component:
    invite = button(
        t("Invite a parent or guardian"), href=f"/staff/patients/{State.patient}/guardians/invite"
    )
    none = empty_state(
        t("Nobody yet"), t("Each has an account of their own, and none sees another's."), icon_name="people"
    )
    listed = rx.el.ul(rx.foreach(PAGE.rows, lambda one: rx.el.li(_person(one))), class_name="items")
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Who they are"), id=PEOPLE, tab_index=-1), class_name="section-head"),
        section_body(rx.el.p(PAGE.stage_line, class_name="quiet")),
        rx.cond(PAGE.rows.length() > 0, listed, none),
        rx.cond(PAGE.may_invite, section_body(rx.el.div(invite, class_name="actions"))),
        class_name="card section",
    )


def _person(one: Any) -> rx.Component:
    def ask(what: str, about: Any) -> Any:
        return GuardiansState.ask(what, about, one.name)

    ways = rx.el.div(
        rx.cond(one.may_resend, _way(t("Send again"), one.name, GuardiansState.resend(one.id))),
        rx.cond(one.may_take_back, _way(t("Take back…"), one.name, ask("take-back", one.id))),
        rx.cond(one.may_stop, _way(t("Stop access…"), one.name, ask("stop", one.grant_id))),
        rx.cond(one.may_allow, _way(t("Allow again…"), one.name, ask("allow", one.grant_id))),
        rx.cond(
            one.may_prolong & ~one.may_allow,
            _way(t("Record a guardianship…"), one.name, ask("ward", one.grant_id)),
        ),
        class_name="actions",
    )
    more = rx.el.div(
        rx.cond(one.stopped != "", rx.el.p(one.stopped)),
        rx.cond(one.known_by != "", rx.el.p(one.known_by, class_name="quiet")),
        ways,
        class_name="item-more",
    )
    return rx.el.div(item(one.name, one.line, icon_name="people", tag=one.tag, tone=one.tone), more)


def _way(label: str, whose: Any, do: Any) -> rx.Component:
    """A button whose name says about whom it is, for those who hear it alone."""
    named = rx.Var.create(label) + ": " + whose
    return button(label, kind="quiet", on_click=do, custom_attrs={"aria-label": named})


def _areas() -> rx.Component:
    why = t("For patients of 12 to 17 years. A change counts at once, for every guardian of this patient.")
    listed = rx.el.ul(rx.foreach(PAGE.areas, lambda one: rx.el.li(_area(one))), class_name="items")
    return section_card(t("What is open to them now"), section_body(rx.el.p(why, class_name="quiet")), listed)


def _area(one: Any) -> rx.Component:
    change = rx.cond(one.is_open | one.may_open, _way(t("Change…"), one.title, _ask_area(one)))
    back = rx.cond(
        one.choice_id != "", _way(t("Use the policy"), one.title, GuardiansState.unsay(one.choice_id))
    )
    said = rx.cond(one.why != "", rx.fragment(rx.el.br(), "“" + one.why + "”"))
    ways = rx.cond(PAGE.may_say, rx.el.div(change, back, class_name="row file-way"))
    line = rx.fragment(one.line, said)
    return rx.el.div(
        item(one.title, line, icon_name=one.icon, tag=one.tag, tone=one.tone), ways, class_name="file-row"
    )


def _ask_area(one: Any) -> Any:
    return GuardiansState.ask("say", one.area, one.title)


def _wards() -> rx.Component:
    listed = rx.el.ul(rx.foreach(PAGE.wards, lambda one: rx.el.li(_ward(one))), class_name="items")
    return section_card(t("Guardianships on record"), listed)


def _ward(one: Any) -> rx.Component:
    end = _way(t("End it…"), one.title, GuardiansState.ask("end-ward", one.id, one.title))
    more = rx.el.div(
        rx.el.p(t("Ground: {ground}", ground=one.ground)),
        rx.cond(one.is_open, rx.el.div(end, class_name="actions")),
        class_name="item-more",
    )
    return rx.el.div(item(one.title, one.line, icon_name="shield", tag=one.tag, tone=one.tone), more)
