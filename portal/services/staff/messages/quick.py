"""Quick replies: words that answers often need, kept by the practice; the desk fills their fields in."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import N_, t
from portal.models.base import new_id
from portal.models.message_desk import QuickReply
from portal.services.messages import plain
from portal.settings import get_settings

FIELDS = {
    "first name": N_("the first name of whoever you write to"),
    "clinician": N_("your name, or the clinician's you answer for"),
    "practice phone": N_("the practice's phone number"),
}
"""What may stand in braces."""
LONGEST_NAME, LONGEST, MOST = 60, 4_000, 100
_braced = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Reply:
    """A quick reply: its words as they are kept, or filled in for a conversation."""

    key: str
    name: str
    words: str


def in_use(db: Session) -> list[Reply]:
    """Every quick reply there is, by name."""
    query = select(QuickReply).where(col(QuickReply.retired_at).is_(None))
    rows = sorted(db.exec(query), key=lambda row: (row.name.casefold(), row.made_at))
    return [Reply(str(row.id), row.name, row.words) for row in rows]


def filled(db: Session, *, name: str, clinician: str) -> list[Reply]:
    """Every quick reply with its fields filled."""
    return [Reply(one.key, one.name, fill(one.words, name=name, clinician=clinician)) for one in in_use(db)]


def fill(words: str, *, name: str, clinician: str) -> str:
    """Words with their fields filled; `name` is the whole name of whoever is written to."""
    given = {
        "first name": name.split()[0] if name.split() else "",
        "clinician": clinician,
        "practice phone": get_settings().practice_phone,
    }
    return _braced.sub(lambda found: given.get(found[1].strip(), found[0]), words)


def unknown_field(words: str) -> str:
    """What is wrong with the fields of some words, for whoever typed them; empty when nothing is."""
    unknown = next((found for found in _braced.findall(words) if found.strip() not in FIELDS), None)
    if unknown is None:
        return ""
    known = ", ".join("{" + one + "}" for one in FIELDS)
    return t("{field} cannot be filled in. You may use: {known}.", field="{" + unknown + "}", known=known)


@needs(Duty.STAFF)
def list_quick(practice: Practice) -> list[Reply]:
    """Every quick reply as it is kept, by name."""
    return in_use(practice.db)


@needs(Duty.STAFF, acting=True)
def save_quick(practice: Practice, *, name: str, words: str, key: str = "") -> list[Reply]:
    """Keep a quick reply: a new one, or other words for the one with this key.

    Raises: Invalid, naming the field that is wrong; NotFound; Conflict when there are too many.
    """
    title, text = plain.line(name), plain.text(words)
    row = _found(practice, key) if key else _new(practice)
    _refuse(practice.db, row, title, text)
    row.name, row.words = title, text
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("quick.saved", subject_id=row.id, subject=title))
    return in_use(practice.db)


@needs(Duty.STAFF, acting=True)
def retire_quick(practice: Practice, *, key: str) -> list[Reply]:
    """Take a quick reply out of use. Raises: NotFound."""
    row = _found(practice, key)
    row.retired_at = clock.now()
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("quick.retired", subject_id=row.id, subject=row.name))
    return in_use(practice.db)


def _found(practice: Practice, key: str) -> QuickReply:
    try:
        row = practice.db.get(QuickReply, UUID(key))
    except ValueError:
        row = None
    if row is None or row.retired_at is not None:
        raise NotFound
    return row


def _new(practice: Practice) -> QuickReply:
    live = select(func.count(col(QuickReply.id))).where(col(QuickReply.retired_at).is_(None))
    if practice.db.exec(live).one() >= MOST:
        raise Conflict(t("{n} quick replies is the most. Remove one first.", n=MOST))
    return QuickReply(
        id=new_id(), name="", words="", made_at=clock.now(), made_by_id=practice.actor.account_id
    )


def _refuse(db: Session, row: QuickReply, name: str, words: str) -> None:
    wrong: dict[str, str] = {}
    if not name or len(name) > LONGEST_NAME:
        wrong["name"] = t("Enter a name of up to {most} characters.", most=LONGEST_NAME)
    elif any(one.name.casefold() == name.casefold() and one.key != str(row.id) for one in in_use(db)):
        wrong["name"] = t("There is a quick reply with this name already.")
    if not words:
        wrong["words"] = t("Write the words.")
    elif len(words) > LONGEST:
        wrong["words"] = t("Please shorten this to {most} characters.", most=f"{LONGEST:,}")
    elif unknown := unknown_field(words):
        wrong["words"] = unknown
    if wrong:
        raise Invalid(fields=wrong)
