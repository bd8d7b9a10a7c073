"""Reading a report that an email could not be delivered (RFC 3464), as mail servers send them back."""

import re
from email import message_from_bytes
from email.message import Message
from uuid import UUID

LARGEST = 1_000_000
"""Bytes of a report that are looked at."""
OURS = re.compile(r"<([0-9a-f]{32})@[^>\s]+>")


def undelivered(data: bytes) -> tuple[UUID, str] | None:
    """Which of our emails will never arrive, and the status that says so ("5.1.1"); None for anything else.

    Only a failure for good counts, not a delay. The email is found by the Message-ID we gave it, which the
    report quotes; nothing else of what it says is believed.
    """
    report = message_from_bytes(data[:LARGEST])
    status = _status(report)
    if not status.startswith("5."):
        return None
    for part in report.walk():
        if found := OURS.search(_original_id(part)):
            return UUID(found[1]), status
    return None


def _status(report: Message) -> str:
    """The status of the recipient who failed; empty when none did."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _parts(part):
            if str(block.get("Action", "")).strip().casefold() == "failed":
                return str(block.get("Status", "")).strip()[:10]
    return ""


def _original_id(part: Message) -> str:
    """The Message-ID of the email that came back, which is quoted whole or by its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return next((str(inner.get("Message-ID", "")) for inner in _parts(part)), "")
    if kind != "text/rfc822-headers":
        return ""
    lines = str(part.get_payload()).splitlines()
    return next((line for line in lines if line.casefold().startswith("message-id:")), "")


def _parts(part: Message) -> list[Message]:
    """The messages within a part; none in one that only says it holds some."""
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
