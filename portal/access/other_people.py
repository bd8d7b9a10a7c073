"""The other people around a patient whom the record names: how it refers to them, and their names."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import sql
from sqlmodel import Session

from portal.access.bindings import binding
from portal.access.record_keys import source_keys
from portal.integrations.fhir.other_people import PEOPLE, emails_of, names_of
from portal.models.base import table
from portal.models.record import Record, text_of
from portal.vault import sealing

_record = table(Record).c
_ABOUT_PEOPLE = sql.select(_record.id, _record.fhir_type, _record.source_key, _record.sealed).where(
    _record.patient_id == sql.bindparam("patient"),
    _record.kind == "other",
    _record.fhir_type.in_((*PEOPLE, "Patient")),
)


@dataclass(frozen=True, slots=True)
class OtherPeople:
    """Guardians, next of kin, contacts: the keys others refer to them with, names, email addresses."""

    sources: frozenset[bytes] = frozenset()
    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()

    def is_named(self, patient_id: UUID, reference: str) -> bool:
        """True when a reference is to one of them."""
        return bool(self.sources) and any(key in self.sources for key in source_keys(patient_id, reference))


NOBODY = OtherPeople()


def other_people(db: Session, patient_id: UUID, key: bytes) -> OtherPeople:
    """Whom this patient's record names. `key` is the patient's data key."""
    rows = db.connection().execute(_ABOUT_PEOPLE, {"patient": patient_id}).all()
    names, emails = set[str](), set[str]()
    for row in rows:
        bound_to = binding("record", row.id, patient_id)
        data = json.loads(text_of(sealing.unseal(key, row.sealed, bound_to)))
        names |= names_of(data)
        emails |= emails_of(data)
    sources = frozenset(row.source_key for row in rows if row.fhir_type in PEOPLE)
    return OtherPeople(sources, frozenset(names), frozenset(emails))
