"""The other side of a link: whoever holds it asks for its manifest and files (SMART Health Links, HL7 STU1).

Nobody is signed in here. The link's id finds the row, the passcode is checked against its hash, and what is
handed out is encrypted under a key that only the link itself holds.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from portal import clock
from portal.access import grants, keys, throttle
from portal.access.actor import Actor, Scope, recipient
from portal.access.audit import Deed
from portal.access.charts import binding, row_binding
from portal.access.practice import open_front_door
from portal.access.throttle import Limit
from portal.db import reading, unit_of_work
from portal.errors import NotFound, Refusal
from portal.integrations.email import words
from portal.integrations.shl import FHIR
from portal.models.account import Account, Role
from portal.models.sharing import OpeningContents, Share, ShareContents, ShareFile, ShareOpening, ShareTicket
from portal.services.aside import hashes
from portal.services.sharing.choosing import plain_passcode
from portal.services.sharing.mailing import tell_the_maker
from portal.services.sharing.showing import MOST_TRIES, title_of, works
from portal.settings import get_settings
from portal.vault import passwords, sealing, tokens

LONGEST_EMBEDDED = 4_000_000
"""Characters of a file that goes into the manifest itself where the other side says nothing."""

TICKET = timedelta(minutes=30)
ADDRESS = Limit("share-address", 20, timedelta(minutes=15), timedelta(minutes=15))
LINK = Limit("share-link", 30, timedelta(minutes=15), timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a manifest request says (STU1). `passcode` None was not given; `embedded_max` is in characters."""

    recipient: str
    passcode: str | None = None
    embedded_max: int | None = None


class WrongPasscode(Refusal):
    """The passcode is missing or wrong; `remaining` more may be tried over the link's life."""

    def __init__(self, remaining: int) -> None:
        super().__init__()
        self.remaining = remaining


@dataclass(frozen=True, slots=True)
class File:
    """One file of a manifest: the JWE itself, or where to get it."""

    content_type: str
    updated: str
    embedded: str = ""
    location: str = ""


@hashes
def open_link(token: str, asked: Asked, *, address: str) -> list[File]:
    """The files behind a link, once its passcode is right.

    Each guess is counted and committed before it is compared, so that guesses made at once count too.

    Raises:
        NotFound: unknown, expired, revoked, used up or locked; all the same from outside.
        WrongPasscode: try again.
        TooMany: this address or this link must wait.
    """
    who, passcode = recipient(asked.recipient, address=address), asked.passcode
    share = _begun(token, address, guesses=passcode is not None)
    stored = share.passcode_hash if share else None
    is_right = passcode is not None and _fits(passcode, stored)  # as slow for no link at all
    if share is None:
        raise NotFound
    if passcode is None:
        raise WrongPasscode(MOST_TRIES - share.tries)
    return _opened(share.id, asked, who) if is_right else _refused(share.id, who)


def read_file(token: str) -> bytes:
    """The JWE that a manifest's location leads to. Raises: NotFound when there is none, or no longer."""
    at = clock.now()
    with reading() as db:
        if not tokens.looks_like_token(token):
            raise NotFound
        ticket = db.get(ShareTicket, tokens.token_hash(token))
        file = db.get(ShareFile, ticket.file_id) if ticket and ticket.expires_at > at else None
        share = db.get(Share, file.share_id) if file else None
        if file is None or share is None or share.revoked_at is not None or share.expires_at <= at:
            raise NotFound
        if not _maker_may(db, share):
            raise NotFound
        return _jwe(file, share.patient_id, keys.open_patient_key(db, share.patient_id))


def _begun(token: str, address: str, *, guesses: bool) -> Share | None:
    """The link, with one try taken when this is a guess; None when there is none that works."""
    with unit_of_work() as db:
        throttle.check(db, ADDRESS, address)
        share = _find(db, token)
        if share is None or not works(share) or not _maker_may(db, share):
            throttle.count(db, ADDRESS, address)
            return None
        throttle.check(db, LINK, str(share.id))
        throttle.count(db, LINK, str(share.id))
        return share if not guesses or _take_a_try(db, share.id) else None


def _fits(passcode: str, stored: str | None) -> bool:
    """Whether it is the passcode; links made before dashes ceased to matter have theirs in the hash."""
    plain = plain_passcode(passcode)
    return passwords.verify_answer(plain, stored) or (
        plain != passcode and passwords.verify_answer(passcode, stored)
    )


