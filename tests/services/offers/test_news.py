"""Whatever becomes of Dana's help, she and Alice each get an email about it, with nothing private in it."""

from collections.abc import Callable
from uuid import UUID

import pytest

from portal.services import door, enrolment, hiding, representatives
from portal.services.representatives import Wish
from tests import people
from tests.charts import lab, listed, on_file
from tests.mail import emails, send_due
from tests.people import HERE, Person
from tests.services.offers.offering import enroll, link_of_newest, prove

pytestmark = pytest.mark.usefixtures("home")
DANA = "dana@example.org"
PRIVATE = ("Alice", "Ames", "Dana", "Diaz", "Daughter", "Bob", "Brown", "record:", "ferritin")


@pytest.fixture
def alice() -> Person:
    return people.proved(people.alice())


def invite(alice: Person) -> UUID:
    wish = Wish("Dana Diaz", DANA, "Daughter", levels={"records": "view"}, agreed=True)
    return UUID(door.in_account(alice.token, representatives.invite, wish))


def accepted(alice: Person) -> tuple[UUID, Person]:
    """Dana, here a patient called Bob, has accepted with the account he has."""
    made, bob = invite(alice), people.bob()
    door.in_account(bob.token, enrolment.accept, prove(link_of_newest()))
    return made, bob


def news() -> dict[str, str]:
    """The newest news to each address, by subject; nothing private is in any email there is."""
    send_due()
    every = emails()
    assert [mail.kind for mail in every if any(word in mail.subject + mail.text for word in PRIVATE)] == []
    return {mail.to: mail.subject for mail in reversed(every) if mail.kind == "access-changed"}


def test_she_says_yes_with_the_account_she_has(alice: Person) -> None:
    _made, bob = accepted(alice)
    assert news()[alice.email].startswith("Someone answered your invitation")
    assert news()[bob.email].startswith("You can help someone now")


def test_she_says_yes_and_sets_up_an_account(alice: Person) -> None:
    invite(alice)
    enroll(link_of_newest())
    assert news()[alice.email].startswith("Someone answered your invitation")
    assert news()[DANA].startswith("You can help someone now")


def test_she_says_no(alice: Person) -> None:
    invite(alice)
    enrolment.decline(link_of_newest(), source=HERE)
    assert news()[alice.email].startswith("Someone answered your invitation")
    assert news()[DANA].startswith("You said no to an invitation")


def test_alice_takes_the_invitation_back(alice: Person) -> None:
    made = invite(alice)
    send_due()
    door.in_account(alice.token, representatives.take_back, offer_id=made)
    assert news()[alice.email].startswith("Access to your record has changed")
    assert news()[DANA].startswith("An invitation was taken back")


def test_taken_back_before_it_went_out_nobody_reads_of_an_invitation(alice: Person) -> None:
    made = invite(alice)
    door.in_account(alice.token, representatives.take_back, offer_id=made)
    assert DANA not in news()


@pytest.mark.parametrize("what", ["pause", "end"])
def test_alice_pauses_or_ends_it(alice: Person, what: str) -> None:
    made, bob = accepted(alice)
    service: Callable[..., None] = getattr(representatives, what)
    door.in_account(alice.token, service, offer_id=made)
    assert news()[alice.email].startswith("Access to your record has changed")
    assert news()[bob.email].startswith("What you may see for someone has changed")


def test_alice_changes_it(alice: Person) -> None:
    made, bob = accepted(alice)
    door.in_account(
        alice.token, representatives.change, offer_id=made, wish=Wish(levels={"medications": "view"})
    )
    assert news()[alice.email].startswith("Access to your record has changed")
    assert news()[bob.email].startswith("What you may see for someone has changed")


def test_dana_leaves(alice: Person) -> None:
    _made, bob = accepted(alice)
    door.in_account(bob.token, representatives.leave, patient_id=alice.patient_id)
    assert news()[alice.email].startswith("Access to your record has changed")
    assert news()[bob.email].startswith("You have stopped helping someone")


def test_hiding_an_item_sends_nothing(alice: Person) -> None:
    on_file(alice, lab("ferritin", "7"))
    made, _bob = accepted(alice)
    before = len(emails())
    record_id = UUID(listed(alice, "results").rows[0].href.rpartition("/")[2])
    door.in_chart(alice.token, hiding.hide, record_id=record_id, offer_id=made)
    assert len(emails()) == before
