"""The frame of every screen: who runs this portal, who you are, where you can go, and the page itself.

A page gives its heading and what is under it; the account's name comes from the state as a var.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.components.icons import icon
from portal.components.idle import idle_clock
from portal.components.pieces import Child, button, link, notice
from portal.components.text import Words, t
from portal.components.web import local
from portal.settings import get_settings
from portal.state.frame import FrameState
from portal.state.refusals import NoticeState


@dataclass(frozen=True)
class Tab:
    """One way in the main navigation. `name` is English; `short` is for the bar at the bottom of a phone."""

    key: str
    name: str
    href: str
    icon: str
    short: str = ""
    at_hand: bool = True  # on the bottom bar of a phone itself, not behind "More"


PATIENT_TABS = [
    Tab("home", "Home", "/home", "home"),
    Tab("medications", "Medications", "/medications", "pill"),
    Tab("records", "Health Records", "/records", "records", "Records"),
]
STAFF_TABS = [Tab("patients", "Patients", "/staff/patients", "people")]


class Heading(rx.Component):
    """The page's one h1; it takes focus when the person comes from another screen."""

    library = local("screen.jsx")
    tag = "Heading"


class Menu(rx.Component):
    """A native disclosure that closes as a menu does."""

    library = local("screen.jsx")
    tag = "Menu"
    label: rx.Var[str]
    face: rx.Var[rx.Component]
    face_class: rx.Var[str]


def patient_screen(
    title: Words,
    *children: Child,
    tab: str = "",
    back: tuple[Words, Words] | None = None,
    line: Child = None,
    aside: Child = None,
    account: Child = None,
    above: Child = None,
) -> rx.Component:
    """A signed-in patient's screen with the heading `title`.

    `tab` is the key of the tab it belongs to, `back` the (words, path) of the screen before it, `line` goes
    under the heading and `aside` beside it, `above` over it (a `breadcrumb`), and `account` is an
    `account_menu`, that of whoever is signed in unless given.
    """
    page = _page(title, children, back=back, line=line, aside=aside, above=above)
    account = account or signed_in_menu()
    return _frame(page, PATIENT_TABS, tab, t("Patient portal"), "/home", account, idle_clock())


def staff_screen(
    title: Words,
    *children: Child,
    tab: str = "",
    back: tuple[Words, Words] | None = None,
    line: Child = None,
    aside: Child = None,
    account: Child = None,
    above: Child = None,
) -> rx.Component:
    """A signed-in staff member's screen; takes what `patient_screen` takes."""
    page = _page(title, children, back=back, line=line, aside=aside, above=above)
    clock = idle_clock(home="/staff/sign-in")
    account = account or signed_in_menu(staff=True)
    return _frame(page, STAFF_TABS, tab, t("Staff"), "/staff/patients", account, clock)


def public_screen(
    title: Words,
    *children: Child,
    hello: Words = "",
    lead: Words = "",
    line: Child = None,
    under: Words = "",
) -> rx.Component:
    """A screen that needs no sign-in. With `hello` the practice greets in large words beside the page.

    `lead` is a sentence under the greeting (desktop only), `line` goes under the heading, and `under` names
    the portal in the header ("Patient portal" unless given).
    """
    if isinstance(hello, rx.Var) or hello:
        return _greeting(title, children, hello, lead, line)
    return rx.el.div(
        _skip_link(),
        _demo_band(),
        _header(_brand(under or t("Patient portal"), "/"), None, None),
        _page(title, children, line=line, narrow=True),
        _footer(),
        class_name="frame",
    )


def account_menu(
    name: rx.Var[str] | str,
    *,
    initials: rx.Var[str] | str,
    line: Words = "",
    more: list[rx.Component] | None = None,
    staff: bool = False,
) -> rx.Component:
    """Whose record this is, and ways out: accounts, Help, Privacy, Sign out.

    `line` says what the account is ("Your own record"); `more` are `menu_link`s before Help.
    """
    face = rx.fragment(
        rx.el.span(initials, class_name="initials"),
        rx.el.span(name, class_name="name"),
        icon("chevron_down"),
    )
    own = rx.el.div(
        rx.el.span(initials, class_name="initials"),
        rx.el.span(
            rx.el.span(name, class_name="item-title"),
            rx.el.span(line or t("Your own account"), class_name="item-line"),
            class_name="grow",
        ),
        icon("check"),
        class_name="menu-item",
        custom_attrs={"aria-current": "true"},
    )
    return Menu.create(
        own,
        rx.el.hr(),
        *(more or []),
        *ways_out(staff=staff),
        face=face,
        face_class="who",
        label=t("Account: {name}. Open the menu", name=name),
    )


def signed_in_menu(*, staff: bool = False) -> rx.Component:
    """The account menu of whoever is signed in here."""
    line = t("Staff account") if staff else t("Your own account")
    return account_menu(FrameState.name, initials=FrameState.initials, line=line, staff=staff)


def menu_link(text: Words, href: Words, icon_name: str) -> rx.Component:
    """One way in a menu."""
    return ReactRouterLink.create(icon(icon_name), text, to=href, class_name="menu-item")


def ways_out(*, staff: bool = False) -> list[rx.Component]:
    """Help, Privacy and "Sign out", which posts for real so that the session ends on the server."""
    return [
        menu_link(t("Help"), "/help", "info"),
        menu_link(t("Privacy"), "/legal/privacy", "shield"),
        sign_out_form(
            rx.el.button(icon("sign_out"), t("Sign out"), class_name="menu-item", type="submit"), staff=staff
        ),
    ]


class NativeForm(rx.Component):
    """A form that the browser itself sends."""

    tag = "form"
    _is_tag_in_global_scope: ClassVar[bool] = True
    action: rx.Var[str]
    method: rx.Var[str]


