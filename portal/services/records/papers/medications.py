"""The medication list to carry along: allergies first, what is taken now, what was stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.views import Medication
from portal.integrations.fhir.wording.origin import source_words
from portal.integrations.fhir.wording.people import LookUp
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperSection, PaperTable, PaperWords
from portal.services.records.around import Around
from portal.services.records.kinds import readable
from portal.services.records.papers.entries import full, notes_of
from portal.services.records.papers.front import paper_of
from portal.services.records.papers.record import all_of
from portal.services.records.shelf import Held
from portal.services.records.telling import dotted

_STOPPED = 20


def medication_paper(chart: Chart) -> Paper:
    """Current medicines with dose, reason and prescriber; then the newest of those no longer taken.

    Allergies stand first for those who may read the record.
    """
    helds = all_of(chart, "medications")
    look_up = Around(chart, [held.data for held in helds])
    drugs = [_drug(held, look_up) for held in helds]
    current = list(_each_once(drug for drug in drugs if drug.is_current))
    taken = {drug.name for drug in current}
    stopped = list(_each_once(drug for drug in drugs if not drug.is_current and drug.name not in taken))
    sections = [*_allergies(chart), _current(current), *_no_longer(stopped)]
    return paper_of(
        chart,
        t("Medication list"),
        sections,
        covers=t("Show it to everyone who treats you, and tell us when something in it is not right."),
    )


def _drug(held: Held, look_up: LookUp) -> Medication:
    """A medicine; one read out of an outside document says which."""
    drug = views.medication(held.data, look_up)
    return replace(drug, prescriber=dotted(drug.prescriber, source_words(held.data)))


def _each_once(drugs: Iterable[Medication]) -> Iterable[Medication]:
    """Newest first, and an older prescription of the same medicine with the same directions left out."""
    seen: set[tuple[str, ...]] = set()
    for drug in drugs:
        key = (drug.name, *drug.instructions)
        if key not in seen:
            seen.add(key)
            yield drug


def _allergies(chart: Chart) -> list[PaperSection]:
    if "allergies" not in readable(chart):
        return []
    helds = all_of(chart, "allergies")
    look_up = Around(chart, [held.data for held in helds])
    found = [views.allergy(held.data, look_up) for held in helds]
    rows = tuple(
        (one.name, dotted(one.reaction, one.severity), dotted(one.criticality, one.status)) for one in found
    )
    title = t("Allergies")
    if not rows:
        return [PaperSection(title, t("None on file."))]
    marked = frozenset(n for n, one in enumerate(found) if one.is_high_risk and one.is_active)
    table = PaperTable((t("Allergy"), t("What happens"), t("Status")), rows, (3, 3, 4), marked)
    return [PaperSection(title, entries=(PaperEntry(tables=(full(table),)),))]


def _current(drugs: Sequence[Medication]) -> PaperSection:
    title = t("Taken now")
    if not drugs:
        return PaperSection(title, t("No current medications are on file."))
    rows = tuple(
        (
            drug.name,
            " ".join(drug.instructions) or t("No directions on file"),
            ", ".join(drug.reasons),
            drug.prescriber,
            drug.date,
        )
        for drug in drugs
    )
    columns = (t("Medicine"), t("How to take it"), t("For"), t("Prescribed by"), t("Since"))
    notes = tuple(PaperWords(drug.name, note.text) for drug in drugs for note in notes_of(drug.notes))
    return PaperSection(
        title,
        entries=(
            PaperEntry(tables=(full(PaperTable(columns, rows, (25, 33, 17, 17, 13))),), paragraphs=notes),
        ),
    )


def _no_longer(drugs: Sequence[Medication]) -> list[PaperSection]:
    if not drugs:
        return []
    rows = tuple(
        (drug.name, dotted(drug.status, drug.status_reason), dotted(drug.origin, drug.date), drug.prescriber)
        for drug in drugs[:_STOPPED]
    )
    columns = (t("Medicine"), t("Status"), t("From"), t("Prescribed by"))
    more = (
        t("These are the newest {n}. The portal has them all.", n=_STOPPED) if len(drugs) > _STOPPED else ""
    )
    table = full(PaperTable(columns, rows, (3, 4, 3, 2)))
    return [PaperSection(t("No longer taken"), more, (PaperEntry(tables=(table,)),))]
