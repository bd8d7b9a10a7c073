"""Notifications: what someone wants emails about, and when none come."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    link,
    notice,
    patient_screen,
    select_field,
    t,
    when_ready,
)
from portal.components.enroll import focus_on_wrong
from portal.components.forms import Choices, Tick
from portal.i18n import hour_of_day
from portal.pages.registry import screen
from portal.state.notifications import NotificationsState as State


@screen("/profile/notifications", title="Notifications", audience="patient", on_load=State.load)
def notifications() -> rx.Component:
    """The choices, with what each means."""
    return patient_screen(
        t("Notifications"),
        when_ready(State.status, rx.el.div(_came_back(), card(_form()), _others(), class_name="stack narrow"),
                   on_retry=State.load),
        tab="profile",
        back=(t("Profile"), "/profile"),
        line=t("Emails we send to {email}. They never say what is in a health record.", email=State.email),
    )  # fmt: skip


def _came_back() -> rx.Component:
    words = rx.fragment(
        t("Our emails to this address have come back since {day}. ", day=State.came_back),
        link(t("Check your email address"), "/profile/email"),
    )
    return rx.cond(State.came_back != "", notice(words, tone="attention"))


def _form() -> rx.Component:
    hours = [(str(n), hour_of_day(n)) for n in range(24)]
    quiet = rx.el.div(
        select_field(
            t("From"), "quiet_from", hours, value=State.quiet_from, error=State.errors["quiet_from"]
        ),
        select_field(
            t("Until"), "quiet_until", hours, value=State.quiet_until, error=State.errors["quiet_until"]
        ),
        class_name="grid gap-4 lg:grid-cols-2",
    )
    return rx.el.form(
        focus_on_wrong(State.attempt),
        Choices.create(
            rx.foreach(State.topics, _topic),
            name="topics",
            label=t("Email me when the care team writes about"),
            help=t("One email for each conversation until you have read it."),
        ),
        Choices.create(
            _tick("quiet", "yes", t("No emails at certain hours"), State.is_quiet, State.set_quiet),
            name="quiet",
            label=t("Quiet hours"),
            help=t("What comes in that time is told of in one email afterwards."),
        ),
        rx.cond(State.is_quiet, quiet),
        rx.el.div(button(t("Save"), type="submit"), class_name="actions"),
        on_submit=State.choose,
        class_name="form",
        custom_attrs={"noValidate": True},
        key=State.run.to_string(),
    )


def _topic(one: Any) -> rx.Component:
    box = rx.el.input(type="checkbox", name="topic-" + one.key, value="yes", default_checked=one.wanted)
    return rx.el.label(box, rx.el.span(one.name), class_name="choice")


def _tick(name: str, value: str, label: str, checked: Any, on_change: Any) -> rx.Component:
    return rx.el.label(
        Tick.create(name=name, value=value, checked=checked, on_change=on_change),
        rx.el.span(label),
        class_name="choice",
    )


def _others() -> rx.Component:
    return card(
        rx.el.h2(t("Other emails")),
        rx.el.p(t("Results that have come: "), link(t("How you see results"), "/records/preferences")),
        rx.el.p(t("Emails about your account and its safety always come."), class_name="quiet"),
        class_name="quiet-card",
    )
