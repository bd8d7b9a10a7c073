"""The practice's settings, a section for each thing that an administrator sees to."""

import reflex as rx

from portal.components import item, items, section_card, staff_screen, t
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.pages.staff.settings_people import people_section, roles_section
from portal.pages.staff.settings_teens import teen_policy_section
from portal.state.staff.settings import SettingsState
from portal.state.staff.teen_policy import TeenPolicyState


def messages_section() -> rx.Component:
    """The way to what is set about messages."""
    line = t("Groups, topics, quick replies, and the words of emergencies")
    return section_card(
        t("Messages"),
        items(item(t("Settings of messages"), line, icon_name="messages", href="/staff/settings/messages")),
    )


SECTIONS = (people_section, roles_section, messages_section, teen_policy_section)


@screen(
    "/staff/settings", title="Settings", audience="staff", on_load=[SettingsState.load, TeenPolicyState.load]
)
def staff_settings() -> rx.Component:
    """Who works here, what each role may do, and what this practice has chosen."""
    sections = rx.el.div(*[section() for section in SECTIONS], class_name="stack")
    return staff_screen(
        t("Settings"),
        rx.cond(SettingsState.status == "refused", refused(SettingsState.why), sections),
        tab="settings",
        line=t("For administrators. Each change asks for your password again and is written down."),
    )
