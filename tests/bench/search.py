"""A staff member searches ten thousand patients, none of whose names is stored readably."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import select

from portal.access import keys
from portal.access.actor import Actor, Duty
from portal.access.audit import Deed
from portal.access.patient_index import put_patient, unseal_patient
from portal.access.practice import open_practice
from portal.db import reading, unit_of_work
from portal.demo.people import bulk
from portal.models.account import Role
from portal.models.patient import Patient, PatientContents
from portal.services.door import as_actor
from portal.services.staff.patients import PAGE, search
from tests.bench.practice import practice
from tests.bench.row import Row, at_most, p95, seconds

PATIENTS = 10_000
BATCH = 500
CLERK = Actor(Role.FRONT_DESK, "bench")


def measure() -> Iterator[Row]:
    """The slowest of what is typed at a desk; the floor reads and unseals as many rows as a page shows."""
    with practice():
        _fill()
        typed = _typed()
        times = {text: seconds(lambda text=text: as_actor(CLERK, search, text)) for text in typed}  # type: ignore[misc]
        floor = seconds(_read_a_page)
    slowest = max(times, key=lambda text: times[text])
    yield at_most(
        f"staff search over {PATIENTS:,} patients", "ms", times[slowest] * 1000, 300,
        floor=floor * 1000, slowest=f"{len(slowest)} characters",
        p95=round(p95([value * 1000 for value in times.values()]), 1), searches=len(typed),
    )  # fmt: skip


def _fill() -> None:
    waiting = [_contents(resource) for resource in bulk(PATIENTS, seed=3)]
    for start in range(0, PATIENTS, BATCH):
        with unit_of_work() as db:
            open_practice(db, CLERK, Duty.PATIENTS, deed=Deed("bench.filled"))
            for contents in waiting[start : start + BATCH]:
                put_patient(db, contents)


def _contents(resource: dict[str, Any]) -> PatientContents:
    name = resource["name"][0]
    given = " ".join(name["given"])
    return PatientContents(
        fhir_id=resource["id"],
        mrn=resource["identifier"][0]["value"],
        given=given,
        family=name["family"],
        name=f"{given} {name['family']}",
        birth_date=date.fromisoformat(resource["birthDate"]),
    )


def _typed() -> list[str]:
    """Nothing, one letter, beginnings, whole names, two words, an MRN, a birth date, nobody."""
    who = _contents(next(bulk(1, seed=3)))
    family = who.family.split()[0]
    born = f"{who.birth_date:%m/%d/%Y}"
    return ["", family[0], "a", "s m", family[:3], family, who.name, f"{family} {who.given[0]}", who.mrn,
            who.mrn[:6], born, "nobody at all"]  # fmt: skip


def _read_a_page() -> None:
    with reading() as db:
        rows = db.exec(select(Patient).limit(PAGE)).all()
        opened = keys.open_keys(db, [row.id for row in rows])
        for row in rows:
            unseal_patient(row, opened[row.id])
