"""Who acts, as a value that every door takes, and the alphabet of what may be opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.models.account import Role


class Scope(StrEnum):
    """A kind of work in one patient's chart."""

    APPOINTMENTS = "appointments"
    BILLS = "bills"
    FORMS = "forms"
    MEDICATIONS = "medications"
    MESSAGES = "messages"
    RECORDS = "records"


class Duty(StrEnum):
    """A kind of practice-wide work that staff or the operator do."""

    AUDIT = "audit"
    CONTACTS = "contacts"
    CORRECT = "correct"
    EMERGENCY = "emergency"
    GUARDIANS = "guardians"
    HOLD = "hold"
    IMPORT = "import"
    INVITE = "invite"
    KEYS = "keys"
    MESSAGES = "messages"
    PATIENTS = "patients"
    RECOVER = "recover"
    REVIEW = "review"
    STAFF = "staff"
    TEENS = "teens"


DUTIES: dict[Role, frozenset[Duty]] = {
    Role.PERSON: frozenset(),
    Role.FRONT_DESK: frozenset(
        {
            *(Duty.PATIENTS, Duty.INVITE, Duty.RECOVER, Duty.GUARDIANS, Duty.EMERGENCY, Duty.CONTACTS),
            Duty.MESSAGES,
        }
    ),
    Role.BILLER: frozenset({Duty.PATIENTS, Duty.EMERGENCY, Duty.MESSAGES}),
    Role.CLINICIAN: frozenset(
        {
            *(Duty.PATIENTS, Duty.INVITE, Duty.RECOVER, Duty.IMPORT, Duty.AUDIT, Duty.CORRECT, Duty.HOLD),
            *(Duty.GUARDIANS, Duty.TEENS, Duty.REVIEW, Duty.CONTACTS, Duty.MESSAGES),
        }
    ),
    Role.ADMINISTRATOR: frozenset(Duty) - {Duty.KEYS, Duty.EMERGENCY},
    Role.OPERATOR: frozenset(Duty),
    Role.RECIPIENT: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone acting: account and session (none for the operator's command), role, name, address."""

    role: Role
    name: str
    account_id: UUID | None = None
    session_id: UUID | None = None
    address: str = ""
    patient_id: UUID | None = None
    here_before: datetime | None = None
    proved_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        return self.role not in (Role.PERSON, Role.OPERATOR, Role.RECIPIENT)


def operator(name: str = "operator") -> Actor:
    """Whoever holds the machine and runs the `portal` command."""
    return Actor(role=Role.OPERATOR, name=name, address="this machine")


def recipient(name: str, *, address: str) -> Actor:
    """Whoever opens a shared link, by the name they give: no account, no session, no chart."""
    return Actor(role=Role.RECIPIENT, name=name, address=address)
