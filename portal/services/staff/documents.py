"""Documents that staff put on a patient's chart: each becomes a FHIR DocumentReference like any other."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from portal import clock
from portal.access.actor import Actor, Duty
from portal.access.audit import Deed
from portal.access.folder import open_folder
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Invalid
from portal.i18n import N_, t
from portal.integrations.fhir.wording.plain import is_seen
from portal.integrations.media.intake import Taken, take_in
from portal.integrations.media.kinds import PDF, TEXT

LARGEST = 25_000_000
"""Bytes of one document."""
LONGEST_TITLE = 120
KINDS = {
    "note": ("11488-4", N_("Visit note")),
    "letter": ("51851-4", N_("Letter")),
    "report": ("11502-2", N_("Test report")),
    "imaging": ("18748-4", N_("Imaging report")),
    "referral": ("57133-1", N_("Referral")),
    "instructions": ("69730-0", N_("Instructions")),
    "consent": ("59284-0", N_("Consent")),
    "other": ("34133-9", N_("Other document")),
}
"""What a document is: its LOINC code and its name."""
ALLOWED = frozenset({PDF, TEXT, "image/jpeg", "image/png", "image/webp", "image/tiff", "image/gif"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document goes: who puts it there, and whom it is about by FHIR id and day of birth."""

    actor: Actor
    fhir_id: str
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was given: its title, kind (a key of `KINDS`), date and file."""

    title: str
    kind: str
    dated: date
    file: Taken


@needs(Duty.IMPORT, acting=True)
def begin(practice: Practice, *, patient_id: UUID) -> Place:
    """Whose chart it goes to, once it is clear that this person may. Raises: NotFound."""
    folder = open_folder(practice, patient_id, deed=Deed("documents.begin", relation="staff"))
    who = folder.who()
    return Place(practice.actor, who.fhir_id, who.birth_date)


def checked(place: Place, *, title: str, kind: str, dated: str, name: str, data: bytes) -> Paper:
    """A document fit to be kept. Raises: Invalid, naming the field that is wrong."""
    words, wrong = " ".join(title.split()), {}
    if not is_seen(words) or len(words) > LONGEST_TITLE:
        wrong["title"] = t("Enter a title of up to {most} characters.", most=LONGEST_TITLE)
    if kind not in KINDS:
        wrong["kind"] = t("Choose what it is.")
    day = _day(dated)
    if day is None:
        wrong["dated"] = t("Enter the date it was written, not later than today.")
    elif place.born and day < place.born:
        wrong["dated"] = t("This is before the patient was born. Enter the date it was written.")
    file = _file(name, data, wrong)
    if wrong or day is None or file is None:
        raise Invalid(fields=wrong)
    return Paper(words, kind, day, file)


def bundle(place: Place, paper: Paper) -> bytes:
    """The document as a Bundle that the import takes (FHIR R4 DocumentReference)."""
    code, kind = KINDS[paper.kind]
    resource = {
        "resourceType": "DocumentReference",
        "id": str(uuid4()),
        "status": "current",
        "type": {
            "coding": [{"system": "http://loinc.org", "code": code, "display": kind}],
            "text": kind,
        },
        "subject": {"reference": f"Patient/{place.fhir_id}"},
        "date": clock.now().isoformat(timespec="seconds"),
        "author": [{"display": place.actor.name}],
        "description": paper.title,
        "content": [
            {
                "attachment": {
                    "contentType": paper.file.media_type,
                    "title": paper.file.name,
                    "creation": paper.dated.isoformat(),
                    "size": len(paper.file.data),
                    "data": base64.b64encode(paper.file.data).decode(),
                }
            }
        ],
        "context": {"period": {"start": paper.dated.isoformat()}},
    }
    whole = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]}
    return json.dumps(whole, ensure_ascii=False).encode()


def _file(name: str, data: bytes, wrong: dict[str, str]) -> Taken | None:
    if not data:
        wrong["file"] = t("Choose a file.")
        return None
    try:
        return take_in(name, data, allowed=ALLOWED, largest=LARGEST)
    except Invalid as refusal:
        wrong["file"] = refusal.message
        return None


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given.strip()) if given.strip() else clock.today()
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= clock.today() else None
