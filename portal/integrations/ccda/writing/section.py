"""A section being written: rows to read, and the coded entries that say the same for machines."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.i18n import t
from portal.integrations.ccda.writing.codes import put_code
from portal.integrations.ccda.writing.elements import Element, legal, put, put_template
from portal.integrations.ccda.writing.systems import LOINC


@dataclass(frozen=True, slots=True)
class Form:
    """What a section is by C-CDA, and what it says when it is empty.

    `columns` head the table; `kinds` are our kinds whose records it holds; `is_required` when every CCD must
    have it; `needs_entries` when it must be marked as saying nothing (NI) while it has no coded entries.
    """

    key: str
    template: str
    extension: str
    code: str
    name: str
    title: str
    columns: tuple[str, ...]
    kinds: frozenset[str]
    nothing: str
    is_required: bool = False
    needs_entries: bool = True


class Section:
    """One section of the document; rows first get their place, entries then point to it."""

    def __init__(self, body: Element, form: Form) -> None:
        self._made = put(put(body, "component"), "section")
        self._form = form
        self._rows: Element | None = None
        self._count = 0
        self._has_entries = False
        put_template(self._made, form.template, form.extension)
        put_code(self._made, "code", form.code, LOINC, form.name)
        put(self._made, "title", t(form.title))
        self._text = put(self._made, "text")

    def row(self, cells: Sequence[str]) -> str:
        """A line of the table; gives its place ("#allergies-1"), that of its first cell ends in "-name"."""
        self._count += 1
        place = f"{self._form.key}-{self._count}"
        line = put(self._table(), "tr", ID=place)
        for index, words in enumerate(cells):
            _put_words(put(line, "td", ID="" if index else f"{place}-name"), words)
        return f"#{place}"

    def entry(self) -> Element:
        """The place for one coded entry."""
        self._has_entries = True
        return put(self._made, "entry", typeCode="DRIV")

    def close(self, *, is_included: bool = True, is_elsewhen: bool = False) -> None:
        """Say why a section is empty, to people and to machines. `is_elsewhen`: days leave something out."""
        if not self._count:
            words = t("None in these dates.") if is_elsewhen else t(self._form.nothing)
            put(self._text, "paragraph", words if is_included else t("Not included in this document."))
        if not self._has_entries and (self._form.needs_entries or not self._count):
            self._made.set("nullFlavor", "NI")

    def _table(self) -> Element:
        if self._rows is None:
            table = put(self._text, "table", border="1", width="100%")
            head = put(put(table, "thead"), "tr")
            for column in self._form.columns:
                put(head, "th", t(column))
            self._rows = put(table, "tbody")
        return self._rows


def put_remark(body: Element, title: str, words: str) -> None:
    """A section of its own that only says something about the document."""
    made = put(put(body, "component"), "section")
    put_code(made, "code", "48767-8", LOINC, "Annotation comment")
    put(made, "title", title)
    put(put(made, "text"), "paragraph", words)


def lines(*said: tuple[str, str]) -> str:
    """Facts on lines of their own, "Given by: Nia"; those without a value are left out."""
    return "\n".join(f"{name}: {value}" if name else value for name, value in said if value)


def _put_words(cell: Element, words: str) -> None:
    first, *rest = legal(words).replace("\r", "").split("\n")
    cell.text = first
    for line in rest:
        put(cell, "br").tail = line
