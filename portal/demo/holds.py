"""A hold in the demonstration: one of Bob's results, until someone has called him."""

from uuid import UUID

from portal.access.actor import Actor, operator
from portal.access.patient_index import find_by_mrn
from portal.db import reading
from portal.demo.accounts import SignIn, ids_of
from portal.errors import Conflict
from portal.models.account import Role
from portal.services.door import as_actor
from portal.services.records import list_records
from portal.services.staff import holds

_WHY = "I want to explain this to him on the phone before he reads it."


def keep_one_back(mrn: str, staff: SignIn, *, among: str) -> None:
    """Hold the newest result, through the real service; at the next start it is held already."""
    with reading() as db:
        patient_id = next(row.id for row in find_by_mrn(db, mrn))
    _, staff_account, _ = ids_of(among, staff.username)
    rows = as_actor(operator("demo"), list_records, patient_id=patient_id, kind="results", group="labs").rows
    if not rows:
        return
    nia = Actor(Role.ADMINISTRATOR, staff.name, staff_account)
    record_id = UUID(rows[0].href.rpartition("/")[2])
    try:
        as_actor(nia, holds.hold, patient_id=patient_id, record_id=record_id, kind="results", reason=_WHY)
    except Conflict:
        return
