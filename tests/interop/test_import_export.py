"""Records nobody here wrote come in whole, a second time change nothing, and go out equal."""

import json
from pathlib import Path

import pytest

from portal.access.actor import operator
from portal.access.patient_index import find_by_fhir_id
from portal.db import reading
from portal.services import door
from portal.services.exporting import export
from portal.services.importing import import_paths
from tests.interop.shared import SHARED, needs_shared

pytestmark = [pytest.mark.interop, needs_shared]


class Literal(str):
    """A number as it was written, unlike any text."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and str.__eq__(self, other)

    __hash__ = str.__hash__


def resources(text: str) -> dict[str, list[tuple[str, object]]]:
    """Each resource of a Bundle by Type/id: members in order, numbers as written."""
    number = {"parse_float": Literal, "parse_int": Literal}
    whole = json.loads(text, object_pairs_hook=list, **number)
    entries = [dict(entry) for entry in dict(whole)["entry"]]
    found = [entry["resource"] for entry in entries]
    return {f"{dict(one)['resourceType']}/{dict(one)['id']}": one for one in found}


def test_twelve_patients_come_in_go_out_equal_and_come_in_again_unchanged(home: Path) -> None:
    folder = SHARED / "fhir-r4"
    first = import_paths(operator(), [folder])
    again = import_paths(operator(), [folder])

    assert (first.files, first.patients, first.updated, first.rejected) == (12, 12, 0, [])
    assert (again.created, again.updated, again.rejected) == (0, 0, [])
    assert again.unchanged == first.created + first.unchanged
    for path in sorted(folder.iterdir()):
        came = resources(path.read_text(encoding="utf-8"))
        patient = next(name for name in came if name.startswith("Patient/"))
        with reading() as db:
            row = find_by_fhir_id(db, patient)
        assert row is not None
        assert resources(door.as_actor(operator(), export, patient_id=row.id, form="fhir").decode()) == came


def test_the_extras_are_each_taken_or_refused_in_words(home: Path) -> None:
    done = import_paths(operator(), [SHARED / "fhir-extras"])

    assert done.created >= 3
    assert all("Patient/" in item.reason for item in done.rejected)
