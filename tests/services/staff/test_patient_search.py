"""Nia finds a patient by what she has at hand; nobody else finds anyone."""

from datetime import date

import pytest
from sqlmodel import select

from portal.access import patient_index
from portal.access.actor import Actor
from portal.db import reading, unit_of_work
from portal.errors import NotPermitted, SignedOut
from portal.models.account import Role
from portal.models.audit import AuditEntry
from portal.models.base import PRACTICE
from portal.models.patient import PatientContents
from portal.services import door
from portal.services.staff import patients
from portal.vault import sealing
from tests import people

pytestmark = pytest.mark.usefixtures("home")


def on_file(name, mrn, born=date(1987, 11, 22), **more):
    given, _, family = name.partition(" ")
    contents = PatientContents(
        fhir_id=mrn, mrn=mrn, given=given, family=family, name=name, birth_date=born, **more
    )
    with unit_of_work() as db:
        return patient_index.put_patient(db, contents, deceased=bool(more.get("died")))


def found(who, text, **more):
    return [row.title for row in door.in_practice(who.token, patients.search, text, **more).rows]


@pytest.fixture
def nia(home):
    return people.nia()


@pytest.fixture
def some_patients(home):
    on_file("Mathilda O’Keefe", "LF-100234")
    on_file("José Nuñez-Ruiz", "LF-100777", date(1950, 1, 5))
    on_file("Lee Leeson", "LF-200000", date(2001, 2, 3))
    on_file("Ann Lee", "LF-300000", date(2001, 2, 3))


@pytest.mark.usefixtures("some_patients")
@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("okeefe", ["Mathilda O’Keefe"]),
        ("o'keefe", ["Mathilda O’Keefe"]),
        ("o keefe", ["Mathilda O’Keefe"]),
        ("M OKEEFE", ["Mathilda O’Keefe"]),
        ("keefe, mat", ["Mathilda O’Keefe"]),
        ("nunez", ["José Nuñez-Ruiz"]),
        ("ruiz jose", ["José Nuñez-Ruiz"]),
        ("LF-100234", ["Mathilda O’Keefe"]),
        ("lf100", ["José Nuñez-Ruiz", "Mathilda O’Keefe"]),
        ("11/22/1987", ["Mathilda O’Keefe"]),
        ("11221987", ["Mathilda O’Keefe"]),
        ("11/22/87", ["Mathilda O’Keefe"]),
        ("22/11/1987", ["Mathilda O’Keefe"]),
        ("1987-11-22", ["Mathilda O’Keefe"]),
        ("Nov 22 1987", ["Mathilda O’Keefe"]),
        ("november 22nd, 1987", ["Mathilda O’Keefe"]),
        ("22 Nov 1987", ["Mathilda O’Keefe"]),
        ("okeefe 11/22/1987", ["Mathilda O’Keefe"]),
        ("okeefe 1/5/1950", []),
        ("leeson ann", []),
        ("keefes", []),
        ("2/30/2001", []),
        ("LF-999999", []),
        ("***", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_what_nia_types_finds_whom_she_means(nia, typed, who):
    assert found(nia, typed) == who


@pytest.mark.usefixtures("some_patients")
def test_a_name_typed_in_full_comes_before_one_that_only_begins_so(nia):
    on_file("Zoe Leeward", "LF-400000")
    assert found(nia, "lee") == ["Ann Lee", "Lee Leeson", "Zoe Leeward"]


@pytest.mark.usefixtures("some_patients")
def test_without_words_whoever_changed_last_comes_first(nia):
    on_file("Mathilda Svensson", "LF-100234")
    assert found(nia, "  ")[:2] == ["Mathilda Svensson", "Ann Lee"]
    assert found(nia, "okeefe") == []


def test_an_empty_practice_has_an_empty_list(nia):
    page = door.in_practice(nia.token, patients.search)
    assert (page.rows, page.count, page.page, page.pages) == ([], "0 patients", 1, 1)


def test_what_a_row_says(nia, clock):
    on_file("Mathilda O’Keefe", "LF-100234", date(1987, 11, 22), died="2020-01-02")
    (row,) = door.in_practice(nia.token, patients.search, "okeefe").rows
    assert row.line == "Born Nov 22, 1987 · MRN LF-100234"
    assert row.tag == "Deceased"
    assert row.href == f"/staff/patients/{row.id}"
    alice = people.alice()
    (row,) = door.in_practice(nia.token, patients.search, alice.mrn).rows
    assert (row.tag, row.tone) == ("Enrolled", "good")


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ((0, 0), "0 days"),
        ((0, 6), "6 days"),
        ((1, 0), "1 month"),
        ((23, 0), "23 months"),
        ((24, 0), "2 years"),
    ],
)
def test_ages_are_said_as_people_say_them(monkeypatch, born, said):
    monkeypatch.setattr(patients.clock, "today", lambda: date(2026, 11, 22))
    months, days = born
    year, month = divmod(2026 * 12 + 10 - months, 12)
    assert patients.age(date(year, month + 1, 22 - days)) == said


def test_a_page_is_25_and_pages_beyond_the_last_are_the_last(nia):
    for number in range(30):
        on_file(f"Person Number{number:02}", f"LF-{number:06}")
    first = door.in_practice(nia.token, patients.search, "person", page=1)
    last = door.in_practice(nia.token, patients.search, "person", page=99)
    before = door.in_practice(nia.token, patients.search, "person", page=-3)
    assert (len(first.rows), first.count, first.pages) == (25, "30 patients", 2)
    assert (len(last.rows), last.page, before.page) == (5, 2, 1)
    assert not {row.id for row in first.rows} & {row.id for row in last.rows}


def test_no_more_is_unsealed_than_is_shown(nia, monkeypatch):
    for number in range(60):
        on_file(f"Person Number{number:02}", f"LF-{number:06}")
    opened = []
    real = sealing.unseal
    monkeypatch.setattr(sealing, "unseal", lambda key, sealed, to: opened.append(to) or real(key, sealed, to))
    door.in_practice(nia.token, patients.search, "person")
    assert sum(to.startswith(b"patient:") for to in opened) == 25


@pytest.mark.usefixtures("some_patients")
@pytest.mark.parametrize("typed", ["x" * 100_000, "a " * 50_000, "\ud800", "\0", "1/1/1" * 1000])
def test_strange_text_finds_nobody_and_breaks_nothing(nia, typed):
    assert found(nia, typed) in ([], ["Ann Lee"])


@pytest.mark.usefixtures("some_patients")
@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.CLINICIAN, Role.ADMINISTRATOR])
def test_every_role_of_the_practice_may_search_but_a_biller_opens_nothing(role):
    (row,) = door.in_practice(people.nia(role=role).token, patients.search, "okeefe").rows
    assert bool(row.href) is (role != Role.BILLER)


@pytest.mark.usefixtures("some_patients")
def test_a_patient_may_not_search_and_it_is_written_down():
    alice = people.alice()
    with pytest.raises(NotPermitted):
        door.in_practice(alice.token, patients.search, "okeefe")
    assert refused_in_practice() == ["patients.search"]


def test_whoever_is_not_signed_in_may_not_search():
    with pytest.raises(SignedOut):
        door.in_practice("", patients.search, "okeefe")


def test_an_actor_without_a_duty_is_refused():
    with pytest.raises(NotPermitted):
        door.as_actor(Actor(Role.PERSON, "Alice"), patients.search, "okeefe")


def refused_in_practice():
    with reading() as db:
        query = select(AuditEntry).where(AuditEntry.chain_id == PRACTICE)
        return [entry.action for entry in db.exec(query) if not entry.allowed]
