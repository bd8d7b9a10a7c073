"""Which patient is meant by what an operator types."""

from uuid import UUID

from portal.access import patient_index
from portal.db import reading
from portal.errors import Conflict, NotFound
from portal.i18n import t


def which_patient(text: str) -> UUID:
    """The patient whose FHIR id or MRN this is.

    Raises:
        NotFound: nobody on file has it.
        Conflict: several have this MRN; their FHIR ids tell them apart.
    """
    wanted = text.removeprefix("Patient/").strip()
    with reading() as db:
        by_id = patient_index.find_by_fhir_id(db, wanted)
        found = [by_id] if by_id else patient_index.find_by_mrn(db, wanted)
        ids = [patient.id for patient in found]
    if len(ids) > 1:
        raise Conflict(t("Several patients have that MRN. Use the FHIR id."))
    if not ids:
        raise NotFound(t("Nobody on file has that MRN or FHIR id."))
    return ids[0]
