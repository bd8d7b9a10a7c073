"""The tables. Importing this package registers them all with SQLModel's metadata."""

from portal.models import (
    account,
    audit,
    correction,
    export,
    guardian,
    hold,
    invitation,
    offer,
    passkey,
    patient,
    preference,
    record,
    recovery,
    recovery_code,
    sharing,
    unseen,
)

__all__ = [
    "account",
    "audit",
    "correction",
    "export",
    "guardian",
    "hold",
    "invitation",
    "offer",
    "passkey",
    "patient",
    "preference",
    "record",
    "recovery",
    "recovery_code",
    "sharing",
    "unseen",
]
