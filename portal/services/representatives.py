"""Trusted representatives: adults whom a patient lets see and do a part of their record, until it ends.

The patient's own account is the door, whoever's record the session looks at; letting someone in, and giving
more or again, asks for the password first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access import bell, grants
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.folder import Folder, open_folder
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import open_front_door
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import day, t
from portal.integrations.email import helping_words as helping
from portal.integrations.email.address import checked_email
from portal.models.account import Grant
from portal.models.offer import AccessOffer, OfferContents, OfferKind
from portal.services import hiding, offers, scopes
from portal.services.offers import Offer, news
from portal.services.taken_out import take_away
from portal.settings import get_settings

KIND: OfferKind = "representative"
AGREEMENT = "2026-11"
"""Which version of the text a patient agrees to; what it said stays in the history of this file."""
LONGEST = 80
MOST = 20
"""Representatives and open invitations one patient may have at a time."""
FURTHEST = timedelta(days=365 * 10)
OVER = ("declined", "revoked", "over", "ended")


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a patient wants to let in, and how far. `levels` is "view" or "act" for each kind of work.

    `hidden` are single items that they are not to see.
    """

    name: str = ""
    email: str = ""
    relationship: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    agreed: bool = False
    hidden: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class RepresentativeRow:
    """One person in the list: who, where it stands, and the way to more."""

    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "people"


@dataclass(frozen=True, slots=True)
class Representative:
    """One person whole: what they may see and do, and what can be done about it now.

    `hides`: single items are kept from them.
    """

    id: str = ""
    name: str = ""
    email: str = ""
    relationship: str = ""
    standing: str = ""
    tag: str = ""
    tone: str = "plain"
    said: str = ""
    may: list[str] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    until: str = ""
    last_day: str = ""
    agreed: str = ""
    account: str = ""
    hides: bool = False


def agreement() -> list[str]:
    """What a patient reads and accepts before someone is let in (version `AGREEMENT`)."""
    practice = get_settings().practice_name
    return [
        t("I ask {practice} to let this person see and do what I chose here, in my health record.",
          practice=practice),
        t("It may hold private things, also about mental health, sexual health, alcohol and drugs."),
        t("Once they have seen something, {practice} cannot take it back or say what they do with it.",
          practice=practice),
        t("I can pause or end this at any time. It then counts at once."),
        t("I do not have to do this. My care does not depend on it."),
    ]  # fmt: skip


@needs(OWN)
def list_representatives(own: Own) -> list[RepresentativeRow]:
    """Everyone this patient has let in or invited, newest first."""
    return [_row(one) for one in offers.offers_of(_folder(own), KIND)]


@needs(OWN)
def show(own: Own, *, offer_id: UUID) -> Representative:
    """One of them. Raises: NotFound."""
    folder = _folder(own)
    one = offers.told(folder, _one(folder, offer_id))
    return replace(_detail(one), hides=hiding.hides_from(folder, one))


@needs(OWN)
def check(own: Own, wish: Wish) -> None:
    """Before they look at what someone will see: raises Invalid, with what is wrong by field."""
    _folder(own)
    checked_email(_checked(wish, is_new=True).email)


@needs(OWN, acting=True, proof=True)
def invite(own: Own, wish: Wish) -> str:
    """Invite someone by email; returns the invitation's id.

    Raises: Invalid, with what is wrong by field; Conflict when there are enough.
    """
    folder = _folder(own)
    contents = _checked(wish, is_new=True)
    standing = [one.standing for one in offers.offers_of(folder, KIND)]
    if sum(one not in OVER for one in standing) >= MOST:
        raise Conflict(t("You have {n} representatives and invitations. End one of them first.", n=MOST))
    made = offers.make(folder, KIND, contents)
    _note(folder, "representatives.invited", made)
    news.tell_patient(folder, helping.helpers_changed())
    return str(made.id)


