"""Nia answers what patients ask to have corrected: once, with a reason, and the patient is told."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from portal import clock as portal_clock
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import day
from portal.models.account import Role
from portal.services import door
from portal.services.records import corrections
from portal.services.staff import corrections as answering
from tests import mail, people
from tests.charts import condition, listed, on_file
from tests.services.records.correcting import (
    WANTED,
    WRONG,
    accepted,
    begun,
    denied,
    id_in,
    iron_on_file,
    read,
    sent,
    with_file,
)

pytestmark = pytest.mark.usefixtures("home")


def queue(who: people.Person, page: int = 1) -> answering.Queue:
    return door.in_practice(who.token, answering.queue, page=page)


def looked_into(who: people.Person, href: str) -> answering.Request:
    return door.in_practice(who.token, answering.look_into, correction_id=id_in(href))


def test_open_requests_come_first_the_earliest_due_first_and_overdue_ones_say_so(clock) -> None:
    alice, bob = people.alice(), people.bob()
    first = sent(alice, iron_on_file(alice)).href
    clock.forward(days=61)
    alice, bob, nia = people.sign_in(alice), people.sign_in(bob), people.nia()
    on_file(alice, condition("asthma"))
    row = listed(alice, "conditions").rows[0]
    closed = sent(alice, id_in(row.href), kind="conditions").href
    accepted(nia, closed)
    sent(bob, iron_on_file(bob))

    found = queue(nia)

    assert (found.waiting, found.total) == ("2 open", 3)
    assert [(row.title, row.tag) for row in found.rows] == [
        ("Alice Ames", "Overdue"),
        ("Bob Brown", "Open"),
        ("Alice Ames", "Accepted"),
    ]
    assert found.rows[0].href == f"/staff/corrections/{id_in(first)}"
    assert found.rows[0].line.startswith("Results · receipt ") and "due " in found.rows[0].line
    assert len({row.line.split(" · ")[1] for row in found.rows}) == 3
    assert looked_into(nia, first).overdue.startswith("The answer was due on ")


def test_what_is_not_sent_yet_is_nobodys_business() -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    file = with_file(alice, record_id, begun(alice, record_id).once)

    assert (queue(nia).rows, queue(nia).waiting) == ([], "None open")
    with pytest.raises(NotFound):
        door.in_practice(nia.token, answering.open_evidence, file_id=id_in(file))


def test_nia_reads_what_was_asked_with_its_evidence() -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    with_file(alice, record_id, once)
    receipt = sent(alice, record_id, once=once)

    one = looked_into(nia, receipt.href)

    assert (one.whose.name, one.told.title, one.told.wrong, one.told.wanted) == (
        "Alice Ames",
        "iron",
        WRONG,
        WANTED,
    )
    assert one.whose.line == f"Born Mar 9, 1984 · MRN {alice.mrn}"
    assert (one.told.receipt, one.told.due, one.is_open, one.told.tag) == (
        receipt.number,
        receipt.due,
        True,
        "Open",
    )
    assert (one.kind, one.record_id) == ("results", str(record_id))
    [file] = one.told.files
    assert file.href.startswith("/api/staff/corrections/files/")
    got = door.in_practice(nia.token, answering.open_evidence, file_id=id_in(file.href))
    assert got.data.startswith(b"\x89PNG")


def test_a_decision_needs_a_reason() -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href

    with pytest.raises(Invalid) as refusal:
        accepted(nia, href, note="  ")
    assert "note" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        denied(nia, href, reason="", ground="because")
    assert set(refusal.value.fields) == {"ground", "reason"}
    with pytest.raises(Invalid, match="4,001"):
        denied(nia, href, reason="x" * 4001)
    assert looked_into(nia, href).is_open


@pytest.mark.parametrize("ground", [ground for ground, _ in answering.grounds()])
def test_alice_reads_the_denial_its_ground_and_what_she_can_do(ground) -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href

    denied(nia, href, ground=ground)

    one, today = read(alice, href), day(portal_clock.today())
    assert (one.told.tag, one.told.outcome) == ("Denied", f"Denied by Nia Novak on {today}.")
    assert (one.told.answer, one.told.ground) == (
        "The sample was measured twice.",
        dict(answering.grounds())[ground],
    )
    assert any("disagree" in step for step in one.next_steps)
    assert any("Health and Human Services" in step for step in one.next_steps)


def test_the_second_to_decide_reads_who_was_first(any_home) -> None:
    alice, nia = people.alice(), people.nia()
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    href = sent(alice, iron_on_file(alice)).href
    accepted(nia, href)

    with pytest.raises(Conflict, match=r"Someone was first. Accepted by Nia Novak on"):
        denied(ada, href)
    with pytest.raises(Conflict):
        accepted(nia, href, note="Something else")
    assert accepted(nia, href).told.outcome.startswith("Accepted by Nia Novak")
    assert read(alice, href).told.tag == "Accepted"


def test_of_two_who_decide_at_once_one_is_first(any_home) -> None:
    alice, nia = people.alice(), people.nia()
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    href = sent(alice, iron_on_file(alice)).href

    def decide(who: people.Person) -> str:
        try:
            return accepted(who, href).told.outcome
        except Conflict as refusal:
            return refusal.message.removeprefix("Someone was first. ")

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(decide, (nia, ada)))

    assert told[0] == told[1] == read(alice, href).told.outcome


def test_whoever_asked_and_the_patient_get_an_email_that_says_nothing(clock) -> None:
    alice, nia = people.alice(), people.nia()
    helper = people.dana(alice, scopes="records:act", signed_in=False)
    record_id = iron_on_file(alice)
    href = sent(alice, record_id).href

    denied(nia, href)
    denied(nia, href)
    mail.send_due()

    [letter] = [one for one in mail.emails() if one.kind == "correction"]
    assert letter.to == alice.email
    assert f"http://localhost:8000{href}" in letter.text
    for private in ("Alice", "iron", "enied", WRONG, WANTED, "twice"):
        assert private not in letter.subject + letter.text
    assert helper.email != alice.email


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER])
def test_the_front_desk_neither_sees_nor_decides(role) -> None:
    alice, other = people.alice(), people.nia(role=role)
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    with_file(alice, record_id, once)
    href = sent(alice, record_id, once=once).href
    [file] = read(alice, href).told.files

    for call in (
        lambda: queue(other),
        lambda: looked_into(other, href),
        lambda: accepted(other, href),
        lambda: denied(other, href),
        lambda: door.in_practice(other.token, answering.open_evidence, file_id=id_in(file.href)),
        lambda: queue(alice),
        lambda: accepted(alice, href),
        lambda: door.in_chart(
            other.token,
            corrections.show_correction,
            correction_id=id_in(href),
            patient_id=alice.patient_id,
        ),
    ):
        with pytest.raises(NotPermitted):
            call()
    assert read(alice, href).told.tag == "Received"


def test_a_request_that_is_not_there() -> None:
    nia = people.nia()
    for call in (
        lambda: looked_into(nia, str(uuid4())),
        lambda: accepted(nia, str(uuid4())),
        lambda: door.in_practice(nia.token, answering.open_evidence, file_id=uuid4()),
    ):
        with pytest.raises(NotFound):
            call()
