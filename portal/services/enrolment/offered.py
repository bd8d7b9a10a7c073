"""A representative's or guardian's way in: an offer of access to someone else's record."""

from sqlmodel import Session

from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.models.account import Account, Role
from portal.models.offer import AccessOffer, OfferContents
from portal.services.enrolment.invited import is_on_file
from portal.services.enrolment.ways import Facts, LinkState, Way
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
        own = folder.unseal(self.row, OfferContents).own_birth_date
        return is_on_file(folder, facts) and own in (None, facts.own_birth_date)

    def wants_own_birth_date(self, folder: Folder) -> bool:
        return folder.unseal(self.row, OfferContents).own_birth_date is not None

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
        return "declined" if self.row.declined_at is not None else super().state(db, proved=proved)
