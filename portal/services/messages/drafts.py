"""What is being written: kept as it is typed, with its files, until it is sent or thrown away.

A draft has a mark of its own (`once`) from the moment the page is opened, so that the same draft is kept from
any window, and sent once. Replies have one draft for each thread and person.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.charts import Chart
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import hour, moment, t
from portal.models.base import new_id
from portal.models.message import (
    About,
    DraftContents,
    MessageDraft,
    MessageFile,
    Thread,
    ThreadContents,
)
from portal.services import receipts
from portal.services.messages import files, keeping, posting

RESUMES = timedelta(days=1)
"""A new message that was begun so recently goes on when the page is opened again."""
LONGEST, LONGEST_SUBJECT, LONGEST_ANSWER = 10_000, 120, 500
MOST_DRAFTS = 30
_KEPT = 4 * LONGEST


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed, as it came."""

    to: str = ""
    topic: str = ""
    subject: str = ""
    body: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: a reply in a thread, a new message about an item or after an old thread.

    `kind` and `record_id` name the item as they came; `about` is the item once it was found.
    """

    thread_id: UUID | None = None
    draft_id: UUID | None = None
    kind: str = ""
    record_id: UUID | None = None
    follows: UUID | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the inbox. `line` is how it begins."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str


def once_key(chart: Chart, once: str) -> bytes:
    """The keyed hash of a draft's own mark."""
    return chart.lookup("message-draft", f"{keeping.account_of(chart)}:{once}")


def by_once(chart: Chart, once: str, *, hold: bool = False) -> MessageDraft | None:
    """The draft with this mark, of this account in this chart. Raises: Invalid for what is no mark."""
    receipts.refuse_other_marks(once)
    query = select(MessageDraft).where(
        MessageDraft.patient_id == chart.patient_id, MessageDraft.once_key == once_key(chart, once)
    )
    return chart.db.exec(query.with_for_update() if hold else query).first()


def find(chart: Chart, place: Place) -> MessageDraft | None:
    """What this account has begun at a place. Raises: NotFound for a draft that is not theirs."""
    if place.draft_id is not None:
        found = next((row for row in _mine(chart) if row.id == place.draft_id), None)
        if found is None:
            raise NotFound
        return found
    rows = [row for row in _mine(chart) if row.thread_id == place.thread_id]
    if place.thread_id is not None:
        return rows[0] if rows else None
    recent = [row for row in rows if row.kept_at > clock.now() - RESUMES]
    return next((row for row in recent if _is_for(place, chart.unseal(row, DraftContents))), None)


def keep(
    chart: Chart, place: Place, typed: Typed, *, once: str, version: int, anyway: bool = False
) -> MessageDraft:
    """Keep what was typed; nothing is begun for nothing typed.

    Raises:
        Conflict: it was kept from another window meanwhile (unless `anyway`), or sent.
        Invalid: the mark is none.
    """
    row = by_once(chart, once, hold=True) or _new(chart, place, once)
    if not anyway and row.version != max(version, 1):
        raise Conflict(
            t("This was changed in another window at {time}. Nothing is lost.", time=hour(row.kept_at))
        )
    contents = chart.unseal(row, DraftContents)
    for name in ("to", "topic", "on_behalf"):
        setattr(contents, name, str(getattr(typed, name))[:100])
    contents.subject, contents.body = typed.subject[:_KEPT], typed.body[:_KEPT]
    contents.answers = {q[:200]: said[:_KEPT] for q, said in list(typed.answers.items())[:10]}
    row.kept_at, row.version = clock.now(), row.version + 1
    chart.seal(row, contents)
    chart.db.add(row)
    chart.db.flush()
    return row


def begin(chart: Chart, place: Place, once: str) -> MessageDraft:
    """The draft with this mark, made if nothing was typed yet: for a file that is added first."""
    return by_once(chart, once, hold=True) or _new(chart, place, once)


def discard(chart: Chart, once: str) -> None:
    """Throw a draft away with its files; one that is gone is thrown away."""
    row = by_once(chart, once, hold=True)
    if row is not None:
        for file in files.of_draft(chart, row.id):
            files.drop(chart, file)
        chart.db.flush()
        chart.db.delete(row)


def end(chart: Chart, row: MessageDraft) -> None:
    """It was sent: what was kept goes, its files went along."""
    chart.db.flush()
    chart.db.delete(row)


def list_rows(chart: Chart) -> list[DraftRow]:
    """What this account has begun and not sent, newest first."""
    return [_row(chart, row, chart.unseal(row, DraftContents)) for row in _mine(chart)]


def how_many(chart: Chart) -> int:
    """How many drafts this account has in this chart."""
    return len(_mine(chart))


def _row(chart: Chart, row: MessageDraft, said: DraftContents) -> DraftRow:
    title = said.subject or t("New message")
    href = f"/messages/new?draft={row.id}"
    if row.thread_id is not None:
        thread = chart.db.get(Thread, row.thread_id)
        subject = chart.unseal(thread, ThreadContents).subject if thread else ""
        title, href = t("Reply: {subject}", subject=subject), f"/messages/{row.thread_id}"
    begins = " ".join(said.body.split())[: posting.SHOWN]
    line = " · ".join(filter(None, (moment(row.kept_at), begins)))
    return DraftRow(title, line, t("Draft"), "attention", "messages", href)


def _mine(chart: Chart) -> list[MessageDraft]:
    mine = (
        MessageDraft.patient_id == chart.patient_id,
        MessageDraft.account_id == keeping.account_of(chart),
    )
    return list(chart.db.exec(select(MessageDraft).where(*mine).order_by(col(MessageDraft.kept_at).desc())))


def _is_for(place: Place, said: DraftContents) -> bool:
    about = said.about.record_id if said.about else None
    wanted = place.about.record_id if place.about else None
    return (about, said.follows) == (wanted, place.follows)


def _new(chart: Chart, place: Place, once: str) -> MessageDraft:
    receipts.refuse_other_marks(once)
    if posting.before(chart, once) is not None:
        raise Conflict(t("This message was sent already."))
    if how_many(chart) >= MOST_DRAFTS:
        raise Invalid(t("You have {n} messages begun. Send or discard one first.", n=MOST_DRAFTS))
    if place.thread_id is not None and (old := find(chart, place)) is not None:
        raise Conflict(
            t("This was changed in another window at {time}. Nothing is lost.", time=hour(old.kept_at))
        )
    at = clock.now()
    row = MessageDraft(
        id=new_id(),
        patient_id=chart.patient_id,
        account_id=keeping.account_of(chart),
        thread_id=place.thread_id,
        once_key=once_key(chart, once),
        begun_at=at,
        kept_at=at,
        sealed=b"",
    )
    chart.seal(row, DraftContents(once=once, about=place.about, follows=place.follows))
    chart.db.add(row)
    chart.db.flush()
    return row


def files_of(chart: Chart, row: MessageDraft | None) -> list[MessageFile]:
    """The files added to a draft, in order."""
    return files.of_draft(chart, row.id) if row else []
