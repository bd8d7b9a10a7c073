"""Trusted representatives: whom a patient lets see and do a part of their record."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    checkbox,
    dialog,
    empty_state,
    fact,
    fact_unless_empty,
    facts,
    field,
    item_list,
    list_error,
    loading_rows,
    notice,
    patient_screen,
    row_link,
    section_card,
    select_field,
    submit_button,
    t,
    tag,
)
from portal.components.text import Words
from portal.pages.registry import screen
from portal.services import representatives, scopes
from portal.state.frame import FrameState
from portal.state.representatives import (
    HOME,
    HelpingState,
    InviteHelperState,
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
        back=(t("Profile"), "/profile"),
        line=t("People you trust to see and do things in your record for you."),
    )


def _helped() -> rx.Component:
    """Everyone this account helps, each with a way to stop."""
    leave = dialog(
        t("Stop helping {name}?", name=HelpingState.name),
        rx.el.p(t("You see nothing of their record any more. Only they can invite you again.")),
        open=HelpingState.leaving != "",
        on_close=HelpingState.stay,
        actions=[
            button(t("Stop helping"), kind="danger", on_click=HelpingState.leave),
            button(t("Cancel"), kind="quiet", on_click=HelpingState.stay),
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


@screen(f"{HOME}/new", title="Invite someone", audience="patient", on_load=InviteHelperState.load)
def invite_helper() -> rx.Component:
    """Who, what they may see and do, until when, and the text to accept."""
    state = InviteHelperState
    form = rx.el.form(
        rx.cond(state.message != "", notice(state.message, tone="danger")),
        field(
            t("Their first and last name"), "name", error=_wrong("name"), max_length=80, autocomplete="off"
        ),
        field(t("Their email address"), "email", type="email", error=_wrong("email"), autocomplete="off"),
        field(
            t("What they are to you"),
            "relationship",
            help=t("For example: daughter, husband, friend"),
            error=_wrong("relationship"),
            required=False,
            max_length=80,
            autocomplete="off",
        ),
        *_levels(state.errors),
        field(
            t("Last day, if you want one"),
            "until",
            type="date",
            help=t("Leave it empty to end it yourself when you like."),
            error=_wrong("until"),
        ),
        rx.el.h2(t("What you agree to")),
        rx.el.ul(*[rx.el.li(line) for line in representatives.agreement()], class_name="plain-list"),
        checkbox(t("I have read this and agree"), "agreed"),
        rx.cond(_wrong("agreed") != "", rx.el.p(_wrong("agreed"), class_name="field-error", role="alert")),
        rx.el.div(submit_button(t("Send the invitation")), class_name="actions"),
        on_submit=state.send,
        method="post",
        no_validate=True,
        class_name="form",
    )
    proof = t("They will be asked for your date of birth and ZIP code, so that nobody else gets in.")
    return patient_screen(
        t("Invite someone"),
        card(form),
        back=(t("Representatives"), HOME),
        line=t("They get an email with a link that works for 7 days.") + " " + proof,
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
        back=(t("Representatives"), HOME),
    )


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
        *_levels(state.errors, one.levels),
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
    return card(rx.el.h2(t("Change it")), form, class_name="stack")


def _really_end() -> rx.Component:
    state = RepresentativeState
    return dialog(
        t("End this access?"),
        rx.el.p(t("They see nothing of your record from now on. To let them in again, invite them anew.")),
        open=state.asks_to_end,
        on_close=state.keep,
        actions=[
            button(t("End it now"), kind="danger", on_click=state.end),
            button(t("Cancel"), kind="quiet", on_click=state.keep),
        ],
    )


def _levels(errors: Any, given: Any = None) -> list[rx.Component]:
    """One choice for each part of the record."""
    choices = [("none", t("Nothing")), ("view", t("See")), ("act", t("See and act"))]
    asked = [
        select_field(
            name,
            f"level_{scope}",
            choices,
            **({} if given is None else {"value": rx.cond(given.contains(scope), given[scope], "none")}),
        )
        for scope, name in scopes.names().items()
    ]
    wrong = rx.cond(errors["levels"] != "", rx.el.p(errors["levels"], class_name="field-error", role="alert"))
    return [rx.el.h2(t("What they may see and do")), *asked, wrong]


def _is(*standings: str) -> rx.Var[bool]:
    shown = RepresentativeState.one.standing == standings[0]
    for standing in standings[1:]:
        shown |= RepresentativeState.one.standing == standing
    return shown


def _wrong(name: str) -> Words:
    return InviteHelperState.errors[name]
