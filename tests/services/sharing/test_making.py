"""Alice makes links: what she may choose, what a link says, what is refused and loses nothing."""

import re
from datetime import date, timedelta

import pytest
from sqlmodel import update

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotPermitted
from portal.models.account import AccountSession
from portal.services import door, sharing
from portal.services.sharing import Choice, making
from portal.settings import get_settings
from tests import people
from tests.sharing import payload_of, revoke, share, shown, with_a_record

pytestmark = pytest.mark.usefixtures("home")

PREFIX = "http://localhost:8000/shared#shlink:/"


def refused(person: people.Person, **choice) -> dict[str, str]:
    """What is wrong with a choice, by field; nothing was made."""
    given = {"kinds": ("results",)} | choice
    with pytest.raises(Invalid) as refusal:
        door.in_chart(person.token, sharing.prepare, Choice(**given))
    assert door.in_chart(person.token, sharing.list_links) == []
    return refusal.value.fields


def test_a_link_says_where_until_when_and_that_it_needs_a_passcode():
    alice = with_a_record(people.alice())

    made = share(alice, label="For Dr. Lee", days=14)

    assert made.link.startswith(PREFIX)
    assert set(made.payload) == {"url", "key", "exp", "flag", "label", "v"}
    assert re.fullmatch(r"http://localhost:8000/api/shl/[A-Za-z0-9_-]{43}", made.payload["url"])
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", made.payload["key"])
    ends = portal_clock.now() + timedelta(days=14)
    assert abs(made.payload["exp"] - ends.timestamp()) < 60
    assert (made.payload["flag"], made.payload["label"], made.payload["v"]) == ("P", "For Dr. Lee", 1)


def test_without_a_label_a_link_has_none_and_each_has_its_own_id_and_key():
    alice = with_a_record(people.alice())

    one, other = share(alice), share(alice)

    assert "label" not in one.payload
    assert one.payload["url"] != other.payload["url"] and one.payload["key"] != other.payload["key"]


def test_it_lasts_a_week_unless_she_says_otherwise():
    made = share(with_a_record(people.alice()))

    ends = portal_clock.now() + timedelta(days=7)
    assert abs(made.payload["exp"] - ends.timestamp()) < 60


def test_a_passcode_is_made_when_she_chooses_none():
    alice = with_a_record(people.alice())

    one, other = share(alice, passcode=""), share(alice, passcode="")

    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}", one.passcode)
    assert one.passcode != other.passcode


@pytest.mark.parametrize(
    ("field", "choice"),
    [
        ("kinds", {"kinds": ()}),
        ("kinds", {"kinds": ("results", "no-such-kind")}),
        ("until", {"since": date(2026, 2, 1), "until": date(2026, 1, 1)}),
        ("until", {"since": date(2199, 1, 1)}),
        ("label", {"label": "x" * 81}),
        ("passcode", {"passcode": "12345"}),
        ("passcode", {"passcode": "123456"}),
        ("passcode", {"passcode": "987654"}),
        ("passcode", {"passcode": "aaaaaaaa"}),
        ("passcode", {"passcode": "x" * 65}),
        ("days", {"days": 0}),
        ("days", {"days": 366}),
        ("openings", {"openings": -1}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(field, choice):
    assert list(refused(people.alice(), **choice)) == [field]


def test_a_label_is_plain_text_on_one_line():
    made = share(people.alice(), label="  For\n\tDr. Lee \u202e<b> ")

    assert made.payload["label"] == "For Dr. Lee <b>"


def test_a_label_of_eighty_signs_of_any_alphabet_survives():
    label = "診" * 80

    assert share(people.alice(), label=label).payload["label"] == label


def test_a_portal_whose_own_address_is_too_long_says_so(monkeypatch):
    alice = with_a_record(people.alice())
    long = "https://" + "a" * 70 + ".example.org"
    monkeypatch.setattr(type(get_settings()), "origin", property(lambda self: long))
    packed = door.in_chart(alice.token, sharing.prepare, Choice(("results",)))

    with pytest.raises(Invalid, match="too long"):
        door.in_chart(alice.token, sharing.create, packed)

    assert door.in_chart(alice.token, sharing.list_links) == []


def test_so_many_that_work_and_no_more(monkeypatch):
    monkeypatch.setattr(making, "MOST_LINKS", 2)
    alice = with_a_record(people.alice())
    one, _ = share(alice), share(alice)

    with pytest.raises(Invalid, match="Turn some of them off"):
        share(alice)

    revoke(alice, one)
    assert share(alice).link


def test_dana_may_read_for_alice_but_makes_no_links():
    alice = with_a_record(people.alice())
    dana = looking_at(alice, people.dana(alice, signed_in=False))
    packed = door.in_chart(dana.token, sharing.prepare, Choice(("results",)))

    with pytest.raises(NotPermitted):
        door.in_chart(dana.token, sharing.create, packed)

    made = share(alice)
    assert [row.title for row in door.in_chart(dana.token, sharing.list_links)] == ["Results, Conditions"]
    for service in (sharing.show_link, sharing.revoke):
        with pytest.raises(NotPermitted):
            door.in_chart(dana.token, service, share_id=made.id)


def test_dana_who_may_act_on_records_shares_no_medications():
    alice = with_a_record(people.alice())
    dana = looking_at(alice, people.dana(alice, scopes="records:act", signed_in=False))

    assert "medications" not in [kind for kind, _, _ in door.in_chart(dana.token, sharing.options)]
    with pytest.raises(Invalid) as refusal:
        door.in_chart(dana.token, sharing.prepare, Choice(("results", "medications")))
    assert list(refusal.value.fields) == ["kinds"]


def test_what_was_put_together_from_one_record_makes_no_link_of_another():
    alice, bob = with_a_record(people.alice()), people.bob()
    packed = door.in_chart(alice.token, sharing.prepare, Choice(("results",)))

    with pytest.raises(Conflict):
        door.in_chart(bob.token, sharing.create, packed)


def test_the_list_and_the_page_say_how_each_link_stands():
    alice = with_a_record(people.alice())
    made = share(alice, label="For Dr. Lee", openings=3, since=date(2026, 1, 1))

    (row,) = door.in_chart(alice.token, sharing.list_links)
    page = shown(alice, made.id)

    assert (row.title, row.tag, row.tone) == ("For Dr. Lee", "Works", "good")
    assert "can be opened 3 times" in row.line and "Results, Conditions" in row.line
    assert row.href == f"/records/sharing/link?id={made.id}"
    assert (page.kinds, page.dates) == ("Results, Conditions", "since Jan 1, 2026")
    assert payload_of(page.link) == made.payload
    assert page.qr.startswith("data:image/svg+xml;charset=utf-8,%3Csvg")
    assert page.log == []


def looking_at(whose: people.Person, who: people.Person) -> people.Person:
    """`who` signed in, with the account switcher on someone else's chart."""
    who = people.sign_in(who)
    mine = update(AccountSession).where(AccountSession.account_id == who.account_id)
    with unit_of_work() as db:
        db.exec(mine.values(patient_id=whose.patient_id))
    return who
