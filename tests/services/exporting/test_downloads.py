"""Alice takes her record away: she sees how much it is, asks, fetches it, and a day later it is gone."""

import io
import json
import zipfile
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Grant
from portal.models.export import Export
from portal.services import door
from portal.services.exporting import FORMS, asking, making
from portal.services.staff import trail
from portal.settings import get_settings
from tests import people
from tests.charts import condition, fhir_id, lab, listed, medicine, on_file, paper, shot
from tests.people import Person
from tests.services.records import correcting

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    on_file(
        alice,
        lab("ldl", "1.50", when="2020-05-05"),
        lab("hdl", "50", when="2026-05-05"),
        condition("asthma", when=None),
        medicine("salbutamol", when="2026-01-02"),
        shot("influenza", when="2025-10-01"),
        paper("Letter", "SGVsbG8=", "text/plain", when="2026-02-02T10:00:00Z"),
    )
    return alice


def ask(who: Person, form: str = "fhir", **more):
    return door.in_chart(who.token, asking.ask, form=form, **more)


def made(who: Person, form: str = "fhir", **more) -> bytes:
    row = ask(who, form, **more)
    assert making.make_due() == 1
    return fetched(who, row.id)


def fetched(who: Person, export_id: str) -> bytes:
    return b"".join(door.in_chart(who.token, asking.fetch, export_id=UUID(export_id)).pieces)


def types(bundle: bytes) -> list[str]:
    return [entry["resource"]["resourceType"] for entry in json.loads(bundle)["entry"]]


def files() -> list[str]:
    folder = get_settings().home / "files"
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_how_many_there_are_is_said_before(alice):
    counted = {one.key: one.count for one in door.in_chart(alice.token, asking.count_records)}
    assert counted["results"] == 2 and counted["conditions"] == 1 and counted["visits"] == 0
    narrowed = door.in_chart(alice.token, asking.count_records, since=date(2026, 1, 1))
    assert {one.key: one.count for one in narrowed}["results"] == 1


def test_everything_is_the_originals(alice):
    bundle = made(alice)
    assert b"1.50" in bundle
    assert sorted(set(types(bundle))) == [
        "Condition",
        "DocumentReference",
        "Immunization",
        "MedicationRequest",
        "Observation",
    ]


def test_kinds_and_days_narrow_it_and_what_has_no_date_stays(alice):
    days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    assert types(made(alice, kinds=["results", "conditions"], **days)) == ["Observation", "Condition"]


def test_it_is_there_for_a_day_and_then_neither_row_nor_file_is_left(alice, clock):
    row = ask(alice)
    making.make_due()
    (there,) = door.in_chart(alice.token, asking.list_exports)
    assert (there.status, there.href) == ("ready", f"/api/exports/{row.id}")
    assert files() == [UUID(row.id).hex]
    clock.forward(hours=24, minutes=1)
    again = people.sign_in(alice)
    with pytest.raises(NotFound):
        fetched(again, row.id)
    assert door.in_chart(again.token, asking.list_exports) == []
    making.remove_old()
    assert files() == []


def test_each_says_what_is_in_it_and_no_two_have_the_same_name(alice):
    ask(alice, "pdf")
    ask(alice, "pdf", kinds=["results", "visits"], since=date(2026, 1, 1))
    third = ask(alice, "pdf", until=date(2026, 2, 1))
    rows = door.in_chart(alice.token, asking.list_exports)
    assert [row.inside for row in rows] == [
        "All kinds · up to Feb 1, 2026",
        "Results, Visits · from Jan 1, 2026 on",
        "All kinds · all dates",
    ]
    assert [row.title.rpartition(", ")[2] for row in rows] == ["number 3", "number 2", "number 1"]
    door.in_chart(alice.token, asking.take_back, export_id=UUID(third.id))
    ask(alice, "text")
    titles = [row.title for row in door.in_chart(alice.token, asking.list_exports)]
    assert titles[0].startswith("Plain text, asked for ") and "number" not in titles[0]
    assert len(set(titles)) == 3


def test_taken_back_it_is_gone_at_once(alice):
    row = ask(alice)
    making.make_due()
    door.in_chart(alice.token, asking.take_back, export_id=UUID(row.id))
    assert files() == [] and door.in_chart(alice.token, asking.list_exports) == []


def test_taken_back_while_it_waits_it_is_never_made(alice):
    row = ask(alice)
    door.in_chart(alice.token, asking.take_back, export_id=UUID(row.id))
    assert making.make_due() == 0 and files() == []


@pytest.mark.parametrize("more", [{"form": "docx"}, {"kinds": []}, {"kinds": ["secrets"]}])
def test_what_cannot_be_asked_for_is_said(alice, more):
    with pytest.raises(Invalid):
        ask(alice, **more)


def test_a_fourth_at_once_must_wait(alice):
    for form in ("pdf", "text", "fhir"):
        ask(alice, form=form)
    with pytest.raises(Conflict):
        ask(alice, form="ccda")


def test_what_is_on_its_way_already_is_not_made_twice(alice):
    twice = [ask(alice, form="zip").id, ask(alice, form="zip").id]
    assert twice[0] == twice[1]
    other = ask(alice, form="zip", since=date(2026, 1, 1))
    assert {row.id for row in door.in_chart(alice.token, asking.list_exports)} == {twice[0], other.id}


