"""The immunization record in the form schools and camps ask for: who, which vaccine, on which days."""

from collections.abc import Sequence
from dataclasses import replace

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.views import Immunization
from portal.integrations.fhir.wording.origin import source_words
from portal.integrations.fhir.wording.people import LookUp
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperFact, PaperSection, PaperTable, PaperWords
from portal.services.records.around import Around
from portal.services.records.papers.entries import full, notes_of
from portal.services.records.papers.front import birth_date_of, paper_of
from portal.services.records.papers.record import all_of
from portal.services.records.shelf import Held
from portal.services.records.telling import dotted
from portal.services.records.whose import patient_of

_COLUMNS = 5


def immunization_paper(chart: Chart) -> Paper:
    """All vaccinations on file by vaccine, then each with its details, then those not given, as recorded.

    It never says whether they are enough: that is for whoever asks to judge.
    """
    helds = all_of(chart, "immunizations")
    look_up = Around(chart, [held.data for held in helds])
    shots = [_shot(held, look_up) for held in reversed(helds)]
    given = [shot for shot in shots if shot.is_given]
    first = [_child(chart), _dates(given), *_not_given(shots)]
    first[-1] = replace(
        first[-1], sign=(t("Signature of the provider"), t("Name and title, printed"), t("Date"))
    )
    covers = t("It lists what is on file here. Shots given elsewhere may be missing.")
    return paper_of(chart, t("Immunization record"), [*first, *_details(given)], covers=covers)


def _shot(held: Held, look_up: LookUp) -> Immunization:
    """A vaccination; one read out of an outside document says which."""
    shot = views.immunization(held.data, look_up)
    return replace(shot, reported=dotted(shot.reported, source_words(held.data)))


def _child(chart: Chart) -> PaperSection:
    who = patient_of(chart)
    pairs = (
        (t("Name"), who.name),
        (t("Date of birth"), birth_date_of(chart)),
        (t("Sex"), who.sex),
        (t("Medical record number"), who.mrn),
    )
    facts = tuple(PaperFact(name, value) for name, value in pairs if value)
    return PaperSection(t("Patient"), entries=(PaperEntry(facts=facts),))


def _dates(given: Sequence[Immunization]) -> PaperSection:
    """A row for each vaccine with the day of each dose, oldest first; more rows for more doses."""
    by_vaccine: dict[str, list[Immunization]] = {}
    for shot in given:
        by_vaccine.setdefault(shot.name, []).append(shot)
    rows = [
        row for name in sorted(by_vaccine, key=str.casefold) for row in _vaccine_rows(name, by_vaccine[name])
    ]
    if not rows:
        return PaperSection(t("Vaccines and dates"), t("No immunizations are on file."))
    columns = (t("Vaccine"), *(t("Date {n}", n=n) for n in range(1, _COLUMNS + 1)))
    table = full(PaperTable(columns, tuple(rows), (30, *[14] * _COLUMNS)))
    return PaperSection(
        t("Vaccines and dates"), t("Dates are in the order given."), (PaperEntry(tables=(table,)),)
    )


def _vaccine_rows(name: str, shots: Sequence[Immunization]) -> list[tuple[str, ...]]:
    days = [shot.date or t("Day not known") for shot in shots]
    parts = [days[start : start + _COLUMNS] for start in range(0, len(days), _COLUMNS)]
    more = t("{vaccine}, continued", vaccine=name)
    return [(more if n else name, *part, *[""] * (_COLUMNS - len(part))) for n, part in enumerate(parts)]


def _details(given: Sequence[Immunization]) -> list[PaperSection]:
    """Each dose with its lot and site; where it was given stands above when that is one place for all."""
    if not given:
        return []
    places = {shot.place for shot in given}
    ordered = sorted(given, key=lambda shot: shot.name.casefold())
    rows = tuple(_dose_row(shot, with_place=len(places) > 1) for shot in ordered)
    columns = (t("Vaccine"), t("Date"), t("Dose"), t("Maker and lot"), t("Site"), t("Given by"))
    notes = tuple(
        PaperWords(dotted(shot.name, shot.date), note.text)
        for shot in ordered
        for note in notes_of(shot.notes)
    )
    lead = t("All given at {place}.", place=next(iter(places))) if len(places) == 1 and all(places) else ""
    entry = PaperEntry(tables=(full(PaperTable(columns, rows, (27, 14, 13, 15, 12, 19))),), paragraphs=notes)
    return [PaperSection(t("Each dose"), lead, (entry,))]


def _dose_row(shot: Immunization, *, with_place: bool) -> tuple[str, ...]:
    by = dotted(shot.given_by, shot.place if with_place else "", shot.reported)
    return (shot.name, shot.date, shot.dose, dotted(shot.maker, _lot(shot)), shot.site or shot.route, by)


def _lot(shot: Immunization) -> str:
    return t("lot {number}", number=shot.lot) if shot.lot else ""


def _not_given(shots: Sequence[Immunization]) -> list[PaperSection]:
    """Refusals and exemptions, in the words they were recorded in."""
    rows = tuple(
        (shot.name, shot.date, dotted(shot.status, shot.why_not), " ".join(note.text for note in shot.notes))
        for shot in shots
        if not shot.is_given
    )
    if not rows:
        return []
    columns = (t("Vaccine"), t("Date"), t("What is recorded"), t("Notes"))
    return [
        PaperSection(
            t("Not given"), entries=(PaperEntry(tables=(full(PaperTable(columns, rows, (30, 15, 25, 30))),)),)
        )
    ]
