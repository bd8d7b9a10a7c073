"""Asking for a correction: what is typed is kept as a draft, files are added to it, and it is sent once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete

from portal import clock
from portal.access.charts import Chart
from portal.errors import Conflict, Invalid, TooMany
from portal.i18n import t
from portal.integrations.media.intake import LARGEST, Taken, take_in
from portal.models.base import new_id
from portal.models.correction import Correction, CorrectionContents, CorrectionFile, FileNote, Status
from portal.services import receipts
from portal.services.records.corrections import keeping, telling, words
from portal.services.records.corrections.views import Asking, FileRow, Receipt
from portal.services.records.listing import rows_of
from portal.services.records.shelf import Held

LONGEST = 4000
"""Characters of each answer, and of a statement of disagreement."""
MOST_FILES, MOST_DRAFT_FILES, MOST_OPEN = 4, 8, 30
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a person typed: what is wrong, and what it should say."""

    wrong: str
    wanted: str


def begin(chart: Chart, held: Held) -> Asking:
    """What is needed to ask about an item, with what was typed and added before."""
    [row] = rows_of(chart, [held])
    draft = keeping.draft_of(chart, held.id)
    said = chart.unseal(draft, CorrectionContents) if draft else CorrectionContents(title=row.title)
    waiting = [one for one in keeping.of_record(chart, held.id) if one.status == Status.RECEIVED]
    return Asking(
        title=row.title,
        line=row.line,
        item_href=row.href,
        once=said.once or receipts.new_mark(),
        wrong=said.wrong,
        wanted=said.wanted,
        files=telling.files_of(said.files, telling.FILES),
        room=MOST_FILES - len(said.files),
        asks_for=telling.whom_for(chart),
        open_href=f"{telling.HOME}/{waiting[0].id}" if waiting else "",
    )


def keep(chart: Chart, held: Held, once: str, said: Said) -> None:
    """Keep what was typed so far; nothing is begun for nothing typed."""
    before = _begun(chart, held, once)
    if before is not None and before.status != Status.DRAFT:
        return
    if before is None and not (said.wrong.strip() or said.wanted.strip()):
        return
    draft = before or _new(chart, held, once)
    if draft.status != Status.DRAFT:
        return
    contents = chart.unseal(draft, CorrectionContents)
    contents.wrong, contents.wanted = said.wrong[:_KEPT], said.wanted[:_KEPT]
    _put(chart, draft, contents)


def refuse_more_files(chart: Chart, held: Held, once: str) -> None:
    """Raises: Conflict when no more files fit, or the request was sent meanwhile; Invalid for a bad mark."""
    receipts.refuse_other_marks(once)
    draft = _begun(chart, held, once)
    if draft is not None:
        _refuse_sent(draft)
        if len(chart.unseal(draft, CorrectionContents).files) >= MOST_FILES:
            raise Conflict(t("{n} files is the most for one request. Remove one first.", n=MOST_FILES))
    if keeping.how_many_draft_files(chart.db, keeping.account_of(chart)) >= MOST_DRAFT_FILES:
        raise Conflict(
            t(
                "You have {n} files in requests you have not sent. Send or remove them first.",
                n=MOST_DRAFT_FILES,
            )
        )


def fit(name: str, data: bytes) -> Taken:
    """A file someone sent, fit to be kept: pictures made anew, PDF as it is. Raises: Invalid."""
    return take_in(name, data, largest=LARGEST)


def add_file(chart: Chart, held: Held, once: str, taken: Taken) -> FileRow:
    """Add a file to what is not sent yet. Raises: as `refuse_more_files`."""
    refuse_more_files(chart, held, once)
    draft = _begun(chart, held, once) or _new(chart, held, once)
    _refuse_sent(draft)
    file = CorrectionFile(
        id=new_id(), correction_id=draft.id, patient_id=chart.patient_id, added_at=clock.now(), sealed=b""
    )
    chart.seal_bytes(file, taken.data)
    chart.db.add(file)
    note = FileNote(id=file.id, name=taken.name, media_type=taken.media_type, size=len(taken.data))
    contents = chart.unseal(draft, CorrectionContents)
    contents.files = [*contents.files, note]
    _put(chart, draft, contents)
    return telling.files_of([note], telling.FILES)[0]


def drop_file(chart: Chart, file_id: UUID) -> str:
    """Take a file away from what is not sent yet; returns its name. Raises: NotFound, Conflict."""
    file, request = keeping.file_of(chart, file_id)
    _refuse_sent(request)
    contents = chart.unseal(request, CorrectionContents)
    name = next((note.name for note in contents.files if note.id == file_id), "")
    contents.files = [note for note in contents.files if note.id != file_id]
    chart.db.delete(file)
    _put(chart, request, contents)
    return name


