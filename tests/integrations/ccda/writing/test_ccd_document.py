"""Alice takes her record to another practice: the document as a whole."""

import re

from tests.integrations.ccda.writing.written import ALICE, ICD_10, SNOMED, Ccd, coded, day, written

ASTHMA = {
    "resourceType": "Condition",
    "id": "asthma",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": coded("195967001", SNOMED, "Asthma <severe> & old"),
    "onsetDateTime": "2019-05",
}
REQUIRED = ["allergies", "medications", "conditions", "results", "vitals", "social"]


def test_it_says_what_it_is_and_whose() -> None:
    ccd = Ccd(ASTHMA, since=day("2019-01-01"), until=day("2026-11-01"))
    assert ccd.one("/c:ClinicalDocument/c:id/@root") == "7d3f7f3a-3d0c-4a37-9c55-0d2f5f3a2b11"
    assert ccd.one("/c:ClinicalDocument/c:code/@code") == "34133-9"
    assert ccd.one("/c:ClinicalDocument/c:effectiveTime/@value") == "20261123140506+0000"
    templates = ccd.find("/c:ClinicalDocument/c:templateId[@extension='2015-08-01']/@root")
    assert templates == ["2.16.840.1.113883.10.20.22.1.1", "2.16.840.1.113883.10.20.22.1.2"]
    role = ccd.one("//c:patientRole")
    assert [part.text for part in ccd.find("c:patient/c:name/*", role)] == ["Alice", "Beth", "Ålund & Co"]
    assert ccd.find("c:id/@extension", role) == ["A-100"]  # a social security number finds nobody's record
    assert ccd.one("c:patient/c:birthTime/@value", role) == "198002"
    assert ccd.one("c:telecom/@value", role) == "tel:5550100"
    assert ccd.one("//c:custodian//c:name").text == "Lakeside <Family> Practice"
    assert ccd.find("//c:author/c:assignedAuthor/c:assignedAuthoringDevice")
    assert ccd.one("//c:serviceEvent//c:low/@value") == "20190101"
    assert ccd.one("//c:serviceEvent//c:high/@value") == "20261101"


def test_it_begins_with_the_oldest_record_when_no_days_are_asked_for() -> None:
    assert Ccd(ASTHMA).one("//c:serviceEvent//c:low/@value") == "20190501"
    assert Ccd().one("//c:serviceEvent//c:low/@nullFlavor") == "UNK"


def test_a_patient_of_whom_nothing_is_known_has_a_whole_document() -> None:
    ccd = Ccd(patient={})
    for kind in (*REQUIRED, "procedures", "immunizations", "visits", "plan"):
        assert ccd.section(kind).get("nullFlavor") == "NI"
        assert "on file" in ccd.text(kind)
    assert "does not say that there are none" in ccd.text("allergies")
    assert not ccd.find("//c:section[c:code/@code='34109-9']")
    assert ccd.one("//c:patient/c:name/@nullFlavor") == "UNK"
    assert ccd.one("//c:patientRole/c:addr/@nullFlavor") == "NI"
    assert ccd.one("//c:patient/c:birthTime/@nullFlavor") == "UNK"


def test_only_the_kinds_asked_for_are_in_it() -> None:
    lab = {"resourceType": "Observation", "id": "crp", "status": "final", "code": {"text": "CRP"}}
    ccd = Ccd(ASTHMA, lab, sections=frozenset({"results"}))
    assert ccd.cells("results")[0][0] == "CRP"
    for kind in ("allergies", "medications", "conditions", "vitals"):
        assert ccd.section(kind).get("nullFlavor") == "NI"
        assert ccd.text(kind) == "Not included in this document."
    assert not ccd.find("//c:section[c:code/@code='46240-8']")
    assert b"Asthma" not in written(ASTHMA, lab, sections=frozenset({"results"}))


