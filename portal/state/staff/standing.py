"""Where a patient stands on the way to an account, as the page shows it."""

from dataclasses import dataclass

from portal.access.enrolment import InvitationStatus
from portal.i18n import day, t
from portal.services.staff.patients import standing_words


@dataclass(frozen=True)
class StandingView:
    """A word and its tone, a sentence, and which buttons are there."""

    words: str
    tone: str
    line: str
    email: str
    is_invited: bool
    may_invite: bool
    may_resend: bool
    may_revoke: bool


UNKNOWN = StandingView("", "plain", "", "", False, False, False, False)


def standing_view(found: InvitationStatus, *, deceased: bool) -> StandingView:
    """An invitation's status in words, with what can be done now."""
    words, tone = standing_words(found.status)
    was_invited = found.status in ("invited", "bounced", "expired", "revoked")
    open_to = not deceased and found.status != "enrolled"
    return StandingView(
        words=words,
        tone=tone,
        line=t("This patient has died and cannot be invited.") if deceased else _line(found),
        email=found.email,
        is_invited=was_invited,
        may_invite=open_to and not was_invited,
        may_resend=open_to and was_invited,
        may_revoke=found.status in ("invited", "bounced"),
    )


def _line(found: InvitationStatus) -> str:
    if found.status == "invited":
        return " ".join((_mail(found), t("The link works until {day}.", day=day(found.expires_at))))
    lines = {
        "not invited": t("Nobody has invited this patient yet."),
        "bounced": t(
            "The email to {email} came back on {day}. Check the address with the patient and send it again.",
            email=found.email,
            day=day(found.bounced_at),
        ),
        "expired": t(
            "Invited on {day} at {email}. The link stopped working on {end}.",
            day=day(found.invited_at),
            email=found.email,
            end=day(found.expires_at),
        ),
        "revoked": t("The invitation to {email} was taken back.", email=found.email),
        "enrolled": t("Has had an account since {day}.", day=day(found.enrolled_at))
        if found.enrolled_at
        else t("Has an account."),
    }
    return lines[found.status]


def _mail(found: InvitationStatus) -> str:
    values = {"day": day(found.invited_at), "email": found.email}
    if found.mail == "failed":
        return t("Invited on {day} at {email}, but the email could not be sent.", **values)
    if found.mail == "waiting":
        return t("Invited on {day} at {email}. The email is on its way.", **values)
    return t("Invited on {day} at {email}.", **values)
