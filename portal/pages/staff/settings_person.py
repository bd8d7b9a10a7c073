"""Settings: inviting someone to the staff, and one of the people who work here."""

import reflex as rx

from portal.components import (
    button,
    card,
    dialog,
    empty_state,
    fact,
    facts,
    field,
    list_error,
    loading_rows,
    notice,
    radio_group,
    section_body,
    section_card,
    staff_screen,
    submit_button,
    t,
    tag,
)
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.services.staff.roles import role_cards
from portal.state.staff.settings import SENT, STANDING, InviteStaffState, PersonState

HOME = "/staff/settings"
BACK = (t("Settings"), HOME)
ONE = PersonState.one


@screen(f"{HOME}/people/new", title="Invite someone", audience="staff", on_load=InviteStaffState.load)
def staff_invite() -> rx.Component:
    """A name, an email address and a role."""
    state = InviteStaffState
    return staff_screen(
        t("Invite someone to the staff"),
        rx.match(
            state.status,
            ("ready", card(_invite_form(), class_name="narrow")),
            ("sent", _sent()),
            ("refused", refused(state.why)),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="settings",
        back=BACK,
    )


def _invite_form() -> rx.Component:
    state = InviteStaffState
    return rx.el.form(
        field(
            t("Name"),
            "name",
            help=t("As patients and colleagues see it, with the title if there is one."),
            value=state.name,
            error=state.name_error,
            autocomplete="off",
        ),
        field(
            t("Work email"),
            "email",
            type="email",
            help=t("We send the link here. It will be their username."),
            value=state.email,
            error=state.email_error,
            autocomplete="off",
        ),
        _role_choice(state.role, state.role_error),
        rx.el.p(
            t("The link works once, for 24 hours. With it they choose a password and add their phone."),
            class_name="quiet",
        ),
        rx.el.div(submit_button(t("Send the invitation")), class_name="actions"),
        on_submit=state.send,
        class_name="form",
        custom_attrs={"noValidate": True},
    )


def _role_choice(chosen: rx.Var[str], error: rx.Var[str]) -> rx.Component:
    return radio_group(
        t("Role"),
        "role",
        [(one.key, one.name) for one in role_cards()],
        chosen=chosen,
        help=t("What each role can do is on the settings page."),
        error=error,
    )


def _sent() -> rx.Component:
    state = InviteStaffState
    return card(
        rx.el.h2(t("The invitation is on its way"), id=SENT, tab_index=-1),
        rx.el.p(t("{name} gets an email at {email} with a link.", name=state.name, email=state.email)),
        rx.el.div(
            button(t("See the account"), href=state.place),
            button(t("Invite someone else"), kind="quiet", on_click=state.load),
            class_name="actions",
        ),
        class_name="narrow",
    )


@screen(f"{HOME}/people/[person_id]", title="Staff account", audience="staff", on_load=PersonState.load)
def staff_person() -> rx.Component:
    """Who this is, what they may do, and what can be done about it."""
    state = PersonState
    return staff_screen(
        rx.cond(state.status == "ready", ONE.name, t("Staff account")),
        rx.match(
            state.status,
            ("ready", _person()),
            ("missing", _missing()),
            ("refused", refused(state.why)),
            ("error", card(list_error("", state.load))),
            card(loading_rows()),
        ),
        tab="settings",
        back=BACK,
        line=rx.cond(state.status == "ready", ONE.role_name, ""),
        aside=rx.cond(state.status == "ready", tag(ONE.tag, ONE.tone)),
    )


def _missing() -> rx.Component:
    back = button(t("Back to the settings"), kind="quiet", href=HOME)
    return empty_state(t("We could not find this person"), icon_name="people", action=back)


def _person() -> rx.Component:
    own = notice(t("This is you. Another administrator can change your account."), tone="plain")
    left = rx.el.div(
        rx.cond(ONE.is_me, own),
        _standing(),
        rx.cond(~ONE.is_me & (ONE.standing != "disabled"), rx.fragment(_role(), _sign_in())),
        class_name="stack",
    )
    questions = [_ask_disable(), _ask_start_over(), _ask_end_sessions()]
    return rx.el.div(left, _about(), *questions, class_name="two")


def _about() -> rx.Component:
    rows = facts(
        (t("Email and username"), ONE.email),
        (t("Role"), ONE.role_name),
        fact(
            t("Second factor"),
            rx.cond(
                ONE.factors != "",
                ONE.factors,
                rx.cond(ONE.factor != "", ONE.factor, t("Not set up yet")),
            ),
        ),
        (t("Last sign-in"), ONE.last_sign_in),
        (t("Signed in now"), ONE.signed_in),
    )
    return section_card(t("About this account"), section_body(rows))


def _standing() -> rx.Component:
    state = PersonState
    ways = rx.el.div(
        rx.cond(ONE.standing == "invited", button(t("Send the link again"), on_click=state.resend)),
        rx.cond(ONE.standing == "locked", button(t("Unlock"), on_click=state.enable)),
        rx.cond(ONE.standing == "disabled", button(t("Enable"), on_click=state.enable)),
        rx.cond(
            ONE.standing != "disabled", button(t("Disable…"), kind="quiet", on_click=state.ask("disable"))
        ),
        class_name="actions",
    )
    heading = rx.el.h2(t("Access to the portal"), id=STANDING, tab_index=-1)
    return card(heading, rx.el.p(ONE.line), rx.cond(ONE.is_me, None, ways))


def _role() -> rx.Component:
    state = PersonState
    form = rx.el.form(
        _role_choice(state.role, state.role_error),
        rx.el.p(t("They are signed out. The new role holds from their next sign-in."), class_name="quiet"),
        rx.el.div(submit_button(t("Change the role"), kind="quiet"), class_name="actions"),
        on_submit=state.change_role,
        class_name="form",
        key=ONE.role,
    )
    return section_card(t("Role"), section_body(form))


def _sign_in() -> rx.Component:
    state = PersonState
    reset = rx.el.div(
        rx.el.h3(t("Lost phone or forgotten password")),
        rx.el.p(
            t("They get a link by email to choose a new password and add a new phone."), class_name="quiet"
        ),
        rx.el.div(
            button(t("Reset…"), kind="quiet", on_click=state.ask("start-over")),
            class_name="actions",
        ),
    )
    leave = rx.el.div(
        rx.el.h3(t("Left signed in somewhere")),
        rx.el.p(t("Ends every session of this person, on every device."), class_name="quiet"),
        rx.el.div(
            button(t("Sign out everywhere…"), kind="quiet", on_click=state.ask("end-sessions")),
            class_name="actions",
        ),
    )
    body = section_body(rx.el.div(reset, leave, class_name="stack"))
    return rx.cond(ONE.standing != "invited", section_card(t("Signing in"), body))


def _ask_disable() -> rx.Component:
    words = t(
        "{name} is signed out at once, on pages that are open too, and cannot sign in. You can enable the "
        "account again. What they did stays in the audit trail under their name.",
        name=ONE.name,
    )
    do = button(t("Disable"), kind="danger", on_click=PersonState.disable)
    return _asked("disable", t("Disable this account?"), words, do)


def _ask_start_over() -> rx.Component:
    words = t(
        "{name} is signed out at once. The old password and phone stop working now. We email a link to "
        "{email} that works once, for 24 hours.",
        name=ONE.name,
        email=ONE.email,
    )
    do = button(t("Reset and send the link"), kind="danger", on_click=PersonState.start_over)
    return _asked("start-over", t("Reset this account?"), words, do)


def _ask_end_sessions() -> rx.Component:
    words = t("{name} has to sign in again on every device. Nothing they sent is lost.", name=ONE.name)
    do = button(t("Sign out everywhere"), kind="danger", on_click=PersonState.end_sessions)
    return _asked("end-sessions", t("Sign this person out everywhere?"), words, do)


def _asked(what: str, title: str, words: object, do: rx.Component) -> rx.Component:
    return dialog(
        title,
        rx.el.p(words),
        open=PersonState.asking == what,
        on_close=PersonState.ask(""),
        actions=[button(t("Cancel"), kind="quiet", on_click=PersonState.ask("")), do],
    )
