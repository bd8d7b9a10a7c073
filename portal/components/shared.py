"""The viewer of a shared link: it runs in the browser only, where the link's key stays."""

from typing import Any

import reflex as rx

from portal.components.text import t
from portal.components.web import local
from portal.settings import get_settings

local("shlink.jsx")  # the viewer imports it

KEEP_LINK = (
    "if(/^.shared.?$/.test(location.pathname)){if(location.hash){"
    'var s=history.state||{};s.key=s.key||"shared";s.shared=location.hash;'
    'history.replaceState(s,"",location.pathname)}}'
)
"""In the head of every page, before all else: on /shared it takes what follows the "#" out of the address.

It stays with the tab's own history, so that a reload finds it; the router keeps a state that has a `key`.
The framework reports the page's whole address over its websocket; the key of a link must not be in it.
"""


class SharedViewer(rx.Component):
    """Asks for the passcode, decrypts, and shows."""

    library = local("shared.jsx")
    tag = "SharedViewer"
    words: rx.Var[dict[str, str]]


def shared_viewer() -> rx.Component:
    """The viewer with all its words."""
    return SharedViewer.create(words=_asking() | _ending() | _showing())


def _asking() -> dict[str, Any]:
    settings = get_settings()
    return {
        "moment": t("One moment…"),
        "noneTitle": t("Open a shared link"),
        "none": t(
            "A patient of {practice} can share health information by link. Scan the code you were given, or "
            "paste the link here.",
            practice=settings.practice_name,
        ),
        "paste": t("Link"),
        "pasteHelp": t("All of it, from https to the end"),
        "go": t("Continue"),
        "askTitle": t("Someone shared health information with you"),
        "ask": t(
            "A patient of {practice} made this link. To read what they chose, say who you are and type the "
            "passcode they gave you. They will see your name, the time and your internet address.",
            practice=settings.practice_name,
        ),
        "name": t("Your name"),
        "nameHelp": t("For example: Dr. Ana Lee, Harbor Clinic"),
        "needName": t("Type your name, so that the patient knows who opened it."),
        "passcode": t("Passcode"),
        "passcodeHelp": t("Capital letters, spaces and dashes do not matter."),
        "needPasscode": t("Type the passcode. If you have none, ask the patient."),
        "open": t("Open"),
        "opening": t("Opening…"),
        "wrong": t("This passcode is not right. You have {n} tries left, then it is locked for good."),
        "wrongOne": t("This passcode is not right. You have 1 try left, then it is locked for good."),
        "wait": t("Too many tries from here. Please wait {n} minutes and try again."),
        "network": t("There is no connection right now. Check your internet and press Open again."),
        "failed": t("That did not work. Please try again in a moment."),
    }


def _ending() -> dict[str, Any]:
    ask = t("Ask the patient for a new one.")
    return {
        "goneTitle": t("This link does not work any more"),
        "gone": f"{t('It has run out, was turned off, or was opened as often as it may be.')} {ask}",
        "lockedTitle": t("This link is locked"),
        "locked": f"{t('The passcode was wrong too many times, so nobody can open it any more.')} {ask}",
        "damagedTitle": t("This is not the whole link"),
        "damaged": t("Part of the link is missing. Copy all of it, or scan the code again."),
        "wrongKeyTitle": t("This link does not fit what was shared"),
        "wrongKey": t("A part of the link was changed on the way, so nothing can be read. {ask}", ask=ask),
        "newerTitle": t("This link is of a newer kind"),
        "newer": t("This page cannot open it. Ask for it in another way."),
        "elsewhereTitle": t("This link belongs to another website"),
        "elsewhere": t("It was made at {at}. Open it there, or in the app that you use for such links."),
        "closedTitle": t("Closed"),
        "closed": t("Nothing of it is left on this page. To read it again, open the link again."),
    }


def _showing() -> dict[str, Any]:
    return {
        "about": t("This is about"),
        "noName": t("No name given"),
        "born": t("Born {day}"),
        "from": t("From {practice}, as of {day}."),
        "pdf": t("Download as PDF"),
        "json": t("Download as FHIR"),
        "print": t("Print"),
        "close": t("Close"),
        "leaving": t(
            "Nothing is kept in this browser. If you reload or leave this page, you need the passcode again, "
            "and it counts as another opening. Download or print what you need."
        ),
    }
