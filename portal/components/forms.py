"""Forms: a visible label on every field, help where a rule exists, the error beside it and read out.

`post_form` sends to one of our HTTP routes and expects JSON back:
`{"ok": bool, "next": "/path"?, "message": "…"?, "fields": {"name": "what is wrong"}?}`.
Everything typed stays on a refusal and on a lost connection; until the scripts run it is a plain form.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from portal.components.icons import icon
from portal.components.text import Words, t
from portal.components.web import local
from portal.settings import get_settings

Choice = tuple[str, Words]


local("renewed.jsx")  # form.jsx and proof.jsx import it


class PostForm(rx.Component):
    """A form that posts by fetch and shows the answer."""

    library = local("form.jsx")
    tag = "PostForm"
    action: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_done: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_refused: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class SubmitButton(rx.Component):
    """A form's button, which knows that its form is being sent."""

    library = local("form.jsx")
    tag = "SubmitButton"
    busy_label: rx.Var[str]
    busy: rx.Var[bool]
    disabled: rx.Var[bool]
    name: rx.Var[str]
    value: rx.Var[str]
    on_click: rx.EventHandler[rx.event.no_args_event_spec]


class Field(rx.Component):
    """A label, its help, its control and its error."""

    library = local("form.jsx")
    tag = "Field"
    kind: rx.Var[str]
    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    error: rx.Var[str]
    optional: rx.Var[str]
    value: rx.Var[str]
    words: rx.Var[dict[str, str]]
    auto_complete: rx.Var[str]
    required: rx.Var[bool]
    disabled: rx.Var[bool]
    max_length: rx.Var[int]
    max: rx.Var[str]
    input_mode: rx.Var[str]
    rows: rx.Var[int]
    placeholder: rx.Var[str]
    rules: rx.Var[str]
    accept: rx.Var[str]
    on_change: rx.EventHandler[rx.event.input_event]
    on_blur: rx.EventHandler[rx.event.input_event]


class Tick(rx.Component):
    """A check-box that the state may change too."""

    library = local("form.jsx")
    tag = "Tick"
    name: rx.Var[str]
    value: rx.Var[str]
    checked: rx.Var[bool]
    disabled: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class Choices(rx.Component):
    """A question with its choices and its error."""

    library = local("form.jsx")
    tag = "Choices"
    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    error: rx.Var[str]


def post_form(action: str, *children: rx.Component, **props: Any) -> rx.Component:
    """A form for one of our HTTP routes. Put fields and one `submit_button` in it.

    An answer's `next` is loaded in full. Without one, `message` shows as done and `on_done` fires with it; a
    refusal fires `on_refused`; one that wants proof (`ProofWanted`) asks for it and sends the form again. A
    page opened at `#next=/path` sends that path along as the field `next`.
    """
    phone = get_settings().practice_phone
    words = {
        "offline": t("You are offline. What you typed is still here. Try again when you are back."),
        "failed": t(
            "That did not work. What you typed is still here. Try again, or call {phone}.",
            phone=phone,
        ),
    }
    return PostForm.create(*children, action=action, words=words, **props)


def submit_button(
    label: Words,
    *,
    busy_label: Words = "",
    kind: str = "primary",
    wide: bool = False,
    **props: Any,
) -> rx.Component:
    """The button of a `post_form` (or, given `busy`, of any form); while it is sent it says `busy_label`."""
    look = {
        "primary": "button",
        "quiet": "button quiet-button",
        "danger": "button danger-button",
    }[kind]
    look += " wide" if wide else ""
    return SubmitButton.create(label, busy_label=busy_label or t("One moment…"), class_name=look, **props)


def field(
    label: Words,
    name: str,
    *,
    type: str = "text",
    help: Words = "",
    error: Words = "",
    autocomplete: str = "",
    required: bool = True,
    value: Words | None = None,
    **props: Any,
) -> rx.Component:
    """A labelled field; `type` as in HTML, or "textarea". A field not required says "(optional)".

    `error` is the page's own word on it; what a `post_form` got back for `name` comes before it. `value` may
    be a var: it is taken over whenever it changes, except while the person is typing here. `on_change` and
    `on_blur` get the text. `rules` is the `id` of a `rule_list` that is read out with the field.
    """
    given: dict[str, Any] = {
        "help": help,
        "error": error,
        "auto_complete": autocomplete,
    }
    props |= {key: text for key, text in given.items() if isinstance(text, rx.Var) or text}
    if value is not None:
        props["value"] = value
    if type == "date":
        props.setdefault("max", "9999-12-31")  # else browsers let people type a year of six digits
    if not required and type not in ("search", "date"):
        props["optional"] = t("(optional)")
    needs = required and type not in ("search", "date")
    return Field.create(kind=type, name=name, label=label, required=needs, **props)


