"""A patient's second factor: its rows on the security page, and the pages behind them."""

import reflex as rx

from portal.components import patient_screen, t
from portal.components.text import Words
from portal.pages.factor_parts import LOADS, app_page, codes_page, factors_card, passkeys_page
from portal.pages.registry import screen

HOME = "/profile/security"


def second_factor_section() -> rx.Component:
    """What there is and the ways to change it, for the security page, which loads `FactorsState` too."""
    return factors_card(HOME)


@screen(
    f"{HOME}/authenticator", title="Authenticator app", audience="patient", on_load=LOADS["authenticator"]
)
def authenticator() -> rx.Component:
    """The app."""
    return patient_screen(t("Authenticator app"), app_page(), tab="profile", back=_back())


@screen(f"{HOME}/passkeys", title="Passkeys", audience="patient", on_load=LOADS["passkeys"])
def passkeys() -> rx.Component:
    """The passkeys."""
    return patient_screen(t("Passkeys"), passkeys_page(), tab="profile", back=_back())


@screen(f"{HOME}/recovery-codes", title="Recovery codes", audience="patient", on_load=LOADS["recovery-codes"])
def recovery_codes() -> rx.Component:
    """The codes."""
    return patient_screen(t("Recovery codes"), codes_page(), tab="profile", back=_back())


def _back() -> tuple[Words, Words]:
    return t("Security"), HOME
