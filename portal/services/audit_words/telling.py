"""What the audit trail's entries say, in plain sentences."""

from functools import lru_cache
from typing import Literal

from portal.access.grants import EMERGENCY
from portal.access.trail import Entry
from portal.i18n import language, t
from portal.models.account import Role
from portal.services.audit_words import (
    changed,
    factors,
    imported,
    invited,
    looked,
    managed,
    messages,
    signed_in,
)
from portal.services.audit_words.did import Did
from portal.services.records.kinds import KINDS

Group = Literal["looked", "changed", "invited", "signed-in", "imported", "managed"]


def deed_words(entry: Entry) -> str:
    """Who did what, or tried to: "Nia Park, clinician, looked at the list of results"."""
    if entry.allowed:
        return t("{who} {did}", who=who(entry), did=did_words(entry))
    return t("{who} tried to {attempt} and was refused", who=who(entry), attempt=did_words(entry))


def own_words(entry: Entry) -> str:
    """The same, told to whoever did it: "You looked at the list of results"."""
    if entry.allowed:
        return t("You {did}", did=did_words(entry))
    return t("You tried to {attempt} and were refused", attempt=did_words(entry))


def did_words(entry: Entry) -> str:
    """What was done without who did it; of a refusal, what was tried."""
    did = bare_words(entry)
    if not entry.allowed:
        return did
    if entry.contents.subject:
        did = t("{did} ({what})", did=did, what=what_words(entry.contents.subject))
    return t("{did} in an emergency", did=did) if entry.contents.relation == EMERGENCY else did


def bare_words(entry: Entry) -> str:
    """The same without what it was done to."""
    did, attempt = _words().get(entry.action) or (t("opened this record"), t("open this record"))
    return did if entry.allowed else attempt


def did(action: str) -> str:
    """An action by its name alone: "asked for a correction"."""
    return _words()[action][0] if action in _words() else t("opened this record")


def who(entry: Entry) -> str:
    """A name and what they are here: "Nia Park, clinician,"."""
    name = entry.contents.actor
    if entry.contents.role == Role.OPERATOR:
        return t("The portal's operator")
    if not name:
        return t("Someone")
    part = _parts().get(entry.contents.relation) or _roles().get(entry.contents.role, "")
    return t("{name}, {part},", name=name, part=part) if part else name


def groups() -> list[tuple[Group, str]]:
    """The kinds of entries to choose from, in the order they are offered."""
    return [
        ("looked", t("Looked at")),
        ("changed", t("Changed or sent")),
        ("invited", t("Invitations and enrolment")),
        ("signed-in", t("Signing in and out")),
        ("imported", t("Imports and exports")),
        ("managed", t("Running the practice's portal")),
    ]


def actions_of(group: str) -> list[str]:
    """The actions of one kind."""
    return list(_by_group().get(group, {}))


@lru_cache(maxsize=512)
def group_of(action: str) -> str:
    """The kind an action is of; empty for one without words."""
    return next((group for group, did in _by_group().items() if action in did), "")


def has_words(action: str) -> bool:
    """Whether an action has words of its own."""
    return action in _words()


def what_words(subject: str) -> str:
    """A kind of record by its name; anything else as it was written."""
    return KINDS[subject].title if subject in KINDS else subject


def _words() -> dict[str, Did]:
    return _words_in(language())


@lru_cache(maxsize=8)
def _words_in(_language: str) -> dict[str, Did]:
    return {action: did for group in _by_group().values() for action, did in group.items()}


def _by_group() -> dict[str, dict[str, Did]]:
    return {
        "looked": looked.words() | messages.looked(),
        "changed": changed.words() | messages.changed(),
        "invited": invited.words(),
        "signed-in": signed_in.words() | factors.words(),
        "imported": imported.words(),
        "managed": managed.words(),
    }


def role_words(role: str) -> str:
    """What someone does here: "clinician"; empty for those on the patient's side."""
    return t("the portal's operator") if role == Role.OPERATOR else _roles().get(role, "")


def relation_words(relation: str) -> str:
    """What someone is to the patient: "a representative"; empty for staff and strangers."""
    return t("in an emergency") if relation == EMERGENCY else _parts().get(relation, "")


def _roles() -> dict[str, str]:
    return {
        Role.FRONT_DESK: t("front desk"),
        Role.CLINICIAN: t("clinician"),
        Role.BILLER: t("billing"),
        Role.ADMINISTRATOR: t("administrator"),
        Role.RECIPIENT: t("with a shared link"),
    }


def _parts() -> dict[str, str]:
    return {
        "self": t("the patient"),
        "representative": t("a representative"),
        "guardian": t("a parent or guardian"),
    }
