"""The forms a record can be taken away in, and the making of each."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from portal import clock
from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import N_, t
from portal.integrations.ccda.writing import Occasion, write_ccd
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json
from portal.integrations.media.kinds import kind_of
from portal.services.exporting import fhir
from portal.services.records import corrections, papers
from portal.services.records.around import Around
from portal.services.records.days import covers_words, is_elsewhen
from portal.services.records.extract import PATIENT, Choice, Entry, extract
from portal.services.records.files import file_name
from portal.services.records.kinds import readable
from portal.services.records.told import left_out_words
from portal.settings import get_settings

Progress = Callable[[int, int], None]
"""Called with how much of how much is done."""


def unheard(done: int, total: int) -> None:
    """Progress that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to take a record away: its name, what it is good for, and what the file is."""

    key: str
    name: str
    use: str
    ending: str
    media_type: str


FORMS = {
    form.key: form
    for form in (
        Form("pdf", N_("PDF"), N_("To read and to print."), "pdf", "application/pdf"),
        Form("text", N_("Plain text"), N_("For a screen reader, or any device."), "txt", "text/plain"),
        Form(
            "ccda",
            N_("C-CDA"),
            N_("For another clinic: their system can read it."),
            "xml",
            "application/xml",
        ),
        Form(
            "fhir",
            N_("FHIR"),
            N_("For health apps: every detail, as it came to us."),
            "json",
            "application/fhir+json",
        ),
        Form(
            "zip",
            N_("All of these together"),
            N_("One zip file with all four, and your documents."),
            "zip",
            "application/zip",
        ),
    )
}


def make(chart: Chart, form: str, choice: Choice, *, on_progress: Progress = unheard) -> bytes:
    """The record in one form.

    Raises: NotFound when there is no such form, or no patient on file.
    """
    makers: dict[str, Callable[[], bytes]] = {
        "fhir": lambda: as_fhir(chart, choice),
        "ccda": lambda: as_ccda(chart, choice),
        "pdf": lambda: as_pdf(chart, choice, on_progress),
        "text": lambda: as_text(chart, choice),
        "zip": lambda: as_zip(chart, choice, on_progress),
    }
    if form not in makers:
        raise NotFound
    return makers[form]()


def as_fhir(chart: Chart, choice: Choice) -> bytes:
    """A FHIR R4 Bundle of the originals."""
    own = [(entry.full_url, entry.text) for entry in extract(chart, choice)]
    added = [*fhir.corrections(own, corrections.notes(chart)), *fhir.left_out(left_out_words(chart))]
    return fhir.bundle(chart, [*own, *added])


def as_ccda(chart: Chart, choice: Choice) -> bytes:
    """A C-CDA R2.1 CCD. Raises: NotFound when the patient's own resource is not on file."""
    parsed = [(entry, _parsed(entry)) for entry in extract(chart, choice)]
    patient = next((data for entry, data in parsed if entry.fhir_type == PATIENT), None)
    if patient is None:
        raise NotFound
    resources = [data for entry, data in parsed if entry.fhir_type != PATIENT]
    settings, kinds = get_settings(), _kinds(chart, choice)
    occasion = Occasion(
        at=clock.now(),
        document_id=uuid4(),
        practice_name=settings.practice_name,
        practice_phone=settings.practice_phone,
        practice_address=settings.practice_address,
        since=choice.since,
        until=choice.until,
        notes=corrections.notes(chart),
        left_out=left_out_words(chart),
        covers=covers_words(kinds, choice.since, choice.until) if choice.since or choice.until else "",
        elsewhen=frozenset(kind for kind in kinds if is_elsewhen(chart, kind, choice.since, choice.until)),
    )
    return write_ccd(patient, resources, Around(chart, resources), occasion, sections=choice.kinds)


def as_pdf(chart: Chart, choice: Choice, on_progress: Progress = unheard) -> bytes:
    """A PDF/UA-1 document."""
    return papers.record_pdf(
        chart,
        kinds=_kinds(chart, choice),
        since=choice.since,
        until=choice.until,
        notes=corrections.notes(chart),
        on_progress=on_progress,
    )


def as_text(chart: Chart, choice: Choice) -> bytes:
    """Plain text, UTF-8."""
    notes = corrections.notes(chart)
    return papers.record_text(
        chart, kinds=_kinds(chart, choice), since=choice.since, until=choice.until, notes=notes
    )


def as_zip(chart: Chart, choice: Choice, on_progress: Progress = unheard) -> bytes:
    """Every form and every document's files in one zip."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as bag:
        bag.writestr(f"{t('health record')}.pdf", as_pdf(chart, choice, on_progress))
        bag.writestr(f"{t('health record')}.txt", as_text(chart, choice))
        bag.writestr(f"{t('health record')} C-CDA.xml", as_ccda(chart, choice))
        bag.writestr(f"{t('health record')} FHIR.json", as_fhir(chart, choice))
        for name, data in _files(chart, choice):
            bag.writestr(name, data)
    return into.getvalue()


def _files(chart: Chart, choice: Choice) -> list[tuple[str, bytes]]:
    """The files of the documents, each under its title and a number that tells same ones apart."""
    found: list[tuple[str, bytes]] = []
    folder = t("documents")
    for entry in extract(chart, choice):
        if entry.kind != "documents":
            continue
        data = _parsed(entry)
        look_up = Around(chart, [data])
        one = views.document(data, look_up)
        for n in range(len(one.files)):
            file = views.file_of(data, n, look_up)
            if file is not None:
                name = file_name(f"{one.date} {file.title or one.name}".strip(), kind_of(file.data)[1])
                found.append((f"{folder}/{len(found) + 1:03} {name}", file.data))
    return found


def _kinds(chart: Chart, choice: Choice) -> list[str]:
    return [key for key in readable(chart) if choice.kinds is None or key in choice.kinds]


def _parsed(entry: Entry) -> Json:
    found: Json = json.loads(entry.text, parse_float=Decimal)
    return found
