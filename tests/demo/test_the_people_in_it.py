"""Each made-up person's story is in their chart."""

import struct
import zlib
from base64 import b64decode
from datetime import date
from hashlib import sha1
from typing import Any

import pytest

from portal.demo.people import patient_in
from portal.demo.writing.files import letter
from tests.demo.reading import TODAY, laboratory, measured, resources, values


@pytest.fixture
def alice(practice: dict[str, Any]) -> dict[str, Any]:
    return practice["alice"]


def test_alices_ldl_rises_past_130_and_dr_okafor_says_so(alice: dict[str, Any]) -> None:
    ldl = measured(alice, "LDL cholesterol")
    assert [int(one["valueQuantity"]["value"]) for one in ldl] == [118, 121, 127, 126, 134, 148]
    flags = [one["interpretation"][0]["coding"][0]["code"] for one in ldl]
    assert flags == ["N", "N", "N", "N", "H", "H"]
    assert [bool(one.get("note")) for one in ldl] == [False] * 5 + [True]
    assert ldl[-1]["note"][0]["authorReference"]["display"] == "Dr. Ifeoma Okafor"
    assert ldl[-1]["referenceRange"][0]["text"] == "under 130 mg/dL"


def test_alices_total_cholesterol_is_the_sum_it_should_be(alice: dict[str, Any]) -> None:
    parts = ("LDL cholesterol", "HDL cholesterol", "Triglycerides", "Total cholesterol")
    for ldl, hdl, triglycerides, total in zip(*(values(alice, part) for part in parts), strict=True):
        assert total == ldl + hdl + round(triglycerides / 5)


def test_each_report_holds_results_of_its_own_day(alice: dict[str, Any]) -> None:
    by_address = {f"Observation/{one['id']}": one for one in laboratory(alice)}
    panels = [one for one in resources(alice, "DiagnosticReport") if one.get("result")]
    assert {"Lipid panel", "Comprehensive metabolic panel", "Complete blood count"} <= {
        one["code"]["text"] for one in panels
    }
    for one in panels:
        held = [by_address[member["reference"]] for member in one["result"]]
        assert {member["effectiveDateTime"] for member in held} == {one["effectiveDateTime"]}


def test_alice_has_one_result_of_every_odd_kind(alice: dict[str, Any]) -> None:
    results = laboratory(alice)
    statuses = {one["status"] for one in results}
    assert statuses == {"final", "preliminary", "amended"}
    assert "Escherichia coli" in measured(alice, "Urine culture")[0]["valueString"]
    assert measured(alice, "COVID-19 test")[0]["valueCodeableConcept"]["text"] == "Not detected"
    assert measured(alice, "C-reactive protein")[0]["valueQuantity"]["comparator"] == "<"
    (missing,) = [one for one in results if "dataAbsentReason" in one]
    assert "valueQuantity" not in missing


def test_alices_blood_pressure_is_two_numbers_and_her_weight_a_trend(alice: dict[str, Any]) -> None:
    signs = resources(alice, "Observation")
    pressures = [one for one in signs if one["code"]["text"] == "Blood pressure"]
    assert len(pressures) >= 6
    for one in pressures:
        systolic, diastolic = (part["valueQuantity"]["value"] for part in one["component"])
        assert systolic > diastolic
    assert len([one for one in signs if one["code"]["text"] == "Weight"]) >= 6


def test_alice_came_in_by_video_and_by_ambulance_door(alice: dict[str, Any]) -> None:
    visits = resources(alice, "Encounter")
    assert {"AMB", "VR", "EMER"} == {one["class"]["code"] for one in visits}
    assert all(one["reasonCode"][0]["text"] and one["participant"] for one in visits)
    assert any(one.get("diagnosis") for one in visits)


def test_alice_must_not_get_penicillin(alice: dict[str, Any]) -> None:
    penicillin = resources(alice, "AllergyIntolerance")[0]
    assert penicillin["code"]["text"] == "Penicillin"
    assert penicillin["reaction"][0]["severity"] == "moderate"
    names = [one["medicationCodeableConcept"]["text"] for one in resources(alice, "MedicationRequest")]
    assert not any("cillin" in name for name in names)


def test_alices_medicines_say_how_to_take_them_and_why_they_were_stopped(alice: dict[str, Any]) -> None:
    for one in resources(alice, "MedicationRequest"):
        assert one["dosageInstruction"][0]["text"]
        assert one["dosageInstruction"][0]["timing"]["repeat"]["frequency"] >= 1
        assert (one["status"] == "active") != ("statusReason" in one)


def test_alices_goals_belong_to_her_plan(alice: dict[str, Any]) -> None:
    (plan,) = resources(alice, "CarePlan")
    assert len(plan["goal"]) == len(resources(alice, "Goal")) == 2
    assert {one["detail"]["status"] for one in plan["activity"]} == {
        "in-progress",
        "completed",
        "not-started",
    }


