"""What each kind of record becomes: words to read, and codes that say the same and no more."""

from decimal import Decimal
from typing import Any

from tests.integrations.ccda.writing.written import (
    CVX,
    LOINC,
    RXNORM,
    SNOMED,
    XSI_TYPE,
    Ccd,
    Resource,
    coded,
)

WHEN = "2026-11-20T09:00:00-05:00"


def allergy(**more: Any) -> Resource:
    return {"resourceType": "AllergyIntolerance", "id": "a", **more}


def medicine(**more: Any) -> Resource:
    name = coded("617314", RXNORM, "Atorvastatin 20 MG")
    fixed = {"resourceType": "MedicationRequest", "id": "m", "status": "active"}
    return {**fixed, "medicationCodeableConcept": name, **more}


def lab(name: str = "LDL", **more: Any) -> Resource:
    fixed = {"resourceType": "Observation", "id": name, "status": "final", "effectiveDateTime": WHEN}
    return {**fixed, "code": coded(f"code-{name}".replace(" ", "-"), LOINC, name), **more}


def sign(name: str, **more: Any) -> Resource:
    return lab(name, category=[{"coding": [{"code": "vital-signs"}]}], **more)


def amount(value: str, unit: str, **more: Any) -> Resource:
    return {"value": Decimal(value), "unit": unit, **more}


def test_no_known_allergies_is_said_only_when_the_record_says_so() -> None:
    ccd = Ccd(allergy(code=coded("716186003", SNOMED, "No known allergy")))
    found = ccd.one("//c:observation[c:participant]")
    assert found.get("negationInd") == "true"
    assert ccd.one("c:participant//c:code/@nullFlavor", found) == "NA"
    assert ccd.cells("allergies")[0][0] == "No known allergy"
    assert Ccd().entries("allergies") == []


def test_an_allergy_tells_its_reactions_its_risk_and_how_it_stands() -> None:
    data = allergy(
        clinicalStatus={"coding": [{"code": "active"}]},
        type="allergy", category=["medication"], criticality="high", recordedDate="2019-05-07",
        code=coded("7980", RXNORM, "Penicillin"), onsetDateTime="2015",
        reaction=[{"manifestation": [coded("247472004", SNOMED, "Hives")], "severity": "severe"}],
    )  # fmt: skip
    ccd = Ccd(data)
    found = ccd.one("//c:observation[c:participant]")
    assert found.get("negationInd") is None
    assert ccd.one("c:value/@code", found) == "416098002"
    assert ccd.one("c:effectiveTime/c:low/@value", found) == "2015"
    assert ccd.one("c:participant//c:code/@code", found) == "7980"
    assert ccd.one(".//c:value[@code='247472004']/../c:entryRelationship//c:value/@code", found) == "24484000"
    assert ccd.find(".//c:value[@code='CRITH']", found)
    assert ccd.find(".//c:value[@code='55561003']", found)
    assert ccd.cells("allergies")[0][:4] == [
        "Penicillin",
        "Hives, Severe",
        "Active",
        "Began: 2015 Noted: May 7, 2019",
    ]


def test_a_condition_that_was_ruled_out_is_negated_and_a_guess_is_remarked() -> None:
    fixed = {"resourceType": "Condition", "id": "c", "code": coded("195967001", SNOMED, "Asthma")}
    ruled_out = Ccd({**fixed, "verificationStatus": {"coding": [{"code": "refuted"}]}})
    assert ruled_out.one("//c:observation[c:value/@code='195967001']/@negationInd") == "true"
    guess = Ccd({**fixed, "verificationStatus": {"coding": [{"code": "provisional"}]}})
    assert guess.find("//c:act[c:code/@code='48767-8']")
    assert "Not confirmed" in guess.text("conditions")


def test_a_resolved_condition_ends_and_one_of_unknown_end_says_so() -> None:
    gone = {"clinicalStatus": {"coding": [{"code": "resolved"}]}, "onsetDateTime": "2019-05"}
    ccd = Ccd({"resourceType": "Condition", "id": "c", **gone, "abatementDateTime": "2019-06-01"})
    assert ccd.one("//c:section//c:act/c:statusCode/@code") == "completed"
    assert ccd.one("//c:observation[c:entryRelationship]/c:effectiveTime/c:low/@value") == "201905"
    assert ccd.one("//c:observation[c:entryRelationship]/c:effectiveTime/c:high/@value") == "20190601"
    ccd = Ccd({"resourceType": "Condition", "id": "c", **gone})
    assert ccd.one("//c:observation[c:entryRelationship]/c:effectiveTime/c:high/@nullFlavor") == "UNK"


