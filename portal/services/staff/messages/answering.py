"""Answering at the desk: kept as it is typed, with documents of the chart, perhaps in a clinician's name."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.actor import Duty, Scope
from portal.access.charts import Chart, as_seen_by
from portal.access.grants import live_in_chart
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.media.intake import SHEETS
from portal.integrations.media.kinds import kind_of
from portal.models.account import Account, AccountContents, Role
from portal.models.message import DraftContents, Message, Thread, ThreadContents
from portal.services import receipts
from portal.services.messages import drafts, files, plain, posting, reach
from portal.services.messages.drafts import LONGEST, Place, Typed
from portal.services.messages.files import MOST_FILES, FileRow
from portal.services.records import files as chart_files
from portal.services.records import shelf
from portal.services.records.around import Around
from portal.services.records.telling import dotted
from portal.services.staff.messages import quick
from portal.services.staff.messages.desk import opened
from portal.services.staff.messages.quick import Reply

DOCUMENTS = 50
"""The newest documents of a chart, of which one may go along."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The form for an answer, with what was typed before.

    `quick` are the practice's quick replies, filled in; `clinicians` those in whose name one may answer, as
    (id, name); `signature` is what is added to the answer.
    """

    once: str = ""
    version: int = 0
    body: str = ""
    on_behalf: str = ""
    signature: str = ""
    files: list[FileRow] = field(default_factory=list)
    room: int = MOST_FILES
    quick: list[Reply] = field(default_factory=list)
    clinicians: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChartDocument:
    """A document of the chart that may go along with an answer. `key` is its record's id and place in it."""

    key: str
    title: str
    line: str


@needs(Duty.MESSAGES, acting=True)
def begin_reply(practice: Practice, *, thread_id: UUID) -> ReplyForm:
    """The form for an answer, with what this person typed and added before. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "answering.begin_reply")
    row = drafts.find(chart, Place(thread_id=thread.id))
    said = chart.unseal(row, DraftContents) if row is not None else DraftContents(once=receipts.new_mark())
    added = [files.row_of(chart, file) for file in drafts.files_of(chart, row)]
    return ReplyForm(
        once=said.once,
        version=row.version if row is not None else 0,
        body=said.body,
        on_behalf=said.on_behalf,
        signature=_signature(practice),
        files=added,
        room=MOST_FILES - len(added),
        quick=_quick(practice, chart, thread, said.on_behalf),
        clinicians=_clinicians(practice),
    )


def empty_again(form: ReplyForm) -> ReplyForm:
    """The form as it starts once what was in it is sent."""
    return replace(
        form, once=receipts.new_mark(), version=0, body="", on_behalf="", files=[], room=MOST_FILES
    )


@needs(Duty.MESSAGES, acting=True)
def keep_reply(
    practice: Practice, *, thread_id: UUID, body: str, once: str, version: int, on_behalf: str = ""
) -> int:
    """Keep what was typed; returns its version. Raises: NotFound, Invalid, Conflict."""
    chart, thread = opened(practice, thread_id, "answering.keep_reply")
    if not body.strip() and not on_behalf and drafts.by_once(chart, once) is None:
        return 0
    place, typed = Place(thread_id=thread.id), Typed(body=body, on_behalf=on_behalf)
    return drafts.keep(chart, place, typed, once=once, version=version).version


@needs(Duty.MESSAGES, acting=True)
def list_quick_replies(practice: Practice, *, thread_id: UUID, on_behalf: str = "") -> list[Reply]:
    """The practice's quick replies, filled in for this conversation. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "answering.list_quick_replies")
    return _quick(practice, chart, thread, on_behalf)


@needs(Duty.MESSAGES, acting=True)
def send_reply(
    practice: Practice,
    *,
    thread_id: UUID,
    body: str,
    once: str,
    seen: str,
    anyway: bool = False,
    on_behalf: str = "",
) -> None:
    """Answer, with one's signature; repeated with the same mark it is one message.

    `seen` is the newest message that was on the page. If another one came meanwhile nothing is sent, unless
    `anyway`. `on_behalf` is the id of the clinician in whose name it is; the reader sees both names.

    Raises: NotFound; Invalid when it is empty or too long, or for no clinician who works here; Conflict when
        something was written meanwhile.
    """
    text = _whole(body, _signature(practice))
    chart, thread = opened(practice, thread_id, "answering.send_reply", hold=True)
    if (made := posting.before(chart, once)) is not None:
        posting.refuse_other(chart, made, text)
        return
    name = _on_behalf(practice, on_behalf)
    if not anyway:
        _refuse_unseen(chart, thread, seen)
    row = drafts.by_once(chart, once, hold=True)
    said = posting.Said(text, files=drafts.files_of(chart, row), on_behalf=name)
    posting.reply(chart, thread, said, once=once)
    thread.assigned_to_id = thread.assigned_to_id or practice.actor.account_id
    practice.db.add(thread)
    if row is not None:
        drafts.end(chart, row)


@needs(Duty.MESSAGES, acting=True)
def discard_reply(practice: Practice, *, thread_id: UUID, once: str) -> None:
    """Throw away what was typed and added. Raises: NotFound."""
    chart, _ = opened(practice, thread_id, "answering.discard_reply")
    drafts.discard(chart, once)


