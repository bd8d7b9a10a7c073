"""Parents and guardians on a patient's page: who they are, in short, and the way to all of it."""

import reflex as rx

from portal.components import button, item, item_list, t
from portal.state.staff.guardians import GuardiansState


def guardians_section() -> rx.Component:
    """Each with where they stand; the way to invite, to stop and to everything else."""
    state = GuardiansState
    home = f"/staff/patients/{state.patient}/guardians"
    ways = rx.el.div(
        button(t("Invite a parent or guardian"), kind="quiet", href=f"{home}/invite"),
        button(t("See to parents and guardians"), kind="quiet", href=home),
        class_name="actions section-body",
    )
    help_ = rx.cond(
        state.page.stage == "adult",
        t("An adult has one only if they cannot decide for themselves."),
        t("They are invited by the practice. Each has an account of their own."),
    )
    return item_list(
        state.page.rows,
        lambda one: item(one.name, one.line, icon_name="people", tag=one.tag, tone=one.tone),
        title=t("Parents and guardians"),
        empty=t("Nobody yet"),
        empty_help=help_,
        empty_icon="people",
        status=rx.cond(state.status == "refused", "ready", state.status),
        on_retry=state.load,
        pager=rx.cond(state.status == "ready", ways),
    )
