"""What a patient reads about a visit, a vaccine, a medicine, a condition or an allergy."""

from portal.integrations.fhir import views
from tests.integrations.fhir.filed import DAY, FILED, coded, to


def test_a_visit_says_what_kind_with_whom_where_and_why() -> None:
    found = views.visit(
        {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"code": "VR"},
            "type": [{"text": "Follow-up encounter"}],
            "period": {"start": DAY, "end": "2019-05-07T13:45:00Z"},
            "participant": [
                {"individual": to("Practitioner/okafor")},
                {"individual": to("RelatedPerson/mother", display="Mother")},
            ],
            "location": [{"location": to("Location/clinic")}],
            "serviceProvider": to("Organization/unknown", display="Lakeside"),
            "reasonCode": [{"text": "Cough"}],
            "reasonReference": [to("Condition/asthma")],
            "diagnosis": [{"condition": to("Condition/asthma")}],
            "hospitalization": {"dischargeDisposition": {"text": "Home"}},
        },
        FILED.get,
    )
    assert (found.name, found.setting, found.status) == ("Follow-up encounter", "Virtual", "Finished")
    assert (found.date, found.time) == ("May 7, 2019", "May 7, 2019, 9:20 AM EDT to 9:45 AM")
    assert (found.clinicians, found.place, found.organization) == (["Dr. Okafor"], "Second floor", "Lakeside")
    assert (found.reasons, found.diagnoses, found.discharge) == (["Cough", "Asthma"], ["Asthma"], "Home")
    bare = views.visit({"class": {"code": "EMER"}})
    assert (bare.name, bare.date, bare.at, bare.place) == ("Emergency", "", None, "")
    assert views.visit({"class": {"code": "ODD"}}).name == "Visit"


def test_an_immunization_says_which_dose_or_why_it_was_not_given() -> None:
    found = views.immunization(
        {
            "status": "completed",
            "vaccineCode": {"text": "MMR"},
            "occurrenceDateTime": "2019-05",
            "protocolApplied": [
                {
                    "doseNumberPositiveInt": 2,
                    "seriesDosesPositiveInt": 3,
                    "targetDisease": [{"text": "Measles"}],
                }
            ],
            "lotNumber": "A12",
            "expirationDate": "2020-01-31",
            "site": {"text": "Left arm"},
            "manufacturer": to("Organization/lab"),
            "performer": [{"actor": to("Practitioner/okafor")}],
            "primarySource": False,
        },
        FILED.get,
    )
    assert (found.name, found.date, found.dose, found.lot) == ("MMR", "May 2019", "Dose 2 of 3", "A12")
    assert (found.is_given, found.status, found.why_not) == (True, "Given", "")
    assert (found.site, found.maker, found.given_by) == ("Left arm", "Lakeside laboratory", "Dr. Okafor")
    assert (found.protects_against, found.expires) == (["Measles"], "Jan 31, 2020")
    assert found.reported == "Told to us, not given here"
    missed = views.immunization({"status": "not-done", "statusReason": {"text": "Had a fever"}})
    assert (missed.name, missed.status, missed.is_given, missed.why_not) == (
        "Unnamed vaccine",
        "Not given",
        False,
        "Had a fever",
    )
    told = views.immunization(
        {"occurrenceString": "as a child", "protocolApplied": [{"doseNumberString": "one"}]}
    )
    assert (told.date, told.dose) == ("as a child", "Dose one")


def test_a_medicine_says_how_to_take_it_who_prescribed_it_and_why() -> None:
    found = views.medication(
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "medicationReference": to("Medication/statin"),
            "authoredOn": "2019-05-07",
            "requester": to("Practitioner/okafor"),
            "reasonReference": [to("Condition/asthma"), to("Condition/gone")],
            "dosageInstruction": [{"text": "Take 1 tablet by mouth every evening"}],
            "dispenseRequest": {
                "quantity": {"value": 30, "unit": "tablets"},
                "numberOfRepeatsAllowed": 3,
                "expectedSupplyDuration": {"value": 30, "code": "d"},
            },
        },
        FILED.get,
    )
    assert (found.name, found.origin, found.status, found.is_current) == (
        "Simvastatin 10 mg",
        "Prescribed",
        "Active",
        True,
    )
    assert found.instructions == ["Take 1 tablet by mouth every evening"]
    assert (found.prescriber, found.reasons, found.date) == ("Dr. Okafor", ["Asthma"], "May 7, 2019")
    assert (found.quantity, found.refills, found.supply) == ("30 tablets", "3 refills", "30 days")


