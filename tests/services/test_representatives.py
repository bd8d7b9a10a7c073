"""Alice lets Dana help her: she invites her, changes what she sees, pauses and ends it; Dana may leave."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal import clock as portal_clock
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, ProofWanted
from portal.services import door, enrolment, proof, records, representatives
from portal.services.representatives import Representative, Wish
from tests import people
from tests.mail import emails
from tests.people import HERE, Person
from tests.services.offers.offering import link_of_newest, prove

pytestmark = pytest.mark.usefixtures("home")
DANA = {"name": "Dana Diaz", "email": "dana@example.org", "relationship": "Daughter", "agreed": True}


def proved(person: Person) -> Person:
    """The person having just shown again that it is them."""
    token = proof.give(person.token, person.password, source=HERE)
    return people.replace(person, token=token)


@pytest.fixture
def alice() -> Person:
    return proved(people.alice())


def wish(**changes: Any) -> Wish:
    return Wish(**({**DANA, "levels": {"records": "view"}} | changes))


def invite(alice: Person, **changes: Any) -> UUID:
    return UUID(door.in_account(alice.token, representatives.invite, wish(**changes)))


def shown(alice: Person, offer_id: UUID) -> Representative:
    return door.in_account(alice.token, representatives.show, offer_id=offer_id)


def accepted(alice: Person) -> tuple[UUID, Person]:
    """Dana (here a patient called Bob) has accepted."""
    made, bob = invite(alice), people.bob()
    door.in_account(bob.token, enrolment.accept, prove(link_of_newest()))
    return made, bob


def reads(who: Person, whose: Person) -> bool:
    try:
        door.in_chart(who.token, records.overview, patient_id=whose.patient_id)
    except NotPermitted:
        return False
    return True


WRONG = [
    ({"name": ""}, "name"),
    ({"email": "dana"}, "email"),
    ({"levels": {}}, "levels"),
    ({"levels": {"records": "everything"}}, "levels"),
    ({"agreed": False}, "agreed"),
    ({"until": portal_clock.today() - timedelta(days=1)}, "until"),
    ({"relationship": "x" * 81}, "relationship"),
]


@pytest.mark.parametrize(("changes", "where"), WRONG)
def test_what_is_missing_or_wrong_is_said_beside_it(alice: Person, changes: Any, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(alice, **changes)
    assert where in refused.value.fields
    assert door.in_account(alice.token, representatives.list_representatives) == []


def test_inviting_asks_for_the_password_first() -> None:
    alice = people.alice()
    with pytest.raises(ProofWanted):
        invite(alice)


def test_someone_without_a_record_here_has_nothing_to_share(alice: Person) -> None:
    dana = people.dana(alice)
    with pytest.raises(NotPermitted):
        door.in_account(dana.token, representatives.list_representatives)


def test_alice_invites_changes_pauses_resumes_and_ends(alice: Person) -> None:
    made, bob = accepted(alice)
    assert (shown(alice, made).standing, shown(alice, made).may) == ("accepted", ["Health records: see"])
    assert reads(bob, alice)

    door.in_account(alice.token, representatives.pause, offer_id=made)
    assert (shown(alice, made).standing, reads(bob, alice)) == ("paused", False)
    door.in_account(alice.token, representatives.resume, offer_id=made)
    assert reads(bob, alice)
    narrower = wish(levels={"medications": "view"})
    door.in_account(alice.token, representatives.change, offer_id=made, wish=narrower)
    assert (shown(alice, made).may, reads(bob, alice)) == (["Medications: see"], False)
    door.in_account(alice.token, representatives.end, offer_id=made)
    assert shown(alice, made).standing == "ended"
    with pytest.raises(Conflict):
        door.in_account(alice.token, representatives.resume, offer_id=made)
    told = [mail.to for mail in emails() if mail.kind == "access-changed"]
    assert {alice.email, bob.email} <= set(told)


def test_whose_account_it_became_is_in_the_list_when_it_is_not_the_one_she_wrote(alice: Person) -> None:
    accepted(alice)
    [row] = door.in_account(alice.token, representatives.list_representatives)
    assert (row.title, "account of Bob Brown" in row.line) == ("Dana Diaz", True)


def test_bob_stops_helping(alice: Person) -> None:
    made, bob = accepted(alice)
    door.in_account(bob.token, representatives.leave, patient_id=alice.patient_id)
    assert (shown(alice, made).standing, reads(bob, alice)) == ("ended", False)
    assert shown(alice, made).said.startswith("They ended it on ")
    with pytest.raises(NotFound):
        door.in_account(bob.token, representatives.leave, patient_id=alice.patient_id)


def test_an_invitation_is_taken_back_and_sent_again(alice: Person) -> None:
    made = invite(alice)
    again = UUID(door.in_account(alice.token, representatives.resend, offer_id=made))
    door.in_account(alice.token, representatives.take_back, offer_id=again)
    assert shown(alice, again).standing == "revoked"


def test_nobody_touches_anothers_representatives(alice: Person) -> None:
    made, bob = invite(alice), proved(people.bob())
    acts = ("show", "pause", "resume", "end", "take_back", "resend")
    for name in acts:
        with pytest.raises(NotFound):
            door.in_account(bob.token, getattr(representatives, name), offer_id=made)
    with pytest.raises(NotFound):
        door.in_account(bob.token, representatives.change, offer_id=made, wish=wish())
