"""What a detail page shows, whatever the kind: every part may be empty and is then left out."""

from dataclasses import dataclass, field, replace

from portal.i18n import t
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.wording.origin import source_words
from portal.integrations.fhir.wording.people import Note
from portal.services.records.corrections.views import Corrections
from portal.services.records.drawing import Bar, Trend
from portal.services.records.hidden import Hiding
from portal.services.records.kept_back import Hold
from portal.services.records.rows import Row
from portal.services.records.whose import Whose


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The value in large type, or as a sentence when it is long, with its flag in words."""

    value: str = ""
    unit: str = ""
    tag: str = ""
    tone: str = "plain"
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Something written, under its own heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together; those with an address lead on."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to download: its name, what it is, and where it is; what it says when it is text.

    `help` says why there is no address when the file did not come along. `shows` is how the page can show it
    ("picture", "pdf", "page") at the address `view`, or empty; `alt` names what is seen.
    """

    title: str
    line: str
    href: str
    text: str = ""
    help: str = ""
    shows: str = ""
    view: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One record to read. `parent` and `parent_href` are the panel it is part of.

    `asks` means that nothing is told yet: the reader wants to be asked first. `on_hold` and `hold` are for
    staff alone. `is_early` says that nobody may have looked at this result yet.
    """

    kind: str = ""
    title: str = ""
    line: str = ""
    parent: str = ""
    parent_href: str = ""
    tag: str = ""
    tone: str = "plain"
    warning: str = ""
    figure: Figure = field(default_factory=Figure)
    bar: Bar = field(default_factory=Bar)
    trends: list[Trend] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: list[FileLink] = field(default_factory=list)
    asks: bool = False
    on_hold: bool = False
    hold: Hold = field(default_factory=Hold)
    is_early: bool = False
    corrections: Corrections = field(default_factory=Corrections)
    hiding: Hiding = field(default_factory=Hiding)
    whose: Whose = field(default_factory=Whose)


def facts(*pairs: tuple[str, str]) -> list[Fact]:
    """Those of the names whose value is known."""
    return [Fact(name, value) for name, value in pairs if value]


def words(*pairs: tuple[str, str]) -> list[Words]:
    """Those of the headings under which something is written."""
    return [Words(title, text) for title, text in pairs if text]


def sections(*pairs: tuple[str, list[Row]]) -> list[Section]:
    """Those of the sections that have rows."""
    return [Section(title, rows) for title, rows in pairs if rows]


def listed(values: list[str]) -> str:
    """Several values as one, with commas between."""
    return ", ".join(values)


def with_source(detail: Detail, data: Json) -> Detail:
    """The same, saying which outside document it was read out of, if it was."""
    return replace(detail, facts=[*detail.facts, *facts((t("Source"), source_words(data)))])


def full_name_fact(full: str, name: str) -> tuple[str, str]:
    """The official name, when it says more than the one in the heading."""
    return t("Full name"), full if full.casefold() != name.casefold() else ""
