"""The questions on the page of parents and guardians, asked before anything is stopped, opened or ended."""

from typing import Any

import reflex as rx

from portal.components import button, checkbox, dialog, field, select_field, t
from portal.components.text import Words
from portal.state.staff.guardians import GuardiansState as State

PAGE = State.page


def questions() -> list[rx.Component]:
    """All of them; at most one is open."""
    return [_stop(), _allow(), _take_back(), _say(), _ward(), _end_ward(), _remove_paper()]


def ground_fields(typed: Any, errors: Any, page: Any, *, see_only: Any = False) -> list[rx.Component]:
    """What must be on record before someone acts for an adult."""
    return [
        field(
            t("Ground"),
            "ground",
            type="textarea",
            rows=3,
            help=t("Why, and which court or paper says so"),
            value=typed["ground"],
            error=errors["ground"],
        ),
        select_field(
            t("Who reviews it"),
            "reviewer",
            page.reviewers,
            empty=t("Choose one"),
            help=t("They are reminded by email 30 days before it ends."),
            value=typed["reviewer"],
            error=errors["reviewer"],
        ),
        field(t("Last day"), "last_day", type="date", value=typed["last_day"], error=errors["last_day"]),
        _paper_field(errors, page),
        checkbox(t("They may only see, and not act"), "see_only", default_checked=see_only),
    ]


def _stop() -> rx.Component:
    words = t(
        "{name} can open nothing of this record any more, from now on, on pages that are open too. Links "
        "they shared stop working. Other parents and guardians keep their access. You can allow it again.",
        name=State.about_name,
    )
    fields = [
        _reason(t("Why"), t("For the practice only. 10 to 1,000 characters.")),
        _paper_field(State.errors, PAGE),
    ]
    return _asked("stop", t("Stop this access?"), words, fields, State.stop, t("Stop access"), danger=True)


def _allow() -> rx.Component:
    words = t("{name} can open this record again, from now on.", name=State.about_name)
    fields = [_reason(t("Why"), t("For the practice only. 10 to 1,000 characters."))]
    return _asked("allow", t("Allow this access again?"), words, fields, State.allow, t("Allow again"))


def _take_back() -> rx.Component:
    words = t("The link that {name} has stops working at once.", name=State.about_name)
    return _plain("take-back", t("Take the invitation back?"), words, State.take_back, t("Take back"))


def _remove_paper() -> rx.Component:
    words = t("“{name}” and its file are deleted. The trail keeps that it was here.", name=State.about_name)
    return _plain("remove-paper", t("Remove this court paper?"), words, State.remove_paper, t("Remove"))


def _say() -> rx.Component:
    words = t("How far may parents and guardians of this patient go: {what}?", what=State.about_name)
    fields = [
        select_field(
            t("From now on"), "level", State.levels, empty=t("Choose one"), error=State.errors["level"]
        ),
        _reason(t("Why"), t("The patient can ask for it. 10 to 1,000 characters.")),
    ]
    return _asked("say", t("Change for this patient"), words, fields, State.say, t("Change"))


def _ward() -> rx.Component:
    words = t("{name} goes on acting for this adult, until the last day.", name=State.about_name)
    fields = ground_fields(State.typed, State.errors, PAGE)
    return _asked("ward", t("Record a guardianship"), words, fields, State.record_ward, t("Put on record"))


def _end_ward() -> rx.Component:
    words = t("{name} can open nothing of this record any more, from now on.", name=State.about_name)
    fields = [_reason(t("Why"), t("For the practice only. 10 to 1,000 characters."))]
    title = t("End this guardianship?")
    return _asked("end-ward", title, words, fields, State.end_ward, t("End it"), danger=True)


def _reason(label: Words, help_: Words) -> rx.Component:
    return field(
        label,
        "reason",
        type="textarea",
        rows=4,
        help=help_,
        value=State.reason,
        error=State.errors["reason"],
    )


def _paper_field(errors: Any, page: Any) -> rx.Component:
    return select_field(
        t("Court paper it rests on"),
        "document",
        page.paper_choices,
        empty=t("None"),
        error=errors["document"],
    )


def _asked(
    what: str,
    title: str,
    words: Any,
    fields: list[rx.Component],
    do: Any,
    label: str,
    *,
    danger: bool = False,
) -> rx.Component:
    form = rx.el.form(
        *fields,
        on_submit=do,
        class_name="form",
        key=State.about,
        custom_attrs={"id": f"{what}-form", "noValidate": True},
    )
    press = button(label, kind="danger" if danger else "primary", type="submit", form=f"{what}-form")
    return _dialog(what, title, rx.el.p(words), form, press)


def _plain(what: str, title: str, words: Any, do: Any, label: str) -> rx.Component:
    return _dialog(what, title, rx.el.p(words), button(label, kind="danger", on_click=do))


def _dialog(what: str, title: str, *parts: rx.Component) -> rx.Component:
    *body, press = parts
    return dialog(
        title,
        rx.cond(State.asking == what, rx.fragment(*body)),
        open=State.asking == what,
        on_close=State.leave,
        actions=[button(t("Cancel"), kind="quiet", on_click=State.leave), press],
    )
