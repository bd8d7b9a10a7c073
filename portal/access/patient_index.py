"""Who is on file: patients put there with their data key, and the blind index that finds them.

Names, MRNs and birth dates are sealed, so they are found by keyed hashes of their beginnings: whoever reads
the database sees that two patients share some beginning, and never which.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from portal import clock
from portal.access import aging, keys
from portal.access.charts import row_binding
from portal.models.base import table
from portal.models.patient import Patient, PatientContents, PatientSearch
from portal.vault import lookup, sealing

LONGEST = 15
MRN_SHORTEST = 4
_ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def put_patient(db: Session, contents: PatientContents, *, deceased: bool = False) -> Patient:
    """Put a patient on file, or bring the one with this FHIR id up to date, with data key and index.

    Raises:
        NotFound: the patient's data key was erased; nothing can be kept for them any more.
    """
    deceased = deceased or bool(contents.died)
    patient, before = find_by_fhir_id(db, contents.fhir_id), None
    if patient is None:
        patient = _new(contents.fhir_id)
        key = keys.make_key(db, patient.id)
    else:
        key = keys.open_key(db, patient.id)
        before = unseal_patient(patient, key)
        if before == contents and patient.deceased == deceased:
            return patient
    patient.mrn_key, patient.deceased, patient.updated_at = _mrn_key(contents.mrn), deceased, clock.now()
    patient.sealed = sealing.seal(key, contents.model_dump_json().encode(), row_binding(patient, patient.id))
    db.add(patient)
    db.flush()
    _index(db, patient.id, tokens_of(contents))
    if before is not None and before.birth_date != contents.birth_date:
        aging.birth_date_changed(db, patient.id, contents)
    return patient


def fhir_key(fhir_id: str) -> bytes:
    """The look-up of a patient by the id in the practice's EHR, with or without "Patient/" before it."""
    return lookup.lookup("patient-fhir", fhir_id.removeprefix("Patient/"))


def find_by_fhir_id(db: Session, fhir_id: str) -> Patient | None:
    """The patient with this id in the practice's EHR."""
    return db.exec(select_rows(Patient).where(Patient.fhir_key == fhir_key(fhir_id))).first()


def find_by_mrn(db: Session, mrn: str) -> list[Patient]:
    """The patients with this medical record number; more than one only when the EHR reused it."""
    if not _plain(mrn):
        return []
    return list(db.exec(select_rows(Patient).where(Patient.mrn_key == _mrn_key(mrn))))


def find_born(db: Session, day: date) -> list[Patient]:
    """The patients born on this day."""
    born = select(table(PatientSearch).c.patient_id).where(table(PatientSearch).c.token == birth_token(day))
    return list(db.exec(select_rows(Patient).where(col(Patient.id).in_(born))))


def unseal_patient(patient: Patient, key: bytes) -> PatientContents:
    """Who a patient is. Raises: sealing.Unreadable."""
    sealed = sealing.unseal(key, patient.sealed, row_binding(patient, patient.id))
    return PatientContents.model_validate_json(sealed)


def words_of(text: str) -> list[str]:
    """The words of a name, MRN or search as they are compared: no case, accents, apostrophes or hyphens."""
    return [plain for word in _spaced(text).split() if (plain := _plain(word))]


def name_token(word: str) -> bytes:
    """The token of patients with a name beginning like this."""
    return lookup.lookup("find-name", word[:LONGEST])


def whole_name_token(word: str) -> bytes:
    """The token of patients with a name that is exactly this; it ranks them first."""
    return lookup.lookup("find-whole-name", word)


def mrn_token(word: str) -> bytes:
    """The token of patients with an MRN that is this or, from four characters on, begins like this."""
    return lookup.lookup("find-mrn", word)


def birth_token(birth_date: date) -> bytes:
    """The token of patients born on this day."""
    return lookup.lookup("find-birth", birth_date.isoformat())


def tokens_of(contents: PatientContents) -> set[bytes]:
    """Every token a patient is found by."""
    tokens = set()
    for word in _name_words(contents):
        tokens.add(whole_name_token(word))
        tokens.update(name_token(word[:end]) for end in range(1, min(len(word), LONGEST) + 1))
    if mrn := _plain(contents.mrn):
        tokens.update(mrn_token(mrn[:end]) for end in range(MRN_SHORTEST, len(mrn)))
        tokens.add(mrn_token(mrn))
    if contents.birth_date:
        tokens.add(birth_token(contents.birth_date))
    return tokens


def _new(fhir_id: str) -> Patient:
    at = clock.now()
    return Patient(fhir_key=fhir_key(fhir_id), mrn_key=b"", created_at=at, updated_at=at, sealed=b"")


def _index(db: Session, patient_id: UUID, wanted: set[bytes]) -> None:
    rows, run = table(PatientSearch), db.connection().execute
    held = set(run(select(rows.c.token).where(rows.c.patient_id == patient_id)).scalars())
    if gone := held - wanted:
        run(delete(rows).where(rows.c.patient_id == patient_id, rows.c.token.in_(gone)))
    if new := wanted - held:
        run(insert(rows), [{"token": token, "patient_id": patient_id} for token in new])


def _name_words(contents: PatientContents) -> Iterator[str]:
    """Each word whole, without its hyphens, and without its apostrophes: "nunezohara", "ohara", "hara"."""
    for text in (contents.given, contents.family, contents.name):
        for word in _spaced(text).split():
            yield from filter(None, (_plain(word), *map(_plain, _unhyphened(word)), *_parts(word)))


def _unhyphened(word: str) -> list[str]:
    return "".join(" " if unicodedata.category(c) == "Pd" else c for c in word).split()


def _parts(word: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in word).split()


def _spaced(text: str) -> str:
    """Folded text in which only letters, digits and what stands inside names is left."""
    whole = lookup.folded(text.replace("´", "'")).translate(_ALONE)
    return "".join(c if c.isalnum() or _joins(c) else " " for c in whole)


def _joins(mark: str) -> bool:
    """Apostrophes and hyphens of any kind, as in O'Keefe and Nuñez-Ruiz."""
    return mark in "'`ʻʼ" or unicodedata.category(mark) == "Pd"


def _plain(word: str) -> str:
    return "".join(c for c in lookup.folded(word).translate(_ALONE) if c.isalnum())


def _mrn_key(mrn: str) -> bytes:
    return lookup.lookup("patient-mrn", _plain(mrn))
