"""Saving a text as a file, made in the browser."""

import reflex as rx

from portal.components.text import Words
from portal.components.web import local


class SaveButton(rx.Component):
    """A button that saves a text under a name."""

    library = local("save.jsx")
    tag = "SaveButton"
    text: rx.Var[str]
    name: rx.Var[str]


def save_button(label: Words, text: Words, *, name: str) -> rx.Component:
    """A quiet button that saves `text` as a file called `name`."""
    return SaveButton.create(label, text=text, name=name)
