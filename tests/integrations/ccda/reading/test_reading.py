"""Another hospital's summary of Alice, read: what it states, no more and no less."""

import base64

import pytest

from portal.integrations.fhir.views import allergy as allergy_view
from portal.integrations.fhir.views import medication as medication_view
from portal.integrations.fhir.wording.origin import source_words
from tests.integrations.ccda.reading.cda import (
    HOSPITAL,
    LOINC,
    allergy,
    coded,
    document,
    medication,
    only,
    problem,
    read,
    result,
    results,
    section,
    template,
)

TWICE_A_DAY = '<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="12" unit="h"/></effectiveTime>'
SINCE = '<effectiveTime xsi:type="IVL_TS"><low value="20250101"/></effectiveTime>'


def status(resource: dict, name: str = "clinicalStatus") -> str:
    return resource[name]["coding"][0]["code"] if name in resource else ""


def test_the_patient_the_document_and_what_it_says_come_out():
    data = document(section(problem()))
    raws = read(data)
    assert [one.type for one in raws] == ["Patient", "DocumentReference", "Condition"]
    who, paper, asthma = (one.data for one in raws)
    assert who["identifier"][0]["value"] == "H-77"
    assert who["identifier"][0]["type"]["coding"][0]["code"] == "MR"
    assert (who["birthDate"], who["gender"]) == ("1984-03-09", "female")
    assert base64.b64decode(paper["content"][0]["attachment"]["data"]) == data
    assert paper["content"][0]["attachment"]["contentType"] == "application/xml"
    assert (paper["status"], paper["author"], paper["custodian"]["display"]) == (
        "current",
        [{"display": "Henry Seven"}],
        "Community Health",
    )
    assert (status(asthma), asthma["onsetDateTime"]) == ("active", "2019-05-01")
    assert asthma["subject"]["reference"] == f"Patient/{who['id']}"
    assert source_words(asthma) == "Summary from Community Health, Nov 3, 2025"
    assert source_words(paper) == ""


def test_the_same_file_gives_the_same_ids_and_a_newer_version_too():
    first, again = read(document(section(problem()))), read(document(section(problem())))
    assert [one.text for one in first] == [one.text for one in again]
    later = read(
        document(section(problem()), id=f'root="{HOSPITAL}" extension="D2"', version=2, when="20251201")
    )
    assert [one.id for one in later] == [one.id for one in first]
    assert later[2].text != first[2].text


def test_another_document_makes_other_ids_for_the_same_patient():
    one, other = (
        read(document(section(problem()))),
        read(document(section(problem()), set_id="", id='root="1.2.3"')),
    )
    assert one[0].id == other[0].id
    assert not {raw.id for raw in one[1:]} & {raw.id for raw in other[1:]}


def test_entries_that_share_an_id_stay_apart_and_one_said_twice_is_one():
    other = problem(coded("38341003", "High blood pressure"))
    conditions = [
        one for one in read(document(section(problem(), other, problem()))) if one.type == "Condition"
    ]
    assert len({one.id for one in conditions}) == len(conditions) == 2


@pytest.mark.parametrize(
    ("entry", "clinical", "sure"),
    [
        (problem(), "active", ""),
        (problem(more='<high value="20200101"/>'), "resolved", ""),
        (problem(more='<high nullFlavor="UNK"/>'), "resolved", ""),
        (problem(more='<high nullFlavor="NA"/>'), "active", ""),
        (problem(status="completed"), "inactive", ""),
        (problem(negated=True), "inactive", "refuted"),
        (problem(status="nullified"), "", "entered-in-error"),
    ],
)
def test_a_problem_is_as_over_and_as_sure_as_the_document_says(entry, clinical, sure):
    found = only(read(document(section(entry))), "Condition")
    assert (status(found), status(found, "verificationStatus")) == (clinical, sure)


def test_no_known_problems_is_no_problem():
    none = problem(coded("55607006", "Problem"), negated=True)
    assert [one.type for one in read(document(section(none)))] == ["Patient", "DocumentReference"]


def test_a_code_without_a_display_is_told_by_the_words_the_document_uses():
    text = '<content ID="x">Shortness of breath on stairs</content>'
    said = f"""<value xsi:type="CD" code="267036007" codeSystem="{HOSPITAL}">
<originalText><reference value="#x"/></originalText></value>"""
    found = only(read(document(section(problem(said), text=text))), "Condition")
    assert found["code"]["text"] == "Shortness of breath on stairs"
    assert found["code"]["coding"] == [{"system": f"urn:oid:{HOSPITAL}", "code": "267036007"}]


def test_a_code_nobody_could_read_makes_no_record():
    found = read(document(section(problem(f'<value xsi:type="CD" code="1" codeSystem="{HOSPITAL}"/>'))))
    assert [one.type for one in found] == ["Patient", "DocumentReference"]


