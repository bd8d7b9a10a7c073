"""The tables. Importing this package registers them all with SQLModel's metadata."""

from portal.models import account, audit, invitation, patient, record

__all__ = ["account", "audit", "invitation", "patient", "record"]
