"""Making a link: what it shares is read and encrypted first, and only then kept, in one short write."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from portal import clock
from portal.access.charts import Chart
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.integrations.shl import LONGEST_URL, Payload, encrypt
from portal.models.sharing import Share, ShareContents, ShareFile
from portal.services.records.kept_back import kept_back
from portal.services.sharing.choosing import Choice, checked, expiry, plain_passcode
from portal.services.sharing.content import shared_document
from portal.services.sharing.printing import shared_papers
from portal.services.sharing.showing import rows
from portal.settings import get_settings
from portal.vault import passwords, tokens

MOST_LINKS = 50


@dataclass(frozen=True, slots=True)
class Packed:
    """What was chosen, ready to be kept: its files as JWE, and the key that opens them.

    `before` is a mark of what was kept back when it was read.
    """

    patient_id: UUID
    choice: Choice
    key: str
    files: tuple[bytes, ...]
    passcode_hash: str
    before: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A new link's id, and its passcode, which nobody can show again."""

    id: str
    passcode: str


def pack(chart: Chart, choice: Choice) -> Packed:
    """Read and encrypt what was chosen. Raises: Invalid, with what is wrong by field."""
    choice, before = checked(chart, choice), _left_out(chart)
    key = tokens.new_token()
    files = [shared_document(chart, choice), *shared_papers(chart, choice)]
    sealed = tuple(encrypt(key, file) for file in files)
    hashed = passwords.hash_answer(plain_passcode(choice.passcode))
    return Packed(chart.patient_id, choice, key, sealed, hashed, before)


def keep(chart: Chart, packed: Packed) -> Made:
    """Keep what was packed, and make its link.

    Raises:
        Conflict: the person looks at another record by now, or something is kept back since it was read.
        Invalid: the portal's own address is too long for such links, or there are too many that work.
    """
    if packed.patient_id != chart.patient_id:
        raise Conflict
    if packed.before != _left_out(chart):
        raise Conflict(t("The record has changed just now, so nothing was shared. Please try again."))
    if sum(row.is_active for row in rows(chart)) >= MOST_LINKS:
        raise Invalid(t("You have {n} links that work. Turn some of them off first.", n=MOST_LINKS))
    at, token, choice = clock.now(), tokens.new_token(), packed.choice
    share = Share(
        patient_id=chart.patient_id,
        account_id=chart.actor.account_id,
        token_hash=tokens.token_hash(token),
        passcode_hash=packed.passcode_hash,
        created_at=at,
        expires_at=at + expiry(choice.days),
        most_openings=choice.openings or None,
        sealed=b"",
    )
    link = _link(share, token, packed)
    chart.seal(share, _contents(chart, choice, link))
    chart.db.add(share)
    chart.db.flush()
    for position, jwe in enumerate(packed.files):
        _add_file(chart, share, position, jwe)
    return Made(str(share.id), choice.passcode)


def _left_out(chart: Chart) -> bytes:
    """A mark for what the practice keeps back, and what the patient keeps from whoever makes the link."""
    ids = kept_back(chart.db, chart.patient_id) | chart.unseen.ids
    return hashlib.sha256(b"".join(sorted(one.bytes for one in ids))).digest()


def _add_file(chart: Chart, share: Share, position: int, jwe: bytes) -> None:
    at = share.created_at
    file = ShareFile(share_id=share.id, position=position, length=len(jwe), made_at=at, sealed=b"")
    chart.seal_bytes(file, jwe)
    chart.db.add(file)


def _link(share: Share, token: str, packed: Packed) -> str:
    origin = get_settings().origin
    url = f"{origin}/api/shl/{token}"
    if len(url) > LONGEST_URL:
        raise Invalid(t("The portal's own address is too long for such links. Please tell the practice."))
    expires = int(share.expires_at.timestamp())
    return Payload(url, packed.key, expires, packed.choice.label).link(f"{origin}/shared")


def _contents(chart: Chart, choice: Choice, link: str) -> ShareContents:
    return ShareContents(
        label=choice.label,
        kinds=list(choice.kinds),
        since=choice.since.isoformat() if choice.since else "",
        until=choice.until.isoformat() if choice.until else "",
        link=link,
        by=chart.actor.name,
        relation=chart.relation,
    )
