"""Questions people ask, answered for this practice and for what the portal does today."""

import reflex as rx

from portal.components import icon, link, public_screen, t
from portal.components.pieces import card
from portal.components.text import Words
from portal.pages.public.words import browsers, call_us
from portal.pages.registry import screen
from portal.settings import get_settings


@screen("/help", title="Help", audience="public")
def help_page() -> rx.Component:
    """Short answers, in groups, and whom to call."""
    settings = get_settings()
    practice, days = settings.practice_name, settings.invitation_days
    return public_screen(
        t("Help"),
        _group(
            t("Setting up your account"),
            _answer(
                t("Who can have an account?"),
                t(
                    "Every patient of {practice} who has an email address. Ask us for an invitation.",
                    practice=practice,
                ),
            ),
            _answer(
                t("How do I set it up?"),
                t("1. Give us your email address. We send you an invitation."),
                t(
                    "2. Open the link in it, show that it is you, and choose a username, a password and "
                    "three security questions."
                )
                if get_settings().security_questions
                else t("2. Open the link in it, show that it is you, and choose a username and a password."),
                t("3. That is all: you are signed in. It takes about three minutes."),
            ),
            _answer(
                t("I did not get an invitation, or the link does not work."),
                t(
                    "Look in your spam folder first. A link works for {days} days and once. After that, "
                    "or if a newer one was sent, call us and we will send you a new one.",
                    days=days,
                ),
            ),
        ),
        _group(
            t("Signing in"),
            _answer(
                t("How do I get back here?"),
                t(
                    "Keep this address as a bookmark, or follow the link in any of our emails. Then sign "
                    "in with your username and password."
                ),
            ),
            _answer(
                t("I forgot my username or password."),
                link(t("See how to get back in"), "/recover", standalone=True),
            ),
            _answer(
                t("Why was I signed out?"),
                t(
                    "After {n} minutes without activity we sign you out, so that nobody else can read "
                    "your record on a device you left open. Nothing is lost.",
                    n=settings.idle_minutes,
                ),
            ),
        ),
        _group(
            t("Your health record"),
            _answer(
                t("What can I see?"),
                t(
                    "Test results, visits, immunizations, medications, conditions, allergies, vital "
                    "signs, procedures, care plans and documents, as far as the practice has made them "
                    "available."
                ),
            ),
            _answer(
                t("Something is missing or wrong."),
                t("Call us. Your care team can look at it and put it right."),
            ),
        ),
        _group(
            t("Messages"),
            _answer(
                t("How do I write to my care team?"),
                t(
                    "Open Messages, then New message. Choose who it goes to and what it is about; you see by "
                    "which day you are answered. You can add pictures and PDF."
                ),
                t("In an emergency call 911. Messages are not read at every hour."),
            ),
            _answer(
                t("Where is the answer?"),
                t(
                    "In the same conversation, as soon as it is written. We also email you that a message "
                    "has come, and nothing of what it says. Under Profile, Notifications you choose when."
                ),
            ),
            _answer(
                t("I was interrupted while writing."),
                t(
                    "What you type is kept as you type it, with its pictures. You find it under Messages, on "
                    "any device, until you send it or throw it away."
                ),
            ),
        ),
        _group(
            t("Safety and devices"),
            _answer(
                t("Is it secure?"),
                t(
                    "Yes. Your record is encrypted where it is stored, under a key of your own, and every"
                    " time it is opened is written down."
                ),
                link(t("Read more about privacy"), "/legal/privacy", standalone=True),
            ),
            _answer(t("Which browsers can I use?"), browsers()),
        ),
        card(
            rx.el.h2(t("Any other question")),
            rx.el.p(t("Call us. In an emergency, call 911.")),
            call_us(first=False),
            class_name="stack",
        ),
    )


QUESTION = (
    "flex items-center gap-4 min-h-14 px-(--pad) py-2 cursor-pointer list-none font-medium "
    "hover:bg-(--accent-soft) focus-visible:-outline-offset-3 "
    "[&::-webkit-details-marker]:hidden [&>.icon]:text-(--accent) group-open:[&>.icon]:rotate-180"
)


def _group(title: Words, *answers: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), class_name="section-head"), *answers, class_name="card section"
    )


def _answer(question: Words, *lines: Words | rx.Component) -> rx.Component:
    said = [line if isinstance(line, rx.Component) else rx.el.p(line) for line in lines]
    return rx.el.details(
        rx.el.summary(rx.el.span(question, class_name="grow"), icon("chevron_down"), class_name=QUESTION),
        rx.el.div(*said, class_name="px-(--pad) pb-4 grid gap-2"),
        class_name="group border-t border-(--line)",
    )
