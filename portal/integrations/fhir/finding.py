"""The words a resource is found by: what a person reads of it, folded, each word once.

What it refers to (who did it, where, what for) is not among them but named in `refers`, so that a
practitioner who comes later or changes their name is found by it at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from portal import clock
from portal.i18n import language
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, codings, obj, objs, text
from portal.integrations.fhir.references import references_in
from portal.integrations.fhir.views import view_of
from portal.integrations.fhir.wording.attachments import attachment
from portal.integrations.fhir.wording.names import measure_name
from portal.integrations.fhir.wording.people import LookUp, name_of, nothing
from portal.integrations.fhir.wording.plain import narrative
from portal.integrations.fhir.wording.values import pressure_of, value_of
from portal.vault.lookup import folded

LONGEST = 40_000
_SHORT = 40
_MANY = ("Observation", "DiagnosticReport")
_READ = frozenset({"text", "display", "unit", "valueString", "conclusion", "description", "title"})
_ASIDE = frozenset(
    {"subject", "encounter", "meta", "identifier", "result", "hasMember", "derivedFrom", "extension", "text"}
)
_ELSEWHERE = _ASIDE | {"patient", "partOf", "context", "contained", "relatesTo", "related", "event"}
_NOT_WORDS = ("tone", "content_type", "url", "results", "missing", "summary", "size_words")
_TAKEN = ("effectiveDateTime", "effectiveInstant", "effectivePeriod.start", "issued")
_word = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W_]+")
_thousands = re.compile(r"(?<=\d),(?=\d{3}\b)")
_hyphened = re.compile(r"[^\W\d_]+(?:-[^\W_]+)+")
_points_to = re.compile(r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/#?]+)?/?$")
_uuid = re.compile(r"urn:uuid:[A-Za-z0-9\-.]{1,64}$", re.IGNORECASE)
_Read = tuple[str, list[str], datetime | None, list[str]]
"""A resource's title, what else it says, when it was, and its references."""


@dataclass(frozen=True, slots=True)
class Found:
    """One resource's words: those of its title, of its day, the rest; its references ("Type/id" …)."""

    title: str
    day: str
    rest: str
    refers: str


def found_by(data: Json) -> Found:
    """The words of one resource, whatever its type; a resource that is no screen's own has only its name."""
    is_many = data.get("resourceType") in _MANY and "presentedForm" not in data
    title, said, when, references = _lean(data) if is_many else _whole(data)
    heading = dict.fromkeys(_both_ways(title))
    rest: dict[str, None] = {}
    for one in said:
        rest.update(dict.fromkeys(_both_ways(one) if len(one) > _SHORT else _common(one)))
    kept = " ".join(word for word in rest if word not in heading)
    return Found(" ".join(heading), " ".join(days_of(when)), kept[:LONGEST], " ".join(_targets(references)))


def words_of(said: str) -> list[str]:
    """A text as the words that are compared: "LDL (mg/dL): 1,200" is ldl, mg, dl, 1200; "7.1" stays whole."""
    return _word.findall(_thousands.sub("", plain(said)))


def _both_ways(said: str) -> list[str]:
    """The words of a text, those with a hyphen also as one: x, ray, xray."""
    joined = _hyphened.findall(plain(said)) if "-" in said else []
    return words_of(said) + [word.replace("-", "") for word in joined]


@lru_cache(maxsize=4096)
def _common(said: str) -> list[str]:
    """The same for what laboratories write again and again: units, names of tests, "Normal"."""
    return _both_ways(said)


def plain(said: str) -> str:
    """A text without case, accents and apostrophes."""
    low = said.lower() if said.isascii() else folded(said)
    return low.replace("'", "") if "'" in low else low


def texts_of(data: Json, look_up: LookUp = nothing) -> Iterator[tuple[str, str]]:
    """Every text of a resource's view with the name of its field, to show where a word was found."""
    view = view_of(data, look_up)
    return _strings(view) if view is not None else iter(())


def _lean(data: Json) -> _Read:
    """A result or report, of which there are thousands: its texts and numbers as they stand, not its view."""
    when = next((moment for path in _TAKEN if (moment := instant(at(data, path)))), None)
    said, references = _written(data)
    said.append(value_of(data).text)  # as it is read: rounded
    if "component" in data:
        said += [pressure_of(data).value, *(value_of(part).text for part in objs(data["component"]))]
    if "text" in data and at(data, "text.status") != "generated":
        said.append(narrative(data))
    return _name_of(data), said, when, references


def _whole(data: Json) -> _Read:
    references = references_in({name: value for name, value in data.items() if name not in _ELSEWHERE})
    view: Any = view_of(data)
    if view is not None:
        return view.name, [said for _, said in _strings(view)], view.at, references
    if data.get("resourceType") == "Binary":
        return "", [attachment(data).text], None, references
    return name_of(data), [], None, references


def _name_of(data: Json) -> str:
    code = obj(data.get("code"))
    words = tuple((text(c.get("system")), text(c.get("code")), text(c.get("display"))) for c in codings(code))
    return _name(text(code.get("text")), words, language())


@lru_cache(maxsize=2048)
def _name(said: str, words: tuple[tuple[str, str, str], ...], _language: str) -> str:
    coding = [{"system": system, "code": code, "display": display} for system, code, display in words]
    return measure_name({"text": said, "coding": coding}, "")


def _written(data: Json) -> tuple[list[str], list[str]]:
    """What is written anywhere in a result for people to read, its numbers, and its references."""
    said: list[str] = []
    references: list[str] = []
    left: list[Any] = [data]
    while left:
        node = left.pop()
        if isinstance(node, list):
            left.extend(node)
            continue
        for name, value in node.items() if isinstance(node, dict) else ():
            if isinstance(value, str):
                if name in _READ:
                    said.append(value)
                elif name == "reference":
                    references.append(value)
            elif isinstance(value, dict | list):
                if name not in _ASIDE:
                    left.append(value)
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                said.append(str(value))
    return said, references


def _strings(view: Any) -> Iterator[tuple[str, str]]:
    for one in fields(view):
        if one.name in _NOT_WORDS:
            continue
        value = getattr(view, one.name)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str) and item:
                yield one.name, item
            elif is_dataclass(item):
                yield from ((one.name, said) for _, said in _strings(item))


def _targets(references: list[str]) -> list[str]:
    found = dict.fromkeys(_target(reference) for reference in references)
    return [target for target in found if target and not target.startswith("Patient/")]


@lru_cache(maxsize=4096)
def _target(reference: str) -> str:
    if _uuid.match(reference):
        return reference.lower()
    named = _points_to.search(reference)
    return named[1] if named else ""


def days_of(when: datetime | None) -> tuple[str, ...]:
    """A day in the ways people type it; a date without a time is kept as midnight UTC."""
    if when is None:
        return ()
    is_date = when.timetz() == time(tzinfo=UTC)
    try:
        return _ways(when.date() if is_date else when.astimezone(clock.zone()).date(), language())
    except OverflowError:
        return ()


@lru_cache(maxsize=4096)
def _ways(day: date, lang: str) -> tuple[str, ...]:
    y, m, d = day.year, day.month, day.day
    named = [word for style in ("MMMM", "MMM") for word in words_of(format_date(day, style, locale=lang))]
    typed = (f"{m}/{d}/{y}", f"{m:02}/{d:02}/{y}", f"{m}/{y}", f"{m:02}/{y}")
    return (*named, str(d), str(y), day.isoformat(), *typed)
