"""The document around every page: its head, and what shows when something breaks.

`rx.App(**app_kwargs())` takes it all. No toasts, no color-mode switch, no component library: our own kit
only.
"""

from math import cos, radians, sin
from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.el.elements.inline import A

from portal.components.pieces import card
from portal.components.shared import KEEP_LINK
from portal.components.text import t
from portal.components.web import local
from portal.settings import get_settings

STYLESHEETS = ["tokens.css", "kit.css"]
BROWSERS = "Safari, Chrome, Firefox, Edge"


def app_kwargs() -> dict[str, Any]:
    """What `rx.App` is made with: styles, head, language, and our own error and offline words."""
    return {
        "stylesheets": STYLESHEETS,
        "reset_style": False,  # Tailwind's own reset does it
        "head_components": head(),
        "html_lang": get_settings().language,
        "toaster": None,
        "app_wraps": {
            (55, "ErrorBoundary"): lambda _stateful: broken_screen(),
            (5, "Overlay"): lambda stateful: going_bar() if stateful else None,
        },
    }


def head() -> list[rx.Component]:
    """Icon, manifest, colours, the typeface ahead of time, and the page for browsers too old for ours."""
    settings = get_settings()
    parts = [
        rx.el.script(KEEP_LINK),
        _link("icon", "/favicon.svg", type="image/svg+xml"),
        _link("manifest", "/manifest.webmanifest"),
        _link(
            "preload",
            "/font.woff2",
            **{"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        ),
        rx.el.meta(name="color-scheme", content="light dark"),
        _theme_color("light", settings.accent_hue, lightness=0.43, chroma=0.075),
        _theme_color("dark", settings.accent_hue, lightness=0.23, chroma=0.014),
        rx.el.meta(name="format-detection", content="telephone=no"),
        old_browser_script(),
    ]
    if settings.accent_hue != 192:
        parts.append(rx.el.style(f":root{{--accent-h:{settings.accent_hue}}}"))
    return parts


def old_browser_script() -> rx.Component:
    """The script that only browsers without modules run: it puts a readable page in place of ours."""
    settings = get_settings()
    words = {
        "data-practice": settings.practice_name,
        "data-phone": settings.practice_phone,
        "data-hours": settings.practice_hours,
        "data-title": t("This browser is too old for the patient portal"),
        "data-why": t("It cannot keep your health information safe. Nothing is wrong with your account."),
        "data-use": t("Please use the newest version of one of these:"),
        "data-browsers": BROWSERS,
        "data-call": t("Or call us:"),
    }
    return rx.el.script(src="/old-browser.js", custom_attrs={"noModule": True, "defer": True, **words})


def page_title(title: str) -> str:
    """A page's title in the browser: what it is, then whose portal."""
    return f"{title} · {get_settings().practice_name}"


def broken_screen() -> rx.Component:
    """What shows in place of a page that broke: plain words and a way on, never the fault itself."""
    words = rx.el.main(
        card(
            rx.el.h1(t("This page did not load")),
            rx.el.p(t("The fault is ours. What you sent before is safe.")),
            rx.el.p(
                t(
                    "Load the page again. If that does not help, call {phone}.",
                    phone=get_settings().practice_phone,
                )
            ),
            rx.el.div(
                A.create(t("Go to the start page"), href="/", class_name="button"),
                class_name="actions",
            ),
            class_name="stack narrow",
        ),
        class_name="page",
        role="alert",
    )
    return ErrorBoundary.create(fallback_render=rx.Var.create(words))


class Going(rx.Component):
    """What shows on the way to another page, and while the server cannot be reached."""

    library = local("going.jsx")
    tag = "Going"
    ready: rx.Var[bool]
    lost: rx.Var[bool]
    words: rx.Var[dict[str, str]]


def going_bar() -> rx.Component:
    """A bar while a page is on its way, and words instead of Reflex's overlay when there is no connection."""
    words = {
        "going": t("Loading…"),
        "offline": t(
            "You are offline. What you typed is still here. We will carry on as soon as you are back."
        ),
        "stayed": t(
            "You are offline, so you are still on this page. What you typed is still here. "
            "Try again when you are back."
        ),
        "failed": t("That page did not load, so you are still on this one. Nothing is lost."),
        "again": t("Try again"),
        "close": t("Close"),
    }
    bar = Going.create(words=words, ready=rx.State.is_hydrated, lost=has_connection_errors)
    return rx.fragment(bar)  # the fragment takes the page in


def _link(rel: str, href: str, **attributes: str) -> rx.Component:
    return rx.el.link(rel=rel, href=href, custom_attrs=attributes)


def _theme_color(scheme: str, hue: int, *, lightness: float, chroma: float) -> rx.Component:
    media = {"media": f"(prefers-color-scheme: {scheme})"}
    return rx.el.meta(name="theme-color", content=_hex(lightness, chroma, hue), custom_attrs=media)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH (CSS Color 4) as #rrggbb, for the places that do not know oklch()."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(value)):02x}" for value in linear)


def _gamma(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
