"""Whatever stands in a resource, valid or not, a screen can be drawn of it."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.integrations.fhir import views

INNER = [
    "coding",
    "code",
    "text",
    "display",
    "reference",
    "value",
    "unit",
    "start",
    "end",
    "low",
    "high",
    "period",
    "repeat",
    "frequency",
    "periodUnit",
    "detail",
    "attachment",
    "data",
    "actor",
    "div",
    "url",
]
NAMES = [
    "category",
    "code",
    "component",
    "valueQuantity",
    "valueRatio",
    "valuePeriod",
    "effectiveDateTime",
    "effectivePeriod",
    "issued",
    "effectiveTiming",
    "referenceRange",
    "interpretation",
    "note",
    "performer",
    "specimen",
    "result",
    "hasMember",
    "presentedForm",
    "status",
    "class",
    "type",
    "period",
    "participant",
    "location",
    "reasonCode",
    "diagnosis",
    "hospitalization",
    "vaccineCode",
    "protocolApplied",
    "lotNumber",
    "medicationReference",
    "contained",
    "dosageInstruction",
    "dosage",
    "dispenseRequest",
    "clinicalStatus",
    "severity",
    "onsetAge",
    "onsetRange",
    "onsetPeriod",
    "reaction",
    "criticality",
    "performedPeriod",
    "activity",
    "goal",
    "content",
    "context",
    "author",
    "name",
    "identifier",
    "telecom",
    "address",
    "communication",
    "birthDate",
    "deceasedDateTime",
    "text",
    "stage",
    "id",
    "dataAbsentReason",
    "basedOn",
]
TEXTS = ["", "2019-05", "9999-12-31T23:59:59-14:00", "0001-01-01", "final", "#x", "Observation/1", "<b>"]

MAKERS: list[Callable[..., Any]] = [
    views.lab_result,
    views.panel,
    views.vital,
    views.visit,
    views.immunization,
    views.medication,
    views.condition,
    views.allergy,
    views.procedure,
    views.care_plan,
    views.document,
    views.demographics,
]

odd_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(NAMES), odd_values, max_size=6), odd_values)
def test_no_resource_however_odd_keeps_a_screen_from_being_drawn(data: dict[str, Any], other: Any) -> None:
    def look_up(reference: str) -> Any:
        return other

    for maker in MAKERS:
        assert maker(data, look_up).name
    views.file_of(data, 0, look_up)