def sign_out_form(*children: rx.Component, staff: bool = False) -> rx.Component:
    """A plain POST to the sign-out route, back to the right sign-in page; works without scripts."""
    side = "staff" if staff else "patient"
    children = (rx.el.input(type="hidden", name="from", default_value=side), *children)
    return NativeForm.create(*children, action="/api/sign-out", method="post")


def _frame(
    page: rx.Component,
    tabs: list[Tab],
    tab: str,
    portal: Words,
    home: str,
    account: Child,
    clock: rx.Component,
) -> rx.Component:
    return rx.el.div(
        _skip_link(),
        _demo_band(),
        _header(_brand(portal, home), account, _tabs(tabs, tab)),
        page,
        _footer(),
        _bottom_bar(tabs, tab),
        clock,
        class_name="frame",
    )


def _page(
    title: Words,
    children: Any,
    *,
    back: tuple[Words, Words] | None = None,
    line: Child = None,
    aside: Child = None,
    above: Child = None,
    narrow: bool = False,
) -> rx.Component:
    way_back = [_back(*back)] if back else []
    over = [above] if above is not None else []
    under = [rx.el.p(line, class_name="quiet")] if line is not None else []
    beside = [aside] if aside is not None else []
    head = rx.el.div(
        *way_back,
        *over,
        rx.el.div(Heading.create(title, class_name="grow"), *beside, class_name="row"),
        *under,
        class_name="page-head",
    )
    given = [child for child in children if child is not None]
    body = [rx.el.div(*given, class_name="narrow stack")] if narrow else given
    return rx.el.main(
        notice_line(), head, *body, class_name="page", tab_index=-1, custom_attrs={"id": "main"}
    )


def notice_line() -> rx.Component:
    """What was refused or failed meanwhile, in words, until it is closed."""
    close = button(t("Close"), kind="quiet", on_click=NoticeState.close)
    said = rx.el.div(rx.el.span(NoticeState.words, class_name="grow"), close, class_name="row")
    worded = rx.cond(NoticeState.tone == "good", notice(said, tone="good"), notice(said, tone="danger"))
    return rx.el.div(rx.cond(NoticeState.words != "", worded))


def _back(text: Words, href: Words) -> rx.Component:
    return ReactRouterLink.create(icon("chevron_left"), text, to=href, class_name="back")


def _greeting(title: Words, children: Any, hello: Words, lead: Words, line: Child) -> rx.Component:
    settings = get_settings()
    given = [child for child in children if child is not None]
    where = f"{settings.practice_phone} · {settings.practice_hours} · {t('in an emergency call 911')}"
    left = rx.el.div(
        rx.el.div(_mark(), rx.el.span(settings.practice_name), class_name="home-link"),
        rx.el.p(hello, class_name="line"),
        rx.el.p(lead, class_name="lead"),
        rx.el.small(where),
        class_name="hello",
    )
    under = [rx.el.p(line, class_name="quiet")] if line is not None else []
    right = rx.el.main(
        rx.el.div(Heading.create(title), *under, *given, class_name="stack"),
        class_name="beside",
        tab_index=-1,
        custom_attrs={"id": "main"},
    )
    return rx.el.div(
        _skip_link(),
        _demo_band(),
        rx.el.div(left, right, class_name="greeting"),
        class_name="frame",
    )


def _skip_link() -> rx.Component:
    return A.create(t("Skip to the page"), href="#main", class_name="skip")


def _demo_band() -> rx.Component:
    if not get_settings().is_demo:
        return rx.fragment()
    words = t("Demonstration: made-up people. Do not enter real health information.")
    return rx.el.div(words, class_name="band", role="note")


def _header(brand: rx.Component, account: Child, tabs: rx.Component | None) -> rx.Component:
    who = [rx.el.div(account, class_name="ml-auto")] if account is not None else []
    bar = rx.el.div(brand, *who, class_name="bar")
    return rx.el.header(bar, *([tabs] if tabs else []), class_name="top")


def _brand(portal: Words, home: str) -> rx.Component:
    name = rx.el.span(get_settings().practice_name, rx.el.small(portal), class_name="brand")
    return ReactRouterLink.create(_mark(), name, to=home, class_name="home-link")


def _mark() -> rx.Component:
    return rx.el.span(icon("heart"), class_name="mark")


def _current(tab: Tab, current: str) -> dict[str, str]:
    return {"aria-current": "page"} if tab.key == current else {}


def _tabs(tabs: list[Tab], current: str) -> rx.Component:
    ways = [
        ReactRouterLink.create(
            t(tab.name),
            to=tab.href,
            class_name="tab",
            custom_attrs=_current(tab, current),
        )
        for tab in tabs
    ]
    return rx.el.nav(*ways, class_name="tabs", custom_attrs={"aria-label": t("Main")})


def _bottom_bar(tabs: list[Tab], current: str) -> rx.Component:
    ways = [
        ReactRouterLink.create(
            icon(tab.icon),
            t(tab.short or tab.name),
            to=tab.href,
            class_name="foot-item",
            custom_attrs=_current(tab, current),
        )
        for tab in tabs
        if tab.at_hand
    ]
    behind = [menu_link(t(tab.name), tab.href, tab.icon) for tab in tabs if not tab.at_hand]
    more = Menu.create(
        *behind,
        *ways_out(staff=tabs is STAFF_TABS),
        face=rx.fragment(icon("more"), t("More")),
        face_class="foot-item",
    )
    return rx.el.nav(
        *ways,
        more,
        class_name="foot",
        custom_attrs={"aria-label": t("Main, at the bottom")},
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
