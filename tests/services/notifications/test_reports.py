"""A mail server took an email, and sends it back an hour later."""

import pytest

from portal.access.actor import operator
from portal.services import door
from portal.services.notifications import reports, wishes
from tests import mail, people
from tests.messages import answered, wrote

pytestmark = pytest.mark.usefixtures("home")

REPORT = """From: MAILER-DAEMON@mx.example.org
To: portal@lakeside.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work: <script>alert(1)</script>

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--b
Content-Type: {kind}

Message-ID: {mail_id}
Subject: You have a new message

--b--
"""


def report(
    mail_id: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822"
) -> bytes:
    to = "someone@example.org"
    return REPORT.format(mail_id=mail_id, action=action, status=status, kind=kind, to=to).encode()


def take(data: bytes) -> bool:
    return door.as_actor(operator(), reports.take_report, data=data)


def told() -> tuple[people.Person, mail.MailRow]:
    """Alice was told by an email that went out."""
    alice, nia = people.alice(), people.nia()
    answered(nia, wrote(alice, "Hello"), "An answer", patient_id=alice.patient_id)
    mail.send_due()
    [letter] = [one for one in mail.emails() if one.kind == "message"]
    return alice, letter


def came_back(alice: people.Person) -> str:
    return door.in_account(alice.token, wishes.show_wishes).came_back


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_the_email_and_the_address_are_marked(kind: str) -> None:
    alice, letter = told()
    ours = f"<{letter.id.replace('-', '')}@lakeside.example>"
    assert take(report(ours, kind=kind)) and take(report(ours, kind=kind))
    assert came_back(alice)
    assert next(one for one in mail.emails() if one.id == letter.id).status == "bounced"


def test_a_delay_another_mail_and_no_report_mark_nothing() -> None:
    alice, letter = told()
    ours = f"<{letter.id.replace('-', '')}@lakeside.example>"
    others = [
        report(ours, action="delayed", status="4.4.7"),
        report(ours, status="2.0.0"),
        report("<someone-elses@example.org>"),
        report("<" + "0" * 32 + "@lakeside.example>"),
        b"",
        b"\x00\xff" * 5000,
        f"Message-ID: {ours}\r\n\r\n5.1.1 failed".encode(),
    ]
    assert not any(take(one) for one in others)
    assert came_back(alice) == ""
