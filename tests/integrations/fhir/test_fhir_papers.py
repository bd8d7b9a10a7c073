"""What a patient reads about a procedure, a plan, a document, and about who they are."""

from datetime import date

import pytest

from portal.integrations.fhir import views
from tests.integrations.fhir.filed import DAY, FILED, coded, to


def test_a_procedure_says_what_was_done_by_whom_and_how_it_went() -> None:
    found = views.procedure(
        {
            "status": "completed",
            "code": {"text": "Colonoscopy"},
            "performedPeriod": {"start": DAY, "end": "2019-05-07T13:45:00Z"},
            "performer": [{"actor": to("Practitioner/okafor")}, {"actor": to("Organization/lab")}],
            "location": to("Location/clinic"),
            "reasonReference": [to("Condition/asthma")],
            "outcome": {"text": "Nothing found"},
            "followUp": [{"text": "Again in 10 years"}],
        },
        FILED.get,
    )
    assert (found.name, found.status, found.is_done) == ("Colonoscopy", "Done", True)
    assert (found.date, found.time) == ("May 7, 2019", "May 7, 2019, 9:20 AM EDT to 9:45 AM")
    assert found.performers == ["Dr. Okafor", "Lakeside laboratory"]
    assert (found.place, found.reasons, found.outcome) == ("Second floor", ["Asthma"], "Nothing found")
    assert found.follow_up == ["Again in 10 years"]
    skipped = views.procedure({"status": "not-done", "statusReason": {"text": "You asked to wait"}})
    assert (skipped.name, skipped.status, skipped.why_not) == (
        "Unnamed procedure",
        "Not done",
        "You asked to wait",
    )


def test_a_care_plan_says_what_to_do_and_what_for() -> None:
    found = views.care_plan(
        {
            "status": "active",
            "text": {"div": "<div>Rest <b>well</b>.<script>alert(1)</script></div>"},
            "category": [
                {**coded("assess-plan"), "text": "Assessment and plan"},
                {"text": "Respiratory therapy"},
            ],
            "period": {"start": "2019-05"},
            "activity": [
                {"detail": {"code": {"text": "Recommendation to avoid exercise"}, "status": "in-progress"}},
                {"detail": {"description": "Drink water", "scheduledString": "every day"}},
                {"reference": to("ServiceRequest/gone", display="Chest X-ray")},
                {"detail": {}},
            ],
            "goal": [to("Goal/walk")],
            "addresses": [to("Condition/asthma")],
        },
        FILED.get,
    )
    assert (found.name, found.status, found.period) == ("Respiratory therapy", "Active", "Since May 2019")
    assert [(one.name, one.status, one.when) for one in found.activities] == [
        ("Recommendation to avoid exercise", "Going on now", ""),
        ("Drink water", "", "every day"),
        ("Chest X-ray", "", ""),
    ]
    assert (found.goals, found.conditions) == (["Walk 30 minutes a day"], ["Asthma"])
    assert found.narrative == "Rest well."
    assert views.care_plan({}).name == "Care plan"


def test_a_document_says_who_wrote_it_and_gives_its_files() -> None:
    data = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"text": "Discharge summary"},
        "date": DAY,
        "author": [to("Practitioner/okafor")],
        "content": [
            {"attachment": {"contentType": "application/pdf", "data": "JVBERg==", "title": "Scan"}},
            {"attachment": {"url": "Binary/letter", "title": "Letter"}},
            {"attachment": {"url": "https://example.org/elsewhere.pdf", "contentType": "application/pdf"}},
        ],
    }
    found = views.document(data, FILED.get)
    assert (found.name, found.date, found.author) == ("Discharge summary", "May 7, 2019", "Dr. Okafor")
    assert (found.status, found.is_current) == ("Current", True)
    assert [(one.title, one.kind, one.inline, one.text) for one in found.files] == [
        ("Scan", "PDF", True, ""),
        ("Letter", "Text", True, "Dear Alice"),
        ("", "PDF", False, ""),
    ]
    assert found.files[2].url == "https://example.org/elsewhere.pdf"
    letter = views.file_of(data, 1, FILED.get)
    assert letter is not None
    assert (letter.data, letter.content_type, letter.title) == (b"Dear Alice", "text/plain", "Letter")
    assert views.file_of(data, 2, FILED.get) is None
    assert views.file_of(data, 3, FILED.get) is views.file_of(data, -1, FILED.get) is None