@needs(OWN, acting=True, proof=True)
def change(own: Own, *, offer_id: UUID, wish: Wish) -> None:
    """Change what someone may see and do, and until when; what was offered and not accepted is sent anew.

    Raises: NotFound; Invalid; Conflict when it is over.
    """
    folder = _folder(own)
    offer = _one(folder, offer_id)
    said = folder.unseal(offer, OfferContents)
    wanted = _checked(wish, is_new=False)
    contents = said.model_copy(update={"scopes": wanted.scopes, "until": wanted.until})
    if offer.grant_id is None:
        offers.resend(folder, offer_id, contents=contents)
        news.tell_patient(folder, helping.helpers_changed())
        return
    grant = _grant(folder, offer)
    if not grants.allows(contents.scopes, Scope.RECORDS, acting=True):
        take_away(folder.db, folder.patient.id, grant.account_id)
    grant.scopes = contents.scopes
    grant.ends_at = offers.end_of(contents.until) if contents.until else None
    folder.seal(offer, contents)
    folder.db.add(offer)
    _changed(own, folder, offer, grant, "representatives.changed")


@needs(OWN, acting=True)
def pause(own: Own, *, offer_id: UUID) -> None:
    """Stop someone's access for now; it counts at once. Raises: NotFound; Conflict when it is over."""
    folder = _folder(own)
    offer = _one(folder, offer_id)
    grant = _grant(folder, offer)
    if grant.paused_at is None:
        grant.paused_at = clock.now()
        _changed(own, folder, offer, grant, "representatives.paused")


@needs(OWN, acting=True, proof=True)
def resume(own: Own, *, offer_id: UUID) -> None:
    """Let someone in again. Raises: NotFound; Conflict when it is over."""
    folder = _folder(own)
    offer = _one(folder, offer_id)
    grant = _grant(folder, offer)
    if grant.paused_at is not None:
        grant.paused_at = None
        _changed(own, folder, offer, grant, "representatives.resumed")


@needs(OWN, acting=True)
def end(own: Own, *, offer_id: UUID) -> None:
    """End someone's access for good, at once. Raises: NotFound; Conflict when it is over."""
    folder = _folder(own)
    offer = _one(folder, offer_id)
    grant = _grant(folder, offer)
    grants.end(folder.db, grant, why="ended by the patient")
    take_away(folder.db, folder.patient.id, grant.account_id)
    _changed(own, folder, offer, grant, "representatives.ended")


@needs(OWN, acting=True)
def take_back(own: Own, *, offer_id: UUID) -> None:
    """Take an invitation back before it is accepted. Raises: NotFound; Conflict."""
    folder = _folder(own)
    news.tell_invited(folder, _one(folder, offer_id), helping.offer_taken_back())
    _note(folder, "representatives.taken_back", offers.take_back(folder, offer_id))
    news.tell_patient(folder, helping.helpers_changed())


@needs(OWN, acting=True)
def resend(own: Own, *, offer_id: UUID) -> str:
    """Send an invitation again, under a new link; returns its new id. Raises: NotFound; Conflict."""
    folder = _folder(own)
    _one(folder, offer_id)
    again = offers.resend(folder, offer_id)
    _note(folder, "representatives.sent_again", again)
    return str(again.id)


@needs(OWN, acting=True)
def leave(own: Own, *, patient_id: UUID) -> None:
    """Stop being someone's representative. Raises: NotFound when one is not."""
    mine = (
        Grant.account_id == own.account.id,
        Grant.patient_id == patient_id,
        Grant.relation == KIND,
        col(Grant.ended_at).is_(None),
    )
    grant = own.db.exec(select(Grant).where(*mine).with_for_update()).first()
    if grant is None:
        raise NotFound
    grants.end(own.db, grant, why=offers.LEFT)
    take_away(own.db, patient_id, own.account.id)
    folder = open_folder(open_front_door(own.db, own.actor), patient_id, deed=None)
    folder.note(Deed("representatives.left", relation=KIND))
    news.tell_patient(folder, helping.helpers_changed())
    news.tell_helper(folder, own.account.id, helping.help_ended())


def _folder(own: Own) -> Folder:
    """The patient's own folder. Raises: NotPermitted for an account without a record behind it."""
    if own.patient_id is None:
        raise NotPermitted(t("Only patients can let others see their record."))
    return open_folder(open_front_door(own.db, own.actor), own.patient_id, deed=None)


def _one(folder: Folder, offer_id: UUID) -> AccessOffer:
    found = offers.one(folder, offer_id)
    if found.kind != KIND:
        raise NotFound
    return found


def _grant(folder: Folder, offer: AccessOffer) -> Grant:
    """The access an offer gave. Raises: Conflict when nobody accepted it, or it is over."""
    grant = folder.db.get(Grant, offer.grant_id, with_for_update=True) if offer.grant_id else None
    at = clock.now()
    if grant is None or grant.ended_at is not None or (grant.ends_at is not None and grant.ends_at <= at):
        raise Conflict(t("This access is over already. Reload the page to see it as it is now."))
    return grant


