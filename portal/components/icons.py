"""Our own line drawings, by name. They are decoration: the words beside them say what is meant."""

from typing import Any

import reflex as rx

from portal.components.web import local

NAMES = (
    "alert", "allergy", "bell", "calendar", "check", "chevron_down", "chevron_left", "chevron_right",
    "clipboard", "document", "download", "external", "flask", "heart", "home", "info", "key", "lock",
    "messages", "more", "offline", "people", "person", "phone", "pill", "plan", "print", "receipt",
    "records", "scissors", "search", "settings", "shield", "sign_out", "stethoscope", "syringe",
    "upload", "vitals",
)  # fmt: skip


class Icon(rx.Component):
    """A drawing 22 px square in the colour of the text around it, hidden from screen readers."""

    library = local("icons.jsx")
    tag = "Icon"
    name: rx.Var[str]


def icon(name: str | rx.Var[str], **props: Any) -> rx.Component:
    """The drawing of that name, which may be a var (an unknown one there draws a document).

    Raises:
        ValueError: a name written in Python that has no drawing.
    """
    if isinstance(name, str) and name not in NAMES:
        raise ValueError(f"No icon {name!r}; there are: {', '.join(NAMES)}")
    return Icon.create(name=name, **props)
