"""Making an offer, sending it again under another link, and taking it back."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import select

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import t
from portal.integrations.email import words
from portal.integrations.email.address import checked_email
from portal.models.offer import AccessOffer, OfferContents, OfferKind
from portal.services import outbox
from portal.settings import get_settings
from portal.vault import tokens


def make(folder: Folder, kind: OfferKind, contents: OfferContents) -> AccessOffer:
    """Offer access and write the email that says so; the link works for as long as an invitation's.

    Raises:
        Invalid: the address is none; the patient has died; nothing is on file to prove the link with.
    """
    checked = contents.model_copy(update={"email": checked_email(contents.email)})
    who = folder.who()
    if folder.patient.deceased:
        raise Invalid(t("This patient has died, so nobody can be invited."))
    if who.birth_date is None or not who.zip:
        raise Invalid(
            t("There is no birth date or no ZIP code on file, so nobody could prove the link is theirs.")
        )
    token, at = tokens.new_token(), clock.now()
    offer = AccessOffer(
        patient_id=folder.patient.id,
        kind=kind,
        token_hash=tokens.token_hash(token),
        offered_by=folder.actor.account_id,
        created_at=at,
        expires_at=_until(at, checked.until),
        sealed=b"",
    )
    folder.seal(offer, checked)
    link = f"{get_settings().origin}/enroll#{token}"
    draft = words.offer_of_access(link, offer.expires_at, kind=kind)
    practice = open_front_door(folder.db, folder.actor)
    offer.mail_id = outbox.write(practice, "offer", checked.email, draft)
    folder.db.add(offer)
    folder.db.flush()
    return offer


def resend(folder: Folder, offer_id: UUID, *, contents: OfferContents | None = None) -> AccessOffer:
    """Offer the same again, or as `contents` now say; the earlier link stops working.

    Raises:
        NotFound: this patient's record has no such offer.
        Conflict: it was accepted, or replaced, meanwhile.
        Invalid: as `make`.
    """
    offer = one(folder, offer_id)
    if offer.accepted_at is not None or offer.replaced_at is not None:
        raise _moved_on()
    again = make(folder, offer.kind, contents or folder.unseal(offer, OfferContents))  # type: ignore[arg-type]
    offer.replaced_at = again.created_at
    _close(folder, offer)
    return again


def take_back(folder: Folder, offer_id: UUID) -> AccessOffer:
    """The link stops working at once.

    Raises:
        NotFound: this patient's record has no such offer.
        Conflict: it was accepted, declined, or taken back meanwhile.
    """
    offer = one(folder, offer_id)
    if not is_open(offer):
        raise _moved_on()
    offer.revoked_at = clock.now()
    _close(folder, offer)
    return offer


def one(folder: Folder, offer_id: UUID) -> AccessOffer:
    """One offer of this patient's, held until the unit of work ends. Raises: NotFound."""
    mine = (AccessOffer.id == offer_id, AccessOffer.patient_id == folder.patient.id)
    found = folder.db.exec(select(AccessOffer).where(*mine).with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def is_open(offer: AccessOffer) -> bool:
    """True while nobody has accepted, declined, replaced or taken back an offer."""
    ends = (offer.accepted_at, offer.declined_at, offer.revoked_at, offer.replaced_at)
    return all(end is None for end in ends)


def end_of(day: date) -> datetime:
    """The moment a day is over where the practice is."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone())


def _until(at: datetime, last_day: date | None) -> datetime:
    """A link does not outlive the access that it offers."""
    longest = at + timedelta(days=get_settings().invitation_days)
    return min(longest, end_of(last_day)) if last_day else longest


def _close(folder: Folder, offer: AccessOffer) -> None:
    offer.proof_hash = None
    folder.db.add(offer)
    if offer.mail_id is not None:
        outbox.withdraw(open_front_door(folder.db, folder.actor), offer.mail_id)


def _moved_on() -> Conflict:
    return Conflict(t("This invitation has moved on meanwhile. Reload the page to see it as it is now."))
