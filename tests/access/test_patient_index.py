"""A patient is put on file once, kept up to date, and found by what staff type."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import keys, patient_index
from portal.db import unit_of_work
from portal.errors import NotFound
from portal.models.base import table
from portal.models.patient import PatientContents, PatientSearch

MATHILDA = PatientContents(
    fhir_id="e96a",
    mrn="LF-100234",
    given="Mathilda José",
    family="O’Keefe Nuñez-Ruiz",
    name="Mathilda José O’Keefe Nuñez-Ruiz",
    birth_date=date(1987, 11, 22),
)


pytestmark = pytest.mark.usefixtures("home")


def tokens_on_file() -> set[bytes]:
    with unit_of_work() as db:
        return set(db.connection().execute(select(table(PatientSearch).c.token)).scalars())


@pytest.mark.parametrize(
    "typed",
    ["okeefe", "o'keefe", "O’KEEFE", "O´Keefe", "keefe", "nunez", "Nuñez", "nunez-r", "ruiz", "ma", "jose"],
)
def test_a_name_is_found_however_it_is_typed(typed):
    tokens = patient_index.tokens_of(MATHILDA)
    words = patient_index.words_of(typed)
    assert words
    assert all(patient_index.name_token(word) in tokens for word in words)


@pytest.mark.parametrize(
    "typed", ["quist", "ohara", "o'hara", "hara", "quist-o’hara", "quistohara", "quist–ohara"]
)
def test_a_name_with_both_marks_is_found_by_each_of_its_parts(typed):
    both = patient_index.tokens_of(MATHILDA.model_copy(update={"family": "Quist-O’Hara"}))
    words = patient_index.words_of(typed)
    assert words
    assert all(patient_index.name_token(word) in both for word in words)


@pytest.mark.parametrize("typed", ["atilda", "keefes", "mathildas", "nuñezr1"])
def test_what_is_not_the_beginning_of_a_name_is_not_found(typed):
    (word,) = patient_index.words_of(typed)
    assert patient_index.name_token(word) not in patient_index.tokens_of(MATHILDA)


@pytest.mark.parametrize(
    ("typed", "found"), [("LF-100234", True), ("lf10", True), ("lf1", False), ("0234", False)]
)
def test_an_mrn_is_found_whole_and_from_four_characters_on(typed, found):
    (word,) = patient_index.words_of(typed)
    assert (patient_index.mrn_token(word) in patient_index.tokens_of(MATHILDA)) is found


def test_a_short_mrn_is_found_whole():
    short = MATHILDA.model_copy(update={"mrn": "12"})
    assert patient_index.mrn_token("12") in patient_index.tokens_of(short)


def test_a_word_longer_than_the_index_is_still_found():
    long = MATHILDA.model_copy(update={"family": "Wolfeschlegelsteinhausen"})
    assert patient_index.name_token("wolfeschlegelsteinhausen") in patient_index.tokens_of(long)


def test_letters_without_a_decomposition_fold_too():
    assert patient_index.words_of("Łukasz Sørensen Ægir") == ["lukasz", "sorensen", "aegir"]


def test_no_name_leaves_nothing_to_be_found_by():
    nobody = PatientContents(fhir_id="x", mrn="", name="'- ' --")
    assert patient_index.tokens_of(nobody) == set()


def test_the_same_patient_again_changes_nothing():
    with unit_of_work() as db:
        first = patient_index.put_patient(db, MATHILDA)
    with unit_of_work() as db:
        again = patient_index.put_patient(db, MATHILDA)
    assert again.id == first.id
    assert (again.updated_at, again.sealed) == (first.updated_at, first.sealed)


def test_a_new_name_replaces_the_old_one_in_the_index():
    married = MATHILDA.model_copy(update={"family": "Lindqvist", "name": "Mathilda José Lindqvist"})
    with unit_of_work() as db:
        patient_index.put_patient(db, MATHILDA)
    with unit_of_work() as db:
        patient = patient_index.put_patient(db, married)
        assert patient_index.unseal_patient(patient, keys.open_key(db, patient.id)) == married
    on_file = tokens_on_file()
    assert patient_index.name_token("lindq") in on_file
    assert patient_index.name_token("okeefe") not in on_file
    assert on_file == patient_index.tokens_of(married)


def test_one_who_died_is_marked():
    with unit_of_work() as db:
        assert not patient_index.put_patient(db, MATHILDA).deceased
        assert patient_index.put_patient(db, MATHILDA, deceased=True).deceased
        assert not patient_index.put_patient(db, MATHILDA).deceased
        assert patient_index.put_patient(db, MATHILDA.model_copy(update={"died": "2020-01-02"})).deceased


def test_patients_are_found_by_the_ehrs_id_and_by_mrn():
    with unit_of_work() as db:
        patient = patient_index.put_patient(db, MATHILDA)
        assert patient_index.find_by_fhir_id(db, "e96a") is patient
        assert patient_index.find_by_fhir_id(db, "Patient/e96a") is patient
        assert patient_index.find_by_fhir_id(db, "E96A") is None
        assert patient_index.find_by_mrn(db, "lf 100234") == [patient]
        assert patient_index.find_by_mrn(db, "") == []


def test_nothing_can_be_kept_for_a_patient_whose_key_was_erased():
    with unit_of_work() as db:
        patient = patient_index.put_patient(db, MATHILDA)
        keys.erase_key(db, patient.id)
    with pytest.raises(NotFound), unit_of_work() as db:
        patient_index.put_patient(db, MATHILDA)


def test_nothing_about_a_patient_is_in_the_file_in_the_open(home):
    with unit_of_work() as db:
        patient_index.put_patient(db, MATHILDA)
    kept = b"".join(path.read_bytes() for path in home.glob("portal.db*"))
    for planted in ("Mathilda", "okeefe", "O’Keefe", "Ruiz", "100234", "1987-11-22", "e96a"):
        assert planted.encode() not in kept
