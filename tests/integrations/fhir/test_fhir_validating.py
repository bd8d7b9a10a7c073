"""What is not valid FHIR R4 is refused in one sentence that says where; what is valid is never refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.integrations.fhir.validating import check

GOOD: dict[str, Any] = {"resourceType": "Observation", "status": "final", "code": {"text": "Glucose"}}


def observation(**changes: Any) -> dict[str, Any]:
    return {**GOOD, **changes}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "resourceType is missing."),
        ({"resourceType": None}, "resourceType is missing."),
        ({"resourceType": ["Patient"]}, "resourceType is missing."),
        ({"resourceType": "Nonsense"}, "resourceType is not a resource type of FHIR R4."),
        ({"resourceType": "HumanName"}, "resourceType is not a resource type of FHIR R4."),
        ({"resourceType": "DomainResource"}, "resourceType is not a resource type of FHIR R4."),
        ({"resourceType": "__class__"}, "resourceType is not a resource type of FHIR R4."),
        ({"resourceType": "observation"}, "resourceType is not a resource type of FHIR R4."),
        ({"resourceType": "Observation", "code": {"text": "x"}}, "Observation.status is missing."),
        ({"resourceType": "Observation", "status": "final"}, "Observation.code is missing."),
        (observation(banana=1), "Observation.banana is not an element of FHIR R4."),
        (observation(status__ext={"id": "x"}), "Observation.status__ext is not an element of FHIR R4."),
        (observation(resource_type="Patient"), "Observation.resource_type is not an element of FHIR R4."),
        (observation(status=3), "Observation.status should be text."),
        (observation(status=" "), "Observation.status has a value FHIR R4 does not allow there."),
        (observation(code=[{"text": "x"}]), "Observation.code should be an object."),
        (observation(code='{"text": "x"}'), "Observation.code should be an object."),
        (observation(component={"code": {"text": "x"}}), "Observation.component should be a list."),
        (observation(component=[{"valueString": "x"}]), "Observation.component[0].code is missing."),
        (observation(component=[None]), "Observation.component has an empty place in its list."),
        (observation(note=[{"text": "x"}, {"text": 5}]), "Observation.note[1].text should be text."),
        (
            observation(valueString="x", valueInteger=3),
            "Observation has more than one form of the same value.",
        ),
        (
            observation(component=[{"code": {"text": "x"}, "valueString": "x", "valueInteger": 3}]),
            "Observation.component[0] has more than one form of the same value.",
        ),
        (
            {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": {}},
            "MedicationRequest needs one of medicationCodeableConcept, medicationReference.",
        ),
        (
            observation(effectiveDateTime="20 May"),
            "Observation.effectiveDateTime has a value FHIR R4 does not allow",
        ),
        (observation(effectiveDateTime="2019-02-30"), "Observation.effectiveDateTime has a value"),
        (observation(effectiveDateTime=2019), "Observation.effectiveDateTime should be text."),
        (observation(valueQuantity={"value": "12"}), "Observation.valueQuantity.value should be a number."),
        (observation(valueQuantity={"value": True}), "Observation.valueQuantity.value should be a number."),
        (observation(valueQuantity={"value": float("inf")}), "Observation.valueQuantity.value has a value"),
        (observation(valueInteger=1.5), "Observation.valueInteger should be a whole number."),
        (observation(valueInteger=10**30), "Observation.valueInteger has a value"),
        (observation(valueBoolean="true"), "Observation.valueBoolean should be true or false."),
        (observation(id="a b"), "Observation.id has a value FHIR R4 does not allow there."),
        (observation(id="x" * 65), "Observation.id is longer than 64 characters."),
        (observation(contained=["x"]), "Observation.contained[0] should be an object."),
        (observation(contained=[{}]), "Observation.contained[0].resourceType is missing."),
        (
            observation(contained=[{"resourceType": "Nonsense"}]),
            "Observation.contained[0].resourceType is not a resource type of FHIR R4.",
        ),
        (
            observation(contained=[{"resourceType": "Patient", "gender": 5}]),
            "Observation.contained[0].gender should be text.",
        ),
        (
            observation(extension=[{"url": "x", "_valueNothing": {"id": "i"}}]),
            "Observation.extension[0]._valueNothing is not an element of FHIR R4.",
        ),
        (
            observation(extension=[{"url": "x", "_valueString": {"id": "i"}}], status=None),
            "Observation.status is missing.",
        ),
        (observation(extension=[{}]), "Observation.extension[0].url is missing."),
        (observation(meta={"lastUpdated": "yesterday"}), "Observation.meta.lastUpdated has a value"),
        ({"resourceType": "MedicinalProduct", "id": 5}, "MedicinalProduct.id should be text."),
        ({"resourceType": "Evidence", "meta": []}, "Evidence.meta should be an object."),
    ],
)
def test_what_is_not_r4_is_refused_with_its_place(data: dict[str, Any], why: str) -> None:
    found = check(data)
    assert found is not None
    assert found.startswith(why)
    assert found.endswith(".")


def test_a_resource_nested_without_end_is_refused_and_nothing_falls_over() -> None:
    inner: dict[str, Any] = {"url": "x"}
    for _ in range(5000):
        inner = {"url": "x", "extension": [inner]}
    assert check(observation(extension=[inner])) == "Observation is nested too deeply."


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        observation(effectiveDateTime="2019"),
        observation(effectiveDateTime="2016-12-31T23:59:60Z"),
        observation(valueQuantity={"value": 1.5}),
        observation(valueQuantity={"value": 2}),
        observation(note=None),
        observation(
            extension=[{"url": "x", "_valueString": {"extension": [{"url": "y", "valueCode": "unknown"}]}}]
        ),
        observation(_status={"extension": [{"url": "https://example.org/why", "valueString": "x"}]}),
        observation(contained=[{"resourceType": "SubstanceProtein", "id": "p"}, {"resourceType": "Patient"}]),
        {"resourceType": "Patient", "name": [{"given": [None, "Ann"], "_given": [{"id": "g"}, None]}]},
        {"resourceType": "MedicinalProduct", "id": "m", "name": [{"productName": "x"}]},
        {"resourceType": "RiskEvidenceSynthesis", "status": "draft"},
        {"resourceType": "Evidence", "exposureBackground": {"reference": "EvidenceVariable/1"}},
        {"resourceType": "EvidenceVariable", "characteristic": [{"definitionReference": {"display": "x"}}]},
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}},
    ],
)
def test_valid_r4_is_taken(data: dict[str, Any]) -> None:
    assert check(data) is None


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "coding", "value", "resourceType", "id", "url"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
names = st.sampled_from(
    [
        "id",
        "meta",
        "status",
        "code",
        "subject",
        "component",
        "contained",
        "valueQuantity",
        "extension",
        "_status",
        "x",
    ]
)


@given(
    st.dictionaries(names, odd),
    st.sampled_from(["Observation", "Patient", "Bundle", "Evidence", "Parameters"]),
)
def test_whatever_stands_in_a_resource_the_answer_is_a_sentence_or_none(
    data: dict[str, Any], kind: str
) -> None:
    found = check({**data, "resourceType": kind})
    assert found is None or found.endswith(".")
