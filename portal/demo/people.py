"""The made-up practice: everyone in it, as the EHR would send them."""

from datetime import date

from portal.demo.charts import alice, bob, grace, mia, others, teens
from portal.demo.crowd import bulk, heavy
from portal.demo.practice import practice_resources
from portal.demo.writing.fhir import Resource, dumps, transaction

__all__ = ["MRNS", "bulk", "dumps", "heavy", "make_practice", "patient_in"]

MRNS = {
    "alice": alice.MRN,
    "mia": mia.MRN,
    "bob": bob.MRN,
    "grace": grace.MRN,
    "baby": others.BABY_MRN,
    "walter": others.WALTER_MRN,
    "priya": others.PRIYA_MRN,
    "leo": teens.LEO_MRN,
    "zoe": teens.ZOE_MRN,
}
_WRITERS = {
    "alice": alice.write,
    "mia": mia.write,
    "bob": bob.write,
    "grace": grace.write,
    "baby": others.baby,
    "walter": others.walter,
    "priya": others.priya,
    "leo": teens.leo,
    "zoe": teens.zoe,
}


def make_practice(*, today: date, seed: int = 7) -> list[Resource]:
    """One FHIR R4 transaction Bundle a patient, in the order of `MRNS`; the practice comes with the first.

    The same day and seed give the same bundles. Ids do not depend on either, so tomorrow's practice
    updates today's.
    """
    charts = {name: write(today=today, seed=seed) for name, write in _WRITERS.items()}
    charts["alice"] = practice_resources() + charts["alice"]
    return [transaction(name, resources) for name, resources in charts.items()]


def patient_in(bundle: Resource) -> Resource:
    """The Patient a bundle is about."""
    resources = (entry["resource"] for entry in bundle["entry"])
    return next(resource for resource in resources if resource["resourceType"] == "Patient")
