"""Settings: what parents and guardians of teens may open, and whether a teen may have an own account."""

from typing import Any

import reflex as rx

from portal.components import (
    checkbox,
    list_error,
    loading_rows,
    section_body,
    section_card,
    select_field,
    submit_button,
    t,
)
from portal.state.staff.teen_policy import TeenPolicyState as State


def teen_policy_section() -> rx.Component:
    """A choice for each kind of work and each kind of record."""
    body = rx.match(
        State.status,
        ("ready", section_body(_form())),
        ("error", list_error("", State.load)),
        loading_rows(),
    )
    return section_card(t("Teens: what parents and guardians may open"), body)


def _form() -> rx.Component:
    policy = State.policy
    return rx.el.form(
        rx.el.p(
            t("For patients of 12 to 17 years. Under 12, parents and guardians may see and do everything; at "
              "18 their access ends by itself. A clinician can open or close one part for one patient, with "
              "a reason."),
            class_name="quiet",
        ),
        rx.el.p(policy.line, class_name="quiet"),
        rx.el.h3(t("What they may do")),
        _choices(policy.work),
        rx.el.h3(t("Which health records they may see")),
        _choices(policy.kinds),
        checkbox(
            t("Teens may be invited to an account of their own"),
            "own_account",
            default_checked=policy.own_account,
        ),
        rx.el.div(submit_button(t("Save the policy"), kind="quiet"), class_name="actions"),
        on_submit=State.save,
        class_name="form",
        key=State.saved,
        custom_attrs={"noValidate": True},
    )  # fmt: skip


def _choices(rows: Any) -> rx.Component:
    return rx.el.div(rx.foreach(rows, _choice), class_name="grid gap-4 lg:grid-cols-2")


def _choice(row: Any) -> rx.Component:
    return select_field(row.title, row.area, row.choices, value=row.level, error=State.errors[row.area])
