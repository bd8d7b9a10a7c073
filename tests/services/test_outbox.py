"""Emails are sent once, tried again for two days, and given up on with a word to staff."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.access.practice import open_front_door
from portal.clock import now
from portal.db import unit_of_work
from portal.integrations.email import words
from portal.integrations.email.compose import Draft
from portal.models.account import Role
from portal.models.invitation import MailContents, OutboxMail
from portal.services import door, outbox
from portal.settings import get_settings
from tests import people
from tests.conftest import ROOT, Clock
from tests.mail import emails, invite, mail_server, send_due, status

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def smtp(free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """The practice has a mail server, which is up while `with smtp():` lasts."""
    monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{free_port}")
    get_settings.cache_clear()
    yield lambda: mail_server(free_port)


def test_nothing_is_sent_for_what_was_rolled_back() -> None:
    told: list[object] = []
    outbox.queue_with(told.append)
    try:
        with pytest.raises(ZeroDivisionError), unit_of_work() as db:
            practice = open_front_door(db, operator())
            outbox.write(practice, "enrolment", "jo@example.org", _draft())
            raise ZeroDivisionError
        assert (told, outbox.due()) == ([], [])
        with unit_of_work() as db:
            mail_id = outbox.write(open_front_door(db, operator()), "enrolment", "jo@example.org", _draft())
            assert told == []
        assert told == [mail_id] == outbox.due()
    finally:
        outbox.queue_with(None)


def test_an_email_that_is_not_there_is_not_sent() -> None:
    assert outbox.deliver(uuid4()) is False


def test_a_server_that_is_down_is_tried_again_with_growing_pauses(smtp: Callable, clock: Clock) -> None:
    jo = people.patient("Jo Jones")
    invite(jo)
    for minutes in (1, 5, 15, 60, 180, 360, 360):
        assert send_due() == 0
        clock.forward(seconds=minutes * 60 - 5)
        assert outbox.due() == []
        clock.forward(seconds=6)
        assert len(outbox.due()) == 1
    assert (status(jo).status, status(jo).mail) == ("invited", "waiting")
    with smtp() as server:
        assert send_due() == 1
    assert len(server.taken) == 1 and status(jo).mail == "sent"


def test_after_two_days_it_is_given_up_and_staff_see_it(smtp: Callable, clock: Clock) -> None:
    jo = people.patient("Jo Jones")
    invite(jo)
    tries = 0
    while outbox.due():
        send_due()
        tries += 1
        clock.forward(hours=6)
    assert tries == 8
    assert status(jo).mail == "failed"
    (mail,) = emails()
    assert (mail.status, "ConnectionRefusedError" in mail.failure) == ("failed", True)
    assert contents().html == contents().text == ""


def test_a_mailbox_that_does_not_exist_bounces_the_invitation(smtp: Callable, clock: Clock) -> None:
    jo = people.patient("Jo Jones")
    invite(jo)
    with smtp() as server:
        server.to_recipient = "550 no such user"
        assert send_due() == 0
        clock.forward(days=1)
        assert send_due() == 0
    assert status(jo).status == "bounced" and status(jo).bounced_at is not None
    assert [mail.status for mail in emails()] == ["bounced"]


def test_a_new_invitation_after_a_bounce_is_a_fresh_start(smtp: Callable) -> None:
    jo = people.patient("Jo Jones")
    invite(jo, "typo@example.org")
    with smtp() as server:
        server.to_recipient = "550 no such user"
        send_due()
        server.to_recipient = ""
        invite(jo, "jo@example.org")
        assert send_due() == 1
    assert (status(jo).status, server.recipients) == ("invited", ["jo@example.org"])


def test_what_was_sent_keeps_nothing_of_what_it_said(smtp: Callable) -> None:
    invite(people.patient("Jo Jones"))
    assert "enroll#" in contents().text
    with smtp():
        send_due()
    assert contents() == MailContents(to="jo@example.org")


def test_staff_see_where_an_email_stands_and_never_its_link() -> None:
    desk = people.nia(role=Role.FRONT_DESK)
    invite(people.patient("Jo Jones"))
    send_due()
    (seen,) = door.in_practice(desk.token, outbox.listing)
    assert (seen.status, seen.to, seen.text) == ("sent", "jo@example.org", "")
    assert "enroll#" in emails()[0].text


def test_many_workers_send_each_email_once(smtp: Callable) -> None:
    for n in range(5):
        invite(people.patient(f"Jo Number{n}"), f"jo{n}@example.org")
    with smtp() as server, ThreadPoolExecutor(6) as workers:
        assert sum(workers.map(outbox.deliver, outbox.due() * 4)) == 5
    assert sorted(server.recipients) == [f"jo{n}@example.org" for n in range(5)]


def test_a_process_killed_while_sending_leaves_the_email_to_be_sent_later(
    smtp: Callable, clock: Clock
) -> None:
    invite(people.patient("Jo Jones"))
    with smtp() as server:
        code = (
            "import os, signal\n"
            "from portal.integrations.email import smtp\n"
            "from portal.services import outbox\n"
            "smtp.SmtpMailer._hand_over = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
            "outbox.deliver(outbox.due()[0])\n"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
        assert done.returncode == -9
        assert (server.taken, outbox.due()) == ([], [])
        clock.forward(minutes=10)
        assert send_due() == 1
    assert len(server.taken) == 1


def test_a_worker_that_comes_back_too_late_changes_nothing(smtp: Callable, clock: Clock) -> None:
    invite(people.patient("Jo Jones"))
    (mail_id,) = outbox.due()
    slow = outbox._claim(mail_id)
    clock.forward(minutes=11)
    with smtp():
        assert send_due() == 1
    assert slow is not None
    outbox._not_now(slow, "too late")
    outbox._refused(slow, "too late")
    assert [mail.status for mail in emails()] == ["sent"]


def _draft() -> Draft:
    return words.enrolment("http://localhost:8000/enroll#x", now())


def contents() -> MailContents:
    """What the only row of the outbox holds."""
    with unit_of_work() as db:
        row = db.exec(select(OutboxMail)).one()
        return open_front_door(db, operator()).unseal(row, MailContents)
