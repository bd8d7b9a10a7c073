"""A staff member's own second factor: its rows on the page of their account, and the pages behind them."""

import reflex as rx

from portal.components import staff_screen, t
from portal.components.text import Words
from portal.pages.factor_parts import LOADS, app_page, codes_page, factors_card, passkeys_page
from portal.pages.registry import screen

HOME = "/staff/profile"


def second_factor_section() -> rx.Component:
    """What there is and the ways to change it, for the page on one's own account."""
    return factors_card(HOME)


@screen(f"{HOME}/authenticator", title="Authenticator app", audience="staff", on_load=LOADS["authenticator"])
def staff_authenticator() -> rx.Component:
    """The app."""
    return staff_screen(t("Authenticator app"), app_page(), back=_back())


@screen(f"{HOME}/passkeys", title="Passkeys", audience="staff", on_load=LOADS["passkeys"])
def staff_passkeys() -> rx.Component:
    """The passkeys."""
    return staff_screen(t("Passkeys"), passkeys_page(), back=_back())


@screen(f"{HOME}/recovery-codes", title="Recovery codes", audience="staff", on_load=LOADS["recovery-codes"])
def staff_recovery_codes() -> rx.Component:
    """The codes."""
    return staff_screen(t("Recovery codes"), codes_page(), back=_back())


def _back() -> tuple[Words, Words]:
    return t("Your account"), HOME
