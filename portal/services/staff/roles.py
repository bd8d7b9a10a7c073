"""What each role here may do, in plain words, read from what the doors go by: so that it cannot lie."""

from dataclasses import dataclass
from typing import assert_never

from portal.access.actor import DUTIES, Duty, Scope
from portal.access.grants import STAFF_SCOPES, allows
from portal.i18n import t
from portal.models.account import Role


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role: its key, its name, what it does for the practice, and what of any chart it changes and sees.

    `acts`, `sees` and `never` are whole sentences, empty when there is nothing to say.
    """

    key: str
    name: str
    duties: list[str]
    acts: str
    sees: str
    never: str


def role_cards() -> list[RoleCard]:
    """Every role that someone who works here may have."""
    return [_card(role, scopes) for role, scopes in STAFF_SCOPES.items()]


def role_name(role: str) -> str:
    """A role as people say it; empty for what is none of the staff's."""
    names: dict[str, str] = {
        Role.FRONT_DESK: t("Front desk"),
        Role.BILLER: t("Billing"),
        Role.CLINICIAN: t("Clinician"),
        Role.ADMINISTRATOR: t("Administrator"),
    }
    return names.get(role, "")


def _card(role: Role, scopes: str) -> RoleCard:
    acts = [scope for scope in Scope if allows(scopes, scope, acting=True)]
    sees = [scope for scope in Scope if scope not in acts and allows(scopes, scope, acting=False)]
    never = [scope for scope in Scope if scope not in acts and scope not in sees]
    return RoleCard(
        key=str(role),
        name=role_name(role),
        duties=[duty_words(duty) for duty in Duty if duty in DUTIES[role]],
        acts=t("Sees and changes in any chart: {what}.", what=_named(acts)) if acts else "",
        sees=t("Only sees in any chart: {what}.", what=_named(sees)) if sees else "",
        never=t("Does not see: {what}.", what=_named(never)) if never else "",
    )


def _named(scopes: list[Scope]) -> str:
    return ", ".join(scope_words(scope) for scope in scopes)


def duty_words(duty: Duty) -> str:
    """What someone with this duty does for the whole practice."""
    match duty:
        case Duty.AUDIT:
            return t("Read who has seen or changed a record")
        case Duty.CONTACTS:
            return t("Enter the contact details that patients ask to have changed")
        case Duty.CORRECT:
            return t("Answer requests for corrections")
        case Duty.EMERGENCY:
            return t("Open a chart in an emergency, with a reason and for a short time")
        case Duty.GUARDIANS:
            return t("See to a patient's parents and guardians")
        case Duty.HOLD:
            return t("Keep a single item back from a patient, and show it again")
        case Duty.IMPORT:
            return t("Bring in records and documents")
        case Duty.INVITE:
            return t("Open a patient's page and invite the patient")
        case Duty.KEYS:
            return t("Change the master key")
        case Duty.MESSAGES:
            return t("Work on messages from patients and those who help them")
        case Duty.PATIENTS:
            return t("Search the list of patients")
        case Duty.RECOVER:
            return t("Help patients back into their accounts, lock and unlock them")
        case Duty.REVIEW:
            return t("Check what others opened in an emergency")
        case Duty.STAFF:
            return t("Change the settings and who works here")
        case Duty.TEENS:
            return t("Open or close one part of a teen's record to the parents and guardians")
    assert_never(duty)


def scope_words(scope: Scope) -> str:
    """A part of a chart, within a sentence."""
    match scope:
        case Scope.APPOINTMENTS:
            return t("appointments")
        case Scope.BILLS:
            return t("bills")
        case Scope.FORMS:
            return t("health forms")
        case Scope.MEDICATIONS:
            return t("medications")
        case Scope.MESSAGES:
            return t("messages")
        case Scope.RECORDS:
            return t("health records")
    assert_never(scope)