def test_a_medicine_taken_given_or_filled_reads_too() -> None:
    inner = {"resourceType": "Medication", "id": "m", "code": {"text": "Ibuprofen"}}
    taken = views.medication(
        {
            "resourceType": "MedicationStatement",
            "status": "not-taken",
            "contained": [inner],
            "medicationReference": to("#m"),
            "effectivePeriod": {"start": "2018"},
            "dosage": [{"asNeededBoolean": True}],
        }
    )
    assert (taken.name, taken.origin, taken.status, taken.date) == (
        "Ibuprofen",
        "Reported",
        "Not taking",
        "Since 2018",
    )
    assert (taken.instructions, taken.is_current) == (["Use as needed."], False)
    filled = views.medication(
        {
            "resourceType": "MedicationDispense",
            "medicationCodeableConcept": {"text": "Ibuprofen"},
            "quantity": {"value": 20},
            "daysSupply": {"value": 10, "code": "d"},
            "whenHandedOver": DAY,
            "performer": [{"actor": to("Organization/lab")}],
        },
        FILED.get,
    )
    assert (filled.origin, filled.quantity, filled.supply) == ("Filled at the pharmacy", "20", "10 days")
    assert (filled.date, filled.prescriber) == ("May 7, 2019", "Lakeside laboratory")
    assert views.medication({"dispenseRequest": {"numberOfRepeatsAllowed": 0}}).refills == "No refills"
    assert views.medication({}).name == "Unnamed medicine"


def test_a_condition_says_whether_it_is_still_there_and_since_when() -> None:
    found = views.condition(
        {
            "clinicalStatus": coded("remission"),
            "verificationStatus": coded("provisional"),
            "category": [coded("problem-list-item")],
            "severity": coded("24484000"),
            "code": {"text": "Childhood asthma (disorder)"},
            "onsetAge": {"value": 4, "code": "a"},
            "abatementDateTime": "2015-06",
            "recordedDate": "2010-01-02",
            "asserter": to("Practitioner/okafor"),
            "bodySite": [{"text": "Lungs"}],
        },
        FILED.get,
    )
    assert (found.name, found.full_name) == ("Childhood asthma", "Childhood asthma (disorder)")
    assert (found.status, found.is_active, found.certainty) == ("In remission", False, "Not confirmed")
    assert (found.began, found.ended, found.recorded) == ("At the age of 4 years", "Jun 2015", "Jan 2, 2010")
    assert (found.category, found.severity, found.body_site) == ("On your problem list", "Severe", "Lungs")
    assert found.noted_by == "Dr. Okafor"
    assert views.condition({"clinicalStatus": coded("relapse")}).is_active
    assert views.condition({"code": coded("195967001")}).name == "Unnamed condition"


def test_an_allergy_says_what_happens_and_how_dangerous_it_is() -> None:
    found = views.allergy(
        {
            "clinicalStatus": coded("active"),
            "type": "allergy",
            "category": ["food", "medication"],
            "criticality": "high",
            "code": {"text": "Peanuts"},
            "recordedDate": "2016-01-15",
            "onsetString": "as a child",
            "lastOccurrence": "2018",
            "reaction": [
                {"manifestation": [{"text": "Hives"}], "severity": "mild"},
                {"manifestation": [{"text": "Hives"}, {"text": "Trouble breathing"}], "severity": "severe"},
            ],
        }
    )
    assert (found.name, found.type, found.category) == ("Peanuts", "Allergy", "Food, Medicine")
    assert (found.reaction, found.severity) == (
        "Hives, Trouble breathing",
        "Severe",
    )
    assert (found.criticality, found.is_high_risk) == ("High risk of a serious reaction", True)
    assert (found.began, found.recorded, found.last_time) == ("as a child", "Jan 15, 2016", "2018")
    assert found.is_active
    assert views.allergy({"code": coded("716186003", "http://snomed.info/sct")}).none_known
    assert views.allergy({"reaction": [{"substance": {"text": "Egg"}}]}).name == "Egg"
    assert views.allergy({}).name == "Unnamed allergy"