def test_a_medicine_tells_dose_way_and_how_often() -> None:
    dosage = {
        "timing": {"repeat": {"frequency": 2, "period": Decimal(1), "periodUnit": "d"}},
        "route": coded("26643006", SNOMED, "Oral"),
        "doseAndRate": [{"doseQuantity": amount("1.50", "tablet")}],
        "asNeededBoolean": True,
    }
    order = {"numberOfRepeatsAllowed": 2, "quantity": amount("60", "tablet")}
    asked = {"authoredOn": WHEN, "requester": {"reference": "Practitioner/okafor"}}
    ccd = Ccd(medicine(dosageInstruction=[dosage], dispenseRequest=order, **asked))
    (found,) = ccd.entries("medications")
    assert found.get("moodCode") == "INT"
    assert ccd.one("c:effectiveTime[@operator='A']/c:period/@value", found) == "12"
    assert ccd.one("c:effectiveTime[@operator='A']/c:period/@unit", found) == "h"
    assert ccd.one("c:routeCode/@code", found) == "C38288"
    assert ccd.one("c:routeCode/c:translation/@code", found) == "26643006"
    dose = ccd.one("c:doseQuantity", found)
    assert (dose.get("value"), dose.get("unit")) == ("1.50", "{tablet}")
    assert ccd.find("c:precondition", found)
    assert ccd.one(".//c:supply/c:repeatNumber/@value", found) == "3"
    assert ccd.one("c:author//c:id/@extension", found) == "1234567893"
    assert ccd.one("c:author/c:time/@value", found) == "20261120090000-0500"
    assert ccd.cells("medications")[0][1] == "Take 1.50 tablets by mouth twice a day as needed."


def test_a_dosage_of_several_steps_is_told_in_words_alone() -> None:
    steps = [{"sequence": n, "doseAndRate": [{"doseQuantity": amount(str(3 - n), "mg")}]} for n in (1, 2)]
    ccd = Ccd(medicine(dosageInstruction=steps))
    assert ccd.one("//c:doseQuantity/@nullFlavor") == "NI"
    assert ccd.find("//c:code[@code='76662-6']")
    assert "2 mg" in ccd.text("medications")
    assert "1 mg" in ccd.text("medications")


def test_at_bedtime_is_an_event_and_every_4_to_6_hours_a_span() -> None:
    bedtime = Ccd(medicine(dosageInstruction=[{"timing": {"repeat": {"when": ["HS"]}}}]))
    assert bedtime.one("//c:effectiveTime/c:event/@code") == "HS"
    hours = {"frequency": 1, "period": Decimal(4), "periodMax": Decimal(6), "periodUnit": "h"}
    often = Ccd(medicine(dosageInstruction=[{"timing": {"repeat": hours}}]))
    assert often.find("//c:period/*/@value") == ["4", "6"]


def test_how_a_medicine_stands_is_never_guessed() -> None:
    stands = {"active": "active", "on-hold": "suspended", "stopped": "aborted", "completed": "completed"}
    for status, code in stands.items():
        assert (
            Ccd(medicine(status=status)).one(
                "//c:substanceAdministration[@moodCode='INT']/c:statusCode/@code"
            )
            == code
        )
    unknown = Ccd(medicine(status="unknown"))
    assert unknown.one("//c:substanceAdministration/c:statusCode/@nullFlavor") == "UNK"
    told = {**medicine(status="not-taken"), "resourceType": "MedicationStatement"}
    assert Ccd(told).one("//c:substanceAdministration/@negationInd") == "true"


def test_a_medicine_that_was_handed_over_keeps_its_day() -> None:
    ccd = Ccd({**medicine(whenHandedOver="2026-11-01", quantity=amount("30", "tablet")),
               "resourceType": "MedicationDispense"})  # fmt: skip
    supply = ccd.one("//c:supply")
    assert supply.get("moodCode") == "EVN"
    assert ccd.one("c:effectiveTime/@value", supply) == "20261101"
    assert ccd.one("c:quantity/@value", supply) == "30"


