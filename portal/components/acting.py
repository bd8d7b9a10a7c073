"""Looking at someone else's record: the band that says so, the name on buttons, and which record is meant."""

import reflex as rx

from portal.components.icons import icon
from portal.components.pieces import button, dialog
from portal.components.text import Words, t
from portal.components.whose import TitleFor
from portal.state.elsewhere import ElsewhereState
from portal.state.frame import FrameState

is_acting = FrameState.helped.patient_id != ""
"""True while the page is someone else's record."""


is_guardian = FrameState.helped.relation == "guardian"
"""True while the reader is the parent or guardian of the one whose record it is."""


is_apart = (FrameState.name != "") & (FrameState.own_id == "")
"""True for an account without a record of its own, once it is known whose account this is."""


def acting_band() -> rx.Component:
    """ "You are viewing … as their representative", over every page of someone else's record."""
    name = FrameState.helped.name
    said = rx.cond(
        is_guardian,
        t("You are viewing {name} as their parent or guardian", name=name),
        t("You are viewing {name} as their representative", name=name),
    )
    back = rx.el.button(
        t("Back to my account"), type="button", on_click=FrameState.switch(""), class_name="button"
    )
    words = rx.el.p(icon("people"), rx.el.span(said), class_name="grow")
    shown = rx.cond(is_acting, rx.el.div(rx.el.div(words, back), class_name="acting"))
    return rx.fragment(rx.el.div(shown, role="status"), TitleFor.create(name=FrameState.helped.name))


def for_whom(own: Words, theirs: str) -> Words:
    """What a button says: `own` in one's own record; in someone else's `theirs`, an `N_` with `{name}`."""
    return rx.cond(is_acting, t(theirs, name=FrameState.helped.first), own)


def if_may_act(scope: str, *children: rx.Component) -> rx.Component:
    """What sends or changes something is there for those only who may do that."""
    return rx.cond(FrameState.acts.contains(scope), rx.fragment(*children))


def which_record() -> rx.Component:
    """The two questions that several records bring: a link about another one, and a window that was left."""
    return rx.fragment(_link_about_another(), _left_behind())


def _link_about_another() -> rx.Component:
    one = FrameState.meant
    return dialog(
        t("This link is about another record"),
        rx.el.p(t("It is about {name}. Would you like to go there?", name=one.name)),
        open=one.name != "",
        on_close=FrameState.stay,
        actions=[
            button(t("Yes, switch"), on_click=FrameState.follow),
            button(t("Stay here"), kind="quiet", on_click=FrameState.stay),
        ],
    )


def _left_behind() -> rx.Component:
    one = ElsewhereState
    return dialog(
        t("You have switched in another window"),
        rx.el.p(
            t("This page is about {here}. In another window you have switched to {now}.",
              here=one.here, now=one.now)
        ),
        rx.el.p(t("So that nothing is done for the wrong person, nothing was done here. What now?")),
        open=one.open,
        on_close=ElsewhereState.back,
        actions=[
            button(t("Go on with {name}", name=one.now), on_click=ElsewhereState.go_on),
            button(t("Switch back to {name}", name=one.here), kind="quiet", on_click=ElsewhereState.back),
        ],
    )  # fmt: skip
