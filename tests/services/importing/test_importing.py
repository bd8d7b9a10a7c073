"""The practice's EHR sends records; the portal takes them in, and says what it could not take."""

from pathlib import Path

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading
from portal.errors import Invalid, NotPermitted
from portal.models.account import Role
from portal.models.patient import Patient
from portal.models.record import Record, RecordVersion
from portal.services.importing import Report, import_paths
from tests import people
from tests.services.importing.fhir import PATIENT, bundle, report, result, write


def take(*paths: Path) -> Report:
    return import_paths(operator(), list(paths))


def counts(done: Report) -> tuple[int, int, int, int]:
    return done.created, done.updated, done.unchanged, len(done.rejected)


def records(**where: str) -> list[Record]:
    with reading() as db:
        found = db.exec(select(Record).order_by(Record.position)).all()
    return [row for row in found if all(getattr(row, name) == value for name, value in where.items())]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("not json", "JSON"),
        ('{"resourceType": "Bundle", "entry": 3}', "entry"),
        ('{"name": "no resource"}', "resourceType"),
        ('{"resourceType": "Bundle", "entry": [' + "[" * 3000, ""),
        ('{"resourceType": "Patient", "id": "x", "multipleBirthInteger": NaN}', ""),
        ('{"resourceType": "Patient", "id": "x", "id": "y"}', "id"),
    ],
)
def test_a_file_that_is_not_fhir_is_refused_whole(home: Path, tmp_path: Path, text: str, words: str) -> None:
    done = take(write(tmp_path, "bad.json", text))

    assert counts(done) == (0, 0, 0, 1)
    assert done.rejected[0].entry is None
    assert words in done.rejected[0].reason
    with reading() as db:
        assert db.exec(select(Patient)).all() == []


def test_a_missing_path_is_named(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"nothere\.json"):
        take(tmp_path / "nothere.json")


def test_each_resource_is_counted_once_and_the_second_time_unchanged(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "alice.json", bundle(PATIENT, result("k1"), result("k2", "4.10")))

    assert counts(take(file)) == (3, 0, 0, 0)
    assert counts(take(file)) == (0, 0, 3, 0)


def test_the_same_resource_set_out_differently_is_unchanged(home: Path, tmp_path: Path) -> None:
    take(write(tmp_path, "a.json", bundle(PATIENT, result("k1"))))

    assert counts(take(write(tmp_path, "b.json", bundle(PATIENT, result("k1"), indent=3)))) == (0, 0, 2, 0)


def test_another_number_literal_is_another_version(home: Path, tmp_path: Path) -> None:
    take(write(tmp_path, "a.json", bundle(PATIENT, result("k1", "1.50"))))

    assert counts(take(write(tmp_path, "b.json", bundle(PATIENT, result("k1", "1.5"))))) == (0, 1, 1, 0)


def test_a_newer_version_replaces_and_the_earlier_one_is_kept(home: Path, tmp_path: Path) -> None:
    take(write(tmp_path, "a.json", bundle(PATIENT, result("k1", "1.50"))))
    done = take(write(tmp_path, "b.json", bundle(result("k1", "5.90", status="amended"))))

    assert counts(done) == (0, 1, 0, 0)
    (row,) = records(fhir_type="Observation")
    assert (row.version, row.status) == (2, "amended")
    with reading() as db:
        (before,) = db.exec(select(RecordVersion)).all()
    assert (before.record_id, before.version) == (row.id, 1)


def test_what_says_itself_that_it_is_older_changes_nothing(home: Path, tmp_path: Path) -> None:
    new = result("k1", "5.90", meta={"lastUpdated": "2026-11-21T00:00:00Z"})
    old = result("k1", "1.50", meta={"lastUpdated": "2026-11-20T00:00:00Z"})
    take(write(tmp_path, "a.json", bundle(PATIENT, new)))

    assert counts(take(write(tmp_path, "b.json", bundle(old)))) == (0, 0, 1, 0)


def test_one_bad_resource_is_told_with_its_place_and_the_rest_is_taken(home: Path, tmp_path: Path) -> None:
    bad = {name: value for name, value in result("k2").items() if name != "status"}
    done = take(write(tmp_path, "a.json", bundle(PATIENT, bad, result("k3"))))

    assert counts(done) == (2, 0, 0, 1)
    assert (done.rejected[0].entry, "status" in done.rejected[0].reason) == (1, True)


def test_the_same_resource_twice_in_a_file_counts_twice(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", bundle(PATIENT, result("k1"), result("k1"), result("k1", "9.0")))

    assert counts(take(file)) == (2, 1, 1, 0)


def test_results_may_come_in_an_earlier_file_than_their_patient(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "from-the-ehr"
    folder.mkdir()
    write(folder, "1-results.json", bundle(result("k1")))
    write(folder, "2-patient.json", bundle(PATIENT))

    assert counts(take(folder)) == (2, 0, 0, 0)


def test_results_of_nobody_on_file_are_refused_by_name(home: Path, tmp_path: Path) -> None:
    done = take(write(tmp_path, "a.json", bundle(result("k1"))))

    assert counts(done) == (0, 0, 0, 1)
    assert "Patient/alice" in done.rejected[0].reason


def test_a_patient_refused_takes_their_results_along(home: Path, tmp_path: Path) -> None:
    done = take(write(tmp_path, "a.json", bundle({**PATIENT, "birthDate": "yesterday"}, result("k1"))))

    assert counts(done) == (0, 0, 0, 2)


@pytest.mark.parametrize("panel_first", [True, False])
def test_a_panel_finds_its_members_whichever_comes_first(
    home: Path, tmp_path: Path, panel_first: bool
) -> None:
    panel = write(tmp_path, "panel.json", bundle(report("bmp", "k1", "k2")))
    members = write(tmp_path, "members.json", bundle(result("k1"), result("k2"), result("alone")))
    take(write(tmp_path, "alice.json", bundle(PATIENT)))
    for path in (panel, members) if panel_first else (members, panel):
        take(path)

    (whole,) = records(fhir_type="DiagnosticReport")
    one, two, alone = records(fhir_type="Observation")
    assert one.panel_key == two.panel_key == whole.source_key
    assert (one.hidden, two.hidden, alone.hidden, whole.hidden) == (True, True, False, False)
    assert alone.panel_key is None


def test_a_report_entered_in_error_gives_its_results_back(home: Path, tmp_path: Path) -> None:
    take(write(tmp_path, "a.json", bundle(PATIENT, report("bmp", "k1"), result("k1"))))
    take(write(tmp_path, "b.json", bundle(report("bmp", "k1", status="entered-in-error"))))

    (whole,) = records(fhir_type="DiagnosticReport")
    (one,) = records(fhir_type="Observation")
    assert (whole.hidden, one.hidden, one.panel_key) == (True, False, None)


def test_a_clinician_may_import_and_the_front_desk_may_not(any_home: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", bundle(PATIENT, result("k1")))

    with pytest.raises(NotPermitted):
        import_paths(people.nia(role=Role.FRONT_DESK).actor, [file])
    assert counts(import_paths(people.nia().actor, [file])) == (2, 0, 0, 0)
    assert counts(import_paths(people.nia().actor, [file])) == (0, 0, 2, 0)
