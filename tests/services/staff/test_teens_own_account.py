"""Whether a teen may have an account of their own is for the practice to say, an invitation sent or not."""

import pytest

from portal.access import teens
from portal.errors import Conflict, Invalid
from portal.models.account import Role
from portal.services import door, enrolment
from portal.services.enrolment import Choice
from portal.services.staff import teen_policy
from tests import people
from tests.guardians import child
from tests.mail import emails, invite, link_for, send_due, status
from tests.people import HERE, Person
from tests.services.offers.offering import ANSWERS, PASSWORD

pytestmark = pytest.mark.usefixtures("home")
CHOICE = Choice("leo.ames", PASSWORD, ANSWERS)


def decide(*, own_account: bool) -> None:
    """An administrator saves the policy, with this answer."""
    ada = people.proved(people.nia(role=Role.ADMINISTRATOR))
    levels = {area: str(level) for area, level in teens.Policy().levels.items()}
    door.in_practice(ada.token, teen_policy.set_policy, levels, own_account=own_account)


def prove(leo: Person, token: str) -> str:
    return enrolment.prove(token, f"{leo.birth_date:%m/%d/%Y}", leo.zip, "", source=HERE)


def test_an_invitation_that_was_sent_ends_with_the_policy():
    leo = child("Leo Ames", years=15)
    token = link_for(leo, "leo@example.org")
    decide(own_account=False)
    assert enrolment.look(token, source=HERE) == "revoked"
    assert status(leo).status == "revoked"
    decide(own_account=True)
    assert enrolment.look(token, source=HERE) == "revoked", "what ended stays ended; it is sent anew"
    invite(leo, "leo@example.org")
    assert status(leo).status == "invited"


def test_one_that_is_half_taken_up_ends_too():
    leo = child("Leo Ames", years=15)
    proof = prove(leo, link_for(leo, "leo@example.org"))
    decide(own_account=False)
    with pytest.raises(Conflict):
        enrolment.activate(proof, CHOICE, source=HERE)


def test_an_email_that_still_waits_is_not_sent():
    leo = child("Leo Ames", years=15)
    invite(leo, "leo@example.org")
    decide(own_account=False)
    send_due()
    assert [mail.status for mail in emails() if mail.to == "leo@example.org"] == ["withdrawn"]


def test_no_teen_is_invited_while_they_may_have_none():
    decide(own_account=False)
    with pytest.raises(Invalid, match="teens have no account of their own"):
        invite(child("Leo Ames", years=15), "leo@example.org")


@pytest.mark.parametrize("years", [18, 40])
def test_adults_are_not_meant(years):
    who = child("Leo Ames", years=years, in_days=-3)
    token = link_for(who, "leo@example.org")
    decide(own_account=False)
    assert enrolment.look(token, source=HERE) == "ready"
    proof = prove(who, token)
    assert enrolment.activate(proof, CHOICE, source=HERE)


def test_an_account_that_a_teen_has_already_stays():
    leo = people.sign_in(people.with_own_chart(people.account(child("Leo Ames", years=15))))
    decide(own_account=False)
    assert status(leo).status == "enrolled"


def test_a_teen_whose_birth_date_makes_them_one_only_now_gets_in_no_more(clock):
    leo = child("Leo Ames", years=12, in_days=2)
    token = link_for(leo, "leo@example.org")
    decide(own_account=False)
    assert enrolment.look(token, source=HERE) == "ready"
    clock.forward(days=3)
    assert enrolment.look(token, source=HERE) == "revoked"