def test_what_was_entered_in_error_is_left_out() -> None:
    wrong = {**ASTHMA, "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    shot = {"resourceType": "Immunization", "id": "s", "status": "entered-in-error"}
    ccd = Ccd(wrong, shot)
    assert ccd.cells("conditions") == ccd.cells("immunizations") == []


def test_every_reference_leads_to_a_place_in_the_narrative_and_every_id_is_once() -> None:
    lab = {"resourceType": "Observation", "id": "crp", "status": "final", "code": {"text": "CRP"}}
    report = {"resourceType": "DiagnosticReport", "id": "r", "result": [{"reference": "Observation/crp"}]}
    ccd = Ccd(ASTHMA, {**ASTHMA, "id": "again"}, lab, report)
    places = ccd.find("//@ID")
    assert len(places) == len(set(places))
    references = ccd.find("//c:reference/@value")
    assert references
    assert {reference.removeprefix("#") for reference in references} <= set(places)


def test_the_same_records_make_the_same_document() -> None:
    assert written(ASTHMA) == written(ASTHMA)
    assert written(ASTHMA).startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_signs_that_mean_something_in_xml_are_only_signs() -> None:
    ccd = Ccd(ASTHMA)
    assert ccd.cells("conditions")[0][0] == "Asthma <severe> & old"


def test_codings_keep_their_systems_and_unknown_ones_their_words() -> None:
    codes = [
        {"system": "http://local.example", "code": "as 1", "display": "Wheezing"},
        {"system": ICD_10, "code": "J45.909"},
        {"system": SNOMED, "code": "195967001", "display": "Asthma"},
        {"system": "urn:oid:2.16.840.1.113883.6.42", "code": "493"},
    ]
    value = Ccd({**ASTHMA, "code": {"coding": codes}}).one("//c:observation/c:value[c:originalText]")
    assert (value.get("code"), value.get("codeSystem")) == ("195967001", "2.16.840.1.113883.6.96")
    others = [(one.get("code"), one.get("codeSystem"), one.get("nullFlavor")) for one in value[1:]]
    assert others == [
        ("J45.909", "2.16.840.1.113883.6.90", None),
        ("493", "2.16.840.1.113883.6.42", None),
        (None, None, "OTH"),
    ]
    assert "Wheezing | as 1 | http://local.example" in "".join(value.itertext())


def test_only_words_are_other_and_nothing_at_all_is_unknown() -> None:
    def flavor(code: object) -> str:
        return str(Ccd({**ASTHMA, "code": code}).find("//c:observation/c:value/@nullFlavor")[0])

    assert flavor({"text": "Wheezing"}) == "OTH"
    assert flavor(None) == "UNK"


def test_what_was_said_about_a_record_meanwhile_is_beside_it() -> None:
    ccd = Ccd(ASTHMA, notes={"Condition/asthma": "Alice says: it is gone. We agree.", "Condition/x": "no"})
    assert "Alice says: it is gone. We agree." in ccd.cells("conditions")[0][-1]
    act = ccd.one("//c:act[c:code/@code='48767-8']/c:text/c:reference/@value")
    assert act == "#problems-1"
    assert "My name is spelled so." in Ccd(notes={"Patient/alice": "My name is spelled so."}).text("social")


def test_the_strictest_label_of_a_record_is_that_of_the_document() -> None:
    private = {**ASTHMA, "meta": {"security": [{"code": "R"}]}}
    path = "/c:ClinicalDocument/c:confidentialityCode/@code"
    assert Ccd(ASTHMA).one(path) == "N"
    assert Ccd(ASTHMA, {**private, "id": "private"}).one(path) == "R"


def test_records_refer_to_records_that_are_not_in_it_by_name_only() -> None:
    seen = {"resourceType": "Encounter", "id": "v", "status": "finished",
            "diagnosis": [{"condition": {"reference": "Condition/asthma", "display": "Asthma"}}]}  # fmt: skip
    assert Ccd(seen, ASTHMA).find("//c:act[c:code/@code='29308-4']")
    alone = Ccd(seen, ASTHMA, sections=frozenset({"visits"}))
    assert not alone.find("//c:act[c:code/@code='29308-4']")


def test_a_practice_address_of_one_line_is_taken_apart_when_it_can_be() -> None:
    ccd = Ccd(practice_address="12 Main St, Suite 3, Salem, MA 01970-1234")
    found = ccd.find("//c:custodian//c:addr/*")
    assert [re.sub("{.*}", "", part.tag) for part in found] == [
        "streetAddressLine",
        "city",
        "state",
        "postalCode",
    ]
    assert [part.text for part in found] == ["12 Main St, Suite 3", "Salem", "MA", "01970-1234"]


def test_race_language_and_death_are_told_as_registered() -> None:
    core = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
    cdc = "urn:oid:2.16.840.1.113883.6.238"
    race = [
        {"url": "ombCategory", "valueCoding": {"system": cdc, "code": code}} for code in ("2106-3", "2054-5")
    ]
    patient = {
        **ALICE,
        "extension": [
            {"url": f"{core}race", "extension": race},
            {"url": f"{core}birthsex", "valueCode": "F"},
        ],
        "communication": [{"language": coded("es", "urn:ietf:bcp:47"), "preferred": True}],
        "deceasedDateTime": "2026-01-02",
    }
    ccd = Ccd(patient=patient)
    assert ccd.one("//c:raceCode/@code") == "2106-3"
    assert ccd.one("//sdtc:raceCode/@code") == "2054-5"
    assert ccd.one("//c:ethnicGroupCode/@nullFlavor") == "UNK"
    assert ccd.one("//c:languageCommunication/c:languageCode/@code") == "es"
    assert ccd.one("//sdtc:deceasedTime/@value") == "20260102"
    assert ccd.cells("social")[0][:2] == ["Sex given at birth", "Female"]
