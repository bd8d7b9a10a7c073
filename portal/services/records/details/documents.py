"""Documents: what they are, what they say, and their files."""

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json, at
from portal.integrations.fhir.wording.attachments import Attachment
from portal.services.records import files
from portal.services.records.around import Around
from portal.services.records.detail import Detail, FileLink, facts, words
from portal.services.records.shelf import Held
from portal.services.records.telling import dotted


def document(chart: Chart, held: Held) -> Detail:
    """A document: text is shown, any other file is a download."""
    one = views.document(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.date, one.author),
        tag="" if one.is_current else one.status,
        files=[_file(chart, held, n, file, one.name) for n, file in enumerate(one.files)],
        words=words(
            (t("What it says"), one.description if one.description != one.name else ""),
            (t("Summary"), own_words(held.data, one.narrative)),
        ),
        facts=facts(
            (t("Kind"), one.type),
            (t("About"), one.category),
            (t("Date"), one.date),
            (t("Written by"), one.author),
            (t("From"), one.organization),
            (t("Covers"), one.covers),
            (t("Status"), one.status),
        ),
    )


def own_words(data: Json, narrative: str) -> str:
    """A narrative a person wrote; one that was generated only says again what stands beside it."""
    return "" if at(data, "text.status") == "generated" else narrative


def _file(chart: Chart, held: Held, n: int, file: Attachment, name: str) -> FileLink:
    """A file under its own title; under what it is when the title only says the document's name again."""
    titled = bool(file.title) and file.title != name
    title = file.title if titled else t("What it says") if file.text else file.kind
    line = dotted(file.kind if title != file.kind else "", file.size_words, file.created)
    if not file.inline:
        return FileLink(title, line, "", help=t("This file is kept at the practice. Ask us for a copy."))
    whose = f"?patient={chart.patient_id}"
    way, shows = f"/api/documents/{held.id}/{n}", "" if file.text else files.shown_as(held.data, n)
    view = f"{way}/view{whose}" if shows else ""
    return FileLink(title, line, f"{way}{whose}", file.text, shows=shows, view=view, alt=file.title or name)
