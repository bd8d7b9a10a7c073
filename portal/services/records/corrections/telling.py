"""Requests put into words for the screens."""

from dataclasses import replace

from portal.access.charts import Chart
from portal.i18n import day, t
from portal.models.correction import Correction, CorrectionContents, FileNote, Status
from portal.services.receipts import receipt_words
from portal.services.records import shelf
from portal.services.records.corrections import words
from portal.services.records.corrections.keeping import may_act
from portal.services.records.corrections.views import (
    CorrectionDetail,
    CorrectionLine,
    CorrectionRow,
    FileRow,
    Receipt,
    Told,
)
from portal.services.records.kinds import KINDS
from portal.services.records.telling import cut, dotted
from portal.services.records.whose import by_whom, patient_of

HOME = "/records/corrections"
FILES = "/api/corrections/files"
_SHORT = 160


def row_of(chart: Chart, row: Correction, said: CorrectionContents) -> CorrectionRow:
    """One request in the patient's list."""
    asked = t("Asked {day}", day=day(row.asked_at))
    end = {
        Status.RECEIVED: t("answer by {day}", day=day(row.due_on)),
        Status.WITHDRAWN: t("taken back {day}", day=day(row.withdrawn_at)),
    }.get(Status(row.status), t("answered {day}", day=day(row.decided_at)))
    by = by_whom(chart, said.asked_by, said.relation, is_mine=row.asked_by_id == chart.actor.account_id)
    by = t("by {name}", name=by) if by else ""
    tag, tone = words.status_tag(row)
    return CorrectionRow(
        said.title, dotted(asked, by, end), tag, tone, KINDS[row.kind].icon, f"{HOME}/{row.id}"
    )


def told(row: Correction, said: CorrectionContents, *, patient: str, files: str) -> Told:
    """One request, whole; `patient` is their name, `files` where the files sent along are to be had."""
    tag, tone = words.status_tag(row)
    return Told(
        title=said.title,
        line=said.line,
        kind=KINDS[row.kind].title,
        tag=tag,
        tone=tone,
        receipt=receipt_words(row.receipt),
        asked_on=day(row.asked_at),
        asked_by=words.who_asked(said, patient=patient),
        due=day(row.due_on) if row.status == Status.RECEIVED else "",
        wrong=said.wrong,
        wanted=said.wanted,
        files=files_of(said.files, files),
        outcome=words.outcome(row, said),
        ground=words.ground_words(said.ground),
        answer=said.answer,
        disagreement=said.disagreement,
        disagreement_line=disagreement_line(row, said, patient=patient),
    )


def detail_of(chart: Chart, row: Correction, said: CorrectionContents) -> CorrectionDetail:
    """One request, whole, with what this reader may do about it.

    Of an item that is no longer shown to this reader (held back, entered in error) only the name is told.
    """
    acting, is_there = may_act(chart), shelf.one(chart, row.kind, row.record_id) is not None
    whole = told(row, said, patient=patient_of(chart).name, files=FILES)
    return CorrectionDetail(
        told=whole if is_there else replace(whole, line=""),
        next_steps=words.next_steps(row),
        item_href=item_href(row) if is_there else "",
        may_withdraw=acting and row.status == Status.RECEIVED,
        may_disagree=acting and row.status == Status.DENIED and row.disagreed_at is None,
    )


def line_of(chart: Chart, row: Correction, said: CorrectionContents) -> CorrectionLine:
    """What a record's own page says of a request about it."""
    _, tone = words.status_tag(row)
    name, asked = words.who_asked(said), day(row.asked_at)
    if row.asked_by_id == chart.actor.account_id:
        begun = t("You asked for a correction on {day}.", day=asked)
    else:
        begun = t("{name} asked for a correction on {day}.", name=name, day=asked)
    if row.status == Status.RECEIVED:
        text = f"{begun} {words.outcome(row, said)}"
    else:
        text = f"{begun} {words.outcome(row, said).rstrip('.')}: {cut(said.answer, _SHORT)}"
    return CorrectionLine(text, f"{HOME}/{row.id}", tone)


def receipt_of(row: Correction) -> Receipt:
    """The receipt of a request."""
    return Receipt(receipt_words(row.receipt), day(row.due_on), f"{HOME}/{row.id}")


def files_of(notes: list[FileNote], where: str) -> list[FileRow]:
    """The files sent along, with where each is to be had."""
    return [FileRow(str(note.id), note.name, words.size_words(note), f"{where}/{note.id}") for note in notes]


def disagreement_line(row: Correction, said: CorrectionContents, *, patient: str) -> str:
    """Who disagreed with a denial, and when; empty when nobody did."""
    if row.disagreed_at is None:
        return ""
    name = words.who_disagreed(said, patient=patient)
    return t("Written by {name} on {day}", name=name, day=day(row.disagreed_at))


def item_href(row: Correction) -> str:
    """The page of the item asked about."""
    return f"{KINDS[row.kind].home}/{row.record_id}"


def whom_for(chart: Chart) -> str:
    """Whose record it is, when that is not the one who asks."""
    return patient_of(chart).name if chart.relation != "self" else ""
