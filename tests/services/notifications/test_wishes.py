"""Alice chooses which emails she gets and when, stops them from within one, and her mailbox fills up."""

from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_string, policy

import pytest

from portal import clock as portal_clock
from portal.db import reading
from portal.errors import Invalid, NotFound
from portal.services import door
from portal.services.messages import thread
from portal.services.notifications import stopping, wishes
from portal.services.sign_in import From
from portal.settings import get_settings
from tests import mail, people
from tests.conftest import Clock
from tests.messages import answered, wrote
from tests.people import Person

pytestmark = pytest.mark.usefixtures("home")

ALL = ["appointment", "medication", "result", "visit", "bill", "form", "question", "other"]


def choose(who: Person, *wanted: str, **more: object) -> wishes.Wishes:
    given = {"is_quiet": False, **more}
    return door.in_account(who.token, wishes.choose_wishes, wanted=wanted, **given)


def shown(who: Person) -> wishes.Wishes:
    return door.in_account(who.token, wishes.show_wishes)


def sent(kind: str = "message") -> list:
    mail.send_due()
    return [letter for letter in mail.emails() if letter.kind == kind and letter.status == "sent"]


def at(clock: Clock, hour: int, minute: int = 0) -> None:
    """Move on to the next time that it is this hour at the practice."""
    local = portal_clock.now().astimezone(portal_clock.zone())
    ahead = ((hour - local.hour) * 60 + minute - local.minute) % (24 * 60)
    clock.forward(minutes=ahead)


def both() -> tuple[Person, Person]:
    return people.alice(), people.nia()


def conversation(alice: Person, nia: Person, **more: str) -> object:
    one = wrote(alice, "Hello", **more)
    answered(nia, one, "An answer", patient_id=alice.patient_id)
    return one


def test_at_first_she_is_told_of_everything() -> None:
    alice = people.alice()
    found = shown(alice)
    assert all(one.wanted for one in found.topics) and {one.key for one in found.topics} >= set(ALL[:3])
    assert not found.is_quiet and found.came_back == "" and found.email == alice.email


def test_a_topic_she_wants_no_email_about_sends_none_and_the_message_is_there() -> None:
    alice, nia = both()
    keys = [one.key for one in shown(alice).topics if one.key != "bill"]
    choose(alice, *keys)
    assert [one.key for one in shown(alice).topics if not one.wanted] == ["bill"]
    conversation(alice, nia, topic="bill", to="Billing")
    assert sent() == []
    conversation(alice, nia, topic="question")
    assert len(sent()) == 1


def test_in_quiet_hours_an_email_waits_and_what_is_read_by_then_is_not_told(clock: Clock) -> None:
    alice, nia = both()
    choose(alice, *[one.key for one in shown(alice).topics], is_quiet=True, quiet_from=22, quiet_until=7)
    at(clock, 23)
    alice, nia = people.sign_in(alice), people.sign_in(nia)
    first = conversation(alice, nia)
    assert sent() == []
    door.in_chart(alice.token, thread.read_thread, thread_id=first)
    at(clock, 8)
    assert sent() == []
    at(clock, 23)
    alice, nia = people.sign_in(alice), people.sign_in(nia)
    answered(nia, first, "One more thing", patient_id=alice.patient_id)
    clock.forward(hours=7)
    assert sent() == []
    clock.forward(hours=1, minutes=1)
    assert len(sent()) == 1


def test_what_comes_at_night_is_told_of_in_one_email(clock: Clock) -> None:
    alice, nia = both()
    choose(alice, *[one.key for one in shown(alice).topics], is_quiet=True, quiet_from=22, quiet_until=7)
    at(clock, 23)
    alice, nia = people.sign_in(alice), people.sign_in(nia)
    threads = [conversation(alice, nia) for _ in range(3)]
    at(clock, 8)
    assert sent() == []
    [letter] = sent("messages")
    assert "more than one conversation" in letter.text and "/home" in letter.text
    assert str(threads[0]) not in letter.text


def test_after_three_in_an_hour_the_rest_come_together(clock: Clock) -> None:
    alice, nia = both()
    for _ in range(3):
        conversation(alice, nia)
    assert len(sent()) == 3
    late = [conversation(alice, nia) for _ in range(4)]
    assert (len(sent()), len(sent("messages"))) == (3, 0)
    for one in late[:3]:
        door.in_chart(alice.token, thread.read_thread, thread_id=one)
    clock.forward(minutes=61)
    assert (len(sent()), len(sent("messages"))) == (3, 1)


def test_a_digest_of_which_everything_was_read_is_not_sent(clock: Clock) -> None:
    alice, nia = both()
    for _ in range(3):
        conversation(alice, nia)
    late = [conversation(alice, nia) for _ in range(2)]
    for one in late:
        door.in_chart(alice.token, thread.read_thread, thread_id=one)
    clock.forward(minutes=61)
    assert (len(sent()), len(sent("messages"))) == (3, 0)


