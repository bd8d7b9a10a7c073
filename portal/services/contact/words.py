"""Contact details and requests to change them, in words for patients and staff alike."""

from portal.i18n import day, t
from portal.models.contact_change import ContactChange, ContactChangeContents, ContactDetails, Status
from portal.models.unseen import HELPERS
from portal.services import due
from portal.services.audit_words import relation_words

ADDRESS = "address"
ADDRESS_FIELDS = ("line", "line2", "city", "state", "zip")
PHONES = ("mobile", "home", "work", "other")
PARTS = (ADDRESS, *PHONES)


def names() -> dict[str, str]:
    """What each part of the contact details is called, in the order it is shown."""
    said = (t("Address"), t("Mobile phone"), t("Home phone"), t("Work phone"), t("Other phone"))
    return dict(zip(PARTS, said, strict=True))


def value(details: ContactDetails, part: str) -> str:
    """One part on one line."""
    if part != ADDRESS:
        return str(getattr(details, part))
    region = " ".join(filter(None, (details.state, details.zip)))
    place = ", ".join(filter(None, (details.city, region)))
    return ", ".join(filter(None, (details.line, details.line2, place)))


def is_same(one: ContactDetails, other: ContactDetails, part: str) -> bool:
    """Whether a part says the same, however it is written: of a phone its digits count."""
    if part == ADDRESS:
        return all(_plain(getattr(one, name)) == _plain(getattr(other, name)) for name in ADDRESS_FIELDS)
    return _dialled(getattr(one, part)) == _dialled(getattr(other, part))


def status_tag(row: ContactChange) -> tuple[str, str]:
    """Where a request stands, and the tone of its tag."""
    return {
        Status.RECEIVED: (t("Waiting"), "attention"),
        Status.ENTERED: (t("Entered"), "good"),
        Status.DENIED: (t("Not changed"), "danger"),
        Status.WITHDRAWN: (t("Taken back"), "plain"),
    }[Status(row.status)]


def outcome(row: ContactChange, said: ContactChangeContents, *, is_there: bool = False) -> str:
    """What came of a request, with who and when; `is_there`: what was asked for is on file now."""
    if row.status == Status.RECEIVED:
        return t("We look at it and answer by {day}.", day=day(row.due_on))
    if row.status == Status.WITHDRAWN:
        return t("Taken back on {day}. Nothing was changed.", day=day(row.withdrawn_at))
    given = {"name": said.decided_by, "day": day(row.decided_at)}
    if row.status == Status.DENIED:
        return t("{name} answered on {day} that this was not changed.", **given)
    if is_there:
        return t("Entered by {name} on {day}.", **given)
    return t("Entered by {name} on {day}. It shows here with our records system's next update.", **given)


def who_asked(said: ContactChangeContents, *, patient: str = "") -> str:
    """Who asked, and as what and for whom when it was not the patient."""
    part = relation_words(said.relation) if said.relation in HELPERS else ""
    if part and patient:
        return t("{name}, {part}, for {patient}", name=said.asked_by, part=part, patient=patient)
    return t("{name}, {part}", name=said.asked_by, part=part) if part else said.asked_by


def is_overdue(row: ContactChange) -> bool:
    """Whether an answer should have been given before today."""
    return row.status == Status.RECEIVED and due.is_overdue(row.due_on)


def _plain(text: str) -> str:
    return " ".join(text.replace(",", " ").split()).casefold()


def _dialled(text: str) -> str:
    """The digits, without the 1 before a number of this country; what has no digits as it is."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return digits.removeprefix("1") if len(digits) == len("16075550134") else digits or _plain(text)
