"""What the pages say about each kind of record: one of it, what an empty list means, what it can show."""

from dataclasses import dataclass, field

from portal.components import t
from portal.components.text import Words
from portal.settings import get_settings


@dataclass(frozen=True)
class KindWords:
    """The words for one kind: its name, one of it, and an empty list of it."""

    many: Words
    one: Words
    none: Words
    lead: Words
    choices: list[tuple[str, Words]] = field(default_factory=list)


_STILL = [("active", t("Active")), ("past", t("Past"))]
WORDS: dict[str, KindWords] = {
    "results": KindWords(
        t("Results"),
        t("Result"),
        t("No results are on file."),
        t("Lab tests, imaging and questionnaires, newest first."),
        [
            ("labs", t("Lab tests")),
            ("imaging", t("Imaging")),
            ("surveys", t("Health and habits")),
            ("other", t("Other results")),
        ],
    ),
    "visits": KindWords(
        t("Visits"), t("Visit"), t("No visits are on file."), t("Every visit, and what happened in it.")
    ),
    "medications": KindWords(
        t("Medications"),
        t("Medication"),
        t("No medications are on file."),
        t("What you take now, and what you took before."),
        _STILL,
    ),
    "immunizations": KindWords(
        t("Immunizations"),
        t("Immunization"),
        t("No immunizations are on file."),
        t("Vaccines, with the day of each."),
    ),
    "conditions": KindWords(
        t("Conditions"),
        t("Condition"),
        t("No conditions are on file."),
        t("Health problems, now and in the past."),
        _STILL,
    ),
    "allergies": KindWords(
        t("Allergies"),
        t("Allergy"),
        t("No allergies are on file."),
        t("What your body does not take well. Tell us about any that is missing."),
    ),
    "vitals": KindWords(
        t("Vitals"),
        t("Vital sign"),
        t("No vitals are on file."),
        t("Blood pressure, weight and other measurements."),
    ),
    "procedures": KindWords(
        t("Procedures"),
        t("Procedure"),
        t("No procedures are on file."),
        t("Operations, scans and treatments."),
    ),
    "care-plans": KindWords(
        t("Care plans"),
        t("Care plan"),
        t("No care plans are on file."),
        t("What you and your care team plan to do."),
        _STILL,
    ),
    "documents": KindWords(
        t("Documents"),
        t("Document"),
        t("No documents are on file."),
        t("Letters, summaries and pictures."),
    ),
}


def call_us() -> Words:
    """What to do when something is missing."""
    return t("If you think one is missing, call {phone}.", phone=get_settings().practice_phone)
