"""The wallet card, to print, fold and keep."""

import reflex as rx

from portal.components import card, notice, patient_screen, print_button, t, when_ready
from portal.pages.patient.sharing import SHARING
from portal.pages.registry import screen
from portal.state.sharing import CardState

HALF = (
    "p-4 grid gap-2 content-start min-w-0 wrap-anywhere *:min-w-0 w-full sm:w-[3.37in] "
    "print:w-[3.37in] print:min-h-[2.13in] print:p-2"
)


@screen("/records/sharing/card", title="Wallet card", audience="patient", on_load=CardState.load)
def wallet_card() -> rx.Component:
    """What it is for, and the card itself."""
    how = card(
        rx.el.p(
            t(
                "Anyone with a phone can read the code, without the internet and without a passcode. Print "
                "the card, cut along the edge, fold it in the middle, and keep it with you."
            )
        ),
        rx.cond(CardState.card.left_out != "", rx.el.div(notice(CardState.card.left_out), class_name="mt-4")),
        rx.el.div(print_button(t("Print the card")), class_name="actions"),
        class_name="print:hidden",
    )
    return patient_screen(
        t("Wallet card"),
        when_ready(CardState.status, rx.el.div(how, _card(), class_name="stack"), on_retry=CardState.load),
        tab="records",
        back=SHARING,
        is_paper=True,
    )


def _card() -> rx.Component:
    one = CardState.card
    front = rx.el.div(
        rx.el.p(t("Health information"), class_name="text-xs uppercase tracking-wide"),
        rx.el.p(one.name, class_name="font-bold text-lg leading-tight"),
        rx.cond(one.born != "", rx.el.p(t("Born {day}", day=one.born))),
        rx.el.dl(rx.foreach(one.lines, _line), class_name="grid gap-1 text-sm print:text-[8pt]"),
        rx.el.p(t("Printed {day}", day=one.made), class_name="text-xs"),
        class_name=HALF,
    )
    back = rx.el.div(
        rx.el.img(
            src=one.qr, alt=t("QR code with the words of this card"), class_name="w-[2in] mx-auto bg-white"
        ),
        class_name=f"{HALF} border-dashed border-[#767676] max-sm:border-t sm:border-s",
    )
    return rx.el.section(
        front,
        back,
        class_name="flex flex-wrap w-full sm:w-fit bg-white text-black border border-[#767676] rounded-lg "
        "print:flex-nowrap break-inside-avoid",
        custom_attrs={"aria-label": t("Wallet card")},
    )


def _line(one: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one.name, class_name="inline font-bold"), " ", rx.el.dd(one.value, class_name="inline")
    )
