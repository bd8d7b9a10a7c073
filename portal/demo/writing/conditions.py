"""What a patient has or had, what they react to, and how they live."""

from datetime import date
from typing import Any

from portal.demo.practice import clinician
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import (
    ICD10,
    LOINC,
    SNOMED,
    Resource,
    coding,
    concept,
    moment,
    ref,
    status,
)
from portal.demo.writing.visits import day_of

CONDITIONS: dict[str, tuple[str, tuple[str, str] | None, tuple[str, str] | None]] = {
    "hypertension": (
        "High blood pressure",
        ("38341003", "Hypertensive disorder, systemic arterial"),
        ("I10", "Essential (primary) hypertension"),
    ),
    "hyperlipidemia": (
        "High cholesterol",
        ("55822004", "Hyperlipidemia"),
        ("E78.5", "Hyperlipidemia, unspecified"),
    ),
    "hay_fever": ("Seasonal allergies (hay fever)", ("367498001", "Seasonal allergic rhinitis"), None),
    "ankle_sprain": ("Sprained ankle", ("44465007", "Sprain of ankle"), None),
    "uti": ("Urinary tract infection", ("68566005", "Urinary tract infectious disease"), None),
    "sinusitis": ("Sinus infection", ("36971009", "Sinusitis"), None),
    "anemia": ("Low iron (anemia)", ("87522002", "Iron deficiency anemia"), None),
    "ear_infection": ("Middle ear infection", ("65363002", "Otitis media"), None),
    "throat": ("Sore throat from a virus", ("195662009", "Acute viral pharyngitis"), None),
    "diabetes": (
        "Type 2 diabetes",
        ("44054006", "Diabetes mellitus type 2"),
        ("E11.9", "Type 2 diabetes mellitus without complications"),
    ),
    "obesity": ("Obesity", ("414916001", "Obesity"), ("E66.9", "Obesity, unspecified")),
    "bronchitis": ("Bronchitis", ("10509002", "Acute bronchitis"), None),
    "colon_polyp": ("Colon polyp", ("68496003", "Polyp of colon"), None),
    "atrial_fibrillation": (
        "Atrial fibrillation (irregular heartbeat)",
        ("49436004", "Atrial fibrillation"),
        ("I48.91", "Unspecified atrial fibrillation"),
    ),
    "heart_failure": (
        "Heart failure",
        ("42343007", "Congestive heart failure"),
        ("I50.9", "Heart failure, unspecified"),
    ),
    "kidney_disease": (
        "Chronic kidney disease, stage 3",
        ("433144002", "Chronic kidney disease stage 3"),
        None,
    ),
    "hypothyroidism": (
        "Underactive thyroid",
        ("40930008", "Hypothyroidism"),
        ("E03.9", "Hypothyroidism, unspecified"),
    ),
    "osteoarthritis": ("Arthritis of the hip (wear and tear)", ("396275006", "Osteoarthritis"), None),
    "osteoporosis": ("Osteoporosis", ("64859006", "Osteoporosis"), None),
    "reflux": ("Acid reflux", ("235595009", "Gastroesophageal reflux disease"), None),
    "cataract": ("Cataract, right eye", ("193570009", "Cataract"), None),
    "copd": (
        "COPD (chronic lung disease)",
        ("13645005", "Chronic obstructive lung disease"),
        ("J44.9", "Chronic obstructive pulmonary disease, unspecified"),
    ),
    "asthma": ("Asthma", ("195967001", "Asthma"), ("J45.909", "Unspecified asthma, uncomplicated")),
    "migraine": ("Migraine", ("37796009", "Migraine"), None),
}

_PASSING = ("encounter-diagnosis", "Encounter Diagnosis")
_PROBLEM = ("problem-list-item", "Problem List Item")


def condition(
    chart: ChartWriter,
    name: str,
    *,
    since: date,
    until: date | None = None,
    visit: Resource | None = None,
    note: str | None = None,
) -> Resource:
    """A problem the patient has, or had until a day; with a visit, it is that visit's diagnosis."""
    text, snomed, icd = CONDITIONS[name]
    code = concept(text, *_codings(snomed, icd))
    category = _PASSING if until else _PROBLEM
    fields = {
        "clinicalStatus": status("condition-clinical", *_clinical(until)),
        "verificationStatus": status("condition-ver-status", "confirmed", "Confirmed"),
        "category": [status("condition-category", *category)],
        "code": code,
        "encounter": visit and ref(visit),
        "onsetDateTime": since.isoformat(),
        "abatementDateTime": until and until.isoformat(),
        "recordedDate": since.isoformat(),
        "recorder": clinician("okafor"),
        "note": [{"text": note}] if note else None,
    }
    written = chart.add("Condition", fields)
    if visit:
        diagnosed(visit, written)
    return written


def diagnosed(visit: Resource, found: Resource) -> None:
    """Say that a visit was about this condition."""
    visit.setdefault("diagnosis", []).append({"condition": ref(found, found["code"]["text"])})


def _codings(snomed: tuple[str, str] | None, icd: tuple[str, str] | None) -> list[Resource]:
    found = [coding(SNOMED, *snomed)] if snomed else []
    return found + ([coding(ICD10, *icd)] if icd else [])


def _clinical(until: date | None) -> tuple[str, str]:
    return ("resolved", "Resolved") if until else ("active", "Active")


def allergy(
    chart: ChartWriter,
    code: Resource,
    *,
    since: date,
    reactions: tuple[Resource, ...] = (),
    severity: str | None = None,
    **more: Any,
) -> Resource:
    """Something the patient reacts to; severity is FHIR's: mild, moderate or severe."""
    reaction: Resource = {"manifestation": list(reactions)}
    if severity:
        reaction["severity"] = severity
    fields = {
        "clinicalStatus": status("allergyintolerance-clinical", "active", "Active"),
        "verificationStatus": status("allergyintolerance-verification", "confirmed", "Confirmed"),
        "type": "allergy",
        "code": code,
        "recordedDate": since.isoformat(),
        "recorder": clinician("okafor"),
        "reaction": [reaction] if reactions else None,
    }
    return chart.add("AllergyIntolerance", fields | more)


def no_known_allergies(chart: ChartWriter, *, since: date) -> Resource:
    """Someone asked, and there are none: not the same as an empty list."""
    return allergy(
        chart,
        concept("No known allergies", coding(SNOMED, "716186003", "No known allergy")),
        since=since,
        type=None,
    )


def smoking(chart: ChartWriter, seen: Resource, code: str, display: str) -> Resource:
    """What the patient said about tobacco at a visit."""
    fields = {
        "status": "final",
        "category": [status("observation-category", "social-history", "Social History")],
        "code": concept("Tobacco smoking status", coding(LOINC, "72166-2", "Tobacco smoking status")),
        "encounter": ref(seen),
        "effectiveDateTime": moment(day_of(seen), "09:25"),
        "issued": moment(day_of(seen), "09:25"),
        "performer": [clinician("brooks")],
        "valueCodeableConcept": concept(display, coding(SNOMED, code, display)),
    }
    return chart.add("Observation", fields)
