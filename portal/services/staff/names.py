"""Whose request stands in a list of staff's: the names of many patients at once."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from portal.access import keys
from portal.access.patient_index import unseal_patient
from portal.i18n import t
from portal.logs import where
from portal.models.patient import Patient
from portal.vault import sealing

log = logging.getLogger("portal.staff")


@dataclass(frozen=True, slots=True)
class Named:
    """What a list calls a patient, and the key to what is kept about them; None when it was erased."""

    name: str
    key: bytes | None


def named(db: Session, patient_ids: Iterable[UUID]) -> dict[UUID, Named]:
    """These patients; one whose row is damaged or whose key was erased must not hide all the others."""
    ids = list(set(patient_ids))
    opened = keys.open_keys(db, ids)
    rows = db.exec(select(Patient).where(col(Patient.id).in_(ids)))
    return {row.id: Named(_name(row, opened.get(row.id)), opened.get(row.id)) for row in rows}


def _name(patient: Patient, key: bytes | None) -> str:
    if key is None:
        return t("Erased patient")
    try:
        return unseal_patient(patient, key).name or t("Name not on file")
    except (sealing.Unreadable, ValueError) as fault:
        log.error("patient %s: %s", patient.id, where(fault))
        return t("Damaged record")
