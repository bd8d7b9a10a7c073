"""Every form a reference may take leads to "Type/id", and every resource to the patient whose it is."""

import json
from typing import Any

import pytest

from portal.integrations.fhir.reading import Raw, read_bytes
from portal.integrations.fhir.references import (
    SHARED_TYPES,
    Links,
    is_shared,
    patient_of,
    references_in,
    source_of,
    targets_of,
)

ALICE = "11111111-1111-4111-8111-111111111111"
NPI = "http://hl7.org/fhir/sid/us-npi"


def raws(*entries: dict[str, Any]) -> list[Raw]:
    text = json.dumps({"resourceType": "Bundle", "entry": list(entries)})
    found = read_bytes("b.json", text.encode(), max_bytes=10**6, max_depth=50)
    assert all(isinstance(raw, Raw) for raw in found)
    return [raw for raw in found if isinstance(raw, Raw)]


@pytest.fixture(scope="module")
def links() -> Links:
    doctor = {"resourceType": "Practitioner", "id": "nia", "identifier": [{"system": NPI, "value": "99"}]}
    return Links(
        raws(
            {"fullUrl": f"urn:uuid:{ALICE}", "resource": {"resourceType": "Patient", "id": "alice"}},
            {"fullUrl": "urn:uuid:abc", "resource": {"resourceType": "Encounter"}},
            {"fullUrl": "https://ehr.example/r4/Practitioner/other", "resource": doctor},
            {"fullUrl": "urn:oid:2.16.840.1", "resource": {"resourceType": "Device", "id": "pump"}},
            {"resource": {"resourceType": "Basic"}},
        )
    )


@pytest.mark.parametrize(
    ("reference", "source"),
    [
        ("", None),
        ("#inner", None),
        ("not a reference", None),
        ("patient/lower", None),
        ("Patient/", None),
        ("Patient/bad id", None),
        ("Practitioner?identifier=" + NPI + "|12", None),
        ("Practitioner?name=Nia", None),
        (f"urn:uuid:{ALICE}", "Patient/alice"),
        (f"urn:uuid:{ALICE.upper()}", "Patient/alice"),
        ("urn:uuid:abc", "Encounter/abc"),
        ("urn:oid:2.16.840.1", "Device/pump"),
        ("urn:uuid:unknown-here", "urn:uuid:unknown-here"),
        ("https://ehr.example/r4/Practitioner/other", "Practitioner/nia"),
        ("https://ehr.example/r4/Patient/bob", "Patient/bob"),
        ("Patient/bob", "Patient/bob"),
        ("Patient/bob/_history/3", "Patient/bob"),
        ("https://ehr.example/r4/Patient/bob/_history/3", "Patient/bob"),
        ("Observation/1#part", "Observation/1"),
        (" Patient/bob ", "Patient/bob"),
        ("Practitioner?identifier=" + NPI + "|99", "Practitioner/nia"),
    ],
)
def test_a_reference_leads_to_its_source(links: Links, reference: str, source: str | None) -> None:
    assert links.resolve(reference) == source


def test_a_reference_without_an_address_is_known_by_its_identifier(links: Links) -> None:
    identifier = {"system": NPI, "value": "99"}
    assert links.of({"type": "Practitioner", "identifier": identifier}) == "Practitioner/nia"
    assert links.of({"identifier": identifier}) is None
    assert links.of({"display": "Dr. Nia"}) is None
    assert links.of("Patient/bob") is None
    assert links.of({"reference": 5}) is None


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        ({"resource": {"resourceType": "Basic"}}, None),
        ({"fullUrl": "nonsense", "resource": {"resourceType": "Basic", "id": 5}}, None),
        ({"fullUrl": "https://x.example/Patient/1", "resource": {"resourceType": "Basic"}}, None),
        ({"fullUrl": "https://x.example/Basic/1", "resource": {"resourceType": "Basic"}}, "Basic/1"),
        ({"fullUrl": f"urn:uuid:{ALICE}", "resource": {"resourceType": "Basic"}}, f"Basic/{ALICE}"),
        ({"fullUrl": f"urn:uuid:{ALICE}", "resource": {"resourceType": "Basic", "id": "b"}}, "Basic/b"),
    ],
)
def test_a_resource_is_known_by_its_id_or_else_by_its_address(
    entry: dict[str, Any], source: str | None
) -> None:
    assert source_of(raws(entry)[0]) == source


