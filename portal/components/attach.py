"""Adding pictures and PDF to something that is not sent yet: chosen, dropped, pasted or taken."""

from typing import Any

import reflex as rx

from portal.components.text import Words, t
from portal.components.web import local

ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif,application/pdf"


class AddFiles(rx.Component):
    """The browser's part: progress is known there only."""

    library = local("attach.jsx")
    tag = "AddFiles"
    action: rx.Var[str]
    once: rx.Var[str]
    accept: rx.Var[str]
    largest: rx.Var[int]
    room: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]


def add_files(
    label: Words,
    *,
    action: rx.Var[str],
    once: rx.Var[str],
    room: rx.Var[int],
    most: int,
    largest: int,
    on_done: Any,
) -> rx.Component:
    """Sends each chosen file to `action` at once, marked with `once`; `on_done` fires after each.

    `room` is how many more may come, of `most` in all; `largest` is bytes of one.
    """
    words = _words(label, most=most, megabytes=largest // 1_000_000)
    given = {"action": action, "once": once, "room": room, "largest": largest}
    return AddFiles.create(accept=ACCEPT, words=words, on_done=on_done, **given)


def _words(label: Words, *, most: int, megabytes: int) -> dict[str, Any]:
    return {
        "label": label,
        "help": t(
            "Choose, drop or paste up to {n} pictures or PDF of {size} MB each. They are added at once.",
            n=most,
            size=megabytes,
        ),
        "full": t("{n} files is the most. Remove one to add another.", n=most),
        "large": t("larger than {size} MB. It was not added.", size=megabytes),
        "sending": t("Adding {name}: {percent}%"),
        "sendingBar": t("Adding the file"),
        "checking": t("Checking {name}"),
        "checkingBar": t("Checking the file"),
        "added": t("{name} was added."),
        "camera": t("Take a picture"),
        "pasted": t("Pasted picture"),
        "again": t("Try again"),
        "againLong": t("Try again to add {name}"),
        "stop": t("Stop"),
        "stopped": t("Stopped. It was not added."),
        "offline": t("You are offline. It was not added. Try again when you are back."),
        "failed": t("That did not work. It was not added. Please try again."),
    }
