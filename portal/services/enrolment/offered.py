"""A representative's or guardian's way in: an offer of access to someone else's record."""

from sqlmodel import Session

from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.folder import Folder, open_folder
from portal.access.practice import open_front_door
from portal.models.account import Account, Role
from portal.models.offer import AccessOffer, OfferContents
from portal.services.enrolment.invited import is_on_file
from portal.services.enrolment.ways import Facts, LinkState, Way
from portal.services.offers import guardians
from portal.services.offers.accepting import give_access
from portal.services.sign_in import From


class Offered(Way):
    """Someone who is to help: they know the patient's birth date and ZIP code, and perhaps tell their own."""

    model, used = AccessOffer, "accepted_at"
    row: AccessOffer

    @property
    def kind(self) -> str:
        return self.row.kind

    def fits(self, folder: Folder, facts: Facts) -> bool:
        said = folder.unseal(self.row, OfferContents)
        numbers = [number for number in (said.own_zip, said.own_phone) if number]
        return (
            is_on_file(folder, facts)
            and said.own_birth_date in (None, facts.own_birth_date)
            and (not numbers or facts.own_number in numbers)
        )

    def asks_own(self, folder: Folder) -> tuple[str, ...]:
        said = folder.unseal(self.row, OfferContents)
        asked = {
            "own_birth_date": said.own_birth_date is not None,
            "own_number": bool(said.own_zip or said.own_phone),
        }
        return tuple(name for name, is_asked in asked.items() if is_asked)

    def holder(self, folder: Folder) -> tuple[str, str]:
        said = folder.unseal(self.row, OfferContents)
        return said.name, said.email

    def settle(self, folder: Folder, account: Account, source: From) -> None:
        name, _email = self.holder(folder)
        actor = Actor(Role.PERSON, name, account_id=account.id, address=source.address)
        practice = open_front_door(folder.db, actor)
        practice.note(Deed("enrolment.activated", subject_id=account.id))
        self.accept(folder, actor)

    def accept(self, folder: Folder, actor: Actor) -> None:
        """Give the account of `actor` what is offered."""
        give_access(folder, self.row, actor)

    def state(self, db: Session, *, proved: bool = False) -> LinkState:
        if self.row.declined_at is not None:
            return "declined"
        found = super().state(db, proved=proved)
        if found != "ready" or self.kind != "guardian":
            return found
        folder = open_folder(open_front_door(db, Actor(Role.PERSON, "")), self.row.patient_id, deed=None)
        return found if guardians.is_still_due(folder, self.row) else "expired"
