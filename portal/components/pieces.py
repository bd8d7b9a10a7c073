"""The small pieces that pages are put together from: buttons, cards, tags, notices, facts, dialogs."""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.components.icons import icon
from portal.components.text import Words, t
from portal.components.web import local

Tone = Literal["plain", "attention", "high", "low", "good", "danger"]
Child = rx.Component | Words | None
_KINDS = {
    "primary": "button",
    "quiet": "button quiet-button",
    "danger": "button danger-button",
}
_NOTICE_ICONS = {
    "plain": "info",
    "attention": "alert",
    "good": "check",
    "danger": "alert",
}


def link(text: Child, href: Words, *, standalone: bool = False, **props: Any) -> rx.Component:
    """A way to another page of the portal, without loading the document again.

    `standalone` makes it tall enough to press where it is not within a sentence.
    """
    return ReactRouterLink.create(text, to=href, class_name="link" if standalone else "", **props)


def button(
    label: Words,
    *,
    kind: Literal["primary", "quiet", "danger"] = "primary",
    href: Words = "",
    icon_name: str = "",
    busy: rx.Var[bool] | bool = False,
    disabled: rx.Var[bool] | bool = False,
    wide: bool = False,
    **props: Any,
) -> rx.Component:
    """A button, or with `href` a link that looks like one. While `busy` it turns and takes no press.

    One primary a screen. `props` go to the element, e.g. `on_click`, `type="submit"`, `reload_document=True`.
    """
    face = [icon(icon_name)] if icon_name else []
    look = _KINDS[kind] + (" wide" if wide else "")
    if not isinstance(href, str) or href:
        return ReactRouterLink.create(*face, label, to=href, class_name=look, **props)
    still = {"data-busy": busy} | props.pop("custom_attrs", {})
    props.setdefault("type", "button")
    blocked = _either(busy, disabled)
    return rx.el.button(*face, label, class_name=look, disabled=blocked, custom_attrs=still, **props)


def tag(text: Words, tone: Tone | rx.Var[str] = "plain") -> rx.Component:
    """A word on a thing's state. The tones `high` ▲, `low` ▼, `good` ✓ and `danger` ! bring their mark along.

    An empty text shows nothing, so a row without a tag needs no condition.
    """
    return rx.el.span(text, class_name="tag", custom_attrs={"data-tone": tone})


def card(*children: Child, accent: bool = False, class_name: str = "", **props: Any) -> rx.Component:
    """A box for one thing; `accent` for the one that matters most on the screen."""
    look = " ".join(filter(None, ["card", "accent-card" if accent else "", class_name]))
    return rx.el.section(*_given(children), class_name=look, **props)


def section_card(title: Child, *children: Child, aside: Child = None, **props: Any) -> rx.Component:
    """A card with a heading; `aside` is a count or a link beside the heading."""
    if isinstance(aside, str | rx.Var):
        aside = rx.el.small(aside)
    named = [rx.el.h2(title)] if isinstance(title, rx.Var) or title else []
    heading = rx.el.div(*named, *_given([aside]), class_name="section-head")
    return rx.el.section(heading, *_given(children), class_name="card section", **props)


def section_body(*children: Child) -> rx.Component:
    """Space around what is in a `section_card` but is not a list or a table."""
    return rx.el.div(*_given(children), class_name="section-body")


def notice(
    text: Child,
    *,
    tone: Literal["plain", "attention", "good", "danger"] = "plain",
    title: Words = "",
    **props: Any,
) -> rx.Component:
    """Words on what happened and what to do; read out when it appears, at once when it is `danger`."""
    words = [rx.el.strong(title, class_name="block")] if not isinstance(title, str) or title else []
    role = "alert" if tone == "danger" else "status"
    return rx.el.div(
        icon(_NOTICE_ICONS[tone]),
        rx.el.div(*words, *_given([text]), class_name="grow"),
        class_name="notice",
        role=role,
        custom_attrs={"data-tone": tone},
        **props,
    )


def facts(*rows: tuple[Words, Child] | rx.Component) -> rx.Component:
    """Names and what they are: `facts((t("Dose"), drug.dose), …)`; a row may be a `fact(…)` in a cond."""
    made = [row if isinstance(row, rx.Component) else fact(*row) for row in rows]
    return rx.el.dl(*made, class_name="facts")


def fact(name: Words, value: Child) -> rx.Component:
    """One row of `facts`."""
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def fact_unless_empty(name: Words, value: rx.Var[str]) -> rx.Component:
    """One row of `facts` that is left out while the value is empty."""
    return rx.cond(value != "", fact(name, value))


def breadcrumb(*steps: tuple[Words, Words], here: Words) -> rx.Component:
    """Where this page is: `breadcrumb((t("Results"), "/records/results"), here=result.title)`."""
    crumbs = [rx.el.li(link(text, href)) for text, href in steps]
    crumbs.append(rx.el.li(here, custom_attrs={"aria-current": "page"}))
    return rx.el.nav(
        rx.el.ol(*crumbs, class_name="crumbs"),
        custom_attrs={"aria-label": t("Where you are")},
    )


def progress(
    label: Words,
    *,
    value: rx.Var[int] | int,
    of: rx.Var[int] | int = 100,
    line: Child = None,
) -> rx.Component:
    """How far something is, with its name over it and, under it, a line in words."""
    bar = rx.el.progress(value=value, max=of, custom_attrs={"aria-label": label})
    under = [rx.el.small(line)] if line is not None else []
    return rx.el.div(rx.el.strong(label), bar, *under, class_name="progress")


def steps(done: int, of: int, label: Words | None = "") -> rx.Component:
    """Step `done` of `of`, as a bar in pieces and in words (None: the heading under it says it)."""
    pieces = [rx.el.li(custom_attrs={"data-done": str(n < done).lower()}) for n in range(of)]
    bar = rx.el.ol(*pieces, class_name="steps", custom_attrs={"aria-hidden": "true"})
    if label is None:
        return bar
    return rx.el.div(bar, rx.el.p(label or t("Step {done} of {of}", done=done, of=of), class_name="quiet"))


class Dialog(rx.Component):
    """The browser's own modal dialog."""

    library = local("screen.jsx")
    tag = "Dialog"
    open: rx.Var[bool]
    label: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(
    title: Words,
    *children: Child,
    open: rx.Var[bool],
    on_close: Any,
    actions: Sequence[rx.Component],
) -> rx.Component:
    """A question over the page, e.g. to confirm. Focus goes in and comes back; Escape fires `on_close`."""
    return Dialog.create(
        rx.el.h2(title),
        *_given(children),
        rx.el.div(*actions, class_name="actions"),
        open=open,
        on_close=on_close,
        label=title,
    )


class PrintButton(rx.Component):
    """A button that opens the browser's print."""

    library = local("screen.jsx")
    tag = "PrintButton"


def print_button(label: Words = "") -> rx.Component:
    """ "Print this page", a quiet button."""
    return PrintButton.create(icon("print"), label or t("Print this page"), class_name=_KINDS["quiet"])


def _given(children: Sequence[Child]) -> list[Any]:
    return [child for child in children if child is not None]


def _either(one: rx.Var[bool] | bool, other: rx.Var[bool] | bool) -> rx.Var[bool] | bool:
    if isinstance(one, rx.Var) or isinstance(other, rx.Var):
        return rx.Var.create(one) | rx.Var.create(other)
    return one or other