def test_alices_documents_carry_what_they_say_they_carry(alice: dict[str, Any]) -> None:
    found = {}
    for one in resources(alice, "DocumentReference"):
        attachment = one["content"][0]["attachment"]
        content = b64decode(attachment["data"])
        assert attachment["size"] == len(content)
        assert b64decode(attachment["hash"]) == sha1(content).digest()
        found[attachment["contentType"]] = content
    assert set(found) == {"text/plain", "text/html", "image/png", "application/pdf"}
    assert found["text/plain"].startswith(b"VISIT SUMMARY")
    assert b"<script" not in found["text/html"]


def test_the_photo_is_a_png_any_program_can_open(alice: dict[str, Any]) -> None:
    photo = next(
        b64decode(one["content"][0]["attachment"]["data"])
        for one in resources(alice, "DocumentReference")
        if one["content"][0]["attachment"]["contentType"] == "image/png"
    )
    assert photo.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(photo):
        (size,) = struct.unpack(">I", photo[at : at + 4])
        kind, content = photo[at + 4 : at + 8], photo[at + 8 : at + 8 + size]
        assert struct.unpack(">I", photo[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + content)
        chunks[kind] = content
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + 3 * width)


def test_a_letter_is_a_pdf_whose_table_points_at_its_objects() -> None:
    content = letter("Dear (Dr.) Núñez,", "a\\b")
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    table = content[start:].split(b"\n")
    assert table[0] == b"xref"
    offsets = [int(line[:10]) for line in table[3:8]]
    for number, offset in enumerate(offsets, start=1):
        assert content[offset:].startswith(b"%d 0 obj" % number)
    assert b"(Dear \\(Dr.\\) N\xfa\xf1ez,) Tj" in content


def test_a_letter_refuses_what_it_cannot_show() -> None:
    with pytest.raises(UnicodeEncodeError):
        letter("☃")


def test_mia_has_two_parents_her_shots_and_grows(practice: dict[str, Any]) -> None:
    mia = practice["mia"]
    parents = {
        one["name"][0]["given"][0]: one["relationship"][0]["text"] for one in resources(mia, "RelatedPerson")
    }
    assert parents == {"Alice": "Mother", "Ben": "Father"}
    assert len(resources(mia, "Immunization")) > 25
    heights = [one for one in resources(mia, "Observation") if one["code"]["text"] == "Height"]
    grown = [
        one["valueQuantity"]["value"] for one in sorted(heights, key=lambda one: one["effectiveDateTime"])
    ]
    assert grown == sorted(grown)
    assert "Ear pain and fever" in [one["reasonCode"][0]["text"] for one in resources(mia, "Encounter")]


def test_kidney_filtration_follows_from_creatinine(practice: dict[str, Any]) -> None:
    grace = practice["grace"]
    kidneys = "Estimated kidney filtration (eGFR)"
    pairs = sorted(zip(values(grace, "Creatinine"), values(grace, kidneys), strict=True))
    assert pairs[0][1] > pairs[-1][1]
    assert all(30 <= filtered < 60 for _, filtered in pairs)


def test_bobs_chart_is_long_and_shares_nothing_with_alices(practice: dict[str, Any]) -> None:
    bob, alice = practice["bob"], practice["alice"]
    assert 380 <= len(laboratory(bob)) <= 420
    years = {one["effectiveDateTime"][:4] for one in laboratory(bob)}
    assert len(years) >= 20
    assert len(values(bob, "Hemoglobin A1c")) == 80
    one, other = patient_in(bob), patient_in(alice)
    assert one["address"][0]["line"] != other["address"][0]["line"]
    assert one["address"][0]["postalCode"] != other["address"][0]["postalCode"]
    assert one["telecom"] != other["telecom"]


def test_grace_keeps_her_name_and_takes_many_medicines(practice: dict[str, Any]) -> None:
    grace = practice["grace"]
    assert patient_in(grace)["name"][0]["family"] == "O'Connor-Núñez"
    active = [one for one in resources(grace, "MedicationRequest") if one["status"] == "active"]
    assert len(active) >= 10


def test_the_newborn_has_nothing_on_file_and_walter_has_died(practice: dict[str, Any]) -> None:
    assert [entry["resource"]["resourceType"] for entry in practice["baby"]["entry"]] == ["Patient"]
    assert patient_in(practice["baby"])["birthDate"] == "2026-11-21"
    died = date.fromisoformat(patient_in(practice["walter"])["deceasedDateTime"][:10])
    assert died < TODAY


def test_priya_can_be_invited(practice: dict[str, Any]) -> None:
    emails = [one["value"] for one in patient_in(practice["priya"])["telecom"] if one["system"] == "email"]
    assert emails == ["priya.raman@example.org"]
