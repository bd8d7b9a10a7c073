"""Trusted representatives: whom a patient lets see and do a part of their record."""

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
    is_apart,
    item_list,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    row_link,
    section_card,
    submit_button,
    t,
    tag,
)
from portal.components.text import Words
from portal.i18n import N_
from portal.pages.patient.representative_levels import levels
from portal.pages.registry import screen
from portal.state.frame import FrameState
from portal.state.representatives import (
    HOME,
    HelpingState,
    RepresentativesState,
    RepresentativeState,
)


@screen(HOME, title="Representatives", audience="patient", on_load=RepresentativesState.load)
def representatives_list() -> rx.Component:
    """Whom this patient lets help them, and whom they help themselves."""
    state = RepresentativesState
    own = item_list(
        state.rows,
        row_link,
        title=t("People who help you"),
        empty=t("You have let nobody in yet."),
        empty_help=t("You can ask someone you trust to help you. You choose what they see, and can end it."),
        empty_icon="people",
        status=state.status,
        aside=button(t("Invite someone"), href=f"{HOME}/new"),
        on_retry=state.load,
    )
    apart = card(
        empty_state(
            t("You have no health record of your own here"),
            t("Only patients can let others see their record."),
            icon_name="people",
        )
    )
    return patient_screen(
        t("Representatives"),
        rx.el.div(rx.cond(state.status == "apart", apart, own), _helped(), class_name="stack"),
        tab="profile",
        back=(t("Profile"), "/profile"),
        line=_whose(),
    )


def _whose() -> Words:
    """Which record this is about: always one's own, also while another one is looked at."""
    own = t("People you trust to see and do things in your record for you.")
    theirs = N_("This is about your own record, not that of {name}: who sees and does things in it for you.")
    return rx.cond(is_apart, t("Everyone whose record you may open."), for_whom(own, theirs))


def _helped() -> rx.Component:
    """Everyone this account helps, each with a way to stop."""
    leave = dialog(
        t("Stop helping {name}?", name=HelpingState.name),
        rx.el.p(t("You see nothing of their record any more. Only they can invite you again.")),
        open=HelpingState.leaving != "",
        on_close=HelpingState.stay,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=HelpingState.stay),
            button(t("Stop helping"), kind="danger", on_click=HelpingState.leave),
        ],
    )
    people = section_card(t("People you help"), rx.el.div(rx.foreach(FrameState.people, _person)))
    return rx.fragment(rx.cond(FrameState.people.length() > 0, people), leave)


def _person(one: Any) -> rx.Component:
    stop = button(
        t("Stop helping {name}", name=one.first),
        kind="quiet",
        on_click=HelpingState.ask(one.patient_id, one.name),
    )
    said = rx.el.span(rx.el.h3(one.name, class_name="item-title"), rx.el.small(one.part), class_name="grow")
    return rx.el.div(
        rx.el.div(said, rx.cond(one.relation == "representative", stop), class_name="row"),
        class_name="member",
    )


@screen(f"{HOME}/[offer_id]", title="Representative", audience="patient", on_load=RepresentativeState.load)
def representative() -> rx.Component:
    """One person: where it stands, and what can be done."""
    state, one = RepresentativeState, RepresentativeState.one
    body = rx.el.div(
        rx.cond(state.done != "", notice(state.done, tone="good")),
        card(
            facts(
                fact(t("Now"), tag(one.tag, one.tone)),
                fact_unless_empty(t("That means"), one.said),
                fact_unless_empty(t("What they are to you"), one.relationship),
                fact(t("Invited at"), one.email),
                fact_unless_empty(t("Their account"), one.account),
                fact(t("Until"), one.until),
                fact(t("Your consent"), one.agreed),
            ),
            rx.el.h2(t("What they may see and do")),
            rx.el.ul(rx.foreach(one.may, rx.el.li), class_name="plain-list"),
            rx.cond(one.hides, rx.el.p(t("You hide items from them. They do not see those."))),
            rx.cond(
                _is("accepted", "paused", "invited", "bounced", "expired"),
                rx.el.div(_what_they_see(), class_name="actions"),
            ),
            rx.el.div(*_ways(), class_name="actions"),
            class_name="stack",
        ),
        rx.cond(_is("accepted", "paused", "invited", "bounced", "expired"), _change()),
        _really_end(),
        class_name="stack",
    )
    missing = card(
        empty_state(
            t("We could not find that"), t("Go back to the list and choose again."), icon_name="people"
        )
    )
    return patient_screen(
        rx.cond(one.name != "", one.name, t("Representative")),
        rx.match(
            state.status,
            ("ready", body),
            ("missing", missing),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="profile",
        back=(t("Representatives"), HOME),
    )


def _what_they_see() -> rx.Component:
    href = f"{HOME}/{RepresentativeState.one.id}/preview"
    return button(t("See what they see, and hide things"), kind="quiet", icon_name="search", href=href)


def _ways() -> list[rx.Component]:
    state = RepresentativeState
    return [
        rx.cond(_is("accepted"), button(t("Pause"), kind="quiet", on_click=state.pause)),
        rx.cond(_is("paused"), button(t("Resume"), on_click=state.resume)),
        rx.cond(_is("accepted", "paused"), button(t("End"), kind="danger", on_click=state.ask_to_end)),
        rx.cond(
            _is("invited", "bounced", "expired", "declined", "revoked"),
            button(t("Send it again"), kind="quiet", on_click=state.resend),
        ),
        rx.cond(
            _is("invited", "bounced"), button(t("Take it back"), kind="danger", on_click=state.take_back)
        ),
    ]


def _change() -> rx.Component:
    state, one = RepresentativeState, RepresentativeState.one
    form = rx.el.form(
        *levels(state.errors, lambda scope: one.levels[scope]),
        field(
            t("Last day, if you want one"),
            "until",
            type="date",
            value=one.last_day,
            error=state.errors["until"],
        ),
        rx.el.div(submit_button(t("Save the change")), class_name="actions"),
        on_submit=state.change,
        method="post",
        no_validate=True,
        class_name="form",
    )
    return card(rx.el.h2(t("Change what they may see and do")), form, class_name="stack")


def _really_end() -> rx.Component:
    state = RepresentativeState
    return dialog(
        t("End this access?"),
        rx.el.p(t("They see nothing of your record from now on. To let them in again, invite them anew.")),
        open=state.asks_to_end,
        on_close=state.keep,
        actions=[
            button(t("Cancel"), kind="quiet", on_click=state.keep),
            button(t("End it now"), kind="danger", on_click=state.end),
        ],
    )


def _is(*standings: str) -> rx.Var[bool]:
    shown = RepresentativeState.one.standing == standings[0]
    for standing in standings[1:]:
        shown |= RepresentativeState.one.standing == standing
    return shown
