"""Writing a message: what the form needs, keeping what is typed, adding files, and sending it once."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import Conflict, Invalid, NotFound, TooMany
from portal.i18n import day, t
from portal.models.message import About, Answer, DraftContents, MessageDraft, Thread, ThreadContents
from portal.services import due, receipts
from portal.services.messages import drafts, files, keeping, plain, posting, urgent, whom
from portal.services.messages.drafts import LONGEST, LONGEST_ANSWER, LONGEST_SUBJECT, Place, Typed
from portal.services.messages.files import MOST_FILES, FileRow, Fit
from portal.services.messages.whom import Recipient, Topic
from portal.services.records import shelf
from portal.services.records.kinds import readable
from portal.services.records.listing import rows_of

MOST_WAITING = 30
"""Threads of one account in one chart that may wait for an answer."""


@dataclass(frozen=True, slots=True)
class AboutCard:
    """The item of the record that a message asks about."""

    title: str = ""
    line: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What the form starts with. `due` is the day by which an answer is promised."""

    once: str = ""
    version: int = 0
    typed: Typed = field(default_factory=Typed)
    recipients: list[Recipient] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    room: int = MOST_FILES
    about: AboutCard = field(default_factory=AboutCard)
    due: str = ""
    begun: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a send came to: its number, by when it is answered, where it is; or words that look urgent."""

    number: str = ""
    due: str = ""
    href: str = ""
    sent_to: str = ""
    urgent: list[str] = field(default_factory=list)


@needs(Scope.MESSAGES, acting=True)
def begin(chart: Chart, *, place: Place) -> Writing:
    """The form as it stands, with what was typed and added before. Raises: NotFound."""
    place = _found(chart, place)
    about = place.about
    row = drafts.find(chart, place)
    if row is None:
        typed = _carried(chart, place) if place.follows else Typed(topic=_topic_of(about))
        return _form(chart, place, receipts.new_mark(), typed, about=about)
    said = chart.unseal(row, DraftContents)
    typed = Typed(said.to, said.topic, said.subject, said.body, said.answers, said.on_behalf)
    shown = _form(chart, place, said.once, typed, row=row, about=said.about)
    return replace(shown, begun=day(row.begun_at))


def empty_again(form: Writing) -> Writing:
    """The form as it starts once what was in it is sent."""
    return replace(
        form, once=receipts.new_mark(), version=0, typed=Typed(), files=[], room=MOST_FILES, begun=""
    )


@needs(Scope.MESSAGES, acting=True)
def keep(chart: Chart, typed: Typed, *, place: Place, once: str, version: int, anyway: bool = False) -> int:
    """Keep what was typed; returns its version, 0 when nothing is there to keep.

    Raises: Conflict when another window was here meanwhile, or it was sent; Invalid.
    """
    if drafts.by_once(chart, once) is None and not _anything(typed):
        return 0
    place = _found(chart, place)
    return drafts.keep(chart, place, typed, once=once, version=version, anyway=anyway).version


@needs(Scope.MESSAGES, acting=True)
def starts_upload(chart: Chart, *, once: str) -> None:
    """Whether one more file may come, asked before it is read. Raises: Invalid, Conflict."""
    files.refuse_more(chart, drafts.by_once(chart, once))


@needs(Scope.MESSAGES, acting=True)
def add_file(chart: Chart, given: Fit, *, place: Place, once: str) -> FileRow:
    """Add a file that `files.fit` let through. Raises: NotFound, Invalid, Conflict."""
    place = _found(chart, place)
    return files.add(chart, drafts.begin(chart, place, once), given)


@needs(Scope.MESSAGES, acting=True)
def list_files(chart: Chart, *, once: str) -> list[FileRow]:
    """The files of a draft."""
    row = drafts.by_once(chart, once)
    return [files.row_of(chart, file) for file in drafts.files_of(chart, row)]


@needs(Scope.MESSAGES, acting=True)
def describe_file(chart: Chart, *, file_id: UUID, alt: str) -> None:
    """Say what a picture shows, before it is sent. Raises: NotFound, Conflict."""
    file = files.one(chart, file_id)
    if file.message_id is not None:
        raise Conflict(t("This message was sent already."))
    files.describe(chart, file, alt)


@needs(Scope.MESSAGES, acting=True)
def drop_file(chart: Chart, *, file_id: UUID) -> str:
    """Take a file away before it is sent; returns its name. Raises: NotFound, Conflict."""
    file = files.one(chart, file_id)
    if file.message_id is not None:
        raise Conflict(t("This message was sent already."))
    name = files.row_of(chart, file).name
    files.drop(chart, file)
    return name


@needs(Scope.MESSAGES, acting=True)
def discard(chart: Chart, *, once: str) -> None:
    """Throw away what was begun and not sent."""
    drafts.discard(chart, once)


@needs(Scope.MESSAGES, acting=True)
def send(chart: Chart, typed: Typed, *, place: Place, once: str, anyway: bool = False) -> Receipt:
    """Send it; repeated with the same mark it is one message with one receipt.

    Words that suggest an emergency come back in the receipt and nothing is sent, unless `anyway`.

    Raises:
        NotFound: the thread or the item is not there for this reader.
        Invalid: what is wrong with which field.
        Conflict: this was sent already and says something else now.
        TooMany: too many threads wait for an answer.
    """
    typed = _trimmed(typed)
    if (made := posting.before(chart, once)) is not None:
        posting.refuse_other(chart, made, typed.body)
        return _receipt(chart, made.thread, made.message.receipt)
    row = drafts.by_once(chart, once, hold=True)
    thread = keeping.one(chart, place.thread_id, hold=True) if place.thread_id else None
    said = _checked(chart, typed, row, is_reply=thread is not None)
    if said.urgent and not anyway:
        return Receipt(urgent=list(said.urgent))
    if thread is not None:
        made = posting.reply(chart, thread, said, once=once)
    else:
        made = _start(chart, typed, said, row, place, once)
    if row is not None:
        drafts.end(chart, row)
    return _receipt(chart, made.thread, made.message.receipt)


def _start(
    chart: Chart, typed: Typed, said: posting.Said, row: MessageDraft | None, place: Place, once: str
) -> posting.Posted:
    if keeping.how_many_waiting(chart) >= MOST_WAITING:
        raise TooMany(t("{n} of your messages wait for an answer. Please call us instead.", n=MOST_WAITING))
    begun = chart.unseal(row, DraftContents) if row else DraftContents(once=once)
    place = _found(chart, place)
    about, follows = begun.about or place.about, begun.follows or place.follows
    found = whom.find(chart, typed.to)
    opening = posting.Opening(
        with_id=keeping.account_of(chart),
        with_name=chart.actor.name,
        topic=typed.topic,
        subject=typed.subject,
        to=found.name,
        group_id=found.group_id,
        clinician_id=found.clinician_id,
        follows_id=follows,
    )
    return posting.start(chart, opening, replace(said, about=about), once=once)


def _checked(chart: Chart, typed: Typed, row: MessageDraft | None, *, is_reply: bool) -> posting.Said:
    """What is said, if it can be sent. Raises: Invalid with what is wrong with which field."""
    wrong = {"body": _length(typed.body, LONGEST) if typed.body else t("Write your message.")}
    answers: list[Answer] = []
    if not is_reply:
        known = {topic.key: topic for topic in whom.topics(chart.db)}
        wrong["topic"] = "" if typed.topic in known else t("Choose what it is about.")
        wrong["to"] = _wrong_recipient(chart, typed.to)
        subject = typed.subject
        wrong["subject"] = (
            _length(subject, LONGEST_SUBJECT)
            if subject
            else t("Write a few words that say what it is about.")
        )
        asked = known[typed.topic].questions if typed.topic in known else []
        answers = [Answer(question=q, said=typed.answers[q]) for q in asked if typed.answers.get(q)]
        for n, question in enumerate(asked):
            wrong[f"answer_{n}"] = _length(typed.answers.get(question, ""), LONGEST_ANSWER)
    if fields := {name: words for name, words in wrong.items() if words}:
        raise Invalid(fields=fields)
    texts = (typed.subject, typed.body, *(one.said for one in answers))
    found = urgent.found_in(chart.db, *texts) if not chart.actor.is_staff else []
    return posting.Said(typed.body, answers, urgent=found, files=drafts.files_of(chart, row))


def _wrong_recipient(chart: Chart, to: str) -> str:
    try:
        whom.find(chart, to)
    except Invalid as refusal:
        return refusal.fields.get("to", refusal.message)
    return ""


def _length(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return t(
        "Please shorten this to {most} characters. It has {n} now.", most=f"{most:,}", n=f"{len(text):,}"
    )


def _trimmed(typed: Typed) -> Typed:
    """What was typed, with plain line ends and no spaces around it."""
    answers = {q: plain.text(said) for q, said in typed.answers.items()}
    subject, body = plain.line(typed.subject), plain.text(typed.body)
    return replace(typed, subject=subject, body=body, answers=answers)


def _anything(typed: Typed) -> bool:
    return any(text.strip() for text in (typed.subject, typed.body, *typed.answers.values()))


def _form(
    chart: Chart,
    place: Place,
    once: str,
    typed: Typed,
    *,
    row: MessageDraft | None = None,
    about: About | None = None,
) -> Writing:
    kept = [files.row_of(chart, file) for file in drafts.files_of(chart, row)]
    return Writing(
        once=once,
        version=row.version if row else 0,
        typed=typed,
        recipients=[] if place.thread_id else whom.recipients(chart),
        topics=[] if place.thread_id else whom.topics(chart.db),
        files=kept,
        room=MOST_FILES - len(kept),
        about=_card(chart, about),
        due=day(due.answer_by()),
    )


def _found(chart: Chart, place: Place) -> Place:
    """The same place, with the item that is asked about. Raises: NotFound for what is not this reader's."""
    for thread_id in filter(None, (place.thread_id, place.follows)):
        keeping.one(chart, thread_id)
    if place.record_id is None:
        return place
    held = shelf.one(chart, place.kind, place.record_id) if place.kind in readable(chart) else None
    if held is None:
        raise NotFound
    [row] = rows_of(chart, [held])
    return replace(place, about=About(kind=place.kind, record_id=place.record_id, title=row.title))


