"""What a browser is, in plain words, from what it calls itself (its user agent)."""

import re

from portal.i18n import t

_NAMES = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOPT/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Version/[\d.]+.* Safari/"),
)
_PLACES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Chromebook", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def browser_words(user_agent: str) -> str:
    """Such as "Chrome on Windows"; "A browser" when it does not say."""
    return known_browser(user_agent) or t("A browser")


def known_browser(user_agent: str) -> str:
    """The same, or empty when it does not say."""
    name, place = _first(_NAMES, user_agent), _first(_PLACES, user_agent)
    if name and place:
        return t("{browser} on {system}", browser=name, system=place)
    if place:
        return t("A browser on {system}", system=place)
    return name


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, user_agent)), "")
