"""Settings: the people who work here, and what each role may do."""

import reflex as rx

from portal.components import button, item_list, row_link, section_card, t
from portal.services.staff.roles import RoleCard, role_cards
from portal.state.staff.settings import SettingsState


def people_section() -> rx.Component:
    """Everyone who works here, and the way to invite someone."""
    return item_list(
        SettingsState.rows,
        row_link,
        title=t("People who work here"),
        empty=t("Nobody works here yet"),
        empty_icon="people",
        status=SettingsState.status,
        aside=rx.el.small(SettingsState.count, role="status"),
        on_retry=SettingsState.load,
        filters=rx.el.div(
            button(t("Invite someone"), href="/staff/settings/people/new"), class_name="filters"
        ),
    )


def roles_section() -> rx.Component:
    """Each role's duties, read from what the portal itself goes by."""
    cards = rx.el.div(*[_role(card) for card in role_cards()], class_name="grid lg:grid-cols-2")
    return section_card(t("What each role can do"), cards)


def _role(card: RoleCard) -> rx.Component:
    said = [words for words in (card.acts, card.sees, card.never) if words]
    return rx.el.div(
        rx.el.h3(card.name, class_name="mb-2"),
        rx.el.ul(*[rx.el.li(words) for words in card.duties], class_name="steps-next"),
        *[rx.el.p(words, class_name="quiet") for words in said],
        class_name="section-body",
    )