@pytest.mark.parametrize(
    ("data", "patient"),
    [
        ({"resourceType": "Patient", "id": "alice"}, "Patient/alice"),
        ({"resourceType": "Patient"}, None),
        ({"resourceType": "Observation"}, None),
        ({"resourceType": "Observation", "subject": "Patient/alice"}, None),
        ({"resourceType": "Observation", "subject": {"reference": "Group/g"}}, None),
        ({"resourceType": "Observation", "subject": {"reference": "#inner"}}, None),
        ({"resourceType": "Observation", "subject": {"reference": f"urn:uuid:{ALICE}"}}, "Patient/alice"),
        ({"resourceType": "Observation", "subject": {"reference": "urn:uuid:later"}}, "Patient/later"),
        ({"resourceType": "Observation", "subject": {"reference": "urn:uuid:abc"}}, None),
        ({"resourceType": "Observation", "subject": {"reference": "urn:uuid:g", "type": "Group"}}, None),
        ({"resourceType": "Immunization", "patient": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "RelatedPerson", "patient": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "Coverage", "beneficiary": {"reference": "Patient/bob"}}, "Patient/bob"),
        (
            {
                "resourceType": "Coverage",
                "subscriber": {"reference": "Patient/parent"},
                "beneficiary": {"reference": "Patient/mia"},
            },
            "Patient/mia",
        ),
        ({"resourceType": "ResearchSubject", "individual": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "Task", "for": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "Binary", "securityContext": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "Device", "patient": {"reference": "Patient/bob"}}, "Patient/bob"),
        ({"resourceType": "Contract", "subject": [{"reference": "Patient/bob"}]}, "Patient/bob"),
        (
            {
                "resourceType": "Appointment",
                "participant": [
                    {"actor": {"reference": "Practitioner/nia"}},
                    {"actor": {"reference": "Patient/bob"}},
                ],
            },
            "Patient/bob",
        ),
        ({"resourceType": "Person", "link": [{"target": {"reference": "Patient/bob"}}]}, "Patient/bob"),
        ({"resourceType": "Practitioner", "patient": {"reference": "Patient/bob"}}, None),
    ],
)
def test_a_resource_belongs_to_its_patient(links: Links, data: dict[str, Any], patient: str | None) -> None:
    assert patient_of(data, links) == patient


def test_a_provenance_speaks_of_its_targets(links: Links) -> None:
    data = {
        "resourceType": "Provenance",
        "target": [{"reference": "Observation/1"}, {"reference": "urn:uuid:abc"}, {"reference": "#x"}, 5],
        "agent": [{"who": {"reference": "Patient/someone-else"}}],
    }
    assert targets_of(data, links) == ["Observation/1", "Encounter/abc"]
    assert patient_of(data, links) is None
    assert targets_of({"resourceType": "Observation"}, links) == []


def test_the_practice_shares_its_people_and_places_and_devices_of_nobody(links: Links) -> None:
    assert is_shared({"resourceType": "Practitioner"}, links)
    assert is_shared({"resourceType": "Device"}, links)
    assert not is_shared({"resourceType": "Device", "patient": {"reference": "Patient/bob"}}, links)
    assert not is_shared({"resourceType": "Observation"}, links)
    assert not {"Patient", "RelatedPerson", "Observation", "Group", "Binary"} & SHARED_TYPES


def test_every_reference_is_found_wherever_it_stands() -> None:
    data = {
        "resourceType": "DocumentReference",
        "subject": {"reference": "Patient/bob"},
        "contained": [{"resourceType": "Device", "owner": {"reference": "Organization/o"}}],
        "author": [{"reference": "Practitioner/nia"}, {"reference": "Practitioner/nia"}, {"reference": 5}],
        "extension": [{"url": "https://x.example/Binary", "valueReference": {"reference": "#d"}}],
        "content": [
            {"attachment": {"url": "Binary/scan"}},
            {"attachment": {"url": "https://x.example/scan"}},
        ],
    }
    assert sorted(references_in(data)) == [
        "#d",
        "Binary/scan",
        "Organization/o",
        "Patient/bob",
        "Practitioner/nia",
    ]
