"""What our emails say to patients and those who help them: that something changed, never what or for whom."""

from portal.i18n import t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings


def offer_answered() -> Draft:
    """To a patient: someone they invited has said yes or no."""
    subject = t("Someone answered your invitation at {practice}", practice=get_settings().practice_name)
    return _to_patient(subject, t("Someone you asked to help you through our patient portal has answered."))


def helpers_changed() -> Draft:
    """To a patient: someone was invited, or someone's access to their record was changed or has ended."""
    subject = t("Access to your record has changed at {practice}", practice=get_settings().practice_name)
    said = t("What someone else may see in your health record was offered, changed, taken back or has ended.")
    return _to_patient(subject, said)


def help_begun() -> Draft:
    """To someone who said yes to an invitation."""
    subject = t("You can help someone now at {practice}", practice=get_settings().practice_name)
    return _to_helper(subject, t("You said yes to an invitation to help someone through our patient portal."))


def help_changed() -> Draft:
    """To someone who helps another: what they may see and do has changed; what, is behind the sign-in."""
    practice = get_settings().practice_name
    subject = t("What you may see for someone has changed at {practice}", practice=practice)
    return _to_helper(
        subject, t("Someone you help through our patient portal changed what you may see there.")
    )


def help_ended() -> Draft:
    """To someone who has stopped helping another."""
    subject = t("You have stopped helping someone at {practice}", practice=get_settings().practice_name)
    return _to_helper(subject, t("You see nothing of their record any more. Only they can invite you again."))


def offer_declined() -> Draft:
    """To someone who said no: they may have no account, so nothing leads anywhere."""
    practice = get_settings().practice_name
    return Draft(
        subject=t("You said no to an invitation at {practice}", practice=practice),
        lines=(t("You were asked to help someone through our patient portal, and said no."),
               t("The link no longer works. Nobody sees more or less than before.")),
        after=(t("If this was not you, call us at {phone}.", phone=get_settings().practice_phone),),
    )  # fmt: skip


def offer_taken_back() -> Draft:
    """To someone who was invited: the invitation no longer counts."""
    practice = get_settings().practice_name
    return Draft(
        subject=t("An invitation was taken back at {practice}", practice=practice),
        lines=(t("You were asked to help someone through our patient portal. That was taken back."),
               t("The link in the email before this one no longer works. There is nothing to do.")),
        after=(t("Questions? Call us at {phone}.", phone=get_settings().practice_phone),),
    )  # fmt: skip


def _to_patient(subject: str, said: str) -> Draft:
    settings = get_settings()
    return Draft(
        subject=subject,
        lines=(said,),
        button=(t("Sign in to see"), f"{settings.origin}/profile/representatives"),
        after=(t("If this was not you, call us at once at {phone}.", phone=settings.practice_phone),),
    )


def _to_helper(subject: str, said: str) -> Draft:
    settings = get_settings()
    return Draft(
        subject=subject,
        lines=(said,),
        button=(t("Sign in to see"), f"{settings.origin}/home"),
        after=(t("Questions? Call us at {phone}.", phone=settings.practice_phone),),
    )
