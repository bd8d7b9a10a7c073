"""The other door: practice-wide work (search, invitations, staff), opened for one duty."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal.access import audit, keys
from portal.access.actor import DUTIES, Actor, Duty
from portal.access.audit import Deed
from portal.access.charts import Contents, SealedRow, row_binding
from portal.errors import NotFound, NotPermitted
from portal.models.base import PRACTICE
from portal.vault import sealing


@dataclass(frozen=True)
class Practice:
    """The practice's own data, opened by one person for one duty."""

    actor: Actor
    duty: Duty | None
    db: Session
    key: bytes

    def seal(self, row: SealedRow, contents: BaseModel) -> None:
        """Put a small model into the row, sealed under the practice's key."""
        self.seal_bytes(row, contents.model_dump_json().encode())

    def unseal(self, row: SealedRow, kind: type[Contents]) -> Contents:
        """The model that `seal` put in. Raises: sealing.Unreadable."""
        return kind.model_validate_json(self.unseal_bytes(row))

    def seal_bytes(self, row: SealedRow, contents: bytes) -> None:
        row.sealed = sealing.seal(self.key, contents, row_binding(row, PRACTICE))

    def unseal_bytes(self, row: SealedRow) -> bytes:
        return sealing.unseal(self.key, row.sealed, row_binding(row, PRACTICE))

    def note(self, deed: Deed) -> None:
        """Write an entry into the practice's audit trail."""
        audit.write(self.db, PRACTICE, self.key, self.actor, deed)

    def note_about(self, patient_id: UUID, deed: Deed) -> None:
        """Write an entry into one patient's audit trail, for what the practice did about them."""
        key = keys.open_key(self.db, patient_id)
        audit.write(self.db, patient_id, key, self.actor, deed)


def open_practice(db: Session, actor: Actor, duty: Duty, *, deed: Deed | None = None) -> Practice:
    """Open the practice's own data for one duty; writes `deed` into the practice's trail when given.

    Raises:
        NotPermitted: the actor's role does not have this duty.
    """
    if duty not in DUTIES[actor.role]:
        raise NotPermitted
    practice = Practice(actor, duty, db, practice_key(db))
    if deed is not None:
        practice.note(deed)
    return practice


def open_front_door(db: Session, actor: Actor) -> Practice:
    """The practice's data for those not signed in yet: only sign-in, enrolment and mail use it."""
    return Practice(actor, None, db, practice_key(db))


def practice_key(db: Session) -> bytes:
    """The practice's data key, made at first use."""
    try:
        return keys.open_key(db, PRACTICE)
    except NotFound:
        return _make_practice_key(db)


def _make_practice_key(db: Session) -> bytes:
    """Made by whoever comes first; the other one's attempt is taken back."""
    try:
        with db.begin_nested():
            return keys.make_key(db, PRACTICE)
    except IntegrityError:
        return keys.open_key(db, PRACTICE)
