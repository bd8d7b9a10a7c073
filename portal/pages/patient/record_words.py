"""What the pages say about each kind of record: one of it, what an empty list means, what it can show."""

from dataclasses import dataclass, field

import reflex as rx

from portal.components import link, t
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
    choose: Words = ""


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
        t("Kind"),
    ),
    "visits": KindWords(
        t("Visits"),
        t("Visit"),
        t("No visits are on file."),
        t("Every visit, and what happened in it, newest first."),
    ),
    "medications": KindWords(
        t("Medications"),
        t("Medication"),
        t("No medications are on file."),
        t("What is taken now first, then what was taken before."),
        _STILL,
        t("Status"),
    ),
    "immunizations": KindWords(
        t("Immunizations"),
        t("Immunization"),
        t("No immunizations are on file."),
        t("Vaccines, with the day of each, newest first."),
    ),
    "conditions": KindWords(
        t("Conditions"),
        t("Condition"),
        t("No conditions are on file."),
        t("Health problems, now and in the past, newest first."),
        _STILL,
        t("Status"),
    ),
    "allergies": KindWords(
        t("Allergies"),
        t("Allergy"),
        t("No allergies are on file."),
        t("What the body does not take well, the most dangerous first."),
    ),
    "vitals": KindWords(
        t("Vitals"),
        t("Vital sign"),
        t("No vitals are on file."),
        t("Blood pressure, weight and other measurements, newest first."),
    ),
    "procedures": KindWords(
        t("Procedures"),
        t("Procedure"),
        t("No procedures are on file."),
        t("Operations, scans and treatments, newest first."),
    ),
    "care-plans": KindWords(
        t("Care plans"),
        t("Care plan"),
        t("No care plans are on file."),
        t("What is planned with the care team, newest first."),
        _STILL,
        t("Status"),
    ),
    "documents": KindWords(
        t("Documents"),
        t("Document"),
        t("No documents are on file."),
        t("Letters, summaries and pictures, newest first."),
    ),
}


def call_link(before: Words) -> rx.Component:
    """Words, then the practice's number to press, and its hours."""
    settings = get_settings()
    call = link(settings.practice_phone, f"tel:{settings.practice_phone}")
    return rx.fragment(before, " ", call, f" ({settings.practice_hours}).")


def is_one_missing() -> rx.Component:
    """What to do when something is missing, under every list."""
    return rx.el.p(call_link(t("Do you think one is missing? Call us:")), class_name="quiet mt-4")
