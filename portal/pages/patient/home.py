"""Home: a greeting, what is new in the record, and how to reach the practice."""

import reflex as rx

from portal.components import card, icon, item_list, link, patient_screen, t
from portal.pages.patient.record_rows import record_row
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.home import HomeState


@screen("/home", title="Home", audience="patient", on_load=HomeState.load)
def home() -> rx.Component:
    """The start page after sign-in."""
    one, is_ready = HomeState.home, HomeState.status == "ready"
    left = rx.el.div(rx.cond(HomeState.status == "apart", _apart(), _news()), class_name="stack")
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
    words = t(
        "{phone}, {hours}. In an emergency call 911.",
        phone=settings.practice_phone,
        hours=settings.practice_hours,
    )
    said = rx.el.span(
        rx.el.h2(t("Need us now?"), class_name="item-title"), rx.el.small(words), class_name="grow"
    )
    return card(rx.el.div(rx.el.span(icon("phone"), class_name="item-icon"), said, class_name="row"))


def _apart() -> rx.Component:
    """For someone who helps others and has no record of their own here."""
    return card(
        rx.el.h2(t("You have no health record of your own here")),
        rx.el.p(t("Your account is for helping others. Whoever shares their record with you can change it.")),
        class_name="stack",
    )


def _news() -> rx.Component:
    one = HomeState.home
    return item_list(
        one.rows,
        record_row,
        title=rx.cond(one.is_news, t("New in your record"), t("Latest in your record")),
        empty=t("Nothing is in your record yet."),
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
