"""Menus: whose account this is, where else to go, and the way out."""

from typing import Any, ClassVar

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.components.icons import icon
from portal.components.text import Words, t
from portal.components.web import local
from portal.state.frame import FrameState


class Menu(rx.Component):
    """A native disclosure that closes as a menu does."""

    library = local("screen.jsx")
    tag = "Menu"
    label: rx.Var[str]
    face: rx.Var[rx.Component]
    face_class: rx.Var[str]


class NativeForm(rx.Component):
    """A form that the browser itself sends; Reflex's own would not."""

    tag = "form"
    _is_tag_in_global_scope: ClassVar[bool] = True
    action: rx.Var[str]
    method: rx.Var[str]


def signed_in_menu(*, staff: bool = False) -> rx.Component:
    """The account menu of whoever is signed in here, with everyone whose record they may look at."""
    if staff:
        return account_menu(
            FrameState.name, initials=FrameState.initials, line=t("Staff account"), staff=True
        )
    return Menu.create(
        *accounts(),
        rx.el.hr(),
        *ways_out(),
        face=rx.cond(
            FrameState.helped.patient_id == "",
            _shown(FrameState.initials, FrameState.name),
            _shown(FrameState.helped.initials, FrameState.helped.name),
        ),
        face_class=rx.cond(FrameState.helped.patient_id == "", "who", "who for-another"),
        label=rx.cond(
            FrameState.helped.patient_id == "",
            t("Account: {name}. Open the menu", name=FrameState.name),
            t("You are viewing {name}. Open the menu", name=FrameState.helped.name),
        ),
    )


def accounts() -> list[rx.Component]:
    """One's own account and each that was shared with it; pressing one switches to it."""
    own = _account("", FrameState.name, FrameState.initials, t("Your own account"))
    return [own, rx.foreach(FrameState.people, _shared_account)]


def account_menu(
    name: Words,
    *,
    initials: Words,
    line: Words = "",
    more: list[rx.Component] | None = None,
    staff: bool = False,
) -> rx.Component:
    """Whose record this is, and ways out: accounts, Profile, Help, Privacy, Sign out.

    `line` says what the account is ("Your own record"); `more` are `menu_link`s before Help.
    """
    own = rx.el.div(
        _face(initials),
        rx.el.span(
            rx.el.span(name, class_name="item-title"),
            " ",
            rx.el.span(line or t("Your own account"), class_name="item-line"),
            class_name="grow",
        ),
        icon("check"),
        class_name="menu-item",
        custom_attrs={"aria-current": "true"},
    )
    face = rx.fragment(_face(initials), rx.el.span(name, class_name="name"), icon("chevron_down"))
    label = t("Account: {name}. Open the menu", name=name)
    ways = [own, rx.el.hr(), *(more or []), *ways_out(staff=staff)]
    return Menu.create(*ways, face=face, face_class="who", label=label)


def more_menu(*children: rx.Component, staff: bool = False, is_here: bool = False) -> rx.Component:
    """The "More" on the bar at the bottom of a phone: `children`, the tabs behind it, and the ways out.

    `is_here`: this page is one of those behind it. A patient's profile is a tab.
    """
    face = rx.fragment(icon("more"), t("More"))
    ways = ways_out(staff=staff)
    look = "foot-item here" if is_here else "foot-item"
    return Menu.create(*children, *(ways if staff else ways[1:]), face=face, face_class=look)


def menu_link(
    text: Words | rx.Component, href: Words, icon_name: str, *, is_here: bool = False
) -> rx.Component:
    """One way in a menu."""
    here = {"aria-current": "page"} if is_here else {}
    return ReactRouterLink.create(icon(icon_name), text, to=href, class_name="menu-item", custom_attrs=here)


def ways_out(*, staff: bool = False) -> list[rx.Component]:
    """The own account ("Profile"), Help, Privacy and "Sign out"."""
    own = (t("Your account"), "/staff/profile") if staff else (t("Profile"), "/profile")
    leave = rx.el.button(icon("sign_out"), t("Sign out"), class_name="menu-item", type="submit")
    return [
        menu_link(*own, "person"),
        menu_link(t("Help"), "/help", "info"),
        menu_link(t("Privacy"), "/legal/privacy", "shield"),
        sign_out_form(leave, staff=staff),
    ]


def sign_out_form(*children: rx.Component, staff: bool = False) -> rx.Component:
    """A plain POST to the sign-out route, back to the right sign-in page; works without scripts."""
    side = rx.el.input(type="hidden", name="from", default_value="staff" if staff else "patient")
    return NativeForm.create(side, *children, action="/api/sign-out", method="post")


def _shared_account(person: Any) -> rx.Component:
    return _account(person.patient_id, person.name, person.initials, person.part)


def _account(patient_id: Words, name: Words, initials: Words, line: Words) -> rx.Component:
    is_here = FrameState.helped.patient_id == patient_id
    return rx.el.button(
        _face(initials),
        rx.el.span(
            rx.el.span(name, class_name="item-title"),
            rx.el.span(line, class_name="item-line"),
            class_name="grow",
        ),
        rx.cond(is_here, icon("check")),
        type="button",
        class_name="menu-item",
        on_click=FrameState.switch(patient_id),
        custom_attrs={"aria-current": rx.cond(is_here, "true", "false"), "data-closes": "true"},
    )


def _shown(initials: Words, name: Words) -> rx.Component:
    return rx.fragment(_face(initials), rx.el.span(name, class_name="name"), icon("chevron_down"))


def _face(initials: Words) -> rx.Component:
    return rx.el.span(initials, class_name="initials", custom_attrs={"aria-hidden": "true"})
