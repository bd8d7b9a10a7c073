"""FHIR's status and category codes in plain words, each kind of record in its own."""

from typing import Any

from portal.i18n import N_, t
from portal.integrations.fhir.elements import codes, text
from portal.integrations.fhir.wording.names import concept

_MISTAKE = N_("Entered by mistake")
_UNKNOWN = N_("Status not known")

RESULT = {
    "registered": N_("Not ready yet"),
    "partial": N_("Partly ready"),
    "preliminary": N_("Early result, it may change"),
    "final": N_("Final"),
    "amended": N_("Corrected"),
    "corrected": N_("Corrected"),
    "appended": N_("Added to since it was first final"),
    "cancelled": N_("Canceled"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
VISIT = {
    "planned": N_("Planned"),
    "arrived": N_("Arrived"),
    "triaged": N_("Waiting to be seen"),
    "in-progress": N_("Going on now"),
    "onleave": N_("On leave"),
    "finished": N_("Finished"),
    "cancelled": N_("Canceled"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
VISIT_CLASS = {
    "AMB": N_("In person"),
    "EMER": N_("Emergency"),
    "IMP": N_("Hospital stay"),
    "ACUTE": N_("Hospital stay"),
    "NONAC": N_("Hospital stay"),
    "OBSENC": N_("Hospital, for observation"),
    "SS": N_("Short hospital stay"),
    "PRENC": N_("Before a hospital stay"),
    "HH": N_("At home"),
    "VR": N_("Virtual"),
    "FLD": N_("Away from the clinic"),
}
MEDICATION = {
    "active": N_("Active"),
    "on-hold": N_("On hold"),
    "cancelled": N_("Canceled"),
    "completed": N_("Finished"),
    "stopped": N_("Stopped"),
    "draft": N_("Not sent yet"),
    "intended": N_("Planned"),
    "not-taken": N_("Not taking"),
    "in-progress": N_("Going on now"),
    "not-done": N_("Not given"),
    "preparation": N_("Being prepared"),
    "declined": N_("Declined"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
IMMUNIZATION = {"completed": N_("Given"), "not-done": N_("Not given"), "entered-in-error": _MISTAKE}
CONDITION = {
    "active": N_("Active"),
    "recurrence": N_("Came back"),
    "relapse": N_("Came back"),
    "inactive": N_("Not active"),
    "remission": N_("In remission"),
    "resolved": N_("Resolved"),
}
CERTAINTY = {
    "unconfirmed": N_("Not confirmed"),
    "provisional": N_("Not confirmed"),
    "differential": N_("One of several possible causes"),
    "confirmed": N_("Confirmed"),
    "refuted": N_("Ruled out"),
    "entered-in-error": _MISTAKE,
}
CONDITION_CATEGORY = {
    "problem-list-item": N_("On your problem list"),
    "encounter-diagnosis": N_("Noted at a visit"),
    "health-concern": N_("Health concern"),
    "sdoh": N_("Living situation"),
}
ALLERGY_CATEGORY = {
    "food": N_("Food"),
    "medication": N_("Medicine"),
    "environment": N_("Environment"),
    "biologic": N_("Biologic"),
}
CRITICALITY = {
    "low": N_("Low risk of a serious reaction"),
    "high": N_("High risk of a serious reaction"),
    "unable-to-assess": N_("Risk not known"),
}
SEVERITY = {
    "mild": N_("Mild"),
    "moderate": N_("Moderate"),
    "severe": N_("Severe"),
    "255604002": N_("Mild"),
    "6736007": N_("Moderate"),
    "24484000": N_("Severe"),
}
PROCEDURE = {
    "preparation": N_("Being prepared"),
    "in-progress": N_("Going on now"),
    "not-done": N_("Not done"),
    "on-hold": N_("On hold"),
    "stopped": N_("Stopped before it was finished"),
    "completed": N_("Done"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
PLAN = {
    "draft": N_("Being written"),
    "active": N_("Active"),
    "on-hold": N_("On hold"),
    "revoked": N_("Canceled"),
    "completed": N_("Finished"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
ACTIVITY = {
    "not-started": N_("Not started"),
    "scheduled": N_("Scheduled"),
    "in-progress": N_("Going on now"),
    "on-hold": N_("On hold"),
    "completed": N_("Done"),
    "cancelled": N_("Canceled"),
    "stopped": N_("Stopped"),
    "entered-in-error": _MISTAKE,
    "unknown": _UNKNOWN,
}
DOCUMENT = {
    "current": N_("Current"),
    "superseded": N_("Replaced by a newer one"),
    "entered-in-error": _MISTAKE,
}
ABSENT = {
    "unknown": N_("Not known"),
    "asked-unknown": N_("Asked, but not known"),
    "temp-unknown": N_("Not known yet"),
    "not-asked": N_("Not asked"),
    "asked-declined": N_("You chose not to answer"),
    "masked": N_("Kept private"),
    "not-applicable": N_("Does not apply"),
    "unsupported": N_("Could not be recorded"),
    "as-text": N_("See the notes"),
    "error": N_("The test did not work"),
    "not-performed": N_("The test was not done"),
    "not-permitted": N_("May not be shown"),
    "not-a-number": N_("No number could be measured"),
    "negative-infinity": N_("Too low to measure"),
    "positive-infinity": N_("Too high to measure"),
}
GROUP = {
    "laboratory": N_("Lab test"),
    "lab": N_("Lab test"),
    "imaging": N_("Imaging"),
    "rad": N_("Imaging"),
    "procedure": N_("Procedure"),
    "survey": N_("Questions you answered"),
    "exam": N_("Exam"),
    "therapy": N_("Therapy"),
    "activity": N_("Activity"),
    "social-history": N_("Health and habits"),
    "sdoh": N_("Living situation"),
    "vital-signs": N_("Vital sign"),
}
SEX = {"female": N_("Female"), "male": N_("Male"), "other": N_("Other"), "unknown": N_("Not known")}


def state(table: dict[str, str], code: Any) -> str:
    """The words for a bare code; "Status not known" for one FHIR does not define; empty for none."""
    found = text(code)
    return t(table.get(found, _UNKNOWN)) if found else ""


def coded(table: dict[str, str], value: Any) -> str:
    """The words for a CodeableConcept, Coding or list of them: ours for a code in the table, else its own."""
    known = next((table[code] for code in codes(value) if code in table), "")
    return t(known) if known else concept(value)
