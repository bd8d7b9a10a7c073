"""Stopping one guardian's access at once, with a reason, and allowing it again."""

from uuid import UUID

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.models.guardian import GuardianStop, StopContents
from portal.services.staff.guardians import seats, typed, wards
from portal.services.taken_out import take_away


def stop(practice: Practice, folder: Folder, grant_id: UUID, *, reason: str, document: str) -> None:
    """Close the record to one guardian from the next event on; the others keep theirs.

    Links they shared stop working and downloads they had made are taken away.

    Raises: NotFound; Invalid without a reason; Conflict when it is stopped already.
    """
    wrong: typed.Wrong = {}
    why = typed.words(reason, "reason", wrong)
    document_id = wards.document_named(folder, document, wrong)
    if wrong:
        raise Invalid(fields=wrong)
    grant = seats.grant_of(folder, grant_id)
    if grant.paused_at is not None:
        raise Conflict(t("This access is stopped already. Reload the page to see why."))
    at = clock.now()
    grant.paused_at = at
    row = GuardianStop(
        patient_id=folder.patient.id,
        grant_id=grant.id,
        document_id=document_id,
        stopped_at=at,
        stopped_by=practice.actor.account_id,
        sealed=b"",
    )
    folder.seal(row, StopContents(reason=why, by=practice.actor.name))
    folder.db.add_all([grant, row])
    folder.db.flush()
    take_away(folder.db, folder.patient.id, grant.account_id)


def allow(practice: Practice, folder: Folder, grant_id: UUID, *, reason: str) -> None:
    """Open the record to a stopped guardian again.

    Raises: NotFound; Invalid without a reason; Conflict when it is not stopped.
    """
    wrong: typed.Wrong = {}
    why = typed.words(reason, "reason", wrong)
    if wrong:
        raise Invalid(fields=wrong)
    grant, row = seats.grant_of(folder, grant_id), seats.open_stop(folder, grant_id)
    if row is None or grant.paused_at is None:
        raise Conflict(t("This access is not stopped. Reload the page to see it as it is now."))
    said = folder.unseal(row, StopContents)
    said.allowed_because, said.allowed_by = why, practice.actor.name
    row.allowed_at, row.allowed_by = clock.now(), practice.actor.account_id
    grant.paused_at = None
    folder.seal(row, said)
    folder.db.add_all([grant, row])
