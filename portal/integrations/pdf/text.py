"""A paper as plain text (UTF-8) that reads well aloud: a heading or one fact a line, nothing drawn."""

from collections.abc import Iterator

from portal.i18n import t
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperTable, PaperTrend, PaperWords


def to_text(paper: Paper) -> bytes:
    """The whole paper, lines as long as what they say, with an empty line before each heading."""
    lines = [*_front(paper), *_sections(paper)]
    return ("\n".join(_tidy(lines)) + "\n").encode("utf-8", "replace")


def _front(paper: Paper) -> Iterator[str]:
    yield paper.title
    yield paper.person
    yield t("Born {day}", day=paper.born) if paper.born else ""
    yield t("MRN {number}", number=paper.mrn) if paper.mrn else ""
    yield from paper.practice
    yield paper.made
    yield paper.covers


def _sections(paper: Paper) -> Iterator[str]:
    for section in paper.sections:
        yield _GAP
        yield _GAP
        yield section.title
        yield section.lead
        for entry in section.entries:
            yield from _entry(entry)
        if section.sign:
            yield _GAP
            yield from (f"{name}:" for name in section.sign)


def _entry(entry: PaperEntry) -> Iterator[str]:
    yield _GAP
    yield entry.title
    yield f"{entry.line}. {entry.tag}" if entry.line and entry.tag else entry.line or entry.tag
    yield from (f"{fact.name}: {fact.value}" for fact in entry.facts)
    for table in entry.tables:
        yield from _table(table)
    yield from _words(entry.paragraphs)
    yield from _trend(entry.trend)


def _table(table: PaperTable) -> Iterator[str]:
    """A line for each row: what it is about, then every cell after the name of its column."""
    for first, *rest in table.rows:
        cells = (f"{name}: {cell}" for name, cell in zip(table.columns[1:], rest, strict=True) if cell)
        yield ". ".join([first.rstrip("."), *(cell.rstrip(".") for cell in cells)]) + "."


def _words(paragraphs: tuple[PaperWords, ...]) -> Iterator[str]:
    for one in paragraphs:
        yield f"{one.title}:" if one.title else ""
        yield from one.text.splitlines()


def _trend(trend: PaperTrend | None) -> Iterator[str]:
    if trend is not None:
        yield from (trend.summary, trend.span, trend.usual)


_GAP = "\0"


def _tidy(lines: list[str]) -> Iterator[str]:
    """Without lines that say nothing, and spaces and signs that are only seen."""
    for line in lines:
        if line == _GAP:
            yield ""
            continue
        words = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())
        if any(sign.isalnum() for sign in words):
            yield words.replace(" · ", ", ")
