"""A link that Alice has made, so that her list is not empty; visitors make their own to try it out."""

from portal.access.actor import operator
from portal.access.patient_index import find_by_mrn
from portal.db import reading
from portal.demo.people import MRNS
from portal.services import sharing
from portal.services.door import as_actor
from portal.services.sharing import Choice

LABEL = "For my eye doctor"


def share_one() -> None:
    """Make the link, unless there is one that works."""
    with reading() as db:
        alice = find_by_mrn(db, MRNS["alice"])[0].id
    made = as_actor(operator("demo"), sharing.list_links, patient_id=alice)
    if any(row.is_active for row in made):
        return
    choice = Choice(sharing.FIRST, label=LABEL, days=30)
    packed = as_actor(operator("demo"), sharing.prepare, choice, patient_id=alice)
    as_actor(operator("demo"), sharing.create, packed, patient_id=alice)
