"""Pictures and PDF that go along with a message: taken in, kept sealed on disk, handed out piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, col, func, select

from portal import clock
from portal.access.charts import Chart
from portal.errors import Conflict, NotFound
from portal.i18n import t
from portal.integrations.fhir.wording.attachments import size_words
from portal.integrations.media.intake import LARGEST, Taken, take_in
from portal.integrations.media.kinds import PICTURES
from portal.integrations.media.pictures import fresh_picture
from portal.integrations.storage import sealed_files
from portal.models.base import new_id
from portal.models.message import FileContents, Message, MessageDraft, MessageFile, Thread
from portal.services.messages import keeping, plain

MOST_FILES, MOST_UNSENT = 4, 24
LONGEST_ALT = 250
PREVIEW = 480
"""Pixels of the longer side of a small picture."""
HOME = "/api/messages/files"

__all__ = [
    "HOME", "LARGEST", "LONGEST_ALT", "MOST_FILES", "FileRow", "Fit", "Sent", "add", "describe", "drop",
    "fit", "of_draft", "one", "open_one", "refuse_more", "row_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as a screen shows it; `href` opens it, `preview` is empty for what is no picture."""

    key: str
    name: str
    line: str
    href: str
    preview: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A file fit to be kept, with a small picture of it if it is one."""

    taken: Taken
    preview: bytes = b""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way out: what it is, how many bytes (0: not known), and its pieces."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def fit(name: str, data: bytes) -> Fit:
    """A file someone sent, fit to be kept: pictures made anew, PDF as it is. Raises: Invalid."""
    taken = take_in(name, data, largest=LARGEST)
    if taken.media_type not in PICTURES:
        return Fit(taken)
    small = fresh_picture(taken.data, longest=PREVIEW)
    return Fit(taken, small.data, small.width, small.height)


def refuse_more(chart: Chart, draft: MessageDraft | None) -> None:
    """Raises: Conflict when no more files fit into a draft, or into all of this account's together."""
    if draft is not None and len(of_draft(chart, draft.id)) >= MOST_FILES:
        raise Conflict(t("{n} files is the most for one message. Remove one first.", n=MOST_FILES))
    mine = (MessageFile.added_by_id == keeping.account_of(chart), col(MessageFile.message_id).is_(None))
    if chart.db.exec(select(func.count(col(MessageFile.id))).where(*mine)).one() >= MOST_UNSENT:
        raise Conflict(
            t("You have {n} files in messages you have not sent. Send or remove them first.", n=MOST_UNSENT)
        )


def add(chart: Chart, draft: MessageDraft, given: Fit) -> FileRow:
    """Keep a file with a draft. Its bytes are on disk before its row is. Raises: Conflict."""
    refuse_more(chart, draft)
    file = MessageFile(
        id=new_id(),
        patient_id=chart.patient_id,
        draft_id=draft.id,
        added_by_id=keeping.account_of(chart),
        added_at=clock.now(),
        preview_id=new_id() if given.preview else None,
        sealed=b"",
    )
    taken = given.taken
    kept = FileContents(
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.data),
        width=given.width,
        height=given.height,
    )
    chart.seal(file, kept)
    sealed_files.put(file.id, chart.key, taken.data)
    if file.preview_id is not None:
        sealed_files.put(file.preview_id, chart.key, given.preview)
    chart.db.add(file)
    chart.db.flush()
    return row_of(chart, file)


def describe(chart: Chart, file: MessageFile, alt: str) -> None:
    """Keep what the sender says of a picture for those who cannot see it."""
    kept = chart.unseal(file, FileContents)
    kept.alt = plain.line(alt)[:LONGEST_ALT]
    chart.seal(file, kept)
    chart.db.add(file)


def drop(chart: Chart, file: MessageFile) -> None:
    """Take a file away; its bytes go once that is committed, or with the next sweep."""
    names = [name for name in (file.id, file.preview_id) if name is not None]

    def remove(_db: Session) -> None:
        for name in names:
            sealed_files.remove(name)

    event.listen(chart.db, "after_commit", remove, once=True)
    chart.db.delete(file)


def of_draft(chart: Chart, draft_id: UUID) -> list[MessageFile]:
    """The files added to a draft, in order."""
    mine = (MessageFile.draft_id == draft_id, MessageFile.patient_id == chart.patient_id)
    return list(chart.db.exec(select(MessageFile).where(*mine).order_by(col(MessageFile.added_at))))


def one(chart: Chart, file_id: UUID) -> MessageFile:
    """A file of a thread that the reader may see, or of a draft of their own. Raises: NotFound."""
    query = select(MessageFile).where(MessageFile.id == file_id, MessageFile.patient_id == chart.patient_id)
    file = chart.db.exec(query).first()
    if file is None:
        raise NotFound
    if file.message_id is None:
        if file.added_by_id != chart.actor.account_id:
            raise NotFound
        return file
    seen = (
        select(Message.id)
        .join(Thread, col(Thread.id) == col(Message.thread_id))
        .where(Message.id == file.message_id, keeping.visible(chart))
    )
    if chart.db.exec(seen).first() is None:
        raise NotFound
    return file


def open_one(chart: Chart, file_id: UUID, *, small: bool = False) -> Sent:
    """A file, or the small picture of it, to hand out. Raises: NotFound."""
    file = one(chart, file_id)
    kept = chart.unseal(file, FileContents)
    if not small:
        return Sent(kept.name, kept.media_type, kept.size, sealed_files.pieces(file.id, chart.key))
    if file.preview_id is None:
        raise NotFound
    media_type = kept.media_type
    return Sent(kept.name, media_type, 0, sealed_files.pieces(file.preview_id, chart.key))


def row_of(chart: Chart, file: MessageFile) -> FileRow:
    """A file in words."""
    kept = chart.unseal(file, FileContents)
    whose = f"?patient={chart.patient_id}"
    return FileRow(
        str(file.id),
        kept.name,
        size_words(kept.size),
        f"{HOME}/{file.id}{whose}",
        f"{HOME}/{file.id}/small{whose}" if file.preview_id else "",
        kept.alt,
        kept.width,
        kept.height,
    )
