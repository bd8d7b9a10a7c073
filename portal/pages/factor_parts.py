"""The pages on the second factor, which patients and staff share; each puts its own frame around them."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    code_field,
    dialog,
    empty_state,
    field,
    item,
    items,
    link,
    notice,
    print_button,
    section_card,
    submit_button,
    t,
    when_ready,
)
from portal.components.copying import copy_button
from portal.components.passkey import add_passkey
from portal.components.saving import save_button
from portal.components.text import Words, nt
from portal.settings import get_settings
from portal.state.factors import AppState, CodesState, FactorsState, PasskeysState

LOADS = {
    "authenticator": [FactorsState.load, AppState.load],
    "passkeys": [FactorsState.load, PasskeysState.load],
    "recovery-codes": [FactorsState.load, CodesState.load],
}


def factors_card(home: str) -> rx.Component:
    """What there is, and the ways to change it; `home` is the page it stands on."""
    few = FactorsState.has_factor & (FactorsState.codes_left <= 2)
    rows = [
        item(
            t("Authenticator app"),
            t("An app on your phone that shows a new code every 30 seconds"),
            icon_name="phone",
            tag=rx.cond(FactorsState.app, t("On"), t("Off")),
            tone=rx.cond(FactorsState.app, "good", "plain"),
            href=f"{home}/authenticator",
        ),
        item(
            t("Passkeys"),
            t("Your fingerprint, face or PIN instead of a password"),
            icon_name="key",
            tag=rx.cond(FactorsState.rows.length() > 0, FactorsState.rows.length().to_string(), t("None")),
            tone=rx.cond(FactorsState.rows.length() > 0, "good", "plain"),
            href=f"{home}/passkeys",
        ),
        item(
            t("Recovery codes"),
            t("For the day you do not have your phone"),
            icon_name="clipboard",
            tag=rx.cond(FactorsState.has_factor, t("{n} left", n=FactorsState.codes_left), ""),
            tone=rx.cond(few, "attention", "plain"),
            href=f"{home}/recovery-codes",
        ),
    ]
    why = t("After your password we ask for one of these too, so nobody gets in with your password alone.")
    return section_card(t("Second step at sign-in"), rx.el.p(why, class_name="section-note"), items(*rows))


def app_page() -> rx.Component:
    """Setting the app up, and turning it off."""
    must_stay = FactorsState.is_required & (FactorsState.rows.length() == 0)
    on = card(
        rx.el.p(t("Your app is set up. When you sign in, we ask for the code it shows.")),
        rx.cond(must_stay, rx.el.p(t("You can turn it off once you have a passkey."), class_name="quiet")),
        rx.el.div(
            button(t("Set up on another phone"), kind="quiet", on_click=AppState.begin),
            rx.cond(must_stay, rx.fragment(), button(t("Turn off"), kind="quiet", on_click=AppState.ask)),
            class_name="actions",
        ),
        class_name="narrow",
    )
    off = card(
        rx.el.p(
            t(
                "Install an authenticator app on your phone if you have none; your phone's app store has "
                "several that are free. When you sign in, we then ask for the code it shows, so nobody gets "
                "in with your password alone."
            )
        ),
        rx.el.div(button(t("Set up the app"), on_click=AppState.begin), class_name="actions"),
        class_name="narrow",
    )
    body = rx.cond(AppState.secret != "", _set_up(), rx.cond(FactorsState.app, on, off))
    return when_ready(
        FactorsState.status, rx.el.div(body, _turn_off(), class_name="stack"), on_retry=FactorsState.load
    )


def passkeys_page() -> rx.Component:
    """The passkeys there are, and one more."""
    what = card(
        rx.el.h2(t("Add a passkey")),
        rx.el.p(
            t(
                "A passkey lets you sign in with what unlocks your phone or computer: a fingerprint, your "
                "face or a PIN. Nobody can guess it, and it works on our site only."
            )
        ),
        add_passkey(on_added=PasskeysState.added),
        class_name="stack narrow",
    )
    none = empty_state(t("You have no passkey yet."), icon_name="key")
    rows = rx.el.ul(rx.foreach(FactorsState.rows, _passkey), class_name="items")
    listed = section_card(
        t("Your passkeys"),
        rx.cond(FactorsState.rows.length() > 0, rows, none),
        aside=rx.cond(
            FactorsState.rows.length() > 0, rx.el.small(t("{n} in all", n=FactorsState.rows.length()))
        ),
    )
    return when_ready(
        FactorsState.status,
        rx.el.div(listed, what, _remove(), class_name="stack"),
        on_retry=FactorsState.load,
    )


def codes_page() -> rx.Component:
    """The codes just made, or how many are left."""
    body = rx.cond(
        CodesState.codes.length() > 0,
        _new_codes(),
        rx.cond(FactorsState.has_factor, _codes_left(), _no_factor()),
    )
    return when_ready(
        FactorsState.status, rx.el.div(body, _make_again(), class_name="stack"), on_retry=FactorsState.load
    )


def _set_up() -> rx.Component:
    steps = rx.el.ol(
        rx.el.li(t("Open your authenticator app and choose to add an account.")),
        rx.el.li(t("Scan this picture with it.")),
        rx.el.li(t("Enter the code that the app shows now.")),
        class_name="list-decimal ps-5 grid gap-2",
    )
    picture = rx.el.img(
        src=AppState.qr,
        alt=t("QR code for your authenticator app"),
        class_name="size-56 max-w-full rounded-lg bg-white",
    )
    typed = rx.el.div(
        rx.el.p(t("Cannot scan it? Type this key into the app instead:")),
        rx.el.code(AppState.secret, class_name="font-semibold break-words block my-1"),
        copy_button(t("Copy the key"), AppState.secret),
    )
    form = rx.el.form(
        code_field(t("6-digit code"), "code", digits=7, error=AppState.wrong),
        rx.el.div(
            submit_button(t("Turn it on")),
            button(t("Cancel"), kind="quiet", on_click=AppState.cancel),
            class_name="actions",
        ),
        on_submit=AppState.confirm,
        method="post",
        no_validate=True,
        class_name="form",
    )
    return card(rx.el.h2(t("Set up the app")), steps, picture, typed, form, class_name="stack narrow")


def _turn_off() -> rx.Component:
    alone = rx.cond(
        FactorsState.rows.length() > 0,
        t("After that, we ask for a passkey when you sign in with your password."),
        t("After that, your password alone lets you in, and your recovery codes stop working."),
    )
    return dialog(
        t("Turn off the authenticator app?"),
        rx.el.p(alone),
        open=AppState.asking,
        on_close=AppState.keep,
        actions=[
            button(t("Keep it on"), kind="quiet", on_click=AppState.keep),
            button(t("Turn it off"), kind="danger", on_click=AppState.turn_off),
        ],
    )


def _passkey(row: Any) -> rx.Component:
    ways = rx.el.div(
        _way(t("Rename"), row.name, PasskeysState.begin_renaming(row.id)),
        _way(t("Remove"), row.name, PasskeysState.ask(row.id)),
        class_name="row-ways",
    )
    shown = rx.el.div(item(row.name, row.line, icon_name="key"), ways, class_name="file-row")
    return rx.el.li(rx.cond(PasskeysState.renaming == row.id, _rename(), shown))


def _way(label: Words, name: Words, on_click: Any) -> rx.Component:
    """A button in a row, which says to those who only hear it what it is for."""
    told = rx.el.span(" ", name, class_name="only-read")
    return rx.el.button(label, told, type="button", class_name="button quiet-button", on_click=on_click)


def _rename() -> rx.Component:
    return rx.el.form(
        field(
            t("New name"),
            "name",
            value=PasskeysState.name,
            error=PasskeysState.wrong,
            max_length=60,
            autocomplete="off",
            custom_attrs={"autoFocus": True},
        ),
        rx.el.div(
            submit_button(t("Save the name")),
            button(t("Cancel"), kind="quiet", on_click=PasskeysState.keep),
            class_name="actions",
        ),
        on_submit=PasskeysState.rename,
        method="post",
        no_validate=True,
        class_name="form section-body",
    )


def _remove() -> rx.Component:
    return dialog(
        t("Remove this passkey?"),
        rx.el.p(t("It will no longer sign you in here. You can add a new one at any time.")),
        open=PasskeysState.removing != "",
        on_close=PasskeysState.keep,
        actions=[
            button(t("Keep it"), kind="quiet", on_click=PasskeysState.keep),
            button(t("Remove it"), kind="danger", on_click=PasskeysState.remove),
        ],
    )


def _new_codes() -> rx.Component:
    text = CodesState.codes.join("\n")
    practice = get_settings().practice_name
    return card(
        rx.el.h2(t("Keep these codes now")),
        rx.el.p(
            t(
                "Each of them lets you in once when you do not have your phone. We show them only now. Print "
                "them, save them, or copy them into your password manager, and keep them safe."
            ),
            class_name="print:hidden",
        ),
        rx.el.p(t("Recovery codes for {practice}", practice=practice), class_name="hidden print:block"),
        rx.el.ul(
            rx.foreach(CodesState.codes, lambda code: rx.el.li(rx.el.code(code))),
            class_name="codes",
            custom_attrs={"aria-label": t("Your recovery codes")},
        ),
        rx.el.div(
            copy_button(t("Copy"), text),
            save_button(t("Save as a file"), text, name="recovery-codes.txt"),
            print_button(t("Print")),
            class_name="actions",
        ),
        rx.el.div(button(t("I have kept them"), on_click=CodesState.done), class_name="actions"),
        class_name="stack",
    )


def _codes_left() -> rx.Component:
    left = nt("You have {n} code left of 10.", "You have {n} codes left of 10.", FactorsState.codes_left)
    return card(
        rx.cond(
            FactorsState.codes_left == 0,
            notice(t("You have no recovery code left. Make new ones."), tone="attention"),
            rx.el.p(left),
        ),
        rx.el.p(
            t("A code lets you in once, when you do not have your phone. We email you whenever one is used.")
        ),
        rx.el.div(button(t("Make new codes"), on_click=CodesState.ask), class_name="actions"),
        class_name="stack",
    )


def _no_factor() -> rx.Component:
    way = link(t("Set up an authenticator app"), f"{FactorsState.home}/authenticator", standalone=True)
    return rx.el.section(
        empty_state(
            t("You need no recovery codes yet."),
            t("You get ten of them when you set up an authenticator app or a passkey."),
            icon_name="clipboard",
            action=way,
        ),
        class_name="card section",
    )


def _make_again() -> rx.Component:
    return dialog(
        t("Make new recovery codes?"),
        rx.el.p(t("You get ten new codes. The codes you have now stop working.")),
        open=CodesState.asking,
        on_close=CodesState.keep,
        actions=[
            button(t("Keep the old ones"), kind="quiet", on_click=CodesState.keep),
            button(t("Make new codes"), on_click=CodesState.make),
        ],
    )