def test_no_known_allergies_is_said_as_such():
    generic = coded("105590001", "Substance", tag="code")
    found = only(
        read(document(section(allergy(generic, kind="419199007", negated=True)))), "AllergyIntolerance"
    )
    assert allergy_view(found).none_known
    drugs = only(
        read(document(section(allergy('<code nullFlavor="NA"/>', negated=True)))), "AllergyIntolerance"
    )
    assert allergy_view(drugs).name == "No known drug allergy"


def test_an_allergy_that_was_ruled_out_is_not_one():
    found = allergy_view(only(read(document(section(allergy(negated=True)))), "AllergyIntolerance"))
    assert (found.name, found.is_active, found.certainty, found.none_known) == (
        "Penicillin",
        False,
        "Ruled out",
        False,
    )


def test_an_allergy_keeps_its_reaction_and_severity():
    level = f"""<entryRelationship typeCode="SUBJ"><observation>{template("8")}
{coded("24484000", "Severe")}</observation></entryRelationship>"""
    sign = f"""<entryRelationship typeCode="MFST"><observation>{template("9")}
{coded("247472004", "Hives")}{level}</observation></entryRelationship>"""
    found = allergy_view(only(read(document(section(allergy(more=sign)))), "AllergyIntolerance"))
    assert (found.reaction, found.severity, found.category) == ("Hives", "Severe", "Medicine")


def test_a_medicine_says_how_to_take_it():
    found = only(read(document(section(medication(SINCE, TWICE_A_DAY)))), "MedicationStatement")
    seen = medication_view(found)
    assert (seen.name, seen.instructions) == (
        "Metformin 500 MG Oral Tablet",
        ["Take 1 dose by mouth every 12 hours."],
    )
    assert (seen.date, seen.status) == ("Since Jan 1, 2025", "Active")


@pytest.mark.parametrize(
    "how_often",
    [
        '<effectiveTime xsi:type="PIVL_TS"><period value="2" unit="fortnight"/></effectiveTime>',
        '<effectiveTime xsi:type="EIVL_TS"><event code="XX"/></effectiveTime>',
        '<effectiveTime xsi:type="EIVL_TS"><event code="AC"/><offset/></effectiveTime>',
        '<effectiveTime xsi:type="SXPR_TS"/>',
        TWICE_A_DAY * 2,
    ],
)
def test_half_an_instruction_is_none(how_often):
    found = only(read(document(section(medication(SINCE, how_often)))), "MedicationStatement")
    assert "dosage" not in found


def test_a_medicine_planned_is_a_plan_and_one_not_taken_is_told_so():
    plan = only(read(document(section(medication(SINCE, mood="INT")))), "MedicationRequest")
    assert (plan["intent"], plan["status"]) == ("plan", "active")
    none = only(read(document(section(medication(SINCE, negated=True)))), "MedicationStatement")
    assert none["status"] == "not-taken"


def test_a_vaccine_refused_was_not_given():
    why = f"""<entryRelationship typeCode="RSON"><observation>{template("53")}
{coded("PATOBJ", "Patient objection", system="2.16.840.1.113883.5.8", tag="code")}</observation>
</entryRelationship>"""
    shot = f"""<substanceAdministration moodCode="EVN" negationInd="true">{template("52")}
<statusCode code="completed"/><effectiveTime value="20251001"/><consumable><manufacturedProduct>
<manufacturedMaterial>{coded("140", "Flu vaccine", system="2.16.840.1.113883.12.292", tag="code")}
</manufacturedMaterial></manufacturedProduct></consumable>{why}</substanceAdministration>"""
    found = only(read(document(section(shot))), "Immunization")
    assert (found["status"], found["statusReason"]["coding"][0]["display"]) == (
        "not-done",
        "Patient objection",
    )


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('<value xsi:type="ST">Clear</value>', "valueString"),
        ('<value xsi:type="INT" value="7"/>', "valueInteger"),
        (coded("260385009", "Negative"), "valueCodeableConcept"),
        ('<value xsi:type="IVL_PQ"><low value="1"/><high value="2"/></value>', "valueRange"),
        ('<value xsi:type="TS" value="20250101"/>', "valueDateTime"),
        ('<value xsi:type="PQ" nullFlavor="NASK"/>', "dataAbsentReason"),
        ('<value xsi:type="PQ" value="four" unit="x"/>', "dataAbsentReason"),
        ('<value xsi:type="PQ" value="1"/><value xsi:type="PQ" value="2"/>', "dataAbsentReason"),
    ],
)
def test_a_value_of_any_kind_is_kept_or_said_to_be_missing(value, name):
    raws = read(document(section(results(result(value)))))
    found = only(raws, "Observation")
    assert name in found
    assert only(raws, "DiagnosticReport")["result"] == [{"reference": f"Observation/{found['id']}"}]


