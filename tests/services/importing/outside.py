"""What the tests of outside documents share: importing one, counting what came of it, a patient."""

from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading
from portal.models.patient import Patient
from portal.models.record import Record
from portal.services.importing import Report, import_upload
from tests.integrations.ccda.reading.cda import HOSPITAL
from tests.services.importing.fhir import PATIENT, bundle

LATER = {"id": f'root="{HOSPITAL}" extension="D2"', "version": 2, "when": "20251201"}


def take(data: bytes, name: str = "summary.xml") -> Report:
    return import_upload(operator(), name, data)


def counts(done: Report) -> tuple[int, int, int, int]:
    return done.created, done.updated, done.unchanged, len(done.rejected)


def on_file() -> tuple[int, int]:
    """How many patients and records there are."""
    with reading() as db:
        return len(db.exec(select(Patient)).all()), len(db.exec(select(Record)).all())


def whose(done: Report) -> str:
    """The one patient a report is about."""
    (patient,) = done.seen
    return patient


def about(
    given: str = "Alice",
    family: str = "Ames",
    *,
    born: str = "19840309",
    sex: str = "F",
    zip: str = "04101",
    number: str = f'<id root="{HOSPITAL}" extension="H-77"/>',
    phone: str = "",
) -> str:
    """A patientRole."""
    names = "".join(f"<given>{one}</given>" for one in given.split())
    reached = f'<telecom value="tel:{phone}"/>' if phone else ""
    return f"""{number}<addr use="HP"><postalCode>{zip}</postalCode></addr>{reached}
<patient><name use="L">{names}<family>{family}</family></name>
<administrativeGenderCode code="{sex}"/><birthTime value="{born}"/></patient>"""


def ehr(**more: object) -> None:
    """Alice as the practice's own EHR knows her: MRN LF-1, born March 9, 1984, ZIP 04101."""
    done = import_upload(operator(), "ehr.json", bundle({**PATIENT, "gender": "female", **more}).encode())
    assert done.created == 1
