"""Nia keeps one worrying result back until she has called Alice, who sees all the rest, and it later."""

from uuid import UUID

import pytest

from portal import clock
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import day
from portal.models.account import Role
from portal.services import door, exporting, records
from portal.services.staff import holds
from tests import people
from tests.charts import lab, listed, on_file, opened, panel, shown, titles, visit, within

pytestmark = pytest.mark.usefixtures("home")

WHY = "I want to call her before she reads this."


@pytest.fixture
def alice() -> people.Person:
    alice = people.alice()
    seen = visit("Check-up")
    ldl, hdl = lab("ldl", "190", high="130"), lab("hdl", "50")
    on_file(
        alice, seen, ldl, hdl, panel("Lipids", ldl, hdl, **within(seen)), lab("biopsy", "1", **within(seen))
    )
    return alice


@pytest.fixture
def nia(alice) -> people.Person:
    return people.nia()


def place(alice: people.Person, title: str) -> UUID:
    row = next(row for row in listed(alice, "results").rows if row.title == title)
    return UUID(row.href.rpartition("/")[2])


def hold(nia, alice, record_id, *, reason=WHY, kind="results"):
    door.in_practice(
        nia.token, holds.hold, patient_id=alice.patient_id, record_id=record_id, kind=kind, reason=reason
    )


def release(nia, alice, record_id):
    door.in_practice(nia.token, holds.release, patient_id=alice.patient_id, record_id=record_id)


def test_what_is_held_is_nowhere_for_the_patient_and_marked_for_staff(alice, nia):
    biopsy = place(alice, "biopsy")
    hold(nia, alice, biopsy)

    assert titles(listed(alice, "results")) == ["Lipids"]
    with pytest.raises(NotFound):
        opened(alice, "results", f"/records/results/{biopsy}")
    home = door.in_chart(alice.token, records.what_is_new)
    assert "biopsy" not in [row.title for row in home.rows]
    gathered = [row.title for part in shown(alice, "visits", "Check-up").sections for row in part.rows]
    assert gathered == ["Lipids"]
    assert "biopsy" not in door.in_chart(alice.token, exporting.export, form="fhir").decode()

    page = door.in_chart(nia.token, records.list_records, kind="results", patient_id=alice.patient_id)
    assert [(row.title, row.tag) for row in page.rows if row.tag == "On hold"] == [("biopsy", "On hold")]


def test_released_it_is_there_again(alice, nia):
    biopsy = place(alice, "biopsy")
    hold(nia, alice, biopsy)
    release(nia, alice, biopsy)
    assert "biopsy" in titles(listed(alice, "results"))
    assert door.in_practice(nia.token, holds.list_holds) == []
    with pytest.raises(NotFound, match="not on hold"):
        release(nia, alice, biopsy)


def test_the_page_of_a_held_item_says_why_since_when_and_by_whom_to_staff_alone(alice, nia):
    lipids = place(alice, "Lipids")
    member = UUID(shown(alice, "results", "Lipids").sections[0].rows[0].href.rpartition("/")[2])
    assert read(nia, alice, lipids).hold.line == ""
    hold(nia, alice, lipids)
    for record_id in (lipids, member):
        held = read(nia, alice, record_id).hold
        assert (held.reason, held.line) == (WHY, f"On hold since {day(clock.today())} by Nia Novak")
    release(nia, alice, lipids)
    assert read(nia, alice, lipids).hold == read(alice, alice, lipids).hold


def test_a_panel_is_held_with_its_members_and_with_those_that_come_later(alice, nia):
    lipids = place(alice, "Lipids")
    member = shown(alice, "results", "Lipids").sections[0].rows[0].href
    hold(nia, alice, lipids)
    with pytest.raises(NotFound):
        opened(alice, "results", member)
    late = lab("trigly", "300", high="150")
    on_file(alice, late, panel("Lipids", lab("ldl", "190", high="130"), lab("hdl", "50"), late))
    assert titles(listed(alice, "results")) == ["biopsy"]

    release(nia, alice, lipids)
    assert titles(listed(alice, "results")) == ["Lipids", "biopsy"]
    assert opened(alice, "results", member).title in ("ldl", "hdl")


def test_a_member_held_for_itself_stays_held_when_its_panel_is_released(alice, nia):
    lipids = place(alice, "Lipids")
    rows = shown(alice, "results", "Lipids").sections[0].rows
    ldl = UUID(rows[0].href.rpartition("/")[2])
    hold(nia, alice, ldl)
    hold(nia, alice, lipids)
    release(nia, alice, lipids)
    assert rows[0].title not in [row.title for row in shown(alice, "results", "Lipids").sections[0].rows]


def test_a_newer_version_of_what_is_held_stays_held(alice, nia):
    hold(nia, alice, place(alice, "biopsy"))
    on_file(alice, lab("biopsy", "2"))
    assert "biopsy" not in titles(listed(alice, "results"))


def test_the_list_says_what_whose_why_and_by_whom(alice, nia):
    hold(nia, alice, place(alice, "biopsy"))
    (row,) = door.in_practice(nia.token, holds.list_holds)
    assert (row.title, row.reason) == ("biopsy", WHY)
    assert row.line.startswith("Alice Ames · on hold since") and "Nia Novak" in row.line


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 1001])
def test_without_a_reason_nothing_is_held(alice, nia, reason):
    biopsy = place(alice, "biopsy")
    with pytest.raises(Invalid):
        hold(nia, alice, biopsy, reason=reason)
    assert "biopsy" in titles(listed(alice, "results"))


def test_held_twice_is_said(alice, nia):
    biopsy = place(alice, "biopsy")
    hold(nia, alice, biopsy)
    with pytest.raises(Conflict, match="on hold already"):
        hold(nia, alice, biopsy)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER])
def test_only_clinicians_and_administrators_hold(alice, role):
    someone = people.nia(role=role)
    with pytest.raises(NotPermitted):
        hold(someone, alice, place(alice, "biopsy"))


def test_no_patient_holds_or_reads_holds(alice, nia):
    biopsy = place(alice, "biopsy")
    for who in (alice, people.bob(), people.dana(alice, scopes=people.ALL_SCOPES)):
        with pytest.raises(NotPermitted):
            hold(who, alice, biopsy)
        with pytest.raises(NotPermitted):
            door.in_practice(who.token, holds.list_holds)


def test_anothers_item_is_not_found(alice, nia):
    bob = people.bob()
    with pytest.raises(NotFound):
        hold(nia, bob, place(alice, "biopsy"))
    with pytest.raises(NotFound):
        hold(nia, alice, place(alice, "biopsy"), kind="../results")


def read(who: people.Person, whose: people.Person, record_id: UUID) -> records.Detail:
    """The item's page, as someone reads it."""
    which = {"patient_id": whose.patient_id, "kind": "results", "record_id": record_id}
    return door.in_chart(who.token, records.show_record, **which)
