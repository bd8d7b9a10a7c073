"""Passkeys, which only a browser can make and show."""

from typing import Any

import reflex as rx

from portal.components.text import Words, t
from portal.components.web import local

local("webauthn.jsx")  # passkey.jsx imports it


class PasskeyButton(rx.Component):
    """Shows a passkey to one of our routes; not there where the browser has none."""

    library = local("passkey.jsx")
    tag = "PasskeyButton"
    route: rx.Var[str]
    side: rx.Var[str]
    words: rx.Var[dict[str, str]]


class AddPasskey(rx.Component):
    """Makes a passkey under a name."""

    library = local("passkey.jsx")
    tag = "AddPasskey"
    words: rx.Var[dict[str, str]]
    on_added: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def passkey_button(label: Words, *, route: str, side: str = "", wide: bool = False) -> rx.Component:
    """A quiet button that signs in, or proves who is there, with a passkey."""
    look = "button quiet-button wide" if wide else "button quiet-button"
    return PasskeyButton.create(route=route, side=side, words=passkey_words(label), class_name=look)


def add_passkey(*, on_added: Any) -> rx.Component:
    """A name and a button; `on_added` gets the words of what happened."""
    words = passkey_words(t("Add a passkey")) | {
        "name": t("Name for this passkey"),
        "help": t("So that you know it again, for example: My phone"),
        "nameless": t("Enter a name of 1 to 60 characters."),
        "busy": t("Follow what your device says…"),
        "none": t("This browser cannot make a passkey. Open this page in a newer browser, or on your phone."),
        "cancelled": t("No passkey was added. You can try again."),
        "already": t("This device already has a passkey for your account. You can use that one."),
    }
    return AddPasskey.create(words=words, on_added=on_added)


def passkey_words(label: Words) -> dict[str, Words]:
    """What is said while a passkey is asked for, and when it does not come."""
    return {
        "label": label,
        "busy": t("Waiting for your passkey…"),
        "cancelled": t("No passkey was used. Try again, or sign in another way."),
        "already": t("This device already has a passkey for your account."),
        "elsewhere": t("Passkeys do not work at this address. Sign in another way."),
        "offline": t("You are offline. Nothing was lost. Try again when you are back."),
        "failed": t("The passkey did not work. Nothing was changed. Try again, or sign in another way."),
    }