def test_bob_sees_and_fetches_nothing_of_alices_and_dana_nothing_alice_made(alice):
    row = ask(alice)
    making.make_due()
    bob, dana = people.bob(), people.dana(alice)
    with pytest.raises(NotFound):
        fetched(bob, row.id)
    for who in (bob, dana):
        with pytest.raises((NotFound, NotPermitted)):
            door.in_chart(who.token, asking.fetch, export_id=UUID(row.id), patient_id=alice.patient_id)


def test_a_view_of_records_alone_may_not_ask(alice):
    dana = people.dana(alice)
    with pytest.raises(NotPermitted):
        door.in_chart(dana.token, asking.ask, form="fhir", patient_id=alice.patient_id)


def test_whoever_lost_access_meanwhile_gets_nothing(alice):
    dana = people.dana(alice, scopes="records:act")
    row = door.in_chart(dana.token, asking.ask, form="fhir", patient_id=alice.patient_id)
    with unit_of_work() as db:
        for grant in db.exec(select(Grant).where(Grant.account_id == dana.account_id)):
            grant.ended_at = portal_clock.now()
            db.add(grant)
    assert making.make_due() == 0
    with unit_of_work() as db:
        assert db.get_one(Export, UUID(row.id)).status == "failed"
    assert files() == []


def test_medications_come_only_to_those_who_may_read_them(alice):
    dana = people.dana(alice, scopes="records:act")
    row = door.in_chart(dana.token, asking.ask, form="fhir", patient_id=alice.patient_id)
    making.make_due()
    file = door.in_chart(dana.token, asking.fetch, export_id=UUID(row.id), patient_id=alice.patient_id)
    assert "MedicationRequest" not in types(b"".join(file.pieces))


def test_what_a_dead_process_left_is_made_after_all(alice):
    row = ask(alice)
    with unit_of_work() as db:
        left = db.get_one(Export, UUID(row.id))
        left.status, left.started_at = "working", portal_clock.now()
        db.add(left)
    assert making.due() == []
    making.begin_again()
    assert making.make_due() == 1
    assert fetched(alice, row.id)


def test_it_fails_in_words_after_three_tries(alice, monkeypatch):
    def breaks(*_args, **_more):
        raise RuntimeError("no luck")

    ask(alice)
    monkeypatch.setattr(making, "make", breaks)
    assert making.make_due() == 0
    (row,) = door.in_chart(alice.token, asking.list_exports)
    assert row.status == "failed" and "Nothing was lost" in row.line


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_is_made(alice, form):
    on_file(alice, people_record(alice))
    data = made(alice, form)
    begins = {"fhir": b"{", "pdf": b"%PDF-1.7", "text": b"", "ccda": b"<?xml", "zip": b"PK"}
    assert data.startswith(begins[form]) and len(data) > 500


def test_the_zip_holds_all_forms_and_the_documents(alice):
    on_file(alice, people_record(alice))
    with zipfile.ZipFile(io.BytesIO(made(alice, "zip"))) as bag:
        names = bag.namelist()
        assert [name.rpartition(".")[2] for name in names] == ["pdf", "txt", "xml", "json", "txt"]
        assert bag.read(names[-1]) == b"Hello"


def people_record(who: Person) -> dict:
    """The patient's own resource, as an EHR would send it."""
    name = [{"family": "Ames", "given": ["Alice"]}]
    return {"resourceType": "Patient", "id": fhir_id(who), "name": name, "birthDate": "1984-03-09"}


def test_it_is_all_in_the_trail(alice):
    made(alice)
    nia = people.nia()
    said = [
        row.title for row in door.in_practice(nia.token, trail.list_entries, patient_id=alice.patient_id).rows
    ]
    assert "Alice Ames, the patient, downloaded the record" in said
    assert any("asked for a download" in one for one in said)


@pytest.mark.parametrize("form", ["text", "pdf", "zip"])
def test_paper_leaves_out_what_a_representative_may_not_read(alice, form):
    dana = people.dana(alice, scopes="records:act")
    on_file(alice, people_record(alice))
    row = door.in_chart(dana.token, asking.ask, form=form, patient_id=alice.patient_id)
    assert making.make_due() == 1
    file = door.in_chart(dana.token, asking.fetch, export_id=UUID(row.id), patient_id=alice.patient_id)
    assert b"salbutamol" not in b"".join(file.pieces)


def test_what_was_asked_to_be_corrected_goes_along(alice):
    on_file(alice, people_record(alice))
    record_id = UUID(listed(alice, "conditions").rows[0].href.rpartition("/")[2])
    correcting.sent(alice, record_id, kind="conditions", wrong="I have no asthma.", wanted="Nothing")
    correcting.denied(people.nia(), correcting.asked(alice)[0].href)
    said = "A correction was asked for on"
    for form in ("text", "ccda"):
        assert said in made(alice, form).decode()
    notes = [e["resource"] for e in json.loads(made(alice))["entry"]][-1]
    assert notes["resourceType"] == "Communication"
    assert notes["payload"][0]["contentString"].startswith(said)
    assert notes["about"] == [{"reference": "Condition/condition-asthma"}]
    assert "asthma" not in made(alice, "text", kinds=["results"]).decode()
