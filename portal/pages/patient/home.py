"""Home: a greeting, what is new in the record, and how to reach the practice."""

from typing import Any

import reflex as rx

from portal.access.actor import Scope
from portal.components import (
    button,
    card,
    for_whom,
    icon,
    is_guardian,
    item,
    item_list,
    items,
    link,
    notice,
    patient_screen,
    section_body,
    section_card,
    t,
)
from portal.components.enroll import arrived
from portal.i18n import N_
from portal.pages.patient.record_rows import record_row
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.frame import FrameState
from portal.state.home import HomeState
from portal.state.messages import BadgeState


@screen("/home", title="Home", audience="patient", on_load=HomeState.load)
def home() -> rx.Component:
    """The start page after sign-in."""
    one, is_ready = HomeState.home, HomeState.status == "ready"
    own = rx.match(HomeState.status, ("apart", _apart()), ("narrow", _narrow()), _news())
    coming = rx.cond(HomeState.coming != "", notice(HomeState.coming))
    left = rx.el.div(arrived(), coming, _messages(), own, _others(), class_name="stack")
    right = rx.el.div(need_us_now(), class_name="stack")
    return patient_screen(
        rx.cond(is_ready, one.greeting, t("Home")),
        rx.el.div(left, right, class_name="two"),
        tab="home",
        line=rx.cond(HomeState.status == "loading", t("Loading…"), one.today),
    )


def need_us_now() -> rx.Component:
    """The practice's phone and hours, and 911."""
    settings = get_settings()
    words = rx.fragment(
        link(settings.practice_phone, f"tel:{settings.practice_phone}"),
        t(", {hours}. In an emergency call ", hours=settings.practice_hours),
        link("911", "tel:911"),
        ".",
    )
    said = rx.el.span(
        rx.el.h2(t("Need us now?"), class_name="item-title"), rx.el.small(words), class_name="grow"
    )
    return card(rx.el.div(rx.el.span(icon("phone"), class_name="item-icon"), said, class_name="row"))


def _messages() -> rx.Component:
    """That the care team has written; it comes and goes by itself."""
    n = BadgeState.unread
    words = rx.cond(
        n == 1, t("1 conversation with new messages"), t("{n} conversations with new messages", n=n)
    )
    shown = card(link(words, "/messages", standalone=True), accent=True)
    return rx.el.div(rx.cond(n > 0, shown), role="status")


def _apart() -> rx.Component:
    """For someone who helps others and has no record of their own here."""
    return card(
        rx.el.h2(t("You have no health record of your own here")),
        rx.el.p(
            rx.cond(
                FrameState.people.length() > 0,
                t("Your account is for helping others. Choose whose record you want to open."),
                t("Your account is for helping others. Right now nobody shares their record with you."),
            )
        ),
        class_name="stack",
    )


def _narrow() -> rx.Component:
    """For someone who sees other parts of a record than what is new."""
    seen = [
        (Scope.MEDICATIONS, t("Medications"), t("What they take, and how"), "pill", "/medications"),
        (Scope.MESSAGES, t("Messages"), t("Write to the care team"), "messages", "/messages"),
    ]
    ways = [
        rx.cond(FrameState.sees.contains(str(scope)), item(name, line, icon_name=face, href=href))
        for scope, name, line, face, href in seen
    ]
    return section_card(
        rx.cond(
            is_guardian,
            t("What is open to you for {name}", name=FrameState.helped.first),
            t("What {name} shares with you", name=FrameState.helped.first),
        ),
        items(*ways),
        section_body(
            rx.el.p(
                rx.cond(
                    is_guardian,
                    t(
                        "From 12 to 17, the practice decides what parents and guardians see. "
                        "Questions? Call {phone}.",
                        phone=get_settings().practice_phone,
                    ),
                    t("You see these parts only. {name} can change that.", name=FrameState.helped.first),
                )
            )
        ),
    )


def _others() -> rx.Component:
    """Everyone whose record is shared with this account: what is new for each."""
    return rx.cond(
        HomeState.others.length() > 0,
        section_card(
            t("People you help"), rx.el.div(rx.foreach(HomeState.others, _member), class_name="inner")
        ),
    )


def _member(one: Any) -> rx.Component:
    head = rx.el.div(
        rx.el.span(one.initials, class_name="initials acting-face", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(rx.el.h3(one.name, class_name="item-title"), rx.el.small(one.part), class_name="grow"),
        button(
            t("Open for {name}", name=one.first), kind="quiet", on_click=FrameState.switch(one.patient_id)
        ),
        class_name="row",
    )
    news = rx.el.ul(rx.foreach(one.todo, lambda todo: rx.el.li(_todo(one, todo))), class_name="plain-list")
    return rx.el.div(
        head,
        rx.cond(one.todo.length() > 0, news, rx.el.p(one.line, class_name="quiet")),
        class_name="member",
    )


def _todo(one: Any, todo: Any) -> rx.Component:
    """One line of it: a press opens that page of their record."""
    whose = rx.el.span(" ", t("for {name}", name=one.first), class_name="only-read")
    go = FrameState.open_for(one.patient_id, todo.href)
    return rx.el.button(todo.text, whose, type="button", class_name="link", on_click=go)


def _news() -> rx.Component:
    one = HomeState.home
    return item_list(
        one.rows,
        record_row,
        title=rx.cond(
            one.is_news,
            for_whom(t("New in your record"), N_("New in the record of {name}")),
            for_whom(t("Latest in your record"), N_("Latest in the record of {name}")),
        ),
        empty=t("Nothing is in this record yet."),
        empty_help=t("Results, visits and more show up here as soon as they arrive."),
        empty_icon="records",
        status=HomeState.status,
        aside=link(t("All records"), "/records", standalone=True),
        filters=rx.cond(
            (HomeState.status == "ready") & ~one.is_news & (one.rows.length() > 0),
            rx.el.p(
                t("Nothing new since you were here on {moment}.", moment=one.since), class_name="section-note"
            ),
        ),
        on_retry=HomeState.load,
    )
