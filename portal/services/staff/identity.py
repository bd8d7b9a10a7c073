"""How staff made sure whom they have before them, before they change how someone gets in."""

from dataclasses import dataclass

from portal.errors import Invalid
from portal.i18n import t

LONGEST = 100
CALLED = "called"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Identity:
    """What was seen or done, by its key, and in words what another photo ID was. Never a number."""

    way: str
    detail: str = ""


def ways(*, in_person: bool) -> list[tuple[str, str]]:
    """What counts, as (key, words); `in_person` leaves out what can be done from afar."""
    seen = [
        ("license", t("Driver license or state ID")),
        ("passport", t("Passport")),
        ("military", t("Military ID")),
        (OTHER, t("Another photo ID")),
    ]
    if in_person:
        return seen
    called = t("I called the phone number on file, and they told me two things only they know")
    return [*seen, (CALLED, called)]


def checked(identity: Identity, *, in_person: bool) -> str:
    """What was seen or done, in words, as it is written down. Raises: Invalid."""
    words = dict(ways(in_person=in_person)).get(identity.way)
    detail = " ".join(identity.detail.split())
    if words is None:
        raise Invalid(fields={"way": t("Choose how you made sure that it is them.")})
    if identity.way == OTHER and not detail:
        raise Invalid(fields={"detail": t("Say which photo ID you saw.")})
    if len(detail) > LONGEST:
        raise Invalid(fields={"detail": t("Use 100 characters or fewer.")})
    return f"{words}: {detail}" if detail else words
