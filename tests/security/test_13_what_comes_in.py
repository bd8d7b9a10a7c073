"""SECURITY.md 13: a file is read within limits or refused in words; a bad one leaves nothing half-written.

The reader's own tests are in tests/integrations/fhir and tests/services/importing; these go the whole way,
and look at what is left in the database afterwards.
"""

import gzip
import json
import random
import time

import pytest
from sqlmodel import func, select

from portal.access.actor import operator
from portal.db import unit_of_work
from portal.models.patient import Patient
from portal.models.record import Record, RecordVersion
from portal.services.audit import verify
from portal.services.importing import import_upload
from portal.settings import get_settings
from tests.processes import other
from tests.security.planted import resources
from tests.services.importing.fhir import PATIENT, bundle, literal, result

IMPORTING = """
import sys
from pathlib import Path
from portal.access.actor import operator
from portal.services.importing import import_paths
print("importing", flush=True)
import_paths(operator(), [Path(sys.argv[1])])
print("done", flush=True)
"""
DEEP = '{"resourceType":"Patient","x":' * 500 + "1" + "}" * 500
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Patient>&x;</Patient>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><ClinicalDocument>&b;</ClinicalDocument>'
REFUSED = {
    "too deep": DEEP.encode(),
    "a file of another place": ENTITY,
    "a laugh that grows": LAUGHS,
    "not text": bytes(range(256)) * 20,
    "half of one": bundle(PATIENT, result("k1")).encode()[:-40],
    "said twice": b'{"resourceType":"Patient","resourceType":"Bundle"}',
    "no number": b'{"resourceType":"Observation","valueQuantity":{"value":NaN}}',
}


def take(data: bytes, name: str = "file.json"):
    return import_upload(operator(), name, data)


def kept() -> dict[str, int]:
    """How much is on file."""
    with unit_of_work() as db:
        return {
            table.__tablename__: db.exec(select(func.count()).select_from(table)).one()
            for table in (Patient, Record, RecordVersion)
        }


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_record_is_refused_in_words_and_leaves_nothing(home, what):
    done = take(REFUSED[what])
    assert len(done.rejected) == 1 and done.rejected[0].reason
    assert (done.created, done.updated, kept()) == (0, 0, dict.fromkeys(kept(), 0))
    told = json.dumps(done.to_dict())
    assert "root:" not in told and "Traceback" not in told


def test_a_small_file_that_unpacks_to_a_large_one_is_refused_at_the_cap(home, monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "2")
    get_settings.cache_clear()
    bomb = gzip.compress(b" " * 300_000_000)
    assert len(bomb) < 400_000
    (refused,) = take(bomb, "file.json.gz").rejected
    assert "2 MB" in refused.reason and kept()["patient"] == 0


def test_one_bad_resource_is_told_with_its_place_and_the_others_are_kept(home):
    bad = {**result("k2"), "status": ["final"]}
    done = take(bundle(PATIENT, result("k1"), bad, result("k3")).encode())
    assert (done.created, [item.entry for item in done.rejected]) == (3, [2])


def test_the_same_file_again_changes_nothing(any_home):
    data = literal(bundle(*resources())).encode()
    first, before = take(data), kept()
    again = take(data)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert kept() == before


def test_killed_while_importing_the_next_import_finishes_it_and_nothing_is_there_twice(any_home, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    total = 0
    for number in range(6):
        own = {**PATIENT, "id": f"p{number}", "identifier": [{"value": f"MRN-{number}"}]}
        mine = {"subject": {"reference": f"Patient/p{number}"}}
        rows = [result(f"k{number}-{one}", **mine) for one in range(40)]
        (folder / f"{number}.json").write_text(bundle(own, *rows))
        total += 1 + len(rows)
    chance = random.Random(13)
    for _ in range(2):
        with other(IMPORTING, str(folder)) as importer:
            importer.line()
            time.sleep(chance.uniform(0, 0.4))
            importer.kill()
        with unit_of_work() as db:
            whole = db.exec(select(func.count()).select_from(Record).group_by(Record.patient_id)).all()
        assert set(whole) <= {41}
    with other(IMPORTING, str(folder)) as importer:
        assert [importer.line(), importer.line()] == ["importing", "done"]
    assert kept() == {"patient": 6, "record": total, "record_version": 0}
    assert verify().faults == []
