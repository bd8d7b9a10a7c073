"""Nia holds a result that Alice took away as a file and shared: no copy of ours hands it out any more."""

import json
from datetime import date
from uuid import UUID

import pytest

from portal.errors import Conflict, NotFound
from portal.services import activity, door, sharing
from portal.services.exporting import asking, making
from portal.services.sharing import Choice
from portal.services.staff import holds
from tests import mail, people
from tests.charts import condition, lab, listed, on_file, panel, shot
from tests.people import Person
from tests.sharing import PASSCODE, Shared, fetch, manifest, read, share, shown

pytestmark = pytest.mark.usefixtures("home")

WHY = "I want to call her before she reads this."


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    ldl, hdl = lab("ldl", "190", when="2026-05-05"), lab("hdl", "50", when="2026-05-05")
    on_file(
        alice,
        *(ldl, hdl, panel("Lipids", ldl, hdl), lab("biopsy", "1", when="2026-06-01")),
        *(condition("asthma"), shot("influenza", when="2025-10-01")),
    )
    return alice


@pytest.fixture
def nia(alice) -> Person:
    return people.nia()


def place(alice: Person, title: str) -> UUID:
    row = next(row for row in listed(alice, "results").rows if row.title == title)
    return UUID(row.href.rpartition("/")[2])


def hold(nia: Person, alice: Person, record_id: UUID) -> None:
    which = {"patient_id": alice.patient_id, "record_id": record_id, "kind": "results"}
    door.in_practice(nia.token, holds.hold, reason=WHY, **which)


def release(nia: Person, alice: Person, record_id: UUID) -> None:
    door.in_practice(nia.token, holds.release, patient_id=alice.patient_id, record_id=record_id)


def ask(alice: Person, **more: object) -> UUID:
    return UUID(door.in_chart(alice.token, asking.ask, form="fhir", **more).id)


def fetched(alice: Person, export_id: UUID) -> bytes:
    return b"".join(door.in_chart(alice.token, asking.fetch, export_id=export_id).pieces)


def row_of(alice: Person, export_id: UUID) -> asking.ExportRow:
    rows = door.in_chart(alice.token, asking.list_exports)
    return next(row for row in rows if row.id == str(export_id))


def is_open(made: Shared) -> bool:
    return manifest(made).status_code == 200


def test_a_file_made_before_is_taken_away_and_she_is_told_to_make_a_new_one(alice, nia):
    everything, shots = ask(alice), ask(alice, kinds=["immunizations"])
    making.make_due()
    assert b"biopsy" in fetched(alice, everything)
    hold(nia, alice, place(alice, "biopsy"))

    with pytest.raises(NotFound, match="make a new one"):
        fetched(alice, everything)
    row = row_of(alice, everything)
    assert (row.status, row.href) == ("withdrawn", "") and "Make a new one." in row.line
    assert b"influenza" in fetched(alice, shots)  # what was never in it stays

    again = ask(alice)
    making.make_due()
    assert b"biopsy" not in fetched(alice, again)


def test_a_file_that_is_taken_away_is_off_the_disk(alice, nia, home):
    ask(alice)
    making.make_due()
    assert [one for one in (home / "files").rglob("*") if one.is_file()]
    hold(nia, alice, place(alice, "biopsy"))
    assert not [one for one in (home / "files").rglob("*") if one.is_file()]


def test_a_file_in_the_making_is_made_anew_without_it(alice, nia, monkeypatch):
    export_id, real, held = ask(alice), making.make, []

    def slow(chart, form, choice, **more):
        data = real(chart, form, choice, **more)
        if not held:
            held.append(place(alice, "biopsy"))
            hold(nia, alice, held[0])
        return data

    monkeypatch.setattr(making, "make", slow)
    making.make_due()
    assert row_of(alice, export_id).status == "ready"
    assert b"biopsy" not in fetched(alice, export_id)


def test_a_link_made_before_is_closed_and_its_maker_is_told(alice, nia):
    made = share(alice, label="For Dr. Lee")
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]
    hold(nia, alice, place(alice, "biopsy"))
    mail.send_due()

    assert manifest(made).status_code == 404
    assert fetch(location).status_code == 404
    page = shown(alice, made.id)
    assert (page.status, page.is_active, page.link, page.qr) == ("Closed by the practice", False, "", "")
    assert "make a new link" in page.why
    (letter,) = [one for one in mail.emails() if one.kind == "share-closed"]
    assert letter.to == alice.email
    assert "biopsy" not in letter.text and "Dr. Lee" not in letter.text and "Alice" not in letter.text

    new = share(alice)
    assert "biopsy" not in json.dumps(read(new, manifest(new).json()))


def test_links_that_never_held_it_stay_open(alice, nia):
    conditions = share(alice, "conditions", "immunizations")
    earlier = share(alice, "results", until=date(2026, 5, 31))
    hold(nia, alice, place(alice, "biopsy"))
    assert is_open(conditions) and is_open(earlier)


def test_a_panel_closes_links_that_hold_its_members(alice, nia):
    made = share(alice, "results")
    hold(nia, alice, place(alice, "Lipids"))
    assert not is_open(made)


def test_a_link_over_already_is_left_as_it_is(alice, nia):
    made = share(alice)
    door.in_chart(alice.token, sharing.revoke, share_id=made.id)
    hold(nia, alice, place(alice, "biopsy"))
    mail.send_due()
    assert shown(alice, made.id).status == "Turned off"
    assert not [one for one in mail.emails() if one.kind == "share-closed"]


def test_a_link_prepared_before_and_made_after_the_hold_is_not_made(alice, nia):
    packed = door.in_chart(alice.token, sharing.prepare, Choice(("results",), passcode=PASSCODE))
    hold(nia, alice, place(alice, "biopsy"))
    with pytest.raises(Conflict, match="changed"):
        door.in_chart(alice.token, sharing.create, packed)


def test_released_it_goes_into_what_is_made_from_then_on_and_nothing_closed_comes_back(alice, nia):
    made, export_id = share(alice), ask(alice)
    making.make_due()
    biopsy = place(alice, "biopsy")
    hold(nia, alice, biopsy)
    release(nia, alice, biopsy)
    assert not is_open(made) and row_of(alice, export_id).status == "withdrawn"
    new, again = share(alice), ask(alice)
    making.make_due()
    assert "biopsy" in json.dumps(read(new, manifest(new).json())) and b"biopsy" in fetched(alice, again)


def test_the_trail_says_that_a_link_was_closed(alice, nia):
    share(alice, label="For Dr. Lee")
    hold(nia, alice, place(alice, "biopsy"))
    told = [row.title for row in door.in_chart(alice.token, activity.list_entries, activity.Asked()).rows]
    assert any("closed a shared link" in words and "Nia Novak" in words for words in told), told


def test_nobody_elses_files_and_links_are_touched(alice, nia):
    bob = people.bob()
    on_file(bob, lab("biopsy", "2"))
    made, export_id = share(bob, "results"), ask(bob)
    making.make_due()
    hold(nia, alice, place(alice, "biopsy"))
    assert is_open(made) and b"biopsy" in fetched(bob, export_id)


def test_a_day_later_what_was_taken_away_is_off_the_list(alice, nia, clock):
    ask(alice)
    making.make_due()
    hold(nia, alice, place(alice, "biopsy"))
    clock.forward(hours=25)
    making.remove_old()
    assert door.in_chart(people.sign_in(alice).token, asking.list_exports) == []
