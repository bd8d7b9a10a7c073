"""What a detail page shows, as an entry on paper: nothing said twice, nothing left out."""

from collections.abc import Sequence

from portal.i18n import t
from portal.integrations.fhir.wording.people import Note
from portal.integrations.pdf.paper import PaperEntry, PaperFact, PaperTable, PaperWords
from portal.services.records.detail import Detail, Fact, FileLink, Section
from portal.services.records.telling import dotted

LONGEST = 20_000


def entry_of(detail: Detail) -> PaperEntry:
    """One record with its facts, words, notes, tables and the texts of its files."""
    shown = {detail.tag, *detail.line.split(" · ")}
    tables = [table_of(section) for section in detail.sections]
    written = [
        *(words(one.title, one.text) for one in detail.words),
        *(listed(section) for section in detail.sections if table_of(section) is None),
        *notes_of(detail.notes),
        *(_file(one) for one in detail.files),
    ]
    return PaperEntry(
        title=detail.title,
        line=detail.line,
        tag=detail.tag,
        tone=detail.tone,
        facts=facts_of([fact for fact in detail.facts if fact.value not in shown]),
        tables=tuple(table for table in tables if table),
        paragraphs=tuple(written),
    )


def facts_of(facts: Sequence[Fact]) -> tuple[PaperFact, ...]:
    """Facts for paper."""
    return tuple(PaperFact(fact.name, fact.value) for fact in facts)


def notes_of(notes: Sequence[Note]) -> list[PaperWords]:
    """What the care team wrote, under one heading, each note with its author and day."""
    said = [dotted(note.text, note.author, note.date) for note in notes]
    return [words(t("From the care team"), "\n\n".join(said))] if said else []


def table_of(section: Section) -> PaperTable | None:
    """Rows that say more than their titles, as a table; None when a list says it all."""
    if not any(row.line or row.tag for row in section.rows):
        return None
    rows = tuple((row.title, row.line, row.tag) for row in section.rows)
    return full(PaperTable((section.title, t("Details"), t("Status")), rows, (4, 4, 2)))


def rows_entry(section: Section) -> PaperEntry:
    """Rows as an entry of their own: a table, or a list when they are only titles."""
    table = table_of(section)
    return PaperEntry(tables=(table,)) if table else PaperEntry(paragraphs=(listed(section),))


def listed(section: Section) -> PaperWords:
    """Rows that are only titles, a line each."""
    return words(section.title, "\n".join(row.title for row in section.rows))


def full(table: PaperTable) -> PaperTable:
    """The table without the columns in which no row says anything."""
    kept = [n for n in range(len(table.columns)) if n == 0 or any(row[n] for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    widths = tuple(table.widths[n] for n in kept) if table.widths else ()
    return PaperTable(tuple(table.columns[n] for n in kept), rows, widths, table.marked)


def words(title: str, text: str) -> PaperWords:
    """Something written, as much of it as paper should bear."""
    if len(text) <= LONGEST:
        return PaperWords(title, text)
    cut = text[:LONGEST].rsplit(maxsplit=1)[0]
    return PaperWords(
        title, f"{cut} …\n\n" + t("There is more than fits here. The whole text is in the portal.")
    )


def _file(file: FileLink) -> PaperWords:
    if file.text:
        return words(file.title, file.text)
    where = t("A file of its own, not printed here. You can download it in the portal.")
    return words(file.title, dotted(file.line, file.help or where))
