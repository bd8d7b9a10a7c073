"""What Dana does in Alice's record says so: to Alice, to Dana herself, to staff and in the table."""

import csv
import io
from uuid import UUID

import pytest

from portal.services import activity, door, sharing
from portal.services.activity import Asked
from portal.services.exporting import asking
from portal.services.records import corrections
from portal.services.staff import corrections as staff
from tests import people
from tests.charts import lab, listed, on_file
from tests.people import Person
from tests.services.records import correcting

pytestmark = pytest.mark.usefixtures("home")
BY_DANA = "Dana Diaz for Alice Ames"


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    on_file(alice, lab("ferritin", "7"), lab("glucose", "90"))
    return alice


@pytest.fixture
def dana(alice: Person) -> Person:
    return people.looking_at(people.dana(alice, scopes="records:act"), alice)


def link(who: Person, label: str) -> None:
    choice = sharing.Choice(kinds=("results",), label=label)
    door.in_chart(who.token, sharing.create, door.in_chart(who.token, sharing.prepare, choice))


def lines(who: Person) -> dict[str, str]:
    return {row.title: row.line for row in door.in_chart(who.token, sharing.list_links)}


def test_links(alice: Person, dana: Person) -> None:
    link(dana, "For Dr. Lee")
    link(alice, "For me")
    assert lines(alice)["For Dr. Lee"].startswith(f"made by {BY_DANA} · ")
    assert "made by" not in lines(alice)["For me"]
    assert lines(dana)["For Dr. Lee"].startswith("made by you for Alice Ames · ")
    assert lines(dana)["For me"].startswith("made by Alice Ames · ")
    hers = door.in_chart(alice.token, sharing.list_links)
    shown = {row.title: UUID(row.href.rpartition("=")[2]) for row in hers}
    detail = door.in_chart(alice.token, sharing.show_link, share_id=shown["For Dr. Lee"])
    assert detail.by == BY_DANA


def test_downloads(alice: Person, dana: Person) -> None:
    door.in_chart(dana.token, asking.ask, form="pdf")
    door.in_chart(alice.token, asking.ask, form="text")
    [theirs] = door.in_chart(alice.token, asking.list_by_helpers)
    assert theirs.line.startswith(f"by {BY_DANA} · asked for ")
    assert len(door.in_chart(alice.token, asking.list_exports)) == 1
    assert door.in_chart(dana.token, asking.list_by_helpers) == []


def test_requests_and_statements(alice: Person, dana: Person) -> None:
    nia = people.nia()
    mine, hers = (correcting.id_in(row.href) for row in listed(alice, "results").rows)
    denied = correcting.sent(dana, hers)
    correcting.sent(alice, mine)

    assert sorted(BY_DANA in row.line for row in correcting.asked(alice)) == [False, True]
    assert sorted("by you for Alice Ames" in row.line for row in correcting.asked(dana)) == [False, True]
    queue = door.in_practice(nia.token, staff.queue).rows
    told = sorted("by Dana Diaz, a representative, for Alice Ames" in row.line for row in queue)
    assert told == [False, True]

    correcting.denied(nia, denied.href)
    correction_id = correcting.id_in(denied.href)
    given = {"correction_id": correction_id, "statement": "It was another day."}
    door.in_chart(dana.token, corrections.disagree, **given)
    for detail in (
        door.in_chart(alice.token, corrections.show_correction, correction_id=correction_id),
        door.in_practice(nia.token, staff.look_into, correction_id=correction_id),
    ):
        assert detail.told.asked_by == "Dana Diaz, a representative, for Alice Ames"
        assert detail.told.disagreement_line.startswith(f"Written by {BY_DANA} on ")


def test_the_table_says_for_whom(alice: Person, dana: Person) -> None:
    listed(dana, "results")
    listed(alice, "results")
    table = door.in_chart(alice.token, activity.download, Asked()).decode("utf-8-sig")
    found = {(row["who"], row["for whom"]) for row in csv.DictReader(io.StringIO(table))}
    assert found == {("Dana Diaz", "Alice Ames"), ("Alice Ames", ""), ("operator", "")}
