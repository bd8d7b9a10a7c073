"""What our emails say around an 18th birthday: what ends, and when to look; never whose, never the day."""

from portal.i18n import N_, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings

_WITHIN = {90: N_("in the next 3 months"), 30: N_("in the next month"), 7: N_("in the next 7 days")}


def access_will_end(link: str, days: int) -> Draft:
    """To a parent or guardian, 90, 30 and 7 days before."""
    settings = get_settings()
    return Draft(
        subject=t("Your access to someone’s record will end soon"),
        lines=(
            t(
                "Someone whose record you see as a parent or guardian, in the patient portal of {practice}, "
                "turns 18 {within}.",
                practice=settings.practice_name,
                within=t(_WITHIN[days]),
            ),
            t("Your access ends by itself at the beginning of that day. You do not need to do anything."),
        ),
        button=(t("Sign in to see more"), link),
        after=(
            t("Will they need your help after that? Call us before that day, at {phone}.",
              phone=settings.practice_phone),
        ),
    )  # fmt: skip


def access_has_ended() -> Draft:
    """To a parent or guardian, once it is over."""
    settings = get_settings()
    return Draft(
        subject=t("Your access to someone’s record has ended"),
        lines=(
            t(
                "Someone whose record you saw as a parent or guardian, in the patient portal of {practice}, "
                "is 18 now. So your access has ended.",
                practice=settings.practice_name,
            ),
            t("Your own account stays as it is. They can invite you to help them, if they like."),
        ),
        button=(t("Sign in"), f"{settings.origin}/home"),
        after=(t("Questions? Call us at {phone}.", phone=settings.practice_phone),),
    )


def record_will_be_yours(link: str, days: int, *, has_account: bool) -> Draft:
    """To the young person, 90, 30 and 7 days before."""
    settings = get_settings()
    next_step = (
        t("Your account stays as it is.")
        if has_account
        else t("On that day we send you an invitation to set up an account of your own.")
    )
    return Draft(
        subject=t("Soon your health record is yours alone"),
        lines=(
            t("You turn 18 {within}. On that day the access that your parents or guardians have to your "
              "record in the patient portal of {practice} ends by itself.",
              within=t(_WITHIN[days]), practice=settings.practice_name),
            next_step,
        ),
        button=(t("See the patient portal"), link),
        after=(
            t("Would you like someone to go on helping you? You can invite them yourself once you are 18."),
            t("Questions? Call us at {phone}.", phone=settings.practice_phone),
        ),
    )  # fmt: skip
