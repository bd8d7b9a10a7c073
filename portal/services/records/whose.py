"""Whose record is open: what stands at the head of staff's pages and of everything that is printed."""

from dataclasses import dataclass

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.access.patient_index import unseal_patient
from portal.errors import NotFound
from portal.i18n import day, t
from portal.models.patient import Patient, PatientContents
from portal.models.unseen import HELPERS


@dataclass(frozen=True, slots=True)
class Whose:
    """A patient's name, and in one line what tells two of the same name apart."""

    name: str = ""
    line: str = ""


@needs(Scope.RECORDS)
def look(chart: Chart) -> Whose:
    """Whose record this is."""
    return whose_of(chart)


def whose_of(chart: Chart) -> Whose:
    """Name, birth date and MRN of the patient of this chart, in words."""
    return in_words(patient_of(chart))


def by_whom(chart: Chart, name: str, relation: str, *, is_mine: bool) -> str:
    """Who did something in this record, for its reader: "Dana Diaz for Alice Ames", "you for Alice Ames".

    Empty for what one did in one's own record. `name` and `relation` are whoever did it and as what.
    """
    if relation in HELPERS:
        by = t("you") if is_mine else name
        return t("{name} for {patient}", name=by, patient=patient_of(chart).name)
    return "" if is_mine else name


def in_words(who: PatientContents) -> Whose:
    """The same, for who has them at hand."""
    born = t("Born {day}", day=day(who.birth_date)) if who.birth_date else t("Birth date not on file")
    mrn = t("MRN {mrn}", mrn=who.mrn) if who.mrn else ""
    return Whose(who.name or t("Name not on file"), " · ".join(filter(None, (born, mrn))))


def patient_of(chart: Chart) -> PatientContents:
    """Who the patient of this chart is. Raises: NotFound."""
    patient = chart.db.get(Patient, chart.patient_id)
    if patient is None:
        raise NotFound
    return unseal_patient(patient, chart.key)
