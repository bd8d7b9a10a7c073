"""An emergency in the demonstration: the front desk opened Walter's chart once; someone is to check it."""

from uuid import UUID

from sqlmodel import select

from portal.access.actor import Actor
from portal.db import reading
from portal.models.emergency import EmergencyOpening
from portal.services.door import as_actor
from portal.services.staff import emergency

_WHY = "He fainted in the waiting room, and the paramedics asked what he takes."


def open_one(patient_id: UUID, sam: Actor) -> None:
    """Open it and close it again, through the real services, once."""
    with reading() as db:
        if db.exec(select(EmergencyOpening.id)).first() is not None:
            return
    once = as_actor(sam, emergency.look_before, patient_id=patient_id).once
    as_actor(sam, emergency.open_now, patient_id=patient_id, reason=_WHY, once=once)
    as_actor(sam, emergency.end, patient_id=patient_id)
