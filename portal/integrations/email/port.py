"""What an email is, what sending one takes, and how it can fail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """One email, in words: to whom, and the same contents as text and as HTML.

    `off` is the link that stops emails of its kind (RFC 8058), where there is one.
    """

    id: UUID
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    off: str = ""


class Mailer(Protocol):
    """Something that takes an email off our hands."""

    def send(self, letter: Letter) -> None:
        """Hand the email over. Raises: NotNow, Refused."""


class NotNow(Exception):
    """It was not taken, but may be later. The words say why, and never whom it was for."""


class Refused(Exception):
    """The receiving side will never take it: there is no such mailbox, or it wants none of ours."""
