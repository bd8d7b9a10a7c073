"""The ways in that a link can be: each says what is its own, and the three steps are the same for all."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self

from sqlmodel import Session, select, update

from portal import clock
from portal.access.folder import Folder
from portal.errors import Conflict
from portal.i18n import t
from portal.models.account import Account
from portal.models.base import table
from portal.models.invitation import Invitation
from portal.models.offer import AccessOffer
from portal.models.patient import Patient
from portal.services.sign_in import From
from portal.vault import tokens

LinkState = Literal["ready", "expired", "used", "revoked", "replaced", "declined", "unknown"]
Row = Invitation | AccessOffer


@dataclass(frozen=True, slots=True)
class Facts:
    """What someone enters to prove that a link is in the right hands. Numbers are digits alone."""

    birth_date: date
    zip: str
    own_birth_date: date | None = None
    own_number: str = ""


class Way(ABC):
    """One link that lets one person set up an account. `used` names the column that says it was used."""

    model: ClassVar[Any]
    used: ClassVar[str]

    def __init__(self, row: Row) -> None:
        self.row = row

    @classmethod
    def by_link(cls, db: Session, token: str) -> Self | None:
        """The way in that this link opens, whatever became of it."""
        found = db.exec(select(cls.model).where(cls.model.token_hash == tokens.token_hash(token))).first()
        return cls(found) if found is not None else None

    @classmethod
    def by_proof(cls, db: Session, proof: str) -> Self | None:
        """The way in whose proof this is."""
        found = db.exec(select(cls.model).where(cls.model.proof_hash == tokens.token_hash(proof))).first()
        return cls(found) if found is not None else None

    @property
    @abstractmethod
    def kind(self) -> str:
        """What the link is for: "patient", "representative" or "guardian"."""

    @abstractmethod
    def fits(self, folder: Folder, facts: Facts) -> bool:
        """True when what was entered is what is on file."""

    @abstractmethod
    def asks_own(self, folder: Folder) -> tuple[str, ...]:
        """Which of their own facts whoever holds the link is asked for as well, by the names of `Facts`."""

    @abstractmethod
    def holder(self, folder: Folder) -> tuple[str, str]:
        """The name and the email address of the account to make."""

    @abstractmethod
    def settle(self, folder: Folder, account: Account, source: From) -> None:
        """Give a new account what the link is for, and write it down."""

    def state(self, db: Session, *, proved: bool = False) -> LinkState:
        """What the link is still good for.

        One that ran out while someone was already choosing a password still counts until the proof does.
        """
        row = self.row
        if getattr(row, self.used) is not None:
            return "used"
        if row.revoked_at is not None:
            return "revoked"
        if row.replaced_at is not None:
            return "replaced"
        if row.expires_at <= clock.now() and not proved:
            return "expired"
        patient = db.get(Patient, row.patient_id)
        return "ready" if patient is not None and not patient.deceased else "revoked"

    def claim(self, db: Session, proof: str) -> None:
        """Use the link up; of several who try at once only the first does. Raises: Conflict."""
        columns = table(self.model).c
        this = update(table(self.model)).where(
            columns.id == self.row.id,
            columns.proof_hash == tokens.token_hash(proof),
            columns[self.used].is_(None),
        )
        claimed = db.connection().execute(this.values({self.used: clock.now(), "proof_hash": None}))
        if claimed.rowcount != 1:
            raise gone()
        db.refresh(self.row)


def gone() -> Conflict:
    """The refusal of everything that comes too late."""
    words = t("That took too long, or you went on in another window. Please show once more that it is you.")
    return Conflict(words)
