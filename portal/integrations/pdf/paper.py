"""What a printed paper says, before it is known how it looks: plain words in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A name and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Something written, perhaps under a heading of its own; line breaks are kept."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows of cells under their columns. The first cell of a row says what the row is about.

    `marked` are the places of the rows that need a look: they stand out. `widths` is how much room each
    column takes beside the others; the same for all when there are none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PaperTick:
    """A date under a trend: its place in percent of the width, and how the words stand at it."""

    x: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class PaperTrend:
    """How a value went, as a line. Places are in percent from the left and from the top.

    `summary` says the whole picture in one sentence; `span` its lowest and highest value; `last` is the
    newest one; `band` is the top and height of the usual range, which `usual` says in words.
    """

    title: str
    summary: str
    points: tuple[tuple[float, float], ...]
    span: str = ""
    last: str = ""
    ticks: tuple[PaperTick, ...] = ()
    band: tuple[float, float] = (0.0, 0.0)
    usual: str = ""


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One thing on a paper: what it is, one line about it, a status in words, and all that is known of it."""

    title: str = ""
    line: str = ""
    tag: str = ""
    tone: str = "plain"
    facts: tuple[PaperFact, ...] = ()
    tables: tuple[PaperTable, ...] = ()
    paragraphs: tuple[PaperWords, ...] = ()
    trend: PaperTrend | None = None


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Entries under one heading, with a sentence before them.

    `sign` names the lines at its end that are filled in by hand.
    """

    title: str
    lead: str = ""
    entries: tuple[PaperEntry, ...] = ()
    sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper about one person.

    `person`, `born` and `mrn` stand on every page. `practice` is its name, address and phone, a line each;
    `made` says when and from what it was printed; `covers` what is in it. `language` is a BCP 47 tag.
    """

    title: str
    person: str
    born: str
    language: str
    practice: tuple[str, ...]
    made: str
    mrn: str = ""
    covers: str = ""
    sections: tuple[PaperSection, ...] = ()
