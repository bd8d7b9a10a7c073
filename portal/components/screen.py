"""The frame of every screen: who runs this portal, who you are, where you can go, and the page itself.

A page gives its heading and what is under it; the account's name comes from the state as a var. A feature
adds its tab to `PATIENT_TABS` or `STAFF_TABS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.access.actor import Duty, Scope
from portal.components.acting import acting_band, which_record
from portal.components.emergency import emergency_band
from portal.components.icons import icon
from portal.components.idle import idle_clock
from portal.components.lists import loading_rows
from portal.components.menus import menu_link, more_menu, signed_in_menu
from portal.components.pieces import Child, button, link, notice
from portal.components.proof import proof_dialog
from portal.components.roles import role_may
from portal.components.text import Words, t
from portal.components.web import local
from portal.components.whose import whose_band
from portal.i18n import N_
from portal.settings import get_settings
from portal.state.frame import FrameState
from portal.state.messages import BadgeState
from portal.state.refusals import NoticeState
from portal.state.staff.emergency import BandState
from portal.state.staff.messages import DeskBadgeState


@dataclass(frozen=True)
class Tab:
    """One way in the main navigation. `name` is English; `short` is for the bar at the bottom of a phone."""

    key: str
    name: str
    href: str
    icon: str
    short: str = ""
    at_hand: bool = True  # on the bottom bar of a phone itself, not behind "More"
    duty: Duty | None = None  # only for the roles that have it
    scope: Scope | None = None  # only for those who may see that part of the record
    count: rx.Var[int] | None = None  # how many wait there
    counts: str = N_(" waiting")  # what they are, read out after the number


PATIENT_TABS = [
    Tab("home", N_("Home"), "/home", "home"),
    Tab(
        "messages", N_("Messages"), "/messages", "messages", scope=Scope.MESSAGES,
        count=BadgeState.unread, counts=N_(" new"),
    ),
    Tab("medications", N_("Medications"), "/medications", "pill", scope=Scope.MEDICATIONS),
    Tab("records", N_("Health Records"), "/records", "records", N_("Records"), scope=Scope.RECORDS),
    Tab("profile", N_("Profile"), "/profile", "person", at_hand=False),
]  # fmt: skip
STAFF_TABS = [
    Tab("patients", N_("Patients"), "/staff/patients", "people"),
    Tab(
        "messages", N_("Messages"), "/staff/messages", "messages", duty=Duty.MESSAGES,
        count=DeskBadgeState.waiting,
    ),
    Tab("holds", N_("On hold"), "/staff/holds", "lock", duty=Duty.HOLD),
    Tab("corrections", N_("Corrections"), "/staff/corrections", "clipboard", duty=Duty.CORRECT),
    Tab(
        "contacts", N_("Contact changes"), "/staff/contact-changes", "phone",
        at_hand=False, duty=Duty.CONTACTS,
    ),
    Tab("aging-out", N_("Turning 18"), "/staff/aging-out", "people", at_hand=False, duty=Duty.GUARDIANS),
    Tab("emergency", N_("Emergency"), "/staff/emergency", "alert", at_hand=False, count=BandState.waiting),
    Tab("settings", N_("Settings"), "/staff/settings", "settings", at_hand=False, duty=Duty.STAFF),
]  # fmt: skip


for name in ("focus.jsx", "returning.jsx", "wrong.jsx"):
    local(name)  # screen.jsx imports them


class Heading(rx.Component):
    """The page's one h1; it takes focus when the person comes from another screen."""

    library = local("screen.jsx")
    tag = "Heading"


class Main(rx.Component):
    """The page's main part; `wait` stands there while what is in it belongs to another address than `at`."""

    library = local("screen.jsx")
    tag = "Main"
    at: rx.Var[str]
    wait: rx.Var[rx.Component]
    said: rx.Var[dict[str, Any]]


class Said(rx.Component):
    """Its children, unless they were said before this page began, and not for it."""

    library = local("screen.jsx")
    tag = "Said"


