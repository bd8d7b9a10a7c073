"""Resources made ready for screens: frozen, plain, every word in place. One module a kind.

`view_of` makes the right one; each maker takes a resource (parse it with `wording.numbers.load` to keep
number literals) and a `look_up(reference) -> resource | None` for those it refers to.
"""

from collections.abc import Callable
from typing import Any

from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.facts import kind_of
from portal.integrations.fhir.views.allergies import Allergy, allergy
from portal.integrations.fhir.views.care_plans import CarePlan, care_plan
from portal.integrations.fhir.views.conditions import Condition, condition
from portal.integrations.fhir.views.demographics import Demographics, demographics
from portal.integrations.fhir.views.documents import Document, document, file_of
from portal.integrations.fhir.views.immunizations import Immunization, immunization
from portal.integrations.fhir.views.medications import Medication, medication
from portal.integrations.fhir.views.procedures import Procedure, procedure
from portal.integrations.fhir.views.results import LabResult, Panel, lab_result, panel
from portal.integrations.fhir.views.visits import Visit, visit
from portal.integrations.fhir.views.vitals import Vital, vital
from portal.integrations.fhir.wording.numbers import load
from portal.integrations.fhir.wording.people import LookUp, nothing

View = (
    LabResult
    | Panel
    | Visit
    | Immunization
    | Medication
    | Condition
    | Allergy
    | Vital
    | Procedure
    | CarePlan
    | Document
)
__all__ = [
    "Allergy",
    "CarePlan",
    "Condition",
    "Demographics",
    "Document",
    "Immunization",
    "LabResult",
    "Medication",
    "Panel",
    "Procedure",
    "View",
    "Visit",
    "Vital",
    "allergy",
    "care_plan",
    "condition",
    "demographics",
    "document",
    "file_of",
    "immunization",
    "lab_result",
    "load",
    "medication",
    "panel",
    "procedure",
    "view_of",
    "visit",
    "vital",
]
_MAKERS: dict[str, Callable[[Json, LookUp], Any]] = {
    "visits": visit,
    "immunizations": immunization,
    "medications": medication,
    "conditions": condition,
    "allergies": allergy,
    "vitals": vital,
    "procedures": procedure,
    "care-plans": care_plan,
    "documents": document,
}


def view_of(data: Json, look_up: LookUp = nothing) -> View | None:
    """The view for the screen a resource is shown on; None when it has none."""
    kind = kind_of(data)
    if kind == "results":
        whole = data.get("resourceType") == "DiagnosticReport" or bool(data.get("hasMember"))
        return panel(data, look_up) if whole else lab_result(data, look_up)
    maker = _MAKERS.get(kind)
    found: View | None = maker(data, look_up) if maker else None
    return found
