"""The night: access of guardians ends and notices go out, over a hundred thousand patients, all sealed."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import insert
from sqlmodel import func, select

from portal import clock
from portal.access import keys
from portal.access.actor import operator
from portal.access.bindings import binding
from portal.access.patient_index import birth_token, fhir_key
from portal.access.practice import open_front_door
from portal.db import reading, unit_of_work
from portal.models.account import Account, AccountContents, Grant
from portal.models.base import table
from portal.models.patient import DataKey, Patient, PatientContents, PatientSearch
from portal.services import aging_out
from portal.vault import sealing
from tests.bench.practice import practice
from tests.bench.row import Row, at_most

PATIENTS, BATCH, YEARS = 100_000, 5_000, 90
GUARDIANS = 2
"""Of each child."""


def measure() -> Iterator[Row]:
    """The first night of a practice, when all of 90 days is due at once, and the night after.

    The floor reads and unseals what the first night has to do with, and writes as many rows at one go.
    """
    with practice():
        accounts = _fill()
        first, done = _timed()
        second, again = _timed()
        floor = _floor(done.ended + done.told)
    more = {"ended": done.ended, "emails": done.told, "invited": done.invited, "accounts": accounts}
    what = f"age-out night over {PATIENTS:,} patients"
    yield at_most(what, "s", first, 60, floor=floor, **more)
    yield at_most(f"{what}, nothing due", "s", second, 60, ended=again.ended, emails=again.told)


def _timed() -> tuple[float, aging_out.Done]:
    start = time.perf_counter()
    done = aging_out.run()
    return time.perf_counter() - start, done


def _fill() -> int:
    rng, accounts = random.Random(7), _accounts(2_000)
    for _ in range(PATIENTS // BATCH):
        with unit_of_work() as db:
            rows = [_patient(rng) for _ in range(BATCH)]
            run = db.connection().execute
            run(insert(table(DataKey)), [row[0] for row in rows])
            run(insert(table(Patient)), [row[1] for row in rows])
            run(insert(table(PatientSearch)), [row[2] for row in rows])
            children = [row for row in rows if row[3] > clock.today() - timedelta(days=366 * 18 + 30)]
            grants = [
                _grant(rng.choice(accounts), row[1]["id"]) for row in children for _ in range(GUARDIANS)
            ]
            run(insert(table(Grant)), grants)
    return len(accounts)


def _accounts(many: int) -> list[object]:
    with unit_of_work() as db:
        front, found = open_front_door(db, operator("bench")), []
        for number in range(many):
            row = Account(role="person", created_at=clock.now(), sealed=b"")
            front.seal(row, AccountContents(name=f"Parent {number}", email=f"parent{number}@example.org"))
            db.add(row)
            found.append(row.id)
        return found


def _patient(rng: random.Random) -> tuple[dict, dict, dict, date]:
    own, at = uuid4(), clock.now()
    key = sealing.new_data_key()
    master, wrapped = sealing.wrap(key, own.bytes)
    born = clock.today() - timedelta(days=rng.randrange(1, YEARS * 365))
    said = PatientContents(
        fhir_id=str(own), mrn=own.hex[:8], name="Somebody", birth_date=born, zip="14999",
        email=f"{own.hex[:8]}@example.org",
    )  # fmt: skip
    sealed = sealing.seal(key, said.model_dump_json().encode(), binding("patient", own, own))
    return (
        {"owner_id": own, "master_id": master, "wrapped": wrapped, "made_at": at},
        {"id": own, "fhir_key": fhir_key(str(own)), "mrn_key": own.bytes, "created_at": at, "updated_at": at,
         "deceased": False, "sealed": sealed},
        {"token": birth_token(born), "patient_id": own},
        born,
    )  # fmt: skip


def _grant(account_id: object, patient_id: object) -> dict:
    return {
        "id": uuid4(), "account_id": account_id, "patient_id": patient_id, "relation": "guardian",
        "scopes": "records:act", "starts_at": clock.now(), "ended_why": "",
    }  # fmt: skip


def _floor(writes: int) -> float:
    """Open and unseal as many patients as have guardians and are due, and commit that many rows at once."""
    start = time.perf_counter()
    with reading() as db:
        ids = list(db.exec(select(Patient.id).limit(writes)))
        opened = keys.open_keys(db, ids[:900])
        for one in ids[:900]:
            row = db.get_one(Patient, one)
            sealing.unseal(opened[one], row.sealed, binding("patient", one, one))
        db.exec(select(func.count()).select_from(Grant)).one()
    with unit_of_work() as db:
        rows = [{"token": uuid4().bytes, "patient_id": ids[n % len(ids)]} for n in range(writes)]
        db.connection().execute(insert(table(PatientSearch)), rows)
    return time.perf_counter() - start