def test_a_report_that_only_carries_a_note_reads_as_a_document() -> None:
    data = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"text": "Chest X-ray"},
        "issued": DAY,
        "presentedForm": [{"contentType": "text/plain", "data": "Q2xlYXI="}],
        "performer": [to("Organization/lab")],
    }
    found = views.view_of(data, FILED.get)
    assert isinstance(found, views.Document)
    assert (found.name, found.status, found.date, found.author) == (
        "Chest X-ray",
        "Final",
        "May 7, 2019",
        "Lakeside laboratory",
    )
    assert found.files[0].text == "Clear"
    assert views.document({"content": [{"attachment": {"title": "Scan"}}]}).name == "Scan"
    assert views.document({}).name == "Document"


def test_a_patient_is_told_as_the_practice_knows_them() -> None:
    found = views.demographics(
        {
            "resourceType": "Patient",
            "id": "p1",
            "identifier": [
                {"type": coded("SS"), "value": "999"},
                {"type": coded("MR"), "use": "old", "value": "M0"},
                {"type": coded("MR"), "value": "M1"},
            ],
            "name": [
                {"use": "maiden", "given": ["Ana"], "family": "Lee"},
                {
                    "use": "official",
                    "prefix": ["Mrs."],
                    "given": ["Ana", "María"],
                    "family": "O'Keefe",
                    "suffix": ["PhD"],
                },
            ],
            "birthDate": "1962-06-27",
            "gender": "female",
            "deceasedDateTime": "2019-05-07",
            "telecom": [
                {"system": "phone", "use": "work", "value": "555-1"},
                {"system": "phone", "use": "mobile", "value": "555-2"},
                {"system": "phone", "use": "old", "value": "555-3"},
                {"system": "email", "value": "ana@example.org"},
            ],
            "address": [
                {"use": "old", "postalCode": "99999"},
                {
                    "use": "home",
                    "line": ["1 Lake St"],
                    "city": "Andover",
                    "state": "MA",
                    "postalCode": "01810",
                },
            ],
            "communication": [
                {"language": {"text": "English"}},
                {"language": {"text": "Portuguese"}, "preferred": True},
            ],
            "generalPractitioner": [to("Practitioner/okafor")],
        },
        FILED.get,
    )
    assert found.name == "Mrs. Ana María O'Keefe PhD"
    assert (found.prefix, found.given, found.family, found.suffix) == ("Mrs.", "Ana María", "O'Keefe", "PhD")
    assert found.other_names == ["Ana Lee"]
    assert (found.birth_date, found.born, found.sex) == (date(1962, 6, 27), "Jun 27, 1962", "Female")
    assert (found.mrn, found.fhir_id, found.zip) == ("M1", "p1", "01810")
    assert (found.deceased, found.died) == (True, "May 7, 2019")
    assert (found.phones, found.emails) == (["555-2", "555-1"], ["ana@example.org"])
    assert found.address == ["1 Lake St", "Andover, MA 01810"]
    assert (found.language, found.doctor) == ("Portuguese", "Dr. Okafor")


def test_a_patient_of_whom_little_is_known_is_told_without_guessing() -> None:
    found = views.demographics({"resourceType": "Patient", "id": "p1", "birthDate": "1962-06"})
    assert (found.name, found.mrn, found.zip) == ("Unnamed patient", "p1", "")
    assert (found.birth_date, found.born) == (None, "Jun 1962")
    assert (found.deceased, found.died) == (False, "")
    gone = views.demographics({"deceasedBoolean": True})
    assert (gone.deceased, gone.died) == (True, "Yes")


@pytest.mark.parametrize("kind", ["Claim", "Goal", "Practitioner", "Patient", ""])
def test_what_has_no_screen_has_no_view(kind: str) -> None:
    assert views.view_of({"resourceType": kind}) is None
