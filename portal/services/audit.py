"""The audit trail as the practice keeps it: anchored while serving, checked on demand."""

from portal.access import anchors
from portal.access.audit_verify import Report, verify_all
from portal.db import snapshot, unit_of_work

__all__ = ["Report", "anchor", "verify"]


def anchor() -> int:
    """Anchor what moved since the last time; returns how many chains did."""
    with unit_of_work() as db:
        return anchors.write_anchor(db)


def verify() -> Report:
    """Check the whole trail as it is now, then anchor it.

    The anchors are read first: whatever they vouch for, the database looked at after them must hold.
    """
    lines = list(anchors.read_anchors())
    with snapshot() as db:
        report = verify_all(db, lines)
    if not report.faults:
        anchor()
    return report
