"""What was done once and is not done again: keyed hashes that name nobody and no time (see `AgeNotice`)."""

from uuid import UUID

from portal.access.folder import Folder
from portal.models.guardian import AgeNotice
from portal.vault.lookup import lookup

ENDED, INVITED = "ended", "invited"


def is_set(folder: Folder, what: str, to: UUID | None = None) -> bool:
    """Whether it was done, for the birth date that is on file now."""
    return folder.db.get(AgeNotice, _key(folder, what, to)) is not None


def set_once(folder: Folder, what: str, to: UUID | None = None) -> bool:
    """Write down that it is done; False when it was before."""
    if is_set(folder, what, to):
        return False
    folder.db.add(AgeNotice(key=_key(folder, what, to)))
    folder.db.flush()
    return True


def _key(folder: Folder, what: str, to: UUID | None) -> bytes:
    """Of one patient, one birth date and one reader: with a birth date put right all of it begins anew."""
    whom = to.hex if to else "themselves"
    return lookup("age-notice", f"{folder.patient.id.hex} {folder.who().birth_date} {what} {whom}")
