"""Reports of mail servers that one of our emails came back, though it had been taken at first."""

from portal.access.actor import Duty
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.integrations.email.report import undelivered
from portal.models.invitation import OutboxMail
from portal.services import outbox


@needs(Duty.INVITE, acting=True)
def take_report(practice: Practice, *, data: bytes) -> bool:
    """Mark the email that a report (RFC 3464) is about as bounced; False when it is about none of ours."""
    found = undelivered(data)
    if found is None:
        return False
    row = practice.db.get(OutboxMail, found[0])
    if row is None or outbox.is_waiting(row):
        return False
    if outbox.status_of(row) != "bounced":
        outbox.bounced(practice, row, found[1])
    return True
