"""Copying a text to the clipboard, which only a browser can do."""

import reflex as rx

from portal.components.text import Words, t
from portal.components.web import local


class CopyButton(rx.Component):
    """A button that copies and says that it did."""

    library = local("copy.jsx")
    tag = "CopyButton"
    text: rx.Var[str]
    words: rx.Var[dict[str, str]]


def copy_button(label: Words, text: Words) -> rx.Component:
    """A quiet button that copies `text`; what came of it is read out."""
    words = {"done": t("Copied."), "failed": t("Could not copy. Select the text and copy it.")}
    return CopyButton.create(label, text=text, words=words)
