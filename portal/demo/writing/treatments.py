"""Medicines, vaccines and procedures."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from portal.demo.practice import clinician, location, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import (
    CVX,
    RXNORM,
    SNOMED,
    Resource,
    coding,
    concept,
    moment,
    quantity,
    ref,
)


class Directions(NamedTuple):
    """How to take a medicine: the words on the label, and the same for a machine."""

    text: str
    amount: str
    unit: str
    times: int = 1
    every: int = 1
    period: str = "d"
    route: str = "By mouth"
    as_needed: bool = False


_EVENT_TIMES = {"morning": "MORN", "evening": "EVE", "bedtime": "HS"}


def medicine(
    chart: ChartWriter,
    name: str,
    directions: Directions,
    *,
    since: date,
    rxnorm: str | None = None,
    state: str = "active",
    why: str | None = None,
    visit: Resource | None = None,
    refills: int = 3,
    **more: Any,
) -> Resource:
    """A MedicationRequest; `why` is the reason it was stopped or completed."""
    codings = [coding(RXNORM, rxnorm, name)] if rxnorm else []
    fields = {
        "status": state,
        "statusReason": concept(why) if why else None,
        "intent": "order",
        "medicationCodeableConcept": concept(name, *codings),
        "encounter": visit and ref(visit),
        "authoredOn": moment(since, "09:40"),
        "requester": clinician("okafor"),
        "dosageInstruction": [dosage(directions)],
        "dispenseRequest": _dispense(since, refills) if state == "active" else None,
    }
    return chart.add("MedicationRequest", fields | more)


def dosage(directions: Directions) -> Resource:
    """FHIR Dosage: the words, the timing, the route and the amount."""
    repeat: Resource = {
        "frequency": directions.times,
        "period": Decimal(directions.every),
        "periodUnit": directions.period,
    }
    when = [code for word, code in _EVENT_TIMES.items() if word in directions.text]
    if when and directions.times == len(when):
        repeat["when"] = when
    return {
        "sequence": 1,
        "text": directions.text,
        "timing": {"repeat": repeat},
        "asNeededBoolean": directions.as_needed,
        "route": concept(directions.route),
        "doseAndRate": [{"doseQuantity": {"value": Decimal(directions.amount), "unit": directions.unit}}],
    }


def _dispense(since: date, refills: int) -> Resource:
    return {
        "validityPeriod": {"start": since.isoformat()},
        "numberOfRepeatsAllowed": refills,
        "expectedSupplyDuration": quantity("90", "days", "d"),
    }


VACCINES = {
    "hepatitis_b": ("08", "Hepatitis B (child)", "Hep B, adolescent or pediatric"),
    "rotavirus": ("116", "Rotavirus", "rotavirus, pentavalent"),
    "dtap": ("20", "Diphtheria, tetanus, whooping cough (DTaP)", "DTaP"),
    "hib": ("49", "Hib", "Hib (PRP-OMP)"),
    "pneumococcal_child": ("133", "Pneumococcal (PCV13)", "Pneumococcal conjugate PCV 13"),
    "polio": ("10", "Polio (IPV)", "IPV"),
    "mmr": ("03", "Measles, mumps, rubella (MMR)", "MMR"),
    "varicella": ("21", "Chickenpox (varicella)", "varicella"),
    "hepatitis_a": ("83", "Hepatitis A (child)", "Hep A, ped/adol, 2 dose"),
    "flu": ("140", "Flu (influenza)", "Influenza, seasonal, injectable, preservative free"),
    "tdap": ("115", "Tetanus, diphtheria, whooping cough (Tdap)", "Tdap"),
    "shingles": ("187", "Shingles (zoster, recombinant)", "zoster recombinant"),
    "pneumococcal": ("33", "Pneumococcal (PPSV23)", "pneumococcal polysaccharide vaccine, 23 valent"),
    "covid": ("208", "COVID-19 (mRNA)", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose"),
    "hpv": ("165", "HPV", "HPV9"),
}


def vaccine(
    chart: ChartWriter,
    name: str,
    *,
    on: date,
    visit: Resource | None = None,
    dose: int | None = None,
    of: int | None = None,
    declined: str | None = None,
) -> Resource:
    """One shot given, or one that was not, with the reason."""
    code, text, display = VACCINES[name]
    given = {
        "primarySource": True,
        "lotNumber": f"LK{chart.rng.randrange(10_000, 99_999)}",
        "site": concept("Left arm"),
        "route": concept("Injection into the muscle"),
        "performer": [{"actor": clinician("brooks")}],
        "location": location("practice"),
    }
    if name == "rotavirus":
        given |= {"site": None, "route": concept("By mouth")}
    protocol = {"targetDisease": [concept(text)], "doseNumberPositiveInt": dose, "seriesDosesPositiveInt": of}
    fields = {
        "status": "not-done" if declined else "completed",
        "statusReason": concept(declined) if declined else None,
        "vaccineCode": concept(text, coding(CVX, code, display)),
        "encounter": visit and ref(visit),
        "occurrenceDateTime": moment(on, "09:45"),
        **({} if declined else given),
        "protocolApplied": [{k: v for k, v in protocol.items() if v is not None}] if dose else None,
    }
    return chart.add("Immunization", fields)


PROCEDURES: dict[str, tuple[str, tuple[str, str] | None]] = {
    "appendectomy": ("Appendix removed", ("80146002", "Appendectomy")),
    "mammogram": ("Mammogram", ("24623002", "Screening mammography")),
    "ankle_x_ray": ("X-ray of the left ankle", None),
    "heart_tracing": ("Heart tracing (ECG)", ("29303009", "Electrocardiographic procedure")),
    "colonoscopy": ("Colonoscopy", ("73761001", "Colonoscopy")),
    "foot_exam": ("Diabetic foot exam", None),
    "eye_exam": ("Diabetic eye exam", None),
    "hip_replacement": ("Left hip replaced", ("52734007", "Total replacement of hip")),
    "cataract_surgery": ("Cataract surgery, right eye", ("54885007", "Extraction of cataract")),
}


def procedure(
    chart: ChartWriter,
    name: str,
    *,
    on: date,
    by: str | None = "okafor",
    at: str = "practice",
    visit: Resource | None = None,
    outcome: str | None = None,
    hour: str = "10:10",
    **more: Any,
) -> Resource:
    """Something that was done, when, where, by whom if we know, and how it went."""
    text, snomed = PROCEDURES[name]
    place = organization(at)
    who = {"actor": clinician(by), "onBehalfOf": place} if by else {"actor": place}
    fields = {
        "status": "completed",
        "code": concept(text, *([coding(SNOMED, *snomed)] if snomed else [])),
        "encounter": visit and ref(visit),
        "performedDateTime": moment(on, hour),
        "recorder": clinician("okafor"),
        "performer": [who],
        "outcome": concept(outcome) if outcome else None,
    }
    return chart.add("Procedure", fields | more)
