"""Nia sends a file from her browser; whatever else comes in that way is refused before it is read."""

import gzip
import json
from time import sleep
from typing import Any

import pytest
from sqlmodel import func, select

from portal.api import staff as staff_routes
from portal.db import reading
from portal.models.account import Role
from portal.models.audit import AuditEntry
from portal.models.patient import Patient
from portal.settings import get_settings
from tests import people
from tests.integrations.ccda.reading.cda import document, problem, section
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")

PATIENT = b'{"resourceType": "Patient", "id": "p1", "name": [{"given": ["Zo\xc3\xab"], "family": "Quist"}]}'
BROKEN = {"resourceType": "Observation", "id": "o1", "subject": {"reference": "Patient/p1"}}
BUNDLE = json.dumps(
    {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": json.loads(PATIENT)}, {"resource": BROKEN}],
    }
).encode()


def send(token: str, body: bytes, *, name: str = "export.json", headers: dict[str, str] = OURS) -> Any:
    return Browser(token=token).post(
        "/api/staff/import", content=body, headers={**headers, "X-File-Name": name}
    )


def outcome(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    last: dict[str, Any] = json.loads(answer.text.strip().splitlines()[-1])
    return last


def patients_on_file() -> int:
    with reading() as db:
        return db.exec(select(func.count(Patient.id))).one()  # type: ignore[arg-type]


@pytest.fixture
def nia(home) -> people.Person:
    return people.nia()


def test_a_file_is_imported_and_the_report_says_what_came_of_it(nia):
    report = outcome(send(nia.token, BUNDLE))["report"]
    assert (report["patients"], report["created"], report["rejected_count"]) == (1, 1, 1)
    (refused,) = report["rejected"]
    assert (refused["file"], refused["entry"]) == ("export.json", 1)
    assert refused["reason"]
    again = outcome(send(nia.token, BUNDLE))["report"]
    assert (again["created"], again["unchanged"]) == (0, 1)
    assert patients_on_file() == 1


@pytest.mark.parametrize(
    "body", [gzip.compress(PATIENT, mtime=0), b"\xef\xbb\xbf" + PATIENT, b"\n" * 2000 + PATIENT]
)
def test_a_packed_file_and_one_with_marks_before_it_are_read_too(nia, body):
    assert outcome(send(nia.token, body))["report"]["created"] == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 " + b"x" * 5000, "not a FHIR file"),
        (b"\x89PNG\r\n\x1a\n", "not a FHIR file"),
        (b"<?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'/>", "not a FHIR file or a C-CDA"),
        (b"<!DOCTYPE html><html><body>Alice</body></html>", "not a FHIR file"),
        (b"PK\x03\x04", "not a FHIR file"),
    ],
)
def test_another_kind_of_file_is_refused_whatever_it_is_called(nia, body, says):
    answer = send(nia.token, body)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert says in answer.json()["message"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_summary_from_another_hospital_is_imported(nia, pack):
    data = document(section(problem()), before="<!-- " + "long " * 400 + "-->")
    report = outcome(send(nia.token, pack(data), name="summary.xml"))["report"]
    assert (report["patients"], report["created"], report["rejected_count"]) == (1, 3, 0)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (document(before="<!DOCTYPE ClinicalDocument [<!ENTITY a 'b'>]>"), "DOCTYPE"),
        (document()[:-30], "well-formed"),
        (b"<?xml version='1.0'?><ClinicalDocument/>", "another kind"),
    ],
)
def test_a_summary_that_cannot_be_read_says_why_and_leaves_nothing(nia, body, says):
    report = outcome(send(nia.token, body))["report"]
    assert (report["created"], patients_on_file()) == (0, 0)
    assert says in report["rejected"][0]["reason"]


@pytest.mark.parametrize("body", [b"{", b"[1, 2]", b'{"a": 1}', b"{" * 100_000, b'{"resourceType": "\xff"}'])
def test_json_that_is_no_fhir_is_told_with_its_reason_and_leaves_nothing(nia, body):
    report = outcome(send(nia.token, body))["report"]
    assert (report["created"], patients_on_file()) == (0, 0)
    assert report["rejected"][0]["reason"]


def test_a_body_over_the_cap_is_refused_while_it_comes_in(nia, monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "1")
    get_settings.cache_clear()
    read = []

    async def endless():
        for _ in range(100):
            read.append(1)
            yield b"{" + b" " * 99_999

    answer = send(nia.token, endless())
    assert answer.status_code == 422
    assert "1 MB" in answer.json()["message"]
    assert len(read) < 20


def test_a_body_that_says_it_is_too_large_is_not_read_at_all(nia, monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "1")
    get_settings.cache_clear()
    assert send(nia.token, b"{" * 1_000_001).status_code == 422


def test_a_packed_file_that_unpacks_over_the_cap_is_refused(nia, monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "1")
    get_settings.cache_clear()
    report = outcome(send(nia.token, gzip.compress(b" " * 2_000_000 + PATIENT)))["report"]
    assert (report["created"], patients_on_file()) == (0, 0)
    assert "1 MB" in report["rejected"][0]["reason"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Zo%C3%AB%20%26%20friends.json", "Zoë & friends.json"),
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:%5CUsers%5Cnia%5Ca.json", "a.json"),
        ("%3Cscript%3E%00%0A.json", "<script>.json"),
        ("%ff%fe", "��"),
        ("", "uploaded file"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_files_name_is_only_ever_text(nia, name, told):
    report = outcome(send(nia.token, b'{"a": 1}', name=name))["report"]
    assert report["rejected"][0]["file"] == told


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {**OURS, "Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_send_a_file_in_nias_name(nia, headers):
    assert send(nia.token, PATIENT, headers=headers).status_code == 403
    assert patients_on_file() == 0


def test_whoever_is_not_signed_in_cannot_send_a_file():
    assert send("", PATIENT).status_code == 401
    assert send("A" * 43, PATIENT).status_code == 401
    assert patients_on_file() == 0


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER])
def test_who_may_not_import_is_refused_before_the_file_is_read_and_it_is_written_down(role):
    nia = people.nia(role=role)
    read = []

    async def body():
        read.append(1)
        yield PATIENT

    assert send(nia.token, body()).status_code == 403
    assert (patients_on_file(), read) == (0, [])
    with reading() as db:
        refused = db.exec(select(AuditEntry.action).where(AuditEntry.action == "uploads.begin")).all()
    assert refused == ["uploads.begin"]


def test_a_patient_cannot_import_not_even_herself():
    alice = people.alice()
    assert send(alice.token, PATIENT).status_code == 403


def test_olga_who_left_cannot_import():
    assert send(people.olga().token, PATIENT).status_code == 401


def test_looking_at_the_address_does_nothing(nia):
    assert Browser(token=nia.token).get("/api/staff/import").status_code == 405


def test_a_fault_of_ours_is_told_in_words_and_without_details(nia, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("Zoë Quist")

    monkeypatch.setattr(staff_routes.importing, "import_upload", broken)
    answer = send(nia.token, PATIENT)
    assert outcome(answer)["ok"] is False
    assert "Quist" not in answer.text


def test_a_long_import_says_that_it_is_still_at_it(nia, monkeypatch):
    monkeypatch.setattr(staff_routes, "BEAT_SECONDS", 0.01)
    real = staff_routes.importing.import_upload

    def slow(*args):
        sleep(0.2)
        return real(*args)

    monkeypatch.setattr(staff_routes.importing, "import_upload", slow)
    lines = send(nia.token, PATIENT).text.strip().splitlines()
    assert len(lines) >= 2
    assert all(json.loads(line) == {} for line in lines[:-1])