def patient_screen(
    title: Words,
    *children: Child,
    tab: str = "",
    account: Child = None,
    back: tuple[Words, Words] | None = None,
    above: Child = None,
    line: Child = None,
    aside: Child = None,
    is_paper: bool = False,
) -> rx.Component:
    """A signed-in patient's screen with the heading `title`.

    `tab` is the key of the tab it belongs to; `account` is the menu of whoever is signed in unless given.
    Around the heading: `back` is the (words, path) of the screen before it, `above` goes over it (a
    `breadcrumb`), `line` under, `aside` beside. Printed, each sheet says whose record it is, unless the page
    `is_paper` itself.
    """
    band = None if is_paper else whose_band(FrameState.whose, on_screen=False)
    head = _heading(title, back=back, above=above, line=line, aside=aside)
    return rx.el.div(
        *_bands(),
        _header(_brand(t("Patient portal"), "/home"), account or signed_in_menu(), _tabs(PATIENT_TABS, tab)),
        acting_band(),
        _page(head, children, band=band),
        _footer(),
        _bottom_bar(PATIENT_TABS, tab),
        idle_clock(),
        proof_dialog(),
        which_record(),
        class_name="frame",
    )


def staff_screen(
    title: Words,
    *children: Child,
    tab: str = "",
    account: Child = None,
    back: tuple[Words, Words] | None = None,
    above: Child = None,
    line: Child = None,
    aside: Child = None,
    whose: Any = None,
) -> rx.Component:
    """A signed-in staff member's screen; takes what `patient_screen` takes, and whose record it shows."""
    band = None if whose is None else whose_band(whose, on_screen=True)
    head = _heading(title, back=back, above=above, line=line, aside=aside)
    return rx.el.div(
        *_bands(),
        emergency_band(),
        _header(
            _brand(t("Staff"), "/staff/patients"),
            account or signed_in_menu(staff=True),
            _tabs(STAFF_TABS, tab),
        ),
        _page(head, children, band=band),
        _footer(),
        _bottom_bar(STAFF_TABS, tab),
        idle_clock(home="/staff/sign-in"),
        proof_dialog(),
        class_name="frame",
    )


def public_screen(
    title: Words,
    *children: Child,
    hello: Words = "",
    lead: Words = "",
    line: Child = None,
    above: Child = None,
    portal: Words = "",
) -> rx.Component:
    """A screen that needs no sign-in. With `hello` the practice greets in large words beside the page.

    `lead` is a sentence under the greeting (desktop only), `line` goes under the heading, `above` over it,
    and `portal` is what the header calls this ("Patient portal" unless given).
    """
    head = _heading(title, above=above, line=line)
    if isinstance(hello, rx.Var) or hello:
        inner = rx.el.div(notice_line(), head, *_given(children), class_name="stack")
        page = _main(inner, look="beside")
        return rx.el.div(
            *_bands(), rx.el.div(_hello(hello, lead), page, class_name="greeting"), class_name="frame"
        )
    body = [rx.el.div(*_given(children), class_name="stack")]
    return rx.el.div(
        *_bands(),
        _header(_brand(portal or t("Patient portal"), "/"), None, None),
        _page(head, body, look="page public"),
        _footer(),
        class_name="frame",
    )


def _bands() -> list[rx.Component]:
    skip = A.create(t("Skip to the page"), href="#main", class_name="skip")
    if not get_settings().is_demo:
        return [skip]
    words = t("Demonstration: made-up people. Do not enter real health information.")
    return [skip, rx.el.aside(words, class_name="band", custom_attrs={"aria-label": t("Demonstration")})]


def _heading(
    title: Words,
    *,
    back: tuple[Words, Words] | None = None,
    above: Child = None,
    line: Child = None,
    aside: Child = None,
) -> rx.Component:
    way = (
        ReactRouterLink.create(icon("chevron_left"), back[0], to=back[1], class_name="back") if back else None
    )
    under = None if line is None else rx.el.p(line, class_name="quiet")
    if isinstance(line, rx.Var):
        under = rx.cond(line != "", under)  # an empty paragraph would be a stop without words
    row = rx.el.div(Heading.create(title, class_name="grow"), *_given([aside]), class_name="row")
    return rx.el.div(*_given([way, above, row, under]), class_name="page-head")


def _page(
    head: rx.Component, children: Sequence[Child], *, look: str = "page", band: Child = None
) -> rx.Component:
    return _main(*_given([band, notice_line(), head, *children]), look=look)


def _main(*inner: rx.Component, look: str) -> rx.Component:
    wait = rx.el.section(loading_rows(), class_name="card section")
    said = {"ready": rx.State.is_hydrated, "times": NoticeState.times, "there": NoticeState.there}
    return Main.create(*inner, wait=wait, said=said, at=FrameState.at, class_name=look)


