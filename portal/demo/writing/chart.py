"""Writes one patient's chart: every resource gets its id, and is about that patient."""

from collections import Counter
from copy import deepcopy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from portal.demo.practice import clinician, organization
from portal.demo.writing.days import ago, workday
from portal.demo.writing.fhir import MRN_SYSTEM, Resource, ref, source_id, status, without_nothing

_ABOUT = {
    "AllergyIntolerance": "patient",
    "Coverage": "beneficiary",
    "Immunization": "patient",
    "RelatedPerson": "patient",
}


class ChartWriter:
    """One patient and the resources about them, in the order they were written."""

    def __init__(self, key: str, *, today: date, seed: int) -> None:
        self.key = key
        self.today = today
        self.rng = Random(f"{seed}/{key}")
        self.resources: list[Resource] = []
        self._written: Counter[str] = Counter()

    @property
    def patient(self) -> Resource:
        """The Patient resource, which is always the first."""
        return self.resources[0]

    def add(self, kind: str, fields: Resource) -> Resource:
        """Write one resource and give it back; empty fields are left out."""
        self._written[kind] += 1
        resource: Resource = {
            "resourceType": kind,
            "id": source_id(self.key, kind, str(self._written[kind])),
        }
        if self.resources:
            resource |= {_ABOUT.get(kind, "subject"): ref(self.patient)}
        resource |= deepcopy(without_nothing(fields))
        self.resources.append(resource)
        return resource

    def ago(self, *, years: int = 0, months: int = 0, days: int = 0) -> date:
        """A working day that long before today."""
        return workday(ago(self.today, years=years, months=months, days=days))

    def between(self, low: str, high: str) -> str:
        """A number between two others, drawn anew, with as many digits as they have."""
        step = Decimal(1).scaleb(int(Decimal(low).as_tuple().exponent))
        span = Decimal(high) - Decimal(low)
        drawn = Decimal(low) + span * Decimal(str(round(self.rng.random(), 6)))
        return str(drawn.quantize(step, rounding=ROUND_HALF_UP))


def identity(mrn: str, *, name: list[Resource], gender: str, born: date, **more: object) -> Resource:
    """The fields every Patient of this practice has."""
    number = {
        "use": "usual",
        "type": status("v2-0203", "MR", "Medical record number") | {"text": "Medical record number"},
        "system": MRN_SYSTEM,
        "value": mrn,
    }
    return {
        "identifier": [number],
        "active": True,
        "name": name,
        "gender": gender,
        "birthDate": born.isoformat(),
        "managingOrganization": organization("practice"),
        "generalPractitioner": [clinician("okafor")],
        **more,
    }


def reached_at(phone: str, email: str | None = None) -> list[Resource]:
    """A mobile number and, when there is one, an email address."""
    found: list[Resource] = [{"system": "phone", "value": f"(607) {phone}", "use": "mobile"}]
    return found + ([{"system": "email", "value": email, "use": "home"}] if email else [])


def lives_at(line: str, city: str, postal_code: str) -> list[Resource]:
    """An invented home address in the practice's state."""
    return [
        {
            "use": "home",
            "line": [line],
            "city": city,
            "state": "NY",
            "postalCode": postal_code,
            "country": "US",
        }
    ]
