"""What someone who helps sees of the record, before they are invited and later; items are taken out of it."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    item,
    item_list,
    notice,
    pager,
    patient_screen,
    section_body,
    section_card,
    t,
    when_ready,
)
from portal.components.search import search_box
from portal.components.text import Words
from portal.pages.registry import screen
from portal.services.hiding import HIDDEN
from portal.state.representatives import HOME, InviteHelperState
from portal.state.seeing import SeeingState as State

RESULTS = "seen"


@screen(f"{HOME}/new/preview", title="What they will see", audience="patient", on_load=State.load)
def before_inviting() -> rx.Component:
    """The last look before an invitation goes out."""
    name = InviteHelperState.given["name"]
    send = card(
        rx.el.h2(t("Nothing is sent yet")),
        rx.el.p(
            t("Look through it, and take out what you want to keep to yourself. You can change it later.")
        ),
        rx.el.div(
            button(t("Send the invitation"), on_click=InviteHelperState.send),
            button(t("Change what you entered"), kind="quiet", href=f"{HOME}/new"),
            class_name="actions mt-4",
        ),
    )
    return _screen(
        t("What {name} will see", name=name),
        send,
        back=(t("Invite someone"), f"{HOME}/new"),
        line=t("Your record as they would read it."),
    )


@screen(f"{HOME}/[offer_id]/preview", title="What they see", audience="patient", on_load=State.load)
def later() -> rx.Component:
    """The same while someone has access, or was invited."""
    name = State.seen.name
    has_access = (State.seen.standing == "accepted") | (State.seen.standing == "paused")
    return _screen(
        rx.cond(
            name != "",
            rx.cond(has_access, t("What {name} sees", name=name), t("What {name} will see", name=name)),
            t("What they see"),
        ),
        None,
        back=(t("Representatives"), HOME),
        line=t("What you take out here is gone for them at once. They are not told."),
    )


def _screen(
    title: Words, first: rx.Component | None, *, back: tuple[Words, Words], line: Words
) -> rx.Component:
    body = rx.el.div(
        *([first] if first is not None else []),
        rx.cond(State.seen.kinds.length() > 0, _records(), _nothing()),
        rx.cond(State.seen.besides.length() > 0, _besides()),
        _what_it_means(),
        class_name="stack",
    )
    return patient_screen(
        title, when_ready(State.status, body, on_retry=State.retry), tab="profile", back=back, line=line
    )


def _records() -> rx.Component:
    box = search_box(
        t("Find something in it"),
        help=t("A test, a diagnosis, a medicine, a name, a place, a date"),
        value=State.text,
        results=RESULTS,
        on_search=State.search,
    )
    found = item_list(
        State.seen.rows,
        _item,
        title=rx.cond(State.text != "", t("What we found"), t("Newest first")),
        empty=rx.cond(
            State.text != "",
            t("Nothing matches “{typed}”.", typed=State.text),
            rx.cond(State.seen.kind == HIDDEN, t("Nothing is hidden."), t("Nothing is on file.")),
        ),
        empty_icon="records",
        total=State.seen.total,
        filters=_kinds(),
        pager=rx.fragment(
            pager(State.seen.page, State.seen.pages, on_earlier=State.older, on_later=State.newer),
            rx.cond(State.seen.more > 0, rx.el.p(_more(), class_name="section-end")),
        ),
    )
    return rx.el.div(
        card(box),
        rx.el.p(State.said, class_name="only-read", role="status"),
        rx.el.div(found, custom_attrs={"id": RESULTS}),
        class_name="stack",
    )


def _more() -> Words:
    return t("{n} more. Type another word to narrow it down.", n=State.seen.more)


def _kinds() -> rx.Component:
    """What they see by kind, with how many of each; the last one is what is taken out."""

    def one(kind: Any) -> rx.Component:
        return _choice(t("{kind} {n}", kind=kind.name, n=kind.count), kind.key)

    hidden = _choice(t("Hidden {n}", n=State.seen.hidden), HIDDEN)
    return rx.el.div(
        rx.foreach(State.seen.kinds, one),
        hidden,
        class_name="kinds",
        role="group",
        custom_attrs={"aria-label": t("Show only")},
    )


def _choice(words: Words, key: Any) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        class_name="kind",
        on_click=State.show(key),
        custom_attrs={"aria-pressed": State.seen.kind == key},
    )


def _item(one: Any) -> rx.Component:
    is_seen, is_within = one.state == "seen", one.state == "within"
    tag = rx.match(
        one.state,
        ("seen", one.tag),
        ("all", t("Hidden from all your representatives")),
        ("within", t("Hidden with what it is part of")),
        t("Hidden"),
    )
    row = item(
        one.title,
        one.line,
        icon_name=rx.cond(is_seen, one.icon, "lock"),
        tag=tag,
        tone=rx.cond(is_seen, one.tone, "plain"),
        href=one.href,
    )
    way = button(
        rx.fragment(
            rx.match(one.state, ("seen", t("Hide")), ("all", t("Put back for all")), t("Put back")),
            rx.el.span(" ", one.title, rx.cond(one.line != "", ", " + one.line, ""), class_name="only-read"),
        ),
        kind="quiet",
        on_click=rx.cond(is_seen, State.hide(one.record_id), State.put_back(one.record_id)),
    )
    return rx.el.div(
        row,
        rx.cond(is_within, rx.fragment(), rx.el.div(way, class_name="file-way")),
        class_name="file-row",
    )


def _nothing() -> rx.Component:
    return card(
        rx.el.h2(t("They see no records")),
        rx.el.p(t("There is nothing on file of what they may see, or you chose other things for them.")),
    )


def _besides() -> rx.Component:
    return section_card(
        t("What else they may do"),
        section_body(rx.el.ul(rx.foreach(State.seen.besides, rx.el.li), class_name="plain-list")),
    )


def _what_it_means() -> rx.Component:
    said = [
        t("What you hide is in none of what they get: lists, search, counts, downloads, links, activity."),
        t("What other entries say about it is left out for them, too."),
        t("A letter, note or file may still mention it in its own words. Hide those as well if you want to."),
        t("What they saw or saved before stays with them."),
    ]
    return notice(
        rx.el.ul(*[rx.el.li(line) for line in said], class_name="plain-list"), title=t("Good to know")
    )