def notice_line() -> rx.Component:
    """What was refused or failed meanwhile, in words, until it is closed."""
    close = button(t("Close"), kind="quiet", on_click=NoticeState.close)
    said = rx.el.div(rx.el.span(NoticeState.words, class_name="grow"), close, class_name="row")
    times = NoticeState.times.to_string()
    worded = rx.cond(
        NoticeState.tone == "good",
        notice(said, tone="good", key=times),
        notice(said, tone="danger", key=times),
    )
    return rx.el.div(Said.create(rx.cond(NoticeState.words != "", worded)), class_name="notice-line")


def _hello(hello: Words, lead: Words) -> rx.Component:
    settings = get_settings()
    where = f"{settings.practice_phone} · {settings.practice_hours} · {t('in an emergency call 911')}"
    return rx.el.header(
        rx.el.div(_mark(), rx.el.span(settings.practice_name), class_name="home-link"),
        rx.el.p(hello, class_name="line"),
        rx.el.p(lead, class_name="lead"),
        rx.el.small(where),
        class_name="hello",
    )


def _header(brand: rx.Component, account: Child, tabs: rx.Component | None) -> rx.Component:
    who = None if account is None else rx.el.div(account, class_name="ml-auto")
    return rx.el.header(rx.el.div(brand, *_given([who]), class_name="bar"), *_given([tabs]), class_name="top")


def _brand(portal: Words, home: str) -> rx.Component:
    name = rx.el.span(get_settings().practice_name, " ", rx.el.small(portal), class_name="brand")
    return ReactRouterLink.create(_mark(), name, to=home, class_name="home-link")


def _mark() -> rx.Component:
    return rx.el.span(icon("heart"), class_name="mark")


def _way(tab: Tab, current: str, look: str, *face: Child) -> rx.Component:
    here = {"aria-current": "page"} if tab.key == current else {}
    way = ReactRouterLink.create(*face, to=tab.href, class_name=look, custom_attrs=here)
    return _for_those_who_may(tab, way)


def _for_those_who_may(tab: Tab, way: rx.Component) -> rx.Component:
    """A way that only some can go is not shown to the others."""
    if tab.scope is not None:
        return rx.cond(FrameState.sees.contains(str(tab.scope)), way)
    if tab.duty is None:
        return way
    return rx.cond(role_may(tab.duty), way)


def _tabs(tabs: list[Tab], current: str) -> rx.Component:
    ways = [_way(tab, current, "tab", t(tab.name), *_count(tab)) for tab in tabs]
    return rx.el.nav(*ways, class_name="tabs", custom_attrs={"aria-label": t("Main")})


def _named(tab: Tab) -> Any:
    """A tab's name with its count, as one line of a menu."""
    return rx.fragment(t(tab.name), *_count(tab)) if tab.count is not None else t(tab.name)


def _count(tab: Tab) -> list[rx.Component]:
    if tab.count is None:
        return []
    read = rx.el.span(t(tab.counts), class_name="only-read")
    return [rx.cond(tab.count > 0, rx.el.span(tab.count, read, class_name="count"))]


def _bottom_bar(tabs: list[Tab], current: str) -> rx.Component:
    at_hand = [tab for tab in tabs if tab.at_hand]
    ways = [
        _way(tab, current, "foot-item", icon(tab.icon), t(tab.short or tab.name), *_count(tab))
        for tab in at_hand
    ]
    further = [tab for tab in tabs if not tab.at_hand]
    behind = [
        _for_those_who_may(tab, menu_link(_named(tab), tab.href, tab.icon, is_here=tab.key == current))
        for tab in further
    ]
    is_here = current in (tab.key for tab in further)
    return rx.el.nav(
        *ways,
        more_menu(*behind, staff=tabs is STAFF_TABS, is_here=is_here),
        class_name="foot",
        custom_attrs={"aria-label": t("Main")},
    )


def _footer() -> rx.Component:
    settings = get_settings()
    number = settings.practice_phone
    practice = rx.el.span(
        A.create(icon("phone"), number, href=f"tel:{number}", class_name="link"),
        rx.el.span(settings.practice_hours),
        rx.el.span(t("In an emergency call 911")),
        class_name="row",
    )
    ways = rx.el.span(
        link(t("Help"), "/help", standalone=True),
        link(t("Privacy"), "/legal/privacy", standalone=True),
        class_name="row",
    )
    return rx.el.footer(rx.el.div(practice, ways, class_name="bar"), class_name="under")


def _given(children: Sequence[Child]) -> list[rx.Component]:
    return [child for child in children if child is not None]