def test_a_report_holds_its_results_in_its_own_order() -> None:
    ldl = lab(
        "LDL",
        valueQuantity=amount("148.0", "mg/dL", system="http://unitsofmeasure.org", code="mg/dL"),
        interpretation=[{"coding": [{"code": "H"}]}],
        referenceRange=[{"low": amount("70", "mg/dL"), "high": amount("130", "mg/dL")}],
    )
    crp = lab("CRP", valueQuantity=amount("5", "mg/L", comparator="<"), referenceRange=[{"text": "<5"}])
    refs = [{"reference": "Observation/CRP"}, {"reference": "Observation/LDL"}, {"display": "Lost"}]
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "result": refs,
              "code": coded("57698-3", LOINC, "Lipids"), "effectiveDateTime": WHEN}  # fmt: skip
    ccd = Ccd(ldl, crp, report)
    (organizer,) = ccd.entries("results")
    assert ccd.one("c:code/@code", organizer) == "57698-3"
    assert [row[0] for row in ccd.cells("results")] == ["Lipid panel", "– CRP", "– LDL"]
    assert "Not included here: Lost" in ccd.cells("results")[0][-1]
    below, value = ccd.find("c:component/c:observation/c:value", organizer)
    assert (value.get(XSI_TYPE), value.get("value"), value.get("unit")) == ("PQ", "148.0", "mg/dL")
    assert below.get(XSI_TYPE) == "IVL_PQ"
    assert ccd.one("c:high/@inclusive", below) == "false"
    assert ccd.one(".//c:interpretationCode/@code", organizer) == "H"
    assert ccd.find(".//c:observationRange/c:value/c:low/@value", organizer) == ["70"]
    assert ccd.one(".//c:observationRange/c:text", organizer).text == "<5"


def test_every_value_keeps_its_type() -> None:
    values: dict[str, tuple[Any, str]] = {
        "valueCodeableConcept": (coded("260385009", SNOMED, "Negative"), "CD"),
        "valueString": ("Clear <yellow>", "ST"),
        "valueBoolean": (False, "BL"),
        "valueInteger": (3, "INT"),
        "valueRange": ({"low": amount("1", "mg")}, "IVL_PQ"),
        "valueRatio": ({"numerator": amount("1", "1"), "denominator": amount("128", "1")}, "RTO_PQ_PQ"),
        "valueDateTime": ("2019-05", "TS"),
        "valuePeriod": ({"start": "2019-05"}, "IVL_TS"),
        "valueTime": ("09:30:00", "ST"),
    }
    for name, (value, kind) in values.items():
        assert Ccd(lab(**{name: value})).one("//c:component/c:observation/c:value").get(XSI_TYPE) == kind, (
            name
        )
    absent = Ccd(lab(dataAbsentReason=coded("asked-declined", "")))
    assert absent.one("//c:component/c:observation/c:value/@nullFlavor") == "ASKU"


def test_results_that_hold_each_other_are_all_there() -> None:
    first = lab("One", valueString="a", hasMember=[{"reference": "Observation/Two"}])
    second = lab("Two", valueString="b", hasMember=[{"reference": "Observation/One"}])
    ccd = Ccd(first, second)
    assert {value.text for value in ccd.find("//c:observation/c:value")} == {"a", "b"}


def test_a_written_report_without_results_keeps_its_conclusion() -> None:
    ccd = Ccd({"resourceType": "DiagnosticReport", "id": "x", "status": "final", "code": {"text": "X-ray"},
               "conclusion": "Nothing broken."})  # fmt: skip
    assert ccd.one("//c:component/c:observation/c:value").text == "Nothing broken."
    assert ccd.cells("results")[0][:2] == ["X-ray", "Nothing broken."]


def test_what_was_measured_together_stands_together() -> None:
    upper = {"code": coded("8480-6", LOINC), "valueQuantity": amount("120", "mmHg")}
    lower = {"code": coded("8462-4", LOINC), "valueQuantity": amount("80", "mmHg")}
    ccd = Ccd(
        sign("Weight", valueQuantity=amount("70.5", "kg")),
        sign("Blood pressure", component=[upper, lower]),
        sign("Weight later", valueQuantity=amount("71", "kg"), effectiveDateTime="2026-11-21"),
    )
    later, together = ccd.entries("vitals")
    assert ccd.find(".//c:value/@value", later) == ["71"]
    assert ccd.find(".//c:value/@value", together) == ["70.5", "120", "80"]
    assert ccd.find(".//c:value/@unit", together) == ["kg", "mm[Hg]", "mm[Hg]"]


def test_a_vital_sign_without_a_number_or_unit_is_told_in_words() -> None:
    ccd = Ccd(sign("Pulse", valueQuantity={"value": 60}), sign("Look", valueString="Pale"))
    assert ccd.entries("vitals") == []
    assert ccd.section("vitals").get("nullFlavor") == "NI"
    assert [row[:2] for row in ccd.cells("vitals")] == [["Pulse", "60"], ["Look", "Pale"]]


