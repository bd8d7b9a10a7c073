"""Parents and guardians, as staff see to them: inviting, stopping, court papers, what is open to a teen's
guardians, guardianships of adults.

Each change opens the patient's folder, which writes it into the patient's trail.
"""

from uuid import UUID

from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.folder import Folder, open_folder
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.services.records.files import Download
from portal.services.staff.guardians import court, inviting, page, saying, stopping, wards
from portal.services.staff.guardians.court import LARGEST, Paper, checked
from portal.services.staff.guardians.inviting import Invitee
from portal.services.staff.guardians.views import AreaRow, GuardianRow, Guardians, PaperRow, WardRow
from portal.services.staff.guardians.wards import Ground

__all__ = [
    "LARGEST", "AreaRow", "Ground", "GuardianRow", "Guardians", "Invitee", "Paper", "PaperRow", "WardRow",
    "add_paper", "allow", "checked", "end_ward", "invite", "levels_to_say", "may_add_paper", "open_paper",
    "record_ward", "remove_paper", "resend", "say", "show", "stop", "take_back", "unsay",
]  # fmt: skip


@needs(Duty.GUARDIANS)
def show(practice: Practice, *, patient_id: UUID) -> Guardians:
    """Everything about a patient's parents and guardians. Raises: NotFound."""
    return page.page_of(_folder(practice, patient_id, "guardians.show"), practice.actor)


@needs(Duty.GUARDIANS, acting=True)
def invite(practice: Practice, invitee: Invitee, *, patient_id: UUID) -> None:
    """Invite a parent or guardian by email. Raises: NotFound, Invalid, Conflict."""
    inviting.invite(practice, _folder(practice, patient_id, "guardians.invite"), invitee)


@needs(Duty.GUARDIANS, acting=True)
def resend(practice: Practice, *, patient_id: UUID, offer_id: UUID) -> None:
    """Send an invitation again; the earlier link stops working. Raises: NotFound, Conflict, Invalid."""
    inviting.resend(practice, _folder(practice, patient_id, "guardians.resend"), offer_id)


@needs(Duty.GUARDIANS, acting=True)
def take_back(practice: Practice, *, patient_id: UUID, offer_id: UUID) -> None:
    """Take an invitation back: its link stops working at once. Raises: NotFound, Conflict."""
    inviting.take_back(practice, _folder(practice, patient_id, "guardians.take_back"), offer_id)


@needs(Duty.GUARDIANS, acting=True)
def stop(practice: Practice, *, patient_id: UUID, grant_id: UUID, reason: str, document: str = "") -> None:
    """Stop one guardian's access at once. Raises: NotFound, Invalid, Conflict."""
    folder = _folder(practice, patient_id, "guardians.stop")
    stopping.stop(practice, folder, grant_id, reason=reason, document=document)


@needs(Duty.GUARDIANS, acting=True)
def allow(practice: Practice, *, patient_id: UUID, grant_id: UUID, reason: str) -> None:
    """Allow a stopped guardian's access again. Raises: NotFound, Invalid, Conflict."""
    stopping.allow(practice, _folder(practice, patient_id, "guardians.allow"), grant_id, reason=reason)


@needs(Duty.TEENS, acting=True)
def say(practice: Practice, *, patient_id: UUID, area: str, level: str, reason: str) -> None:
    """Open or close one area to the guardians of a teen. Raises: NotFound, Invalid, Conflict."""
    folder = _folder(practice, patient_id, "guardians.say")
    saying.say(practice, folder, area=area, level=level, reason=reason)


@needs(Duty.TEENS, acting=True)
def unsay(practice: Practice, *, patient_id: UUID, choice_id: UUID) -> None:
    """Let the practice's policy count again for an area. Raises: NotFound."""
    saying.take_back(practice, _folder(practice, patient_id, "guardians.unsay"), choice_id)


@needs(Duty.GUARDIANS, acting=True)
def record_ward(practice: Practice, ground: Ground, *, patient_id: UUID, grant_id: UUID) -> None:
    """Let a guardian act for an adult who cannot decide for themselves. Raises: NotFound, Invalid."""
    wards.record(practice, _folder(practice, patient_id, "guardians.record_ward"), grant_id, ground)


@needs(Duty.GUARDIANS, acting=True)
def end_ward(practice: Practice, *, patient_id: UUID, ward_id: UUID, reason: str) -> None:
    """End a guardianship of an adult now. Raises: NotFound, Invalid."""
    wards.end(practice, _folder(practice, patient_id, "guardians.end_ward"), ward_id, reason)


@needs(Duty.GUARDIANS, acting=True)
def may_add_paper(practice: Practice, *, patient_id: UUID) -> None:
    """Whether this person may add a court paper here, asked before it is read. Raises: NotFound."""
    _folder(practice, patient_id, "guardians.may_add_paper")


@needs(Duty.GUARDIANS, acting=True)
def add_paper(practice: Practice, paper: Paper, *, patient_id: UUID) -> None:
    """Put a court paper on a patient's page. Raises: NotFound."""
    court.add(practice, _folder(practice, patient_id, "guardians.add_paper"), paper)


@needs(Duty.GUARDIANS)
def open_paper(practice: Practice, *, patient_id: UUID, document_id: UUID) -> Download:
    """The file of a court paper. Raises: NotFound."""
    return court.open_file(_folder(practice, patient_id, "guardians.open_paper"), document_id)


@needs(Duty.GUARDIANS, acting=True)
def remove_paper(practice: Practice, *, patient_id: UUID, document_id: UUID) -> None:
    """Take a court paper off again. Raises: NotFound, Conflict."""
    court.remove(_folder(practice, patient_id, "guardians.remove_paper"), document_id)


def levels_to_say(area: str) -> list[tuple[str, str]]:
    """How far a clinician may open an area, or close it, as (level, words)."""
    return saying.choices(area)


def _folder(practice: Practice, patient_id: UUID, action: str) -> Folder:
    return open_folder(practice, patient_id, deed=Deed(action, relation="staff"))
