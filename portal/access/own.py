"""The third door: one's own account, for whoever is signed in, patient or staff."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from portal.access import audit, keys
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.charts import Contents, SealedRow, row_binding
from portal.access.grants import own_patient
from portal.access.practice import practice_key
from portal.errors import NotPermitted
from portal.models.account import Account
from portal.models.base import PRACTICE
from portal.vault import sealing


@dataclass(frozen=True)
class Own:
    """The account of the one who acts, opened by themselves; sealed under the practice's key.

    `patient_id` is the record that is their own, if they are a patient here.
    """

    actor: Actor
    db: Session
    account: Account
    key: bytes
    patient_id: UUID | None

    def seal(self, row: SealedRow, contents: BaseModel) -> None:
        """Put a small model into a row of this account's, sealed."""
        row.sealed = sealing.seal(self.key, contents.model_dump_json().encode(), row_binding(row, PRACTICE))

    def unseal(self, row: SealedRow, kind: type[Contents]) -> Contents:
        """The model that `seal` put in. Raises: sealing.Unreadable."""
        return kind.model_validate_json(sealing.unseal(self.key, row.sealed, row_binding(row, PRACTICE)))

    def note_view(self, deed: Deed) -> None:
        """Write into the practice's trail that they looked at something of their own."""
        audit.write(self.db, PRACTICE, self.key, self.actor, deed)

    def note(self, deed: Deed) -> None:
        """Write an entry into the practice's trail and, for a patient, into their own, where they read it."""
        self.note_view(deed)
        if self.patient_id is None:
            return
        mine = Deed(deed.action, deed.allowed, deed.subject_id, deed.subject, "self", deed.reason)
        key = keys.open_patient_key(self.db, self.patient_id)
        audit.write(self.db, self.patient_id, key, self.actor, mine)


def open_own(db: Session, actor: Actor, *, hold: bool = False) -> Own:
    """Open the account of whoever acts; `hold` keeps others from changing it meanwhile.

    Raises:
        NotPermitted: they act without an account (the operator, a job, the reader of a link).
    """
    account = db.get(Account, actor.account_id, with_for_update=hold) if actor.account_id else None
    if account is None:
        raise NotPermitted
    return Own(actor, db, account, practice_key(db), own_patient(db, account.id))
