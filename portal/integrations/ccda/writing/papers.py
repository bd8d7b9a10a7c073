"""Documents: letters and notes, each named, with its words when it is text."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_code, put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import put_comment, put_text
from portal.integrations.ccda.writing.people import put_author
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import LOINC, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_time, start_of
from portal.integrations.fhir.elements import Json, at, codings, objs
from portal.integrations.fhir.views.documents import Document, document
from portal.integrations.fhir.wording.attachments import Attachment
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.plain import joined

FORM = Form(
    key="documents",
    template="2.65",
    extension="2016-11-01",
    code="34109-9",
    name="Note",
    title=N_("Documents"),
    columns=(N_("Document"), N_("Date"), N_("Author"), N_("Files"), N_("More")),
    kinds=frozenset({"documents"}),
    nothing=N_("No documents are on file."),
)


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and a Note Activity for each; files that are not text are named, not held."""
    for data in records:
        view = document(data, desk.look_up)
        place = section.row(_cells(view, desk.said(data)))
        _put_note(section.entry(), data, place, desk)


def _cells(view: Document, said: str) -> list[str]:
    more = lines(
        (t("Kind"), joined(view.type if view.type != view.name else "", view.category)),
        (t("Status"), "" if view.is_current else view.status),
        (t("Covers"), view.covers),
        ("", view.description if view.description != view.name else ""),
        *(("", file.text) for file in view.files),
        ("", view.narrative),
        ("", said),
    )
    files = "\n".join(_file_words(file) for file in view.files)
    return [view.name, view.date, joined(view.author, view.organization), files, more]


def _file_words(file: Attachment) -> str:
    return joined(file.title, file.kind, file.size_words, file.url)


def _put_note(entry: Element, data: Json, place: str, desk: Desk) -> None:
    made = put(entry, "act", classCode="ACT", moodCode="EVN")
    put_template(made, "4.202", "2016-11-01")
    put(made, "id", root=desk.id_of(data))
    code = put_code(made, "code", "34109-9", LOINC, "Note")
    kind = data.get("type") or data.get("code")
    if codings(kind) or concept(kind):
        put_concept(
            code, "translation", {"coding": codings(kind), "text": concept(kind)}, first=(LOINC, SNOMED)
        )
    put_text(made, place)
    put(made, "statusCode", code="completed")
    when = start_of(data, "effective") or data.get("date") or data.get("issued")
    put_time(made, "effectiveTime", when or at(data, "context.period.start"), null=UNKNOWN)
    around = desk.around(data)
    writers = objs(data.get("author")) or objs(data.get("performer"))
    known = [put_author(made, one, when, desk, around) for one in writers]
    if not any(known):
        _put_nobody(made)
    if desk.said(data):
        put_comment(made, place)


def _put_nobody(made: Element) -> None:
    """A note has an author by its template, also when the record does not say who."""
    author = put(made, "author")
    put_template(author, "4.119")
    put(author, "time", nullFlavor="NI")
    put(put(author, "assignedAuthor"), "id", nullFlavor=UNKNOWN)