def discard(chart: Chart, record_id: UUID) -> None:
    """Throw away what was begun about an item."""
    draft = keeping.draft_of(chart, record_id)
    if draft is not None:
        chart.db.exec(delete(CorrectionFile).where(col(CorrectionFile.correction_id) == draft.id))
        chart.db.delete(draft)


def send(chart: Chart, held: Held, once: str, said: Said) -> Receipt:
    """Send the request; the same send repeated gives the same receipt and makes nothing new.

    Raises:
        Invalid: something is missing or too long; what was typed is kept by the caller.
        Conflict: this was sent already and now says something else.
        TooMany: too many requests wait for an answer.
    """
    receipts.refuse_other_marks(once)
    said = Said(*(checked_text(text) for text in (said.wrong, said.wanted)))
    before = _begun(chart, held, once)
    if before is not None and before.status != Status.DRAFT:
        return _again(chart, before, said)
    _check(said)
    if keeping.how_many_open(chart) >= MOST_OPEN:
        raise TooMany(t("{n} of your requests wait for an answer. Please call us instead.", n=MOST_OPEN))
    request = before or _new(chart, held, once)
    if request.status != Status.DRAFT:  # the same send, a moment faster
        return _again(chart, request, said)
    _fill(chart, request, held, once, said)
    return telling.receipt_of(request)


def checked_text(text: object) -> str:
    """What someone typed, without spaces around it and with plain line ends. Raises: Invalid for no text."""
    if not isinstance(text, str):
        raise Invalid
    return text.replace("\r\n", "\n").strip()


def too_long(text: str) -> str:
    """What to say of a text that is too long; empty for one that is not."""
    if len(text) <= LONGEST:
        return ""
    return t(
        "Please shorten this to {most} characters. It has {n} now.", most=f"{LONGEST:,}", n=f"{len(text):,}"
    )


def _check(said: Said) -> None:
    wrong = {
        "wrong": too_long(said.wrong) if said.wrong else t("Tell us what is wrong."),
        "wanted": too_long(said.wanted) if said.wanted else t("Tell us what it should say."),
    }
    if fields := {name: words for name, words in wrong.items() if words}:
        raise Invalid(fields=fields)


def _begun(chart: Chart, held: Held, once: str) -> Correction | None:
    """What this send has begun or made; else what the same person began about the item in another window."""
    found = keeping.by_once(chart, once)
    if found is not None and found.record_id != held.id:
        raise receipts.stale()
    return found or keeping.draft_of(chart, held.id)


def _again(chart: Chart, row: Correction, said: Said) -> Receipt:
    contents = chart.unseal(row, CorrectionContents)
    if (contents.wrong, contents.wanted) == (said.wrong, said.wanted):
        return telling.receipt_of(row)
    number = receipts.receipt_words(row.receipt)
    raise Conflict(
        t("This was sent already, as number {number}. To say something else, ask again.", number=number)
    )


def _fill(chart: Chart, row: Correction, held: Held, once: str, said: Said) -> None:
    [shown] = rows_of(chart, [held])
    contents = chart.unseal(row, CorrectionContents)
    contents.title, contents.line = shown.title, shown.line
    contents.source = f"{held.fhir_type}/{held.data.get('id', '')}"
    contents.wrong, contents.wanted, contents.once = said.wrong, said.wanted, ""
    contents.asked_by, contents.relation = chart.actor.name, chart.relation
    row.status, row.receipt = Status.RECEIVED, receipts.new_receipt()
    row.once_key, row.due_on = keeping.once_key(chart, once), clock.today() + words.ANSWER_WITHIN
    _put(chart, row, contents)


def _new(chart: Chart, held: Held, once: str) -> Correction:
    """A new draft; when another window of the same person was a moment faster, that one."""
    receipts.refuse_other_marks(once)
    row = Correction(
        patient_id=chart.patient_id,
        record_id=held.id,
        kind=held.kind,
        once_key=keeping.once_key(chart, once),
        asked_by_id=keeping.account_of(chart),
        asked_at=clock.now(),
        sealed=b"",
    )
    chart.seal(row, CorrectionContents(title="", once=once))
    try:
        with chart.db.begin_nested():
            chart.db.add(row)
    except IntegrityError:
        found = keeping.by_once(chart, once)
        if found is None or found.record_id != held.id:
            raise receipts.stale() from None
        return found
    return row


def _put(chart: Chart, row: Correction, contents: CorrectionContents) -> None:
    row.asked_at = clock.now()
    chart.seal(row, contents)
    chart.db.add(row)
    chart.db.flush()


def _refuse_sent(row: Correction) -> None:
    if row.status != Status.DRAFT:
        raise Conflict(t("This request was sent already, so it cannot be changed."))
