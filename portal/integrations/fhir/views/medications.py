"""Medications: what, how to take it, how it stands, who prescribed it and why."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import N_, nt, t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, first, obj, objs, text
from portal.integrations.fhir.wording.dosage import instructions
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.numbers import decimal, quantity_words
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.states import MEDICATION, state
from portal.integrations.fhir.wording.when import choice_words, day_words, span_words

_ORIGIN = {
    "MedicationRequest": N_("Prescribed"),
    "MedicationStatement": N_("Reported"),
    "MedicationAdministration": N_("Given to you"),
    "MedicationDispense": N_("Filled at the pharmacy"),
}


@dataclass(frozen=True, slots=True)
class Medication:
    """One medicine as ordered, reported, given or filled (`origin` says which).

    `instructions` holds a sentence for each step. `is_current` means it is meant to be taken now.
    """

    name: str
    origin: str
    instructions: list[str]
    status: str
    status_reason: str
    is_current: bool
    prescriber: str
    date: str
    at: datetime | None
    reasons: list[str]
    quantity: str
    refills: str
    supply: str
    valid: str
    notes: list[Note]


def medication(data: Json, look_up: LookUp = nothing) -> Medication:
    """A MedicationRequest, -Statement, -Administration or -Dispense to read."""
    around = Around(data, look_up)
    kind, dispense = text(data.get("resourceType")), obj(data.get("dispenseRequest"))
    return Medication(
        name=_name(around),
        origin=t(_ORIGIN.get(kind, "Reported")),
        instructions=_instructions(data, _name(around)),
        status=state(MEDICATION, data.get("status")),
        status_reason=concept(data.get("statusReason")) or concept(data.get("statusReasonCodeableConcept")),
        is_current=text(data.get("status")) == "active",
        prescriber=_prescriber(around),
        date=_date(data),
        at=_at(data),
        reasons=list(
            dict.fromkeys([*concepts(data.get("reasonCode")), *around.names(data.get("reasonReference"))])
        ),
        quantity=quantity_words(dispense.get("quantity")) or quantity_words(data.get("quantity")),
        refills=_refills(dispense),
        supply=quantity_words(dispense.get("expectedSupplyDuration"))
        or quantity_words(data.get("daysSupply")),
        valid=span_words(dispense.get("validityPeriod")),
        notes=around.notes(),
    )


def _name(around: Around) -> str:
    data = around.data
    own = concept(data.get("medicationCodeableConcept"))
    return own or around.name(data.get("medicationReference")) or t("Unnamed medicine")


def _instructions(data: Json, medicine: str) -> list[str]:
    for name in ("dosageInstruction", "dosage"):
        found = instructions(data.get(name), medicine=medicine)
        if found:
            return found
    return []


def _prescriber(around: Around) -> str:
    data = around.data
    asked = around.name(data.get("requester")) or around.name(data.get("informationSource"))
    performers = [obj(one.get("actor")) for one in objs(data.get("performer"))]
    order = around.find(first(data.get("authorizingPrescription")))
    return (
        asked
        or Around(order, around.look_up).name(order.get("requester"))
        or next(iter(around.names(performers)), "")
    )


def _date(data: Json) -> str:
    names = ("authoredOn", "whenHandedOver", "whenPrepared")
    own = next((day_words(data[name]) for name in names if day_words(data.get(name))), "")
    return own or choice_words(data, "effective") or day_words(data.get("dateAsserted"))


def _at(data: Json) -> datetime | None:
    period = obj(data.get("effectivePeriod"))
    names = ("authoredOn", "whenHandedOver", "whenPrepared", "effectiveDateTime", "dateAsserted")
    found = [instant(data.get(name)) for name in names[:4]] + [
        instant(period.get("start")),
        instant(data.get(names[4])),
    ]
    return next((moment for moment in found if moment), None)


def _refills(dispense: Json) -> str:
    allowed = decimal(dispense.get("numberOfRepeatsAllowed"))
    if allowed is None:
        return ""
    return nt("{n} refill", "{n} refills", int(allowed)) if allowed > 0 else t("No refills")
