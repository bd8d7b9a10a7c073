"""Someone opens a shared link: from the request as read to the files of its manifest as they go out."""

import json
from collections.abc import Iterator

from sqlmodel import select

from portal import clock
from portal.access.actor import operator
from portal.access.patient_index import find_by_mrn
from portal.db import reading
from portal.demo.people import MRNS, dumps, make_practice
from portal.models.sharing import ShareFile
from portal.services import door, sharing
from portal.services.importing import import_upload
from portal.services.sharing import opening
from portal.services.sharing.opening import Asked
from portal.vault import passwords
from tests import people
from tests.bench.practice import practice
from tests.bench.row import Row, at_most, seconds
from tests.people import Person
from tests.sharing import Shared, share

BAR = 50
"""Milliseconds beyond the slow hash of the passcode, whose cost is chosen and not ours to save."""

RUNS = 9


def measure() -> Iterator[Row]:
    """The median of several openings of Alice's whole record; each from an address of its own."""
    with practice():
        made = _shared()
        hashing = seconds(lambda: passwords.verify_answer("a guess", passwords.hash_answer("another"))) / 2
        times = iter(range(1, 1000))
        whole = seconds(lambda: _open(made, f"203.0.113.{next(times)}"), runs=RUNS)
        file = _file_length()
    yield at_most(
        "manifest of a shared link, its file inside", "ms", (whole - hashing) * 1000, BAR,
        hashing_ms=round(hashing * 1000, 1), file_kb=round(file / 1000),
    )  # fmt: skip


def _shared() -> Shared:
    for bundle in make_practice(today=clock.today()):
        import_upload(operator(), "demo.json", dumps(bundle).encode())
    with reading() as db:
        (row,) = find_by_mrn(db, MRNS["alice"])
    alice = people.with_own_chart(people.account(Person("Alice", mrn=MRNS["alice"], patient_id=row.id)))
    alice = people.sign_in(alice)
    kinds = [kind for kind, _, _ in door.in_chart(alice.token, sharing.options)]
    return share(alice, *kinds)


def _open(made: Shared, address: str) -> None:
    token = made.path.rpartition("/")[2]
    (file,) = opening.open_link(token, Asked("Dr. Lee", made.passcode), address=address)
    assert json.dumps({"embedded": file.embedded}).startswith('{"embedded": "ey')


def _file_length() -> int:
    with reading() as db:
        return db.exec(select(ShareFile.length)).one()
