"""Detail pages, one maker a kind: each takes the chart and the resource and gives a `Detail`."""

from collections.abc import Callable

from portal.access.charts import Chart
from portal.services.records.detail import Detail
from portal.services.records.details.care import care_plan, procedure, visit
from portal.services.records.details.documents import document
from portal.services.records.details.health import allergy, condition, immunization, medication
from portal.services.records.details.results import result
from portal.services.records.shelf import Held

MAKERS: dict[str, Callable[[Chart, Held], Detail]] = {
    "results": result,
    "vitals": result,
    "visits": visit,
    "immunizations": immunization,
    "medications": medication,
    "conditions": condition,
    "allergies": allergy,
    "procedures": procedure,
    "care-plans": care_plan,
    "documents": document,
}
