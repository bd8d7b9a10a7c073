"""A link ends: turned off, run out, used up or locked. It is refused at once, and its files are gone."""

import pytest
from sqlmodel import func, select

from portal.db import reading
from portal.errors import NotFound
from portal.models.sharing import ShareFile, ShareTicket
from portal.services import door, sharing
from tests import people
from tests.sharing import fetch, manifest, revoke, share, shown, with_a_record

pytestmark = pytest.mark.usefixtures("home")


def left() -> tuple[int, int]:
    """How many files and ways to them are still kept."""
    with reading() as db:
        tables = (ShareFile.id, ShareTicket.token_hash)
        return tuple(db.exec(select(func.count(column))).one() for column in tables)


def test_turned_off_it_is_gone_at_once_with_every_way_to_its_files():
    alice = with_a_record(people.alice())
    made = share(alice)
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]
    assert fetch(location).status_code == 200 and left() == (1, 1)

    revoke(alice, made)

    assert left() == (0, 0)
    assert manifest(made).status_code == 404 and fetch(location).status_code == 404
    page = shown(alice, made.id)
    assert (page.status, page.link, page.qr) == ("Turned off", "", "")
    revoke(alice, made)  # once more changes nothing


def test_bob_cannot_turn_hers_off_nor_look_at_it():
    alice, bob = with_a_record(people.alice()), people.bob()
    made = share(alice)

    for service in (sharing.revoke, sharing.show_link):
        with pytest.raises(NotFound):
            door.in_chart(bob.token, service, share_id=made.id)

    assert manifest(made).status_code == 200


def test_run_out_it_is_refused_at_once_and_its_files_go_with_the_next_sweep(clock):
    alice = with_a_record(people.alice())
    made = share(alice, days=1)
    lasting = share(alice, days=30)
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]

    clock.forward(hours=24)
    assert manifest(made).status_code == 404 and fetch(location).status_code == 404
    assert sharing.delete_what_is_over() == 1

    assert left() == (1, 0)
    assert shown(people.sign_in(alice), made.id).status == "Expired"
    assert manifest(lasting).status_code == 200
    assert sharing.delete_what_is_over() == 0


def test_used_up_its_last_reader_still_gets_the_file_for_a_while(clock):
    alice = with_a_record(people.alice())
    made = share(alice, openings=1)
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]

    assert manifest(made).status_code == 404
    assert sharing.delete_what_is_over() == 0
    assert fetch(location).status_code == 200
    assert shown(alice, made.id).status == "Used up"

    clock.forward(minutes=31)
    assert fetch(location).status_code == 404
    assert sharing.delete_what_is_over() == 1
    assert left() == (0, 0)


def test_a_locked_link_loses_its_files_too():
    alice = with_a_record(people.alice())
    made = share(alice)
    for _ in range(5):
        manifest(made, passcode="wrong guess")

    assert shown(alice, made.id).status == "Locked"
    assert sharing.delete_what_is_over() == 1
    assert left() == (0, 0)