def _maker_may(db: Session, share: Share) -> bool:
    """Whether its maker could still share this: what a helper shared is shut when their access is."""
    account = db.get(Account, share.account_id) if share.account_id else None
    if account is None:
        return share.account_id is None
    maker = Actor(Role(account.role), "", account_id=account.id)
    opened = grants.find_opened(db, maker, share.patient_id, Scope.RECORDS, acting=True)
    if opened is None or opened.kinds is None:
        return opened is not None
    key = keys.open_patient_key(db, share.patient_id)
    return set(_says(share, key).kinds) <= opened.kinds


def _take_a_try(db: Session, share_id: UUID) -> bool:
    """Count one guess before it is looked at; False when there are none left."""
    left = update(Share).where(col(Share.id) == share_id, col(Share.tries) < MOST_TRIES)
    return db.exec(left.values(tries=Share.tries + 1)).rowcount == 1


def _opened(share_id: UUID, asked: Asked, who: Actor) -> list[File]:
    """Give the try back, count the opening, write it down, and hand out the files."""
    at = clock.now()
    with unit_of_work() as db:
        open_still = update(Share).where(
            col(Share.id) == share_id,
            col(Share.revoked_at).is_(None),
            col(Share.expires_at) > at,
            or_(col(Share.most_openings).is_(None), col(Share.openings) < Share.most_openings),
        )
        taken = db.exec(open_still.values(openings=Share.openings + 1, tries=Share.tries - 1))
        if taken.rowcount != 1:
            raise NotFound
        share = db.get_one(Share, share_id)
        _write_down(db, share, who, is_opened=True)
        if share.openings == 1:
            tell_the_maker(db, share, who, "share-opened", words.share_opened(share.patient_id))
        key = keys.open_patient_key(db, share.patient_id)
        files = db.exec(
            select(ShareFile).where(ShareFile.share_id == share_id).order_by(col(ShareFile.position))
        )
        return [_handed_out(db, file, share, key, asked) for file in files]


def _refused(share_id: UUID, who: Actor) -> list[File]:
    with unit_of_work() as db:
        share = db.get_one(Share, share_id)
        throttle.count(db, ADDRESS, who.address)
        _write_down(db, share, who, is_opened=False)
        remaining = max(0, MOST_TRIES - share.tries)
    raise WrongPasscode(remaining)


def _find(db: Session, token: str) -> Share | None:
    if not tokens.looks_like_token(token):
        return None
    return db.exec(select(Share).where(Share.token_hash == tokens.token_hash(token))).first()


def _write_down(db: Session, share: Share, who: Actor, *, is_opened: bool) -> None:
    """In the link's own list and in the patient's audit trail, sealed under the patient's key."""
    key = keys.open_patient_key(db, share.patient_id)
    row = ShareOpening(share_id=share.id, at=clock.now(), is_opened=is_opened, sealed=b"")
    contents = OpeningContents(recipient=who.name, address=who.address)
    row.sealed = sealing.seal(key, contents.model_dump_json().encode(), row_binding(row, share.patient_id))
    db.add(row)
    deed = Deed("sharing.opened", is_opened, subject_id=share.id, subject=title_of(_says(share, key)))
    open_front_door(db, who).note_about(share.patient_id, deed)


def _says(share: Share, key: bytes) -> ShareContents:
    sealed = sealing.unseal(key, share.sealed, row_binding(share, share.patient_id))
    return ShareContents.model_validate_json(sealed)


def _handed_out(db: Session, file: ShareFile, share: Share, key: bytes, asked: Asked) -> File:
    most = LONGEST_EMBEDDED if asked.embedded_max is None else min(asked.embedded_max, LONGEST_EMBEDDED)
    updated = file.made_at.isoformat(timespec="seconds")
    if file.length <= most:
        return File(FHIR, updated, embedded=_jwe(file, share.patient_id, key).decode())
    token = tokens.new_token()
    ends = min(clock.now() + TICKET, share.expires_at)
    db.add(ShareTicket(token_hash=tokens.token_hash(token), file_id=file.id, expires_at=ends))
    return File(FHIR, updated, location=f"{get_settings().origin}/api/shl/files/{token}")


def _jwe(file: ShareFile, patient_id: UUID, key: bytes) -> bytes:
    return sealing.unseal(key, file.sealed, binding(ShareFile.__tablename__, file.id, patient_id))
