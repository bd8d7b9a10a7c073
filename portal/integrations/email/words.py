"""What our emails say: that something is there and a link to it, never a name or anything from a record."""

from datetime import datetime
from uuid import UUID

from portal.i18n import day, nt, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings


def enrolment(link: str, expires_at: datetime) -> Draft:
    """The invitation to set up an account."""
    settings = get_settings()
    life = nt("{n} day", "{n} days", settings.invitation_days)
    return Draft(
        subject=t("Set up your account at {practice}", practice=settings.practice_name),
        lines=(
            t("{practice} invites you to use its patient portal.", practice=settings.practice_name),
            t("Setting up takes about 3 minutes and has 3 steps."),
        ),
        button=(t("Set up your account"), link),
        after=(
            t(
                "This link works for {life}, until {date}. It is only for you. Please do not pass it on.",
                life=life,
                date=day(expires_at),
            ),
            t(
                "If you did not expect this email, you can delete it. Questions? Call us at {phone}.",
                phone=settings.practice_phone,
            ),
        ),
    )


def offer_of_access(link: str, expires_at: datetime, *, kind: str) -> Draft:
    """The offer to help someone through the portal; whom, is told once the link is proved."""
    settings = get_settings()
    is_guardian = kind == "guardian"
    asks = (
        t("{practice} invites you to use its patient portal for someone in your care.",
          practice=settings.practice_name)
        if is_guardian
        else t("A patient of {practice} asks you to help them through our patient portal.",
               practice=settings.practice_name)
    )  # fmt: skip
    return Draft(
        subject=t("You are invited to the patient portal of {practice}", practice=settings.practice_name),
        lines=(
            asks,
            t("To keep their record safe, we ask for their date of birth and ZIP code first."),
            t("Then you sign in, or set up an account of your own. That takes about 3 minutes."),
        ),
        button=(t("See the invitation"), link),
        after=(
            t("This link works until {date}. It is only for you. Please do not pass it on.",
              date=day(expires_at)),
            t("If you do not know what this is about, you can say no behind the link, or delete this email."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
    )  # fmt: skip


def new_results(link: str) -> Draft:
    """That results have come, and nothing of what they say."""
    settings = get_settings()
    return Draft(
        subject=t("Something new is in your health record at {practice}", practice=settings.practice_name),
        lines=(
            t("New results have come into the health record that you can see in our patient portal."),
            t("You may see them before your care team has."),
        ),
        button=(t("Sign in to see them"), link),
        after=(
            t("You will not get another email like this until you have been there."),
            t("You can choose not to get them: in the portal, under Results, “How you see results”."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
    )


def new_message(link: str, off: str = "") -> Draft:
    """That someone of the practice has written; who and what is behind the link."""
    settings = get_settings()
    return Draft(
        subject=t("You have a new message from {practice}", practice=settings.practice_name),
        lines=(t("There is a new message for you in our patient portal."),),
        button=(t("Read the message"), link),
        after=(
            t("You will be asked to sign in first."),
            t("You will not get another email about this conversation until you have read it."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
        off=off,
    )


def new_messages(link: str, off: str = "") -> Draft:
    """That the practice has written in several conversations: one email in place of many."""
    settings = get_settings()
    return Draft(
        subject=t("You have new messages from {practice}", practice=settings.practice_name),
        lines=(
            t("There are new messages for you in our patient portal, in more than one conversation."),
            t("We put them into one email, so that you do not get many."),
        ),
        button=(t("Read the messages"), link),
        after=(
            t("You will be asked to sign in first."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
        off=off,
    )


def request_answered(link: str) -> Draft:
    """That a request to the practice was answered; the answer itself is behind the link."""
    settings = get_settings()
    return Draft(
        subject=t("{practice} has answered your request", practice=settings.practice_name),
        lines=(t("There is an answer to a request you sent through our patient portal."),),
        button=(t("Read the answer"), link),
        after=(
            t("You will be asked to sign in first."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
    )


def contact_change_asked(link: str) -> Draft:
    """To a patient: someone asked the practice for other contact details; which, is behind the link."""
    settings = get_settings()
    return Draft(
        subject=t("A change of contact details was asked for at {practice}", practice=settings.practice_name),
        lines=(
            t("Someone asked us through our patient portal to change the contact details we have for you."),
            t("If it was you, there is nothing to do."),
        ),
        button=(t("Sign in to see"), link),
        after=(t("If it was not you, call us at once at {phone}.", phone=settings.practice_phone),),
    )


def shared_link(link: str, expires_at: datetime) -> Draft:
    """A link to a part of someone's record, which opens only with a passcode told another way."""
    settings = get_settings()
    return Draft(
        subject=t("Someone wants to share health information with you"),
        lines=(
            t(
                "A patient of {practice} sent you a link to health information.",
                practice=settings.practice_name,
            ),
            t("You need a passcode to open it. The person who shared it tells you the passcode another way."),
        ),
        button=(t("Open what was shared"), link),
        after=(
            t("The link works until {date}. Please do not pass it on.", date=day(expires_at)),
            t("If you did not expect this email, you can delete it."),
        ),
    )


def share_opened(whose: UUID) -> Draft:
    """To whoever made a link to this patient's record: it was opened for the first time."""
    settings = get_settings()
    return Draft(
        subject=t("A link you made was opened"),
        lines=(
            t("Someone opened a link that you made in the patient portal of {practice}.",
              practice=settings.practice_name),
            t("Sign in to see who it was and when. You can turn the link off there at any time."),
        ),
        button=(t("See your links"), f"{settings.origin}/records/sharing?for={whose}"),
        after=(
            t("Nobody should have opened it? Turn it off and call {phone}.", phone=settings.practice_phone),
        ),
    )  # fmt: skip


def share_closed(whose: UUID) -> Draft:
    """To whoever made a link to this patient's record: the practice closed it."""
    settings = get_settings()
    return Draft(
        subject=t("A link you made no longer works"),
        lines=(
            t("A link that you made in the patient portal of {practice} no longer works.",
              practice=settings.practice_name),
            t("Sign in to see which one. You can make a new link there."),
        ),
        button=(t("See your links"), f"{settings.origin}/records/sharing?for={whose}"),
        after=(t("Questions? Call {phone}.", phone=settings.practice_phone),),
    )  # fmt: skip
