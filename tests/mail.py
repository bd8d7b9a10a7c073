"""Invitations as their readers meet them: in the local folder, or at a real mail server on this machine."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.access.actor import operator
from portal.services import door, invitations, outbox
from portal.services.outbox import MailRow
from tests.people import Person

LINK = re.compile(r"http://localhost:\d+/enroll#([A-Za-z0-9_-]{43})")


def invite(patient: Person, email: str = "jo@example.org") -> invitations.InvitationStatus:
    """The practice invites a patient; nothing is sent yet."""
    return door.as_actor(operator(), invitations.invite, patient_id=patient.patient_id, email=email)


def status(patient: Person) -> invitations.InvitationStatus:
    """Where this patient stands on the way in."""
    return door.as_actor(operator(), invitations.status_of, patient_id=patient.patient_id)


def send_due() -> int:
    """Send every email whose time has come; how many went."""
    return outbox.deliver_due()


def emails() -> list[MailRow]:
    """The outbox, newest first."""
    return door.as_actor(operator(), outbox.listing)


def link_for(patient: Person, email: str = "jo@example.org") -> str:
    """Invite a patient and take the token from the email they get."""
    invite(patient, email)
    send_due()
    for _ in range(200):
        if (newest := emails()[0]).status == "sent":
            break
        time.sleep(0.05)  # the queue's own thread has it in hand
    return token_in(newest.text)


def token_in(text: str) -> str:
    """The token of the link in an email."""
    found = LINK.search(text)
    assert found, text
    return found[1]


class MailServer:
    """A mail server that can be told what to answer; keeps what it took."""

    def __init__(self) -> None:
        self.to_recipient = self.to_data = ""
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.hang_up = False

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hang_up:
            server.transport.abort()
        if self.to_data or self.hang_up:
            return self.to_data or "421 gone"
        content: Any = envelope.content
        self.taken.append(message_from_bytes(content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@contextmanager
def mail_server(port: int, *, host: str = "127.0.0.1", **options: Any) -> Iterator[MailServer]:
    """A real mail server on this port of the loopback, while the block lasts."""
    server = MailServer()
    controller = Controller(server, hostname=host, port=port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
