"""What enrolling and getting back in need of the browser: Back between the steps, and the way in."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from portal.components.forms import post_form, submit_button
from portal.components.text import Words, t
from portal.components.web import local


class StepHistory(rx.Component):
    """Ties the steps to the browser's history and moves focus to the heading `step-<name>`."""

    library = local("enroll.jsx")
    tag = "StepHistory"
    step: rx.Var[str]
    usual: rx.Var[str]
    names: rx.Var[list[str]]
    lasting: rx.Var[list[str]]
    doors: rx.Var[list[str]]
    attempt: rx.Var[int]
    on_step: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class FocusOnWrong(rx.Component):
    """Moves focus to what was refused."""

    library = local("enroll.jsx")
    tag = "FocusOnWrong"
    attempt: rx.Var[int]


class Arrived(rx.Component):
    """What Home says, once, to whoever comes to it by `way_in`; it takes the focus."""

    library = local("enroll.jsx")
    tag = "Arrived"
    words: rx.Var[dict[str, str]]


class SendNow(rx.Component):
    """Sends the form it stands in as soon as it is shown."""

    library = local("enroll.jsx")
    tag = "SendNow"


def step_history(
    step: rx.Var[str],
    names: Sequence[str],
    *,
    attempt: rx.Var[int],
    on_step: Any,
    lasting: Sequence[str] | None = None,
    doors: Sequence[str] = (),
    usual: Words = "",
) -> rx.Component:
    """Back and forward in the browser fire `on_step` with a step's name.

    When `attempt` changes, focus goes to the first field that is wrong. Back leads to the steps that are
    `lasting` (all of them unless told). A link may open the page at one of its `doors`: "/recover#desk".
    The browser's title begins with the step's heading where it has the page's `usual` title.
    """
    return StepHistory.create(
        step=step,
        usual=usual,
        names=list(names),
        lasting=list(names if lasting is None else lasting),
        doors=list(doors),
        attempt=attempt,
        on_step=on_step,
    )


def arrived() -> rx.Component:
    """The line with which Home receives someone who has just set up an account or a new password."""
    words = {
        "account-ready": t("Your account is ready. You are signed in."),
        "password-saved": t("Your new password is saved. You are signed in."),
    }
    return Arrived.create(words=words)


def focus_on_wrong(attempt: rx.Var[int]) -> rx.Component:
    """When `attempt` changes, focus goes to the first field that is wrong."""
    return FocusOnWrong.create(attempt=attempt)


def way_in(ticket: rx.Var[str], label: Words, *, arrival: str) -> rx.Component:
    """Exchanges a one-time ticket for the session cookie, by itself, and loads Home, which says `arrival`."""
    return post_form(
        "/api/enter",
        rx.el.input(type="hidden", name="ticket", value=ticket, read_only=True),
        rx.el.input(type="hidden", name="arrival", default_value=arrival),
        submit_button(label, wide=True),
        SendNow.create(),
    )
