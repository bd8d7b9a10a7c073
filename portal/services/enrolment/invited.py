"""A patient's way in: the practice's invitation to their own record."""

from sqlmodel import Session

from portal.access.actor import Actor, operator
from portal.access.audit import Deed
from portal.access.enrolment import may_have_own_account
from portal.access.folder import Folder, open_folder
from portal.access.grants import grant_self, is_enrolled
from portal.access.practice import open_front_door
from portal.models.account import Account, Role
from portal.models.invitation import Invitation, InvitationContents
from portal.services.enrolment.ways import Facts, LinkState, Way
from portal.services.sign_in import From


class Invited(Way):
    """The patient themselves, by their birth date and ZIP code."""

    model, used = Invitation, "used_at"

    @property
    def kind(self) -> str:
        return "patient"

    def fits(self, folder: Folder, facts: Facts) -> bool:
        return is_on_file(folder, facts)

    def asks_own(self, folder: Folder) -> tuple[str, ...]:
        return ()

    def holder(self, folder: Folder) -> tuple[str, str]:
        return folder.who().name, folder.unseal(self.row, InvitationContents).email

    def settle(self, folder: Folder, account: Account, source: From) -> None:
        grant_self(folder.db, account.id, folder.patient.id)
        actor = Actor(Role.PERSON, folder.who().name, account_id=account.id, address=source.address)
        practice = open_front_door(folder.db, actor)
        practice.note(Deed("enrolment.activated", subject_id=account.id))
        practice.note_about(folder.patient.id, Deed("enrolment.activated", relation="self"))

    def state(self, db: Session, *, proved: bool = False) -> LinkState:
        found = super().state(db, proved=proved)
        if found != "ready":
            return found
        if is_enrolled(db, self.row.patient_id):
            return "used"
        folder = open_folder(open_front_door(db, operator()), self.row.patient_id, deed=None)
        return "ready" if may_have_own_account(folder) else "revoked"


def is_on_file(folder: Folder, facts: Facts) -> bool:
    """True when this is the patient's birth date and ZIP code, as the practice has them."""
    who = folder.who()
    digits = "".join(c for c in who.zip if c.isdigit())[:5]
    return who.birth_date == facts.birth_date and len(digits) == 5 and digits == facts.zip