def _checked(wish: Wish, *, is_new: bool) -> OfferContents:
    name, relationship = " ".join(wish.name.split()), " ".join(wish.relationship.split())
    given, today = scopes.kept(wish.levels), clock.today()
    wrong = {
        "name": "" if not is_new or 2 <= len(name) <= LONGEST else t("Enter their first and last name."),
        "email": "" if not is_new or "@" in wish.email else t("Enter their email address."),
        "relationship": t("Use at most {n} characters.", n=LONGEST) if len(relationship) > LONGEST else "",
        "levels": "" if given else t("Choose at least one thing they may see."),
        "until": _wrong_until(wish.until, today),
        "agreed": "" if not is_new or wish.agreed else t("Please read this and tick the box first."),
    }
    found = {name: said for name, said in wrong.items() if said}
    if found:
        raise Invalid(fields=found)
    return OfferContents(
        email=wish.email, name=name, relationship=relationship, scopes=given, until=wish.until,
        agreed_to=AGREEMENT, hidden=list(wish.hidden),
    )  # fmt: skip


def _wrong_until(until: date | None, today: date) -> str:
    if until is None:
        return ""
    if until < today:
        return t("This day is over already. Choose a later one, or leave it empty.")
    return t("Choose a day within 10 years, or leave it empty.") if until > today + FURTHEST else ""


def _changed(own: Own, folder: Folder, offer: AccessOffer, grant: Grant, action: str) -> None:
    """Write it down, tell both by email, and have open pages look again."""
    folder.db.add(grant)
    bell.ring(folder.db, bell.account(grant.account_id))
    _note(folder, action, offer)
    news.tell_helper(folder, grant.account_id, helping.help_changed())
    news.tell_patient(folder, helping.helpers_changed())


def _note(folder: Folder, action: str, offer: AccessOffer) -> None:
    folder.note(Deed(action, subject_id=offer.id, relation="self"))


def _row(one: Offer) -> RepresentativeRow:
    tag, tone, said = _standing(one)
    said_of = " · ".join(filter(None, (one.contents.relationship, _another_account(one), said)))
    return RepresentativeRow(one.contents.name, said_of, tag, tone, f"/profile/representatives/{one.id}")


def _another_account(one: Offer) -> str:
    """Whose account it is by now, when that is not the name the patient wrote: a link can be passed on."""
    is_same = one.holder.casefold().split() == one.contents.name.casefold().split()
    return "" if is_same or not one.holder else t("account of {name}", name=one.holder)


def _detail(one: Offer) -> Representative:
    said, (tag, tone, line) = one.contents, _standing(one)
    return Representative(
        id=str(one.id),
        name=said.name,
        email=said.email,
        relationship=said.relationship,
        standing=one.standing,
        tag=tag,
        tone=tone,
        said=line,
        may=scopes.lines(said.scopes),
        levels=scopes.levels(said.scopes),
        until=day(said.until) if said.until else t("You end it"),
        last_day=said.until.isoformat() if said.until else "",
        agreed=t("You agreed on {day}", day=day(one.made_at)),
        account=one.holder,
    )


def _standing(one: Offer) -> tuple[str, str, str]:
    """A word for where it stands, its tone, and a line that says more."""
    when, over = day(one.accepted_at), day(one.ended_at)
    ended = t("They ended it on {day}", day=over) if one.left else t("Ended on {day}", day=over)
    return {
        "invited": (t("Invited"), "attention", t("The link works until {day}", day=day(one.expires_at))),
        "bounced": (t("Not delivered"), "danger", t("The email could not be delivered. Check the address.")),
        "expired": (t("Expired"), "plain", t("The link ran out. You can send it again.")),
        "declined": (t("Declined"), "plain", t("They said no on {day}", day=day(one.ended_at))),
        "revoked": (t("Taken back"), "plain", t("You took it back on {day}", day=day(one.ended_at))),
        "accepted": (t("Has access"), "good", t("Since {day}", day=when)),
        "paused": (t("Paused"), "attention", t("They see nothing until you resume it")),
        "over": (t("Over"), "plain", t("The last day was {day}", day=day(one.contents.until))),
        "ended": (t("Ended"), "plain", ended),
    }[one.standing]
