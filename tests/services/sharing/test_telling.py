"""What Alice gets to know about her links, and the emails that carry them."""

import pytest

from portal.access import keys
from portal.access.trail import entries
from portal.db import reading
from portal.errors import Conflict, Invalid, TooMany
from portal.services import door, sharing
from portal.services.audit_words import deed_words
from portal.services.outbox import MailRow
from tests import people
from tests.mail import emails, send_due
from tests.sharing import manifest, revoke, share, shown, with_a_record

pytestmark = pytest.mark.usefixtures("home")


def send(person, made, to="dr.lee@example.org", *, understood=True) -> str:
    return door.in_chart(person.token, sharing.send_link, share_id=made.id, to=to, understood=understood)


def of_links() -> list[MailRow]:
    """The emails about links, newest first."""
    return [mail for mail in emails() if mail.kind.startswith("share-")]


def trail(person: people.Person) -> list[str]:
    """Her audit trail in words, newest first."""
    with reading() as db:
        found, _ = entries(db, person.patient_id, keys.open_key(db, person.patient_id), limit=100)
    return [deed_words(entry) for entry in found]


def test_every_opening_and_every_wrong_passcode_is_told_with_name_time_and_address():
    alice = with_a_record(people.alice())
    made = share(alice, label="For Dr. Lee")
    manifest(made, recipient="Mallory", passcode="a wrong one", address="203.0.113.9")
    manifest(made, recipient="Dr. Lee", address="198.51.100.7")

    opened, wrong = shown(alice, made.id).log

    assert (opened.title, opened.tag) == ("Dr. Lee", "Opened")
    assert opened.line.endswith("from 198.51.100.7")
    assert (wrong.title, wrong.tag, wrong.tone) == ("Mallory", "Wrong passcode", "attention")
    assert "from 203.0.113.9" in wrong.line
    said = trail(alice)
    assert "Dr. Lee, with a shared link, opened what was shared by link (For Dr. Lee)" in said
    tried = "Mallory, with a shared link, tried to open a shared link with a wrong passcode and was refused"
    assert tried in said


def test_she_is_told_by_email_the_first_time_only_and_nothing_of_what_it_was():
    alice = with_a_record(people.alice())
    made = share(alice, label="For Dr. Lee")

    manifest(made)
    manifest(made)

    send_due()
    (mail,) = of_links()
    assert (mail.kind, mail.to) == ("share-opened", alice.email)
    for word in ("Lee", "Alice", "Ames", made.passcode, made.payload["key"]):
        assert word not in mail.subject + mail.text


def test_the_email_has_the_link_and_neither_the_passcode_nor_a_name():
    alice = with_a_record(people.alice())
    made = share(alice, label="Asthma plan")

    assert send(alice, made, " dr.lee@example.org ") == "dr.lee@example.org"

    send_due()
    (mail,) = of_links()
    assert mail.to == "dr.lee@example.org" and made.link in mail.text
    assert made.passcode not in mail.text
    for word in ("Alice", "Ames", "Asthma"):
        assert word not in mail.subject + mail.text


@pytest.mark.parametrize("to", ["", "dr.lee", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(to):
    alice = with_a_record(people.alice())

    with pytest.raises(Invalid) as refusal:
        send(alice, share(alice), to)

    assert list(refusal.value.fields) == ["email"] and of_links() == []


def test_without_having_read_the_warning_nothing_goes_out():
    alice = with_a_record(people.alice())

    with pytest.raises(Invalid) as refusal:
        send(alice, share(alice), understood=False)

    assert list(refusal.value.fields) == ["understood"] and of_links() == []


def test_a_link_that_no_longer_works_is_not_sent():
    alice = with_a_record(people.alice())
    made = share(alice)
    revoke(alice, made)

    with pytest.raises(Conflict):
        send(alice, made)

    assert of_links() == []


def test_twenty_a_day_and_no_more_until_tomorrow(clock):
    alice = with_a_record(people.alice())
    made = share(alice, days=30)
    for n in range(20):
        send(alice, made, f"reader{n}@example.org")

    with pytest.raises(TooMany, match="20 emails today"):
        send(alice, made)
    assert len(of_links()) == 20

    clock.forward(hours=23.5)
    again = people.sign_in(alice)
    with pytest.raises(TooMany):
        send(again, made)
    clock.forward(hours=1)
    assert send(people.sign_in(alice), made) == "dr.lee@example.org"
