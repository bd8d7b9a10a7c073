"""What our emails about an account itself say: that something happened to it, when, and what to do if it was
not its owner. Never a name, never anything from a record.
"""

from datetime import datetime

from portal.i18n import moment, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings


def new_device(when: datetime, browser: str, link: str) -> Draft:
    """Someone signed in with a browser that is new to the account."""
    return _alert(
        t("A new sign-in to your account at {practice}", practice=_practice()),
        t("Someone signed in to your account with a browser we have not seen you use before."),
        t("When: {moment}. With: {browser}.", moment=moment(when), browser=browser),
        link=link,
    )


def after_refusals(when: datetime, browser: str, link: str) -> Draft:
    """Someone signed in after others, or they, had been refused several times."""
    return _alert(
        t("A sign-in to your account at {practice}", practice=_practice()),
        t("Someone signed in to your account after several tries that were wrong."),
        t("When: {moment}. With: {browser}.", moment=moment(when), browser=browser),
        link=link,
    )


def password_changed(when: datetime, link: str) -> Draft:
    """The password is another one now."""
    return _alert(
        t("Your password at {practice} was changed", practice=_practice()),
        t("The password of your account was changed on {moment}.", moment=moment(when)),
        t("Everyone who was signed in to it somewhere else was signed out."),
        link=link,
    )


def questions_changed(when: datetime, link: str) -> Draft:
    """The security questions are others now."""
    return _alert(
        t("Your security questions at {practice} were changed", practice=_practice()),
        t("The security questions of your account were changed on {moment}.", moment=moment(when)),
        link=link,
    )


def email_code(code: str) -> Draft:
    """The code that confirms a new address. Whoever reads it may be a stranger: it says no more than that."""
    spaced = f"{code[:4]} {code[4:]}"
    return Draft(
        subject=t("Your code for {practice}", practice=_practice()),
        lines=(
            t(
                "Someone gave this address as their email in the patient portal of {practice}.",
                practice=_practice(),
            ),
            t("If it was you, type this code on the page where you asked: {code}", code=spaced),
            t("It works once, for 10 minutes."),
        ),
        button=(t("Go to the portal"), get_settings().origin),
        after=(
            t("If it was not you, you can delete this email. Nothing happens without the code."),
            t("Questions? Call us at {phone}.", phone=_phone()),
        ),
    )


def email_asked(when: datetime, link: str) -> Draft:
    """To the address there is: another one was asked for, and nothing has changed yet."""
    return _alert(
        t("Someone asked to change your email at {practice}", practice=_practice()),
        t("On {moment} someone asked to change the email address of your account.", moment=moment(when)),
        t("Nothing has changed yet. It changes only once a code sent to the new address was typed."),
        link=link,
    )


def email_changed(when: datetime, link: str) -> Draft:
    """To the address of before: it no longer is the one."""
    return _alert(
        t("Your email at {practice} was changed", practice=_practice()),
        t("The email address of your account was changed on {moment}.", moment=moment(when)),
        t("Our emails now go to the new address, and no longer to this one."),
        link=link,
    )


def _alert(subject: str, *lines: str, link: str) -> Draft:
    """What was done, and the same words on what to do about it."""
    return Draft(
        subject=subject,
        lines=(*lines, t("If this was you, there is nothing to do.")),
        button=(t("Look at your account"), link),
        after=(
            t("Was it not you? Sign in, change your password, and press “Sign out everywhere”."),
            t("If you cannot sign in, or would rather talk to us, call {phone}.", phone=_phone()),
        ),
    )


def _practice() -> str:
    return get_settings().practice_name


def _phone() -> str:
    return get_settings().practice_phone
