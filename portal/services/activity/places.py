"""Places in the trail as the reader's browser holds them.

An entry's own number would tell more than its row: how many entries lie between two, among them those of
people of whom the reader knows nothing.
"""

from portal.access.charts import Chart
from portal.vault.opaque import find_number, hide_number
from portal.vault.sealing import Unreadable

_LONGEST = 64


def shown(chart: Chart, seq: int) -> str:
    """A place, for this reader of this record alone; empty for 0, which is none."""
    return hide_number(_key(chart), seq) if seq else ""


def meant(chart: Chart, place: str) -> int:
    """Which entry `shown` said; 0 for anything else."""
    try:
        return find_number(_key(chart), place) if 0 < len(place) <= _LONGEST else 0
    except Unreadable:
        return 0


def _key(chart: Chart) -> bytes:
    return chart.lookup("trail-place", str(chart.actor.account_id))