def password_field(label: Words, name: str, *, new: bool = False, **props: Any) -> rx.Component:
    """A password, with "Show". `new` for choosing one, so that password managers offer theirs."""
    words = {"show": t("Show"), "hide": t("Hide")}
    complete = "new-password" if new else "current-password"
    return field(label, name, type="password", autocomplete=complete, words=words, **props)


def username_hint(username: rx.Var[str]) -> rx.Component:
    """Tells password managers whose password a form is about; nobody sees it."""
    known = {"autoComplete": "username", "readOnly": True, "aria-hidden": "true"}
    return rx.el.input(type="text", value=username, hidden=True, tab_index=-1, custom_attrs=known)


def birth_date_field(label: Words = "", name: str = "birth_date", **props: Any) -> rx.Component:
    """A birth date typed as MM/DD/YYYY on a number pad; slashes come by themselves. Sent as it was typed.

    One text field: calendars are slow for a date decades ago, and three fields are three stops for a screen
    reader.
    """
    props.setdefault("help", t("Month, day and year, for example 04/17/1985"))
    return field(
        label if isinstance(label, rx.Var) or label else t("Date of birth"),
        name,
        type="date_text",
        autocomplete="bday",
        **props,
    )


def code_field(label: Words, name: str, *, digits: int, **props: Any) -> rx.Component:
    """A one-time code of that many digits, offered by the phone where it can."""
    return field(
        label,
        name,
        autocomplete="one-time-code",
        input_mode="numeric",
        max_length=digits,
        **props,
    )


def select_field(
    label: Words,
    name: str,
    choices: Sequence[Choice] | rx.Var[list[Any]],
    *,
    empty: Words = "",
    **props: Any,
) -> rx.Component:
    """A choice from (value, words) pairs or a var of them; `empty` is the words of choosing none."""
    first = [rx.el.option(empty, value="")] if isinstance(empty, rx.Var) or empty else []
    if isinstance(choices, rx.Var):
        options: list[Any] = [rx.foreach(choices, lambda pair: rx.el.option(pair[1], value=pair[0]))]
    else:
        options = [rx.el.option(words, value=value) for value, words in choices]
    props = {key: text for key, text in props.items() if isinstance(text, rx.Var) or text != ""}
    parts = [rx.fragment(*first, *options), icon("chevron_down")]
    return Field.create(*parts, kind="select", name=name, label=label, **props)


def radio_group(
    label: Words,
    name: str,
    choices: Sequence[Choice],
    *,
    chosen: Any = None,
    help: Words = "",
    error: Words = "",
    **props: Any,
) -> rx.Component:
    """A question with a few answers, all of them visible. `chosen` is the value chosen at first."""
    given = {
        key: text for key, text in {"help": help, "error": error}.items() if isinstance(text, rx.Var) or text
    }
    options = [
        rx.el.label(
            rx.el.input(type="radio", name=name, value=value, default_checked=_is(chosen, value)),
            rx.el.span(words),
            class_name="choice",
        )
        for value, words in choices
    ]
    return Choices.create(*options, name=name, label=label, **given, **props)


def checkbox(label: Words, name: str, *, value: str = "yes", error: Words = "", **props: Any) -> rx.Component:
    """One thing to say yes to; `error` is what is wrong with not having done so."""
    if not isinstance(error, rx.Var) and not error:
        return _box(label, type="checkbox", name=name, value=value, **props)
    about = f"field-{name}-error"
    said = rx.el.div(
        rx.cond(error, rx.el.p(error, class_name="field-error")),
        id=about,
        custom_attrs={"aria-live": "polite"},
    )
    told = {"aria-invalid": rx.cond(error, "true", "false"), "aria-describedby": about}
    return rx.el.div(_box(label, type="checkbox", name=name, value=value, custom_attrs=told, **props), said)


def _box(label: Words, **props: Any) -> rx.Component:
    return rx.el.label(rx.el.input(**props), rx.el.span(label), class_name="choice")


def rule_list(*rules: tuple[Words, rx.Var[bool]], label: Words, id: str) -> rx.Component:
    """Rules under a field, each ticked live once it is met. The field says `rules=id`."""
    made = [
        rx.el.li(
            icon("check"),
            rx.el.span(text, rx.cond(met, rx.el.span(t(" (done)"), class_name="only-read"))),
            custom_attrs={"data-met": met},
        )
        for text, met in rules
    ]
    name = rx.el.span(label, " ", class_name="only-read", custom_attrs={"id": f"{id}-name"})
    rows = rx.el.ul(*made, class_name="rules", custom_attrs={"aria-labelledby": f"{id}-name"})
    return rx.el.div(
        name, rows, custom_attrs={"id": id}
    )  # a label of the list itself would be all that is read


def _is(chosen: Any, value: str) -> Any:
    return chosen == value if isinstance(chosen, rx.Var) else str(chosen) == value