def _card(chart: Chart, about: About | None) -> AboutCard:
    held = shelf.one(chart, about.kind, about.record_id) if about and about.kind in readable(chart) else None
    if held is None:
        return AboutCard()
    [row] = rows_of(chart, [held])
    return AboutCard(row.title, row.line, row.href)


def _topic_of(about: About | None) -> str:
    if about is None:
        return ""
    return {"results": "result", "medications": "medication", "visits": "visit"}.get(about.kind, "question")


def _carried(chart: Chart, place: Place) -> Typed:
    """A new message that goes on from an old thread, with its subject and what was said last."""
    assert place.follows is not None
    thread = keeping.one(chart, place.follows)
    kept = chart.unseal(thread, ThreadContents)
    to = f"person:{thread.clinician_id}" if thread.clinician_id else f"group:{thread.group_id}"
    quoted = "\n".join(f"> {line}" for line in keeping.last_words(chart, thread).splitlines())
    head = t("{name} wrote on {day}:", name=kept.last_by, day=day(thread.last_at))
    return Typed(to, thread.topic, kept.subject, f"\n\n{head}\n{quoted}")


def _receipt(chart: Chart, thread: Thread, number: str | None) -> Receipt:
    kept = chart.unseal(thread, ThreadContents)
    return Receipt(
        number=receipts.receipt_words(number),
        due=day(thread.due_on) if thread.due_on else "",
        href=f"/messages/{thread.id}",
        sent_to=kept.to,
    )
