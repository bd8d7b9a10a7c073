"""Taking up an offer of access with an account one has already, or declining it."""

from dataclasses import dataclass

from sqlmodel import Session

from portal import clock
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.folder import Folder
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Conflict, NotPermitted
from portal.i18n import day, t
from portal.integrations.email import helping_words as helping
from portal.models.account import Role
from portal.models.offer import OfferContents
from portal.services import outbox, scopes
from portal.services.enrolment.links import folder_of, proved, ready
from portal.services.enrolment.offered import Offered
from portal.services.offers import guardians, news
from portal.services.sign_in import From


@dataclass(frozen=True, slots=True)
class Offering:
    """What is offered, to whoever has proved that the link is theirs."""

    kind: str = ""
    patient: str = ""
    relationship: str = ""
    may: tuple[str, ...] = ()
    until: str = ""


def show_offer(proof: str, *, source: From) -> Offering:
    """Whose record is offered, and how much of it. Raises: Conflict when the proof no longer counts."""
    with reading() as db:
        folder, way = _offered(db, proof, source)
        said = folder.unseal(way.row, OfferContents)
        given, until = said.scopes, day(said.until) if said.until else ""
        if way.kind == "guardian":
            given, until = guardians.given_now(folder, said.scopes), until or t("Their 18th birthday")
        return Offering(way.kind, folder.who().name, said.relationship, tuple(scopes.lines(given)), until)


@needs(OWN, acting=True)
def accept(own: Own, proof: str) -> None:
    """Accept with the account one has.

    Raises:
        NotPermitted: it is a staff account.
        Conflict: the proof no longer counts, or it is their own record.
    """
    if own.actor.role != Role.PERSON:
        raise NotPermitted(t("This is a staff account. Sign out, and sign in with an account of your own."))
    folder, way = _offered(own.db, proof, From(address=own.actor.address))
    way.claim(own.db, proof)
    way.accept(folder, own.actor)


def decline(token: str, *, source: From) -> None:
    """Say no, as whoever holds the link. Raises: Conflict when the link is no longer good."""
    with unit_of_work() as db:
        way = ready(db, token)
        if not isinstance(way, Offered):
            raise Conflict
        folder = folder_of(db, way, source)
        way.row.declined_at, way.row.proof_hash = clock.now(), None
        db.add(way.row)
        if way.row.mail_id is not None:
            outbox.withdraw(open_front_door(db, folder.actor), way.row.mail_id)
        name, _email = way.holder(folder)
        actor = Actor(Role.PERSON, name, address=source.address)
        deed = Deed("offers.declined", subject_id=way.row.id)
        open_front_door(db, actor).note_about(folder.patient.id, deed)
        news.tell_invited(folder, way.row, helping.offer_declined())
        news.tell_patient(folder, helping.offer_answered())


def _offered(db: Session, proof: str, source: From) -> tuple[Folder, Offered]:
    way = proved(db, proof)
    if not isinstance(way, Offered):
        raise Conflict
    return folder_of(db, way, source), way
