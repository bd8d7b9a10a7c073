"""A summary from another hospital comes in, is read by the patient, and comes in again."""

import gzip
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from portal.access import keys
from portal.access.actor import operator
from portal.access.patient_index import unseal_patient
from portal.db import reading
from portal.errors import NotPermitted
from portal.models.account import Role
from portal.models.patient import Patient
from portal.models.record import RecordVersion
from portal.services import door, records
from portal.services.importing import import_paths, import_upload
from portal.settings import get_settings
from tests import people
from tests.charts import facts_of, listed, shown
from tests.integrations.ccda.reading.cda import (
    ALICE,
    allergy,
    coded,
    document,
    medication,
    problem,
    result,
    results,
    section,
)
from tests.services.importing.fhir import PATIENT, bundle, write
from tests.services.importing.fhir import result as potassium
from tests.services.importing.outside import LATER, about, counts, on_file, take

pytestmark = pytest.mark.usefixtures("home")


def test_alice_reads_what_another_hospital_wrote_and_where_it_comes_from():
    alice = people.alice()
    done = take(
        document(
            section(
                problem(),
                allergy(),
                medication(),
                results(result('<value xsi:type="PQ" value="4.1" unit="mmol/L"/>')),
            )
        )
    )
    assert counts(done) == (6, 0, 0, 0)
    assert on_file()[0] == 1
    asthma = shown(alice, "conditions", "Asthma")
    assert facts_of(asthma)["Source"] == "Summary from Community Health, Nov 3, 2025"
    for kind, title in (
        ("allergies", "Penicillin"),
        ("medications", "Metformin 500 MG Oral Tablet"),
        ("results", "Comprehensive metabolic panel"),
    ):
        (row,) = listed(alice, kind).rows
        assert (row.title, "from an outside document" in row.line) == (title, True)
        assert "Community Health" in facts_of(shown(alice, kind, title))["Source"]


def test_the_document_itself_is_hers_to_download_as_it_came():
    alice, data = people.alice(), document(section(problem()))
    take(data)
    paper = shown(alice, "documents", "Summary of care")
    assert (facts_of(paper)["From"], facts_of(paper)["Written by"]) == ("Community Health", "Henry Seven")
    assert "Source" not in facts_of(paper)
    record_id = UUID(paper.files[0].href.split("/")[-2])
    assert door.in_chart(alice.token, records.read_file, 0, record_id=record_id).data == data


def test_each_thing_is_counted_once_and_the_second_time_unchanged(tmp_path: Path):
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "summary.xml"
    file.write_bytes(document(section(problem(), allergy())))
    assert counts(import_paths(operator(), [file])) == (4, 0, 0, 0)
    assert counts(import_paths(operator(), [tmp_path / "in"])) == (0, 0, 4, 0)


def test_folders_and_packed_files_are_read_and_the_ehr_goes_first(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml.gz").write_bytes(gzip.compress(document(section(problem()))))
    write(folder, "z.json", bundle({**PATIENT, "gender": "female"}, potassium("k1")))
    done = import_paths(operator(), [folder])
    assert counts(done) == (4, 0, 0, 0)
    assert (on_file()[0], done.seen) == (1, {"Patient/alice"})


def test_a_newer_version_updates_and_an_older_one_changes_nothing():
    old, new = document(section(problem())), document(section(problem(status="completed")), **LATER)
    take(old)
    assert counts(take(new)) == (0, 3, 0, 0)
    assert counts(take(old)) == (0, 0, 3, 0)
    with reading() as db:
        assert len(db.exec(select(RecordVersion)).all()) == 3
    assert on_file() == (1, 3)


def test_a_version_is_known_by_its_number_though_the_day_is_the_same():
    old, new = document(section(problem())), document(section(problem(status="completed")), version=2)
    take(new)
    assert counts(take(old)) == (0, 0, 3, 0)
    assert counts(take(new)) == (0, 0, 3, 0)


def test_an_older_document_does_not_bring_back_an_old_name():
    take(document(patient=about("Alice", "Ames-Jones"), **LATER))
    take(document(patient=about("Alice", "Ames"), set_id="", id='root="1.2.3"', when="20240101"))
    with reading() as db:
        (patient,) = db.exec(select(Patient)).all()
        held = keys.open_key(db, patient.id)
    assert unseal_patient(patient, held).family == "Ames-Jones"


def test_a_clinician_may_and_the_front_desk_may_not():
    nia = people.nia()
    assert import_upload(nia.actor, "x.xml", document(section(problem()))).created == 3
    with pytest.raises(NotPermitted):
        import_upload(people.nia(role=Role.FRONT_DESK).actor, "x.xml", document())


@pytest.mark.parametrize(
    "data",
    [
        document(section(problem()))[:-40],
        document(section(problem()), before="<!DOCTYPE x>"),
        document(section(problem())).replace(b"Asthma", b"As\x00thma"),
        b"<html><body>Alice</body></html>",
        gzip.compress(document(section(problem())))[:-20],
    ],
)
def test_a_bad_file_gets_one_refusal_and_leaves_nothing(data: bytes):
    done = take(data)
    assert (counts(done), done.rejected[0].entry, on_file()) == ((0, 0, 0, 1), None, (0, 0))


def test_a_small_file_that_unpacks_into_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "1")
    get_settings.cache_clear()
    bomb = gzip.compress(document(title="x" * 5_000_000))
    assert len(bomb) < 20_000
    assert "larger than 1 MB" in take(bomb, "bomb.xml.gz").rejected[0].reason
    assert on_file() == (0, 0)


def test_an_allergy_ruled_out_reads_so_in_the_list():
    alice = people.alice()
    take(document(section(allergy(coded("7982", "Penicillin", tag="code"), negated=True)), patient=ALICE))
    (row,) = listed(alice, "allergies").rows
    assert "Ruled out" in row.line
    assert (row.tag, row.tone) == ("Not active", "plain")