def test_a_shot_that_was_refused_is_negated_with_its_reason() -> None:
    reason = coded("PATOBJ", "http://terminology.hl7.org/CodeSystem/v3-ActReason", "Patient objection")
    shot = {"resourceType": "Immunization", "id": "i", "vaccineCode": coded("140", CVX, "Flu"),
            "occurrenceDateTime": "2026-10-01"}  # fmt: skip
    given = Ccd({**shot, "status": "completed", "lotNumber": "L1", "manufacturer": {"display": "Maker"}})
    assert given.one("//c:substanceAdministration/@negationInd") == "false"
    assert given.one("//c:manufacturedMaterial/c:code/@codeSystem") == "2.16.840.1.113883.12.292"
    assert given.one("//c:lotNumberText").text == "L1"
    refused = Ccd({**shot, "status": "not-done", "statusReason": reason})
    assert refused.one("//c:substanceAdministration/@negationInd") == "true"
    assert refused.one("//c:entryRelationship[@typeCode='RSON']//c:code/@code") == "PATOBJ"
    assert "Why not: Patient objection" in refused.text("immunizations")


def test_a_procedure_not_done_is_negated() -> None:
    ccd = Ccd({"resourceType": "Procedure", "id": "p", "status": "not-done", "code": {"text": "Biopsy"},
               "statusReason": {"text": "Not needed"}, "performedDateTime": "2019"})  # fmt: skip
    (found,) = ccd.entries("procedures")
    assert found.get("negationInd") == "true"
    assert ccd.one("c:effectiveTime/@value", found) == "2019"
    assert "Not needed" in ccd.text("procedures")


def test_visits_to_come_are_plans_and_canceled_ones_are_only_told() -> None:
    visits = [
        {"resourceType": "Encounter", "id": status, "status": status, "type": [{"text": status}],
         "period": {"start": WHEN}}
        for status in ("planned", "cancelled", "finished")
    ]  # fmt: skip
    ccd = Ccd(*visits)
    assert [row[0] for row in ccd.cells("visits")] == ["planned", "cancelled", "finished"]
    assert len(ccd.entries("visits")) == 1
    (planned,) = ccd.entries("plan")
    assert planned.get("moodCode") == "INT"


def test_a_plan_asks_only_for_what_is_still_to_be_done() -> None:
    steps = [{"detail": {"code": {"text": text}, "status": status}}
             for text, status in (("Walk", "in-progress"), ("Rest", "completed"))]  # fmt: skip
    plan = {"resourceType": "CarePlan", "id": "p", "title": "Get fit", "activity": steps}
    ccd = Ccd({**plan, "status": "active"})
    assert [found.text for found in ccd.find(".//c:originalText", ccd.section("plan"))] == ["Walk"]
    assert "Rest, Done" in ccd.text("plan")
    assert Ccd({**plan, "status": "completed"}).entries("plan") == []


def test_what_must_not_be_taken_or_done_is_never_asked_for() -> None:
    ccd = Ccd(medicine(doNotPerform=True))
    assert ccd.one("//c:substanceAdministration/@negationInd") == "true"
    assert "Not to be taken" in ccd.text("medications")
    step = {"detail": {"code": {"text": "Lift heavy things"}, "doNotPerform": True}}
    plan = Ccd({"resourceType": "CarePlan", "id": "p", "status": "active", "activity": [step]})
    assert plan.entries("plan") == []
    assert "Not to do: Lift heavy things" in plan.text("plan")


def test_smoking_is_social_history_and_no_test_result() -> None:
    smoking = lab("s", code=coded("72166-2", LOINC), valueCodeableConcept=coded("266919005", SNOMED, "Never"))
    ccd = Ccd(smoking)
    (found,) = ccd.entries("social")
    assert ccd.find("c:templateId[@root='2.16.840.1.113883.10.20.22.4.78']", found)
    assert ccd.one("c:value/@code", found) == "266919005"
    assert ccd.entries("results") == []


def test_a_letter_is_named_and_a_text_is_read_out() -> None:
    file = {"contentType": "text/plain", "data": "RGVhciBBbGljZQ=="}
    paper = {"resourceType": "DocumentReference", "id": "d", "status": "current", "date": WHEN,
             "type": {"text": "Letter"}, "author": [{"reference": "Practitioner/okafor"}],
             "content": [{"attachment": file}]}  # fmt: skip
    ccd = Ccd(paper)
    assert ccd.cells("documents")[0][0] == "Letter"
    assert "Dear Alice" in ccd.text("documents")
    assert ccd.one("//c:act[c:code/@code='34109-9']/c:author//c:family").text == "Okafor"
    nobody = Ccd({**paper, "author": []})
    assert nobody.one("//c:act/c:author/c:assignedAuthor/c:id/@nullFlavor") == "UNK"