def test_a_value_beyond_what_can_be_measured_keeps_its_sign():
    below = '<value xsi:type="IVL_PQ"><high value="5" unit="mg/L" inclusive="false"/></value>'
    found = only(read(document(section(results(result(below))))), "Observation")
    assert (found["valueQuantity"]["comparator"], found["valueQuantity"]["value"]) == ("<", 5)


@pytest.mark.parametrize("number", ["4.10", "0.6219508205925331", "1234567890.5"])
def test_every_digit_of_a_number_stays(number):
    raws = read(document(section(results(result(f'<value xsi:type="PQ" value="{number}" unit="mmol/L"/>')))))
    assert any(f'"value":{number},'.encode() in one.text for one in raws)


def test_a_result_still_awaited_is_not_ready_yet():
    raws = read(
        document(
            section(
                results(result('<value xsi:type="PQ" nullFlavor="NAV"/>', status="active"), status="active")
            )
        )
    )
    assert (only(raws, "Observation")["status"], only(raws, "DiagnosticReport")["status"]) == (
        "registered",
        "partial",
    )


def test_the_two_numbers_of_a_blood_pressure_are_read_together():
    def vital(code: str, name: str, number: str) -> str:
        return f"""<component><observation moodCode="EVN">{template("27")}
<id root="{HOSPITAL}" extension="{code}"/>{coded(code, name, system=LOINC, tag="code")}
<statusCode code="completed"/><effectiveTime value="20251102"/>
<value xsi:type="PQ" value="{number}" unit="mm[Hg]"/></observation></component>"""

    both = vital("8480-6", "Systolic", "120") + vital("8462-4", "Diastolic", "80")
    organizer = f'<organizer moodCode="EVN">{template("26")}<statusCode code="completed"/>{both}</organizer>'
    found = only(read(document(section(organizer))), "Observation")
    assert [part["valueQuantity"]["value"] for part in found["component"]] == [120, 80]
    assert found["category"][0]["coding"][0]["code"] == "vital-signs"


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("2025", "2025"),
        ("202511", "2025-11"),
        ("20251103", "2025-11-03"),
        ("202511031415", "2025-11-03"),
        ("202511031415-0500", "2025-11-03T14:15:00-05:00"),
        ("20251103141530.123+0000", "2025-11-03T14:15:30+00:00"),
        ("20251332", ""),
        ("soon", ""),
        ("00000000", ""),
    ],
)
def test_a_time_is_no_more_exact_than_it_came(said, read_as):
    found = only(read(document(section(problem(low=said)))), "Condition")
    assert found.get("onsetDateTime", "") == read_as


def test_a_social_security_number_is_no_record_number():
    numbers = f"""<id root="2.16.840.1.113883.4.1" extension="900112222"/>
<id root="{HOSPITAL}" extension="H-1"/>
<patient><name><given>Al</given><family>Quist</family></name><birthTime value="19500101"/></patient>"""
    (social, own) = read(document(patient=numbers))[0].data["identifier"]
    assert (social["type"]["coding"][0]["code"], social["system"]) == ("SS", "http://hl7.org/fhir/sid/us-ssn")
    assert own["type"]["coding"][0]["code"] == "MR"


def test_a_visit_brings_its_diagnosis_along():
    act = f"""<entryRelationship typeCode="SUBJ"><act>{template("80")}<entryRelationship typeCode="SUBJ">
<observation moodCode="EVN">{template("4")}<id root="{HOSPITAL}" extension="d"/>{coded("195967001", "Asthma")}
</observation></entryRelationship></act></entryRelationship>"""
    visit = f"""<encounter moodCode="EVN">{template("49")}<id root="{HOSPITAL}" extension="v"/>
{coded("99213", "Office visit", system="2.16.840.1.113883.6.12", tag="code")}
<effectiveTime value="20251001"/>{act}</encounter>"""
    raws = read(document(section(visit, code="46240-8")))
    seen, found = only(raws, "Encounter"), only(raws, "Condition")
    assert seen["diagnosis"] == [{"condition": {"reference": f"Condition/{found['id']}"}}]
    assert (seen["status"], seen["period"]) == ("finished", {"start": "2025-10-01"})


def test_a_document_that_is_only_a_file_is_kept_whole():
    body = '<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0=</text></nonXMLBody>'
    assert [one.type for one in read(document(body=body))] == ["Patient", "DocumentReference"]


def test_the_free_words_on_how_to_take_it_come_first():
    free = f"""<entryRelationship typeCode="COMP"><substanceAdministration>{template("147")}
<text>One tablet with breakfast</text></substanceAdministration></entryRelationship>"""
    found = only(read(document(section(medication(SINCE, TWICE_A_DAY, more=free)))), "MedicationStatement")
    assert medication_view(found).instructions == ["One tablet with breakfast"]
