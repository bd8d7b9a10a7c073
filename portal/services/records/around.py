"""Finding what resources refer to: the practice's own (people, places) and this patient's others."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal

from portal.access.charts import Chart
from portal.access.record_keys import source_key
from portal.access.resources import shared_texts
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.references import references_in
from portal.services.records.shelf import by_source

_type_and_id = re.compile(r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/#?]+)?/?$")
_uuid = re.compile(r"urn:uuid:([A-Za-z0-9\-.]{1,64})$", re.IGNORECASE)
_OWN = (
    "Observation", "DiagnosticReport", "Encounter", "Condition", "Procedure", "MedicationRequest", "Goal",
    "CareTeam", "CarePlan", "ServiceRequest", "Specimen", "Immunization", "DocumentReference", "Binary",
    "Medication", "RelatedPerson", "Patient", "AllergyIntolerance", "Appointment",
)  # fmt: skip


class Around:
    """What some resources refer to, fetched together at first and one by one beyond that."""

    def __init__(self, chart: Chart, resources: Iterable[Json] = ()) -> None:
        self._chart = chart
        self._known: dict[str, Json | None] = {}
        self._fetch({reference for data in resources for reference in references_in(data)})

    def __call__(self, reference: str) -> Json | None:
        """The resource a reference names, or None when it is not on file."""
        if reference not in self._known:
            self._fetch({reference})
        return self._known[reference]

    def _fetch(self, references: set[str]) -> None:
        self._known.update(dict.fromkeys(references))
        shared = shared_texts(self._chart.db, references)
        self._known.update({ref: json.loads(text, parse_float=Decimal) for ref, (_, text) in shared.items()})
        keys = {
            source_key(self._chart.patient_id, source): ref
            for ref in references
            if ref not in shared
            for source in _sources(ref)
        }
        for key, held in by_source(self._chart, keys).items():
            self._known[keys[key]] = held.data


def _sources(reference: str) -> list[str]:
    if found := _uuid.search(reference):
        return [f"{kind}/{found[1]}" for kind in _OWN]
    named = _type_and_id.search(reference)
    return [named[1]] if named else []
