"""The few open facts the record table needs are right for every kind, and absent when the resource is odd."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.facts import Facts, facts
from portal.integrations.fhir.references import Links

NONE = Links()
LOINC = "http://loinc.org"


def of(kind: str, **data: Any) -> Facts:
    return facts({"resourceType": kind, **data}, NONE)


def concept(code: str, system: str = LOINC) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


@pytest.mark.parametrize(
    "odd", [None, "", "yesterday", "2019-13", "2019-02-30", "0000", 2019, [], {}, "2019-05-01T25:00:00Z"]
)
def test_what_is_no_date_is_no_time(odd: Any) -> None:
    assert instant(odd) is None
    assert of("Observation", effectiveDateTime=odd).when is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2019-05", datetime(2019, 5, 1, tzinfo=UTC)),
        ("2019-05-07", datetime(2019, 5, 7, tzinfo=UTC)),
        ("2019-05-07T23:30:00-05:00", datetime(2019, 5, 8, 4, 30, tzinfo=UTC)),
        ("2019-05-07T23:30:00.123Z", datetime(2019, 5, 7, 23, 30, 0, 123000, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2019-05-07T23:30:00", datetime(2019, 5, 7, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_its_first_moment(written: str, meant: datetime) -> None:
    assert instant(written) == meant


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({}, "other"),
        ({"resourceType": ["Observation"]}, "other"),
        ({"resourceType": "Claim"}, "other"),
        ({"resourceType": "Goal"}, "other"),
        ({"resourceType": "Observation"}, "results"),
        ({"resourceType": "Observation", "category": [concept("vital-signs")]}, "vitals"),
        ({"resourceType": "Observation", "category": [concept("exam"), concept("vital-signs")]}, "vitals"),
        ({"resourceType": "Observation", "category": [concept("survey")]}, "results"),
        ({"resourceType": "DiagnosticReport"}, "results"),
        ({"resourceType": "DiagnosticReport", "presentedForm": [{"data": "eA=="}]}, "documents"),
        (
            {
                "resourceType": "DiagnosticReport",
                "presentedForm": [{}],
                "result": [{"reference": "Observation/1"}],
            },
            "results",
        ),
        ({"resourceType": "DocumentReference"}, "documents"),
        ({"resourceType": "Encounter"}, "visits"),
        ({"resourceType": "Immunization"}, "immunizations"),
        ({"resourceType": "MedicationRequest"}, "medications"),
        ({"resourceType": "MedicationStatement"}, "medications"),
        ({"resourceType": "MedicationDispense"}, "medications"),
        ({"resourceType": "MedicationAdministration"}, "medications"),
        ({"resourceType": "Condition"}, "conditions"),
        ({"resourceType": "AllergyIntolerance"}, "allergies"),
        ({"resourceType": "Procedure"}, "procedures"),
        ({"resourceType": "CarePlan"}, "care-plans"),
    ],
)
def test_every_type_has_its_screen(data: dict[str, Any], kind: str) -> None:
    assert facts(data, NONE).kind == kind


@pytest.mark.parametrize(
    ("kind", "data", "year"),
    [
        ("Observation", {"effectivePeriod": {"end": "2012"}, "issued": "2013-01-01T00:00:00Z"}, 2012),
        ("Observation", {"issued": "2013-01-01T00:00:00Z"}, 2013),
        ("Observation", {"effectiveTiming": {"event": ["2014"]}}, 2014),
        ("Encounter", {"period": {"start": "2012", "end": "2013"}}, 2012),
        ("Immunization", {"occurrenceString": "as a child", "recorded": "2011"}, 2011),
        ("MedicationRequest", {"authoredOn": "2010"}, 2010),
        ("MedicationDispense", {"whenPrepared": "2010"}, 2010),
        ("Condition", {"recordedDate": "2010", "onsetDateTime": "2001"}, 2001),
        ("Condition", {"recordedDate": "2010", "onsetString": "long ago"}, 2010),
        ("AllergyIntolerance", {"recordedDate": "2010", "onsetDateTime": "2001"}, 2010),
        ("Procedure", {"performedPeriod": {"start": "2009"}}, 2009),
        ("CarePlan", {"period": {"start": "2009"}, "created": "2008"}, 2009),
        ("DocumentReference", {"context": {"period": {"start": "2007"}}}, 2007),
        ("QuestionnaireResponse", {"authored": "2006"}, 2006),
        ("Goal", {"startDate": "2005"}, 2005),
        ("Coverage", {"period": {"start": "2004"}}, 2004),
        ("ImagingStudy", {"started": "2003"}, 2003),
    ],
)
def test_the_time_is_when_it_happened(kind: str, data: dict[str, Any], year: int) -> None:
    assert of(kind, **data).when == datetime(year, 1, 1, tzinfo=UTC)


def test_status_is_the_plain_code_and_an_error_is_told() -> None:
    assert of("Observation", status="final").status == "final"
    assert of("Condition", clinicalStatus=concept("resolved")).status == "resolved"
    assert of("Goal", lifecycleStatus="active").status == "active"
    assert of("Observation", status=["final"]).status == ""
    assert of("Observation", status="a\x00b").status == ""
    assert of("Observation", status="entered-in-error").entered_in_error
    wrong = of("Condition", clinicalStatus=concept("active"), verificationStatus=concept("entered-in-error"))
    assert (wrong.status, wrong.entered_in_error) == ("active", True)
    assert not of("Observation", status="final").entered_in_error


def test_the_code_is_that_of_the_thing_and_a_known_system_goes_first() -> None:
    local = {"system": "urn:local", "code": "GLU"}
    both = {"coding": [local, {"system": LOINC, "code": "2345-7"}]}
    assert of("Observation", code=both).code == "http://loinc.org|2345-7"
    assert of("Observation", code={"coding": [local]}).code == "urn:local|GLU"
    assert of("Observation", code={"coding": [{"display": "no code"}], "text": "Glucose"}).code == ""
    assert of("Observation", code={"coding": [{"code": "x" * 300}]}).code == ""
    assert of("Immunization", vaccineCode=concept("140", "http://hl7.org/fhir/sid/cvx")).code.endswith(
        "cvx|140"
    )
    inner = {"resourceType": "Medication", "id": "m", "code": concept("1", "urn:rx")}
    taken = of("MedicationRequest", contained=[inner], medicationReference={"reference": "#m"})
    assert taken.code == "urn:rx|1"


def test_the_group_tells_a_blood_test_from_a_survey() -> None:
    assert of("Observation", category=[concept("survey")]).group == "survey"
    assert of("DiagnosticReport", category=[concept("LAB")]).group == "laboratory"
    assert of("CarePlan", category=[concept("assess-plan")]).group == ""


def test_a_visit_is_found_in_each_place_that_names_one() -> None:
    visit = {"reference": "Encounter/1"}
    assert of("Observation", encounter=visit).visit == "Encounter/1"
    assert of("Observation", encounter={"reference": "urn:uuid:later"}).visit == "Encounter/later"
    assert of("DocumentReference", context={"encounter": [visit]}).visit == "Encounter/1"
    assert of("MedicationStatement", context=visit).visit == "Encounter/1"
    assert of("MedicationStatement", context={"reference": "EpisodeOfCare/1"}).visit is None
    assert of("MedicationStatement", context={"reference": "urn:uuid:later"}).visit is None
    assert of("Claim", item=[{"sequence": 1}, {"encounter": [visit]}]).visit == "Encounter/1"
    assert of("Encounter").visit is None


def test_members_and_reasons_are_named_by_source() -> None:
    results = [{"reference": "Observation/1"}, {"reference": "Observation/2"}, {"display": "lost"}]
    assert of("DiagnosticReport", result=results).members == ["Observation/1", "Observation/2"]
    assert of("Observation", hasMember=results).members == ["Observation/1", "Observation/2"]
    because = [{"reference": "Condition/1"}]
    assert of("MedicationRequest", reasonReference=because).reasons == ["Condition/1"]
    assert of("CarePlan", addresses=because).reasons == ["Condition/1"]
    assert of("Encounter", diagnosis=[{"condition": because[0]}]).reasons == ["Condition/1"]


def test_the_time_of_the_last_change_is_kept() -> None:
    changed = of("Observation", meta={"lastUpdated": "2019-05-07T10:00:00Z"}).last_updated
    assert changed == datetime(2019, 5, 7, 10, tzinfo=UTC)


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["coding", "code", "reference", "start", "encounter", "condition", "event"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
names = [
    "status",
    "code",
    "category",
    "encounter",
    "context",
    "period",
    "item",
    "result",
    "diagnosis",
    "contained",
]
names += ["meta", "clinicalStatus", "verificationStatus", "effectiveTiming", "medicationReference", "type"]


@given(
    st.dictionaries(st.sampled_from(names), odd),
    st.sampled_from(["Observation", "Encounter", "Claim", "Condition"]),
)
def test_no_resource_however_odd_makes_it_fall_over(data: dict[str, Any], kind: str) -> None:
    assert isinstance(facts({**data, "resourceType": kind}, NONE), Facts)
