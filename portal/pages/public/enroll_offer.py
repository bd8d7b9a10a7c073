"""An offer of access to someone else's record: what is offered, and yes or no."""

import reflex as rx

from portal.components import button, card, fact_unless_empty, facts, notice, steps, submit_button, t
from portal.state.enroll import EnrollState

IS_GUARDIAN = EnrollState.kind == "guardian"


def offered() -> rx.Component:
    """What the link is, before anything is told about whom: sign in, set up an account, or say no."""
    return rx.el.div(
        card(
            rx.el.h2(
                rx.cond(
                    IS_GUARDIAN,
                    t("You are invited as a parent or guardian"),
                    t("You are invited to help someone"),
                )
            ),
            rx.el.p(
                rx.cond(
                    IS_GUARDIAN,
                    t("The practice invites you to see to the health care of someone in your care. "
                      "We tell you who it is once you have shown that the invitation is for you."),
                    t("Someone has asked you to help them with their health care through this portal. "
                      "We tell you who it is once you have shown that the invitation is for you."),
                )
            ),
            rx.el.p(t("You use an account of your own for it. Do you have one here already?")),
            rx.el.div(
                button(t("Yes, sign me in"), on_click=EnrollState.sign_in),
                button(t("No, set one up"), kind="quiet", on_click=EnrollState.newcomer),
                class_name="actions",
            ),
            class_name="stack",
        ),
        card(
            rx.el.h2(t("You do not want this?")),
            rx.el.p(
                rx.cond(
                    IS_GUARDIAN,
                    t("You can say no. The practice will see that you did."),
                    t("You can say no. The person who invited you will see that you did."),
                )
            ),
            rx.el.div(say_no(), class_name="actions"),
            class_name="stack",
        ),
        class_name="stack",
    )  # fmt: skip


def accept_step() -> rx.Component:
    """The last step for someone signed in: what they would see and do, and for whom."""
    one = EnrollState.offering
    may = rx.el.ul(rx.foreach(one.may, rx.el.li), class_name="plain-list")
    return rx.el.div(
        steps(2, 2, label=None),
        rx.el.h2(
            t("Step 2 of 2: Say yes or no"),
            tab_index=-1,
            class_name="outline-none",
            custom_attrs={"id": "step-accept"},
        ),
        rx.el.p(
            rx.cond(
                IS_GUARDIAN,
                t("You would see to {name} as their parent or guardian.", name=one.patient),
                t("{name} would like you to help them.", name=one.patient),
            )
        ),
        card(
            facts(
                fact_unless_empty(t("Their record"), one.patient),
                fact_unless_empty(t("You are their"), one.relationship),
                fact_unless_empty(t("Until"), one.until),
                fact_unless_empty(t("With your account"), EnrollState.member),
            ),
            rx.el.h3(t("What you may see and do")),
            may,
            class_name="stack",
        ),
        rx.el.p(
            t("Everything you do in their record is written down with your name, and they can read it. "
              "You can stop at any time.")
        ),
        rx.el.div(submit_button(t("Accept"), busy=EnrollState.busy), say_no(), class_name="actions"),
        hidden=EnrollState.step != "accept",
        class_name="form",
    )  # fmt: skip


def joined() -> rx.Component:
    """It is done: on to the start page, which shows everyone they help."""
    return rx.el.div(
        notice(
            t("You can now open the record of {name}.", name=EnrollState.offering.patient),
            tone="good",
            title=t("Thank you for helping"),
        ),
        rx.el.div(button(t("Go to your home page"), href="/home"), class_name="actions"),
        class_name="stack",
    )


def say_no() -> rx.Component:
    """The button that declines."""
    return button(t("No, thank you"), kind="quiet", on_click=EnrollState.decline)
