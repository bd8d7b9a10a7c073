"""What our emails to those who work here say; like the others, never a name or anything from a record."""

from datetime import datetime

from portal.i18n import moment, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings


def staff_set_up(link: str, expires_at: datetime) -> Draft:
    """The link with which someone who works here sets up their account, or sets it up again."""
    settings = get_settings()
    return Draft(
        subject=t("Set up your staff account at {practice}", practice=settings.practice_name),
        lines=(
            t(
                "You have a staff account in the patient portal of {practice}.",
                practice=settings.practice_name,
            ),
            t("Choose a password and add your phone as a second step. It takes about 2 minutes."),
        ),
        button=(t("Set up your account"), link),
        after=(
            t(
                "This link works once, until {until}. It is only for you. Please do not pass it on.",
                until=moment(expires_at),
            ),
            t(
                "If you do not work at {practice}, please call {phone}.",
                practice=settings.practice_name,
                phone=settings.practice_phone,
            ),
        ),
    )


def emergency_opened(link: str) -> Draft:
    """To those who run the portal: a chart was opened in an emergency, and someone should look at why."""
    settings = get_settings()
    return Draft(
        subject=t("A chart was opened in an emergency at {practice}", practice=settings.practice_name),
        lines=(
            t("Someone on your staff opened a chart that their role does not open, and wrote down why."),
            t("Please check soon whether it was right. The list says who it was."),
        ),
        button=(t("See the list"), link),
        after=(
            t("You will be asked to sign in first. You get this email because you are an administrator."),
        ),
    )
