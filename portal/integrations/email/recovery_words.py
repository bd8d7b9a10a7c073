"""What our emails say to someone who is getting back in, or whose way in was changed."""

from datetime import datetime

from portal.i18n import moment, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings


def code(digits: str, *, minutes: int) -> Draft:
    """The code that shows who reads this mailbox. The same to everyone, with an account or without."""
    return Draft(
        subject=t("Your code from {practice}", practice=get_settings().practice_name),
        lines=(t("Someone, we hope you, wants to get back into our patient portal. This is the code:"),),
        code=digits,
        after=(
            t(
                "It works for {n} minutes, once, and only on the page where it was asked for. Type it there.",
                n=minutes,
            ),
            t("Tell it to nobody. We never ask for it on the phone or by email."),
            t("If it was not you, you can delete this email. Nobody gets in without the code."),
        ),
    )


def practice_code(digits: str, until: datetime) -> Draft:
    """A code that the practice gives, instead of the security question."""
    settings = get_settings()
    return Draft(
        subject=t("Your code from {practice}", practice=settings.practice_name),
        lines=(
            t("You asked us to help you get back into our patient portal. This is your code:"),
            t("Open the page, type your username or this email address, and the code."),
        ),
        code=digits,
        button=(t("Get back in"), f"{settings.origin}/recover#desk"),
        after=(
            t("It works until {moment}, once.", moment=moment(until)),
            t("Tell it to nobody. If you did not ask for it, please call us at {phone}.",
              phone=settings.practice_phone),
        ),
    )  # fmt: skip


def code_printed() -> Draft:
    """The practice has printed a code for this account and handed it over."""
    return _warned(
        t("A code was printed for your account"),
        t("At our front desk we printed a code to get into your account in our patient portal."),
        t("If you were there to ask for it, all is well."),
    )


def username(name: str) -> Draft:
    """The username, to whoever has shown everything else."""
    settings = get_settings()
    return Draft(
        subject=t("What you asked us for"),
        lines=(t("Your username for our patient portal is:"),),
        code=name,
        button=(t("Sign in"), settings.origin),
        after=(
            t("Your password was not changed."),
            t("If you did not ask for this, please call us at {phone}.", phone=settings.practice_phone),
        ),
    )


def password_changed() -> Draft:
    """Someone got back in with a new password."""
    return _warned(
        t("Your password was changed"),
        t("You have a new password for our patient portal. Everyone who was signed in was signed out."),
        t("If you did this, all is well."),
    )


def email_changed(*, is_old: bool) -> Draft:
    """The practice has changed where the portal writes to; said at the old and the new address."""
    what = (
        t("We changed the email address of your account in our patient portal. It is not this one any more.")
        if is_old
        else t("We changed the email address of your account in our patient portal. It is this one now.")
    )
    return _warned(t("Your email address was changed"), what, t("If you asked us to, all is well."))


def second_step_off() -> Draft:
    """The practice has turned the second step off for someone who lost theirs."""
    return _warned(
        t("Your second step was turned off"),
        t("We turned off the second step of your account in our patient portal. You can set it up again."),
        t("If you asked us to, all is well."),
    )


def locked() -> Draft:
    """The practice has locked the account."""
    return _warned(
        t("Your account is locked"),
        t("We have locked your account in our patient portal. Nobody can sign in to it now."),
        t("Your record is safe."),
    )


def unlocked() -> Draft:
    """The practice has unlocked the account."""
    return _warned(
        t("Your account is open again"),
        t("We have unlocked your account in our patient portal. You can sign in as before."),
        t("If you asked us to, all is well."),
    )


def _warned(subject: str, what: str, well: str) -> Draft:
    settings = get_settings()
    return Draft(
        subject=subject,
        lines=(what, well),
        button=(t("Open the patient portal"), settings.origin),
        after=(t("Questions, or was it not you? Please call us at {phone}.", phone=settings.practice_phone),),
    )
