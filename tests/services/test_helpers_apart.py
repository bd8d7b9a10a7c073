"""Mia's parents see nothing of each other's; what a helper shared ends with their access."""

from typing import Any

import pytest
from sqlmodel import col, select

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import NotFound
from portal.models.account import Grant
from portal.services import accounts, door, sharing
from portal.services.records import corrections
from tests import people
from tests.charts import listed
from tests.people import Person
from tests.services.records import correcting
from tests.sharing import manifest, share, with_a_record

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def mia() -> Person:
    return with_a_record(people.mia())


def helping(name: str, mia: Person) -> Person:
    """One of her parents, looking at her record."""
    parent = people.account(Person(name=name))
    with unit_of_work() as db:
        people.give_access(db, parent, mia, relation="guardian", scopes=people.ALL_SCOPES)
    return looking_at(people.sign_in(parent), mia)


def looking_at(who: Person, whose: Person) -> Person:
    door.in_account(who.token, accounts.switch, patient_id=whose.patient_id)
    return who


def change_grant(who: Person, **to: Any) -> None:
    with unit_of_work() as db:
        grant = db.exec(select(Grant).where(col(Grant.account_id) == who.account_id)).one()
        for name, value in to.items():
            setattr(grant, name, value)
        db.add(grant)


def test_one_parent_never_sees_what_the_other_asked_for_or_shared(mia: Person) -> None:
    ben, alice = helping("Ben Ames", mia), helping("Alice Ames", mia)
    made = share(ben, label="For court")
    item = correcting.id_in(listed(ben, "results").rows[0].href)
    once = correcting.begun(ben, item).once
    file = correcting.with_file(ben, item, once)
    receipt = correcting.sent(ben, item, once=once)

    assert [row.title for row in door.in_chart(ben.token, sharing.list_links)] == ["For court"]
    assert len(correcting.asked(ben)) == 1
    assert door.in_chart(alice.token, sharing.list_links) == []
    assert correcting.asked(alice) == []
    for call in (
        lambda: correcting.read(alice, receipt.href),
        lambda: door.in_chart(alice.token, sharing.show_link, share_id=made.id),
        lambda: door.in_chart(alice.token, sharing.revoke, share_id=made.id),
        lambda: door.in_chart(
            alice.token, corrections.withdraw, correction_id=correcting.id_in(receipt.href)
        ),
        lambda: door.in_chart(
            alice.token, corrections.read_evidence, file_id=correcting.id_in(file.partition("?")[0])
        ),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize("change", ["ended_at", "paused_at", "ends_at"])
def test_a_link_stops_with_the_access_of_whoever_made_it(mia: Person, change: str) -> None:
    ben = helping("Ben Ames", mia)
    made = share(ben)
    assert manifest(made).status_code == 200
    change_grant(ben, **{change: portal_clock.now()})
    assert manifest(made).status_code == 404


def test_a_link_stops_when_its_maker_may_only_look(mia: Person) -> None:
    ben = helping("Ben Ames", mia)
    made = share(ben)
    change_grant(ben, scopes="records:view")
    assert manifest(made).status_code == 404
