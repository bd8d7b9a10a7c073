"""FHIR codings as CDA codes: the best-fitting one first, the others beside it, none lost."""

from collections.abc import Sequence
from typing import Any

from portal.integrations.ccda.writing.elements import Element, dress, put
from portal.integrations.ccda.writing.systems import name_of, system_of
from portal.integrations.fhir.elements import Json, codings, text
from portal.integrations.fhir.wording.names import concept, full_name
from portal.integrations.fhir.wording.plain import clean

OTHER, UNKNOWN = "OTH", "UNK"
MOST = 30
"""Codings of one concept that are written; more is no concept but a list."""


def put_code(parent: Element, tag: str, code: str, system: str, name: str = "", *, xsi: str = "") -> Element:
    """A code that C-CDA itself asks for."""
    return put(
        parent, tag, xsi=xsi, code=code, codeSystem=system, codeSystemName=name_of(system), displayName=name
    )


def put_concept(
    parent: Element,
    tag: str,
    value: Any,
    *,
    first: Sequence[str] = (),
    told: str = "",
    xsi: str = "",
) -> Element:
    """A CodeableConcept: a coding of the `first` systems, or else any known one, the rest as translations.

    `told` is the place in the narrative that says it in words ("#allergy-1"). Without a coding of a known
    code system it is OTH with its own words, or UNK when nothing is said at all.
    """
    known, others = _sorted(value, first)
    made = put(parent, tag, xsi=xsi)
    if known:
        _set(made, *known[0])
    else:
        made.set("nullFlavor", OTHER if others or concept(value) else UNKNOWN)
    _original(made, value, told)
    for coding, oid in known[1:]:
        _set(put(made, "translation"), coding, oid)
    for coding in others:
        unknown = put(made, "translation", nullFlavor=OTHER)
        put(unknown, "originalText", _as_text(coding))
    return made


def put_named(parent: Element, tag: str, code: tuple[str, str, str], told: str, *, xsi: str = "") -> Element:
    """A (code, system, name) of ours, told in words elsewhere in the narrative."""
    made = put_code(parent, tag, *code, xsi=xsi)
    if told:
        put(put(made, "originalText"), "reference", value=told)
    return made


def known_code(value: Any, oids: Sequence[str]) -> str:
    """The first code of a concept in one of these code systems; empty when there is none."""
    known, _ = _sorted(value, oids)
    return next((text(coding.get("code")) for coding, oid in known if oid in oids), "")


def is_code(value: Any) -> bool:
    """Whether a text can stand as a code: it has no blanks (HL7's type cs)."""
    found = text(value)
    return bool(found) and found.isprintable() and not any(sign.isspace() for sign in found)


def _sorted(value: Any, first: Sequence[str]) -> tuple[list[tuple[Json, str]], list[Json]]:
    known: list[tuple[Json, str]] = []
    others: list[Json] = []
    for coding in codings(value)[:MOST]:
        oid = system_of(text(coding.get("system")))[0]
        if oid and is_code(coding.get("code")):
            known.append((coding, oid))
        elif text(coding.get("code")) or clean(coding.get("display")):
            others.append(coding)
    known.sort(key=lambda one: first.index(one[1]) if one[1] in first else len(first))
    return known, others


def _set(made: Element, coding: Json, oid: str) -> None:
    code, display = text(coding.get("code")), clean(coding.get("display"))
    dress(made, code=code, codeSystem=oid, codeSystemName=name_of(oid), displayName=display)


def _original(made: Element, value: Any, told: str) -> None:
    words = full_name(value) or concept(value)
    if told:
        put(put(made, "originalText"), "reference", value=told)
    elif words:
        put(made, "originalText", words)


def _as_text(coding: Json) -> str:
    parts = (clean(coding.get(name)) for name in ("display", "code", "system"))
    return " | ".join(part for part in parts if part)