@needs(Duty.MESSAGES, acting=True)
def list_documents(practice: Practice, *, thread_id: UUID) -> list[ChartDocument]:
    """The documents of the chart that may go along: those that whoever reads the answer may see anyway.

    Raises: NotFound.
    """
    chart, thread = opened(practice, thread_id, "answering.list_documents")
    return list(_documents(chart, thread).values())


@needs(Duty.MESSAGES, acting=True)
def attach_document(practice: Practice, *, thread_id: UUID, once: str, key: str) -> FileRow:
    """Add a document of the chart to what is being written, as it is now.

    Raises: NotFound for what may not go along; Invalid when it is damaged; Conflict when no more fits.
    """
    chart, thread = opened(practice, thread_id, "answering.attach_document", hold=True)
    if key not in _documents(chart, thread):
        raise NotFound
    record_id, _, n = key.partition("/")
    found = chart_files.file_at(chart, UUID(record_id), int(n))
    draft = drafts.begin(chart, Place(thread_id=thread.id), once)
    return files.add(chart, draft, files.fit(found.name, found.data))


@needs(Duty.MESSAGES, acting=True)
def drop_document(practice: Practice, *, thread_id: UUID, file_id: UUID) -> None:
    """Take a file out of what is being written. Raises: NotFound, Conflict."""
    chart, _ = opened(practice, thread_id, "answering.drop_document")
    file = files.one(chart, file_id)
    if file.message_id is not None:
        raise Conflict(t("This message was sent already."))
    files.drop(chart, file)


@needs(Duty.MESSAGES, acting=True)
def list_reply_files(practice: Practice, *, thread_id: UUID, once: str) -> list[FileRow]:
    """The files of what is being written. Raises: NotFound, Invalid."""
    chart, _ = opened(practice, thread_id, "answering.list_reply_files")
    return [files.row_of(chart, file) for file in drafts.files_of(chart, drafts.by_once(chart, once))]


def _whole(body: str, signature: str) -> str:
    """Raises: Invalid when it is empty or too long."""
    text = plain.text(body)
    if not text:
        raise Invalid(fields={"body": t("Write your answer.")})
    if len(text) > LONGEST:
        most, n = f"{LONGEST:,}", f"{len(text):,}"
        words = t("Please shorten this to {most} characters. It has {n} now.", most=most, n=n)
        raise Invalid(fields={"body": words})
    return f"{text}\n\n{signature}" if signature else text


def _refuse_unseen(chart: Chart, thread: Thread, seen: str) -> None:
    query = (
        select(Message)
        .where(Message.thread_id == thread.id, Message.patient_id == chart.patient_id)
        .order_by(col(Message.sent_at).desc(), col(Message.id))
    )
    newest = chart.db.exec(query.limit(1)).first()
    if newest is not None and str(newest.id) != seen:
        raise Conflict(t("Something was written here meanwhile. Read it first; your answer is kept."))


def _signature(practice: Practice) -> str:
    me = practice.actor.account_id
    account = practice.db.get(Account, me) if me else None
    return practice.unseal(account, AccountContents).signature if account else ""


def _quick(practice: Practice, chart: Chart, thread: Thread, on_behalf: str) -> list[Reply]:
    name = chart.unseal(thread, ThreadContents).with_name
    clinician = dict(_clinicians(practice)).get(on_behalf, practice.actor.name)
    return quick.filled(practice.db, name=name, clinician=clinician)


def _clinicians(practice: Practice) -> list[tuple[str, str]]:
    """Every other clinician who works here now, by name; none for who may not read what clinicians do."""
    if not reach.sees_all(practice.actor):
        return []
    here = (col(Account.disabled_at).is_(None), col(Account.password_hash).is_not(None))
    rows = practice.db.exec(select(Account).where(Account.role == Role.CLINICIAN, *here))
    found = [
        (str(row.id), practice.unseal(row, AccountContents).name)
        for row in rows
        if row.id != practice.actor.account_id
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def _on_behalf(practice: Practice, key: str) -> str:
    """The name of the clinician with this id; empty for none. Raises: Invalid."""
    if not key:
        return ""
    name = dict(_clinicians(practice)).get(key)
    if name is None:
        raise Invalid(fields={"on_behalf": t("Choose a clinician, or answer in your own name.")})
    return name


def _documents(chart: Chart, thread: Thread) -> dict[str, ChartDocument]:
    """What both the one who answers and the one who reads may see, newest first, by key."""
    if not chart.may(Scope.RECORDS):
        return {}
    live = live_in_chart(chart.db, chart.patient_id, clock.now())
    theirs = [as_seen_by(chart, held) for held in live if held.account_id == thread.with_id]
    found: dict[str, ChartDocument] = {}
    for seen in theirs:
        if not seen.may(Scope.RECORDS):
            continue
        for held in shelf.newest(seen, ["documents"], limit=DOCUMENTS):
            one = views.document(held.data, Around(seen, [held.data]))
            for n in range(len(one.files)):
                file = views.file_of(held.data, n)
                if file is None or kind_of(file.data)[0] not in SHEETS:
                    continue
                title = file.title or one.name
                line = dotted(one.date, one.author, one.name if title != one.name else "")
                found[f"{held.id}/{n}"] = ChartDocument(f"{held.id}/{n}", title, line)
    return found
