"""Those who help ask in someone's name as far as their access goes, and see nothing of one another's."""

from dataclasses import replace
from uuid import UUID

import pytest

from portal.db import unit_of_work
from portal.errors import Invalid, NotFound, NotPermitted
from portal.services import accounts, contact, door
from tests import mail, people
from tests.people import Person, proved
from tests.services.contact.contacting import (
    NEW_MOBILE,
    begun,
    looked_into,
    on_profile,
    queued,
    seen,
    sent,
    with_contact,
)

pytestmark = pytest.mark.usefixtures("home")


def looking_at(who: Person, whose: Person) -> Person:
    door.in_account(who.token, accounts.switch, patient_id=whose.patient_id)
    return who


def parent(name: str, child: Person) -> Person:
    who = people.account(Person(name=name))
    with unit_of_work() as db:
        people.give_access(db, who, child, relation="guardian", scopes=people.ALL_SCOPES)
    return looking_at(proved(people.sign_in(who)), child)


def test_dana_who_may_only_read_sees_it_and_cannot_ask() -> None:
    alice = with_contact(people.alice())
    dana = looking_at(proved(people.dana(alice)), alice)
    assert on_profile(dana)["Mobile phone"] == "(207) 555-0101"
    assert not seen(dana).may_ask
    with pytest.raises(NotPermitted):
        begun(dana)


def test_dana_who_may_act_asks_for_alice_who_hears_of_it_and_can_take_it_back() -> None:
    alice = with_contact(people.alice())
    dana = looking_at(proved(people.dana(alice, scopes="records:act")), alice)
    sent(dana, mobile=NEW_MOBILE)

    [ask] = seen(alice).asks
    assert ask.line.endswith("by Dana Diaz, a representative")
    assert ask.may_withdraw
    mail.send_due()
    assert [one.to for one in mail.emails() if one.kind == "contact-change"] == [alice.email]
    nia = people.nia()
    assert looked_into(nia, queued(nia)[0].href).asked_by == "Dana Diaz, a representative, for Alice Ames"


def test_what_alice_asks_herself_is_not_for_her_representative() -> None:
    alice = proved(with_contact(people.alice()))
    dana = looking_at(people.dana(alice, scopes="records:act"), alice)
    sent(alice, mobile=NEW_MOBILE)
    assert seen(dana).asks == []
    with pytest.raises(NotFound):
        door.in_chart(dana.token, contact.withdraw, change_id=UUID(seen(alice).asks[0].key))


def test_a_parent_is_shown_no_address_and_learns_none_by_guessing() -> None:
    mia = with_contact(people.mia())
    ben, alice = parent("Ben Ames", mia), parent("Alice Ames", mia)

    page = seen(ben)
    assert (page.rows, page.is_hidden, page.may_ask) == ([], True, True)
    assert set(begun(ben).typed.values()) == {""}
    guess = {"line": "9 Elm Street", "city": "Portland", "state": "ME", "zip": "04101"}
    sent(ben, **guess)

    [ask] = seen(ben).asks
    assert [(one.name, one.was, one.wanted) for one in ask.changes] == [
        ("Address", "", "9 Elm Street, Portland, ME 04101")
    ]
    assert seen(alice).asks == []
    assert sent(alice, mobile=NEW_MOBILE).number


def test_what_a_parent_leaves_empty_stays_as_it_is() -> None:
    mia = with_contact(people.mia())
    ben, nia = parent("Ben Ames", mia), people.nia()
    with pytest.raises(Invalid, match="Fill in"):
        sent(ben)
    with pytest.raises(Invalid) as refusal:
        sent(ben, line="4 Oak Road")
    assert set(refusal.value.fields) == {"city", "state", "zip"}
    sent(ben, mobile=NEW_MOBILE)
    [row] = looked_into(nia, queued(nia)[0].href).rows
    assert (row.name, row.now, row.wanted) == ("Mobile phone", "(207) 555-0101", NEW_MOBILE)


def test_staff_are_told_when_who_asked_may_not_act_any_more() -> None:
    alice, nia = with_contact(people.alice()), people.nia()
    account = people.account(Person(name="Dana Diaz"))
    with unit_of_work() as db:
        grant = people.give_access(db, account, alice, relation="representative", scopes="records:act")
    dana = looking_at(proved(people.sign_in(replace(account))), alice)
    sent(dana, mobile=NEW_MOBILE)
    [row] = queued(nia)
    assert looked_into(nia, row.href).doubts == []
    with unit_of_work() as db:
        held = db.merge(grant)
        held.scopes = "records:view"
        db.add(held)
    [doubt] = looked_into(nia, row.href).doubts
    assert "may not act" in doubt