@pytest.mark.parametrize(("start", "end"), [(25, 7), (-1, 7), (7, 24), (9, 9)])
def test_hours_that_are_none_are_refused_and_nothing_changes(start: int, end: int) -> None:
    alice = people.alice()
    with pytest.raises(Invalid):
        choose(alice, is_quiet=True, quiet_from=start, quiet_until=end)
    assert all(one.wanted for one in shown(alice).topics)


def test_quiet_hours_over_midnight_and_within_a_day() -> None:
    zone = portal_clock.zone()
    night = wishes.NotificationWishes(account_id=people.alice().account_id, quiet_from=22, quiet_until=7)
    noon = wishes.NotificationWishes(account_id=people.bob().account_id, quiet_from=12, quiet_until=14)

    def when(row: wishes.NotificationWishes, *moment: int) -> datetime:
        return wishes.not_before(row, datetime(2026, 11, *moment, tzinfo=zone))

    assert when(night, 26, 23, 30) == datetime(2026, 11, 27, 7, tzinfo=zone)
    assert when(night, 27, 6, 59) == datetime(2026, 11, 27, 7, tzinfo=zone)
    assert when(night, 27, 7, 0) == datetime(2026, 11, 27, 7, tzinfo=zone)
    assert when(noon, 27, 13, 0) == datetime(2026, 11, 27, 14, tzinfo=zone)
    assert when(noon, 27, 14, 0) == datetime(2026, 11, 27, 14, tzinfo=zone)


def test_the_link_in_an_email_stops_them_and_only_hers() -> None:
    alice, nia = both()
    bob = people.bob()
    conversation(alice, nia)
    [letter] = sent()
    ticket = letter.text.rpartition("/api/emails/off/")[2].split()[0]
    assert ticket == stopping.stop_link(alice.account_id).rpartition("/")[2]
    stopping.stop(ticket, source=From("203.0.113.9", "Mail"))
    stopping.stop(ticket, source=From("203.0.113.9", "Mail"))
    assert not any(one.wanted for one in shown(alice).topics) and all(one.wanted for one in shown(bob).topics)
    conversation(alice, nia)
    assert len(sent()) == 1
    stopping.stop(ticket, stopped=False, source=From("203.0.113.9", "Mail"))
    assert all(one.wanted for one in shown(alice).topics)


@pytest.mark.parametrize("ticket", ["", "x", "A" * 43, "A" * 64, "é" * 43, "=" * 20, "../../etc/passwd"])
def test_a_link_we_did_not_make_stops_nothing(ticket: str) -> None:
    people.alice()
    with pytest.raises(NotFound):
        stopping.stop(ticket, source=From("203.0.113.9", "Mail"))


def test_a_link_changed_by_a_letter_or_to_another_account_stops_nothing() -> None:
    alice, bob = people.alice(), people.bob()
    hers, his = (stopping.stop_link(one.account_id).rpartition("/")[2] for one in (alice, bob))
    for wrong in (hers[:-1] + ("A" if hers[-1] != "A" else "B"), his[:22] + hers[22:], hers[:-1], hers + "A"):
        with pytest.raises(NotFound):
            stopping.stop(wrong, source=From("203.0.113.9", "Mail"))
    assert all(one.wanted for one in shown(alice).topics)


@pytest.fixture
def smtp(free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{free_port}")
    get_settings.cache_clear()
    yield lambda: mail.mail_server(free_port)


def test_a_mail_program_is_offered_the_button_that_stops_them(smtp: Callable) -> None:
    alice, nia = both()
    with smtp() as server:
        conversation(alice, nia)
        mail.send_due()
    [letter] = [one for one in server.taken if "new message" in one["Subject"]]
    assert letter["List-Unsubscribe"].strip() == f"<{stopping.stop_link(alice.account_id)}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    whole = message_from_string(letter.as_string(), policy=policy.default)
    body = whole.get_body(("plain",))
    assert body is not None and "Stop these emails" in body.get_content()


def test_a_server_that_is_down_for_hours_sends_it_once_when_it_is_back(smtp: Callable, clock: Clock) -> None:
    alice, nia = both()
    conversation(alice, nia)
    for _ in range(5):
        mail.send_due()
        clock.forward(hours=2)
    with smtp() as server:
        mail.send_due()
        clock.forward(hours=12)
        mail.send_due()
    assert len([one for one in server.taken if one["To"] == alice.email]) == 1


def test_an_address_that_is_refused_is_marked_until_it_changes_or_takes_mail_again(
    smtp: Callable, clock: Clock
) -> None:
    alice, nia = both()
    one = wrote(alice, "Hello")
    with smtp() as server:
        server.to_recipient = "550 no such mailbox"
        answered(nia, one, "An answer", patient_id=alice.patient_id)
        mail.send_due()
        assert shown(alice).came_back
        clock.forward(minutes=5)
        door.in_chart(alice.token, thread.read_thread, thread_id=one)
        server.to_recipient = ""
        answered(nia, one, "Once more", patient_id=alice.patient_id)
        mail.send_due()
    assert shown(alice).came_back == ""
    with reading() as db:
        row = wishes.of(db, alice.account_id)
        assert row is not None and row.bounced_key is None
