"""Inviting a parent or guardian: as the practice knows them, by email, with a link that asks for proof."""

from dataclasses import dataclass, field
from uuid import UUID

from portal import clock
from portal.access.ages import Stage
from portal.access.folder import Folder
from portal.access.grants import SELF_SCOPES
from portal.access.guardians import stage_now
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.integrations.email.address import checked_email
from portal.models.offer import AccessOffer, OfferContents
from portal.services import offers
from portal.services.facts import plain_number
from portal.services.staff.guardians import seats, typed, wards
from portal.services.staff.guardians.wards import Ground


@dataclass(frozen=True, slots=True)
class Invitee:
    """A parent or guardian as staff type them: `birth_date` as a form's date, the rest as text.

    `ground` is what lets someone act for an adult; empty for a child.
    """

    name: str
    email: str
    relationship: str
    birth_date: str
    zip: str = ""
    phone: str = ""
    ground: Ground = field(default_factory=Ground)


def invite(practice: Practice, folder: Folder, invitee: Invitee) -> None:
    """Invite a parent or guardian; an open invitation to the same address is replaced.

    Raises:
        Invalid: what cannot be taken, by field; the patient has died; no birth date or ZIP code is on file.
        Conflict: whoever has this address is in already, or was and is stopped.
    """
    is_adult = _is_adult(folder)
    contents, ground = _checked(invitee, is_adult=is_adult, folder=folder)
    earlier = _at(folder, contents.email)
    offer = (
        offers.resend(folder, earlier.id, contents=contents)
        if earlier
        else offers.make(folder, "guardian", contents)
    )
    if earlier:
        wards.forget_pending(folder, earlier.id)
    if ground is not None:
        wards.keep(practice, folder, ground, offer_id=offer.id)


def resend(practice: Practice, folder: Folder, offer_id: UUID) -> None:
    """Send an invitation again, under a link of its own. Raises: NotFound, Conflict, Invalid."""
    _open_offer(folder, offer_id)
    again = offers.resend(folder, offer_id)
    wards.move_pending(folder, offer_id, again.id)


def take_back(practice: Practice, folder: Folder, offer_id: UUID) -> None:
    """The link stops working at once. Raises: NotFound, Conflict."""
    _open_offer(folder, offer_id)
    offers.take_back(folder, offer_id)
    wards.forget_pending(folder, offer_id)


def _open_offer(folder: Folder, offer_id: UUID) -> AccessOffer:
    offer = offers.one(folder, offer_id)
    if offer.kind != "guardian":
        raise Conflict
    return offer


def _is_adult(folder: Folder) -> bool:
    return stage_now(folder.who(), clock.now()) == Stage.ADULT


def _checked(
    invitee: Invitee, *, is_adult: bool, folder: Folder
) -> tuple[OfferContents, wards.Recorded | None]:
    wrong: typed.Wrong = {}
    name = typed.person(invitee.name, "name", wrong)
    relationship = typed.words(invitee.relationship, "relationship", wrong, least=2, most=60)
    born = typed.born(invitee.birth_date, "birth_date", wrong)
    zip_code, phone = plain_number(invitee.zip), plain_number(invitee.phone)
    if invitee.zip.strip() and len(zip_code) != 5:
        wrong["zip"] = t("Enter 5 digits.")
    if invitee.phone.strip() and len(phone) != 10:
        wrong["phone"] = t("Enter 10 digits.")
    if not invitee.zip.strip() and not invitee.phone.strip():
        wrong["zip"] = t("Enter a ZIP code or a phone number. The invitation asks for it.")
    email = _email(invitee.email, wrong)
    ground = wards.checked(folder, invitee.ground, wrong) if is_adult else None
    if wrong:
        raise Invalid(fields=wrong)
    return (
        OfferContents(
            email=email,
            name=name,
            relationship=relationship,
            scopes=ground.scopes if ground else SELF_SCOPES,
            until=ground.last_day if ground else None,
            own_birth_date=born,
            own_zip=zip_code,
            own_phone=phone,
        ),
        ground,
    )


def _email(given: str, wrong: typed.Wrong) -> str:
    try:
        return checked_email(given)
    except Invalid as refusal:
        wrong |= refusal.fields
        return ""


def _at(folder: Folder, email: str) -> offers.Offer | None:
    """The open invitation to this address, to be replaced. Raises: Conflict when its holder is in already."""
    here = [
        seat
        for seat in seats.seats_of(folder)
        if seat.offer and seat.offer.contents.email.casefold() == email.casefold()
    ]
    if any(seat.stop for seat in here):
        raise Conflict(t("The access of whoever has this address is stopped. Allow it again instead."))
    if any(seat.is_open for seat in here):
        raise Conflict(t("Whoever has this address can open this record already. Nothing was sent."))
    return next((seat.offer for seat in here if seat.offer and seat.grant is None), None)
