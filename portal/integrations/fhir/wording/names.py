"""What a coded thing is called: by its display text, never by a bare code."""

import re
from typing import Any

from portal.i18n import t
from portal.integrations.fhir.elements import codes, codings, obj, objs
from portal.integrations.fhir.wording.common_tests import COMMON_TESTS
from portal.integrations.fhir.wording.plain import clean

_semantic_tag = re.compile(
    r"\s*\((?:assessment scale|body structure|clinical drug|context-dependent category|disorder|environment"
    r"|event|finding|medicinal product|morphologic abnormality|observable entity|occupation|organism|person"
    r"|physical object|procedure|product|qualifier value|record artifact|regime/therapy|situation"
    r"|social concept|specimen|substance)\)$"
)
_property = re.compile(
    r"\s*\[(?:#|Entitic|Enzymatic|Mass|Moles|Presence|Ratio|Score|Units|Volume)\b[^\]]*\]|\s*\[#/[^\]]*\]"
)
_bracketed = re.compile(r"\s*\[[^\]]*\]")
_method = re.compile(r"\s+by\s+(?:Automated|Manual|Calculat|Computed|No addition|Test strip|Estimated).*$")
_species = re.compile(r"\.(total|free|ionized|direct|indirect)\b")
_sample = re.compile(
    r"\bin (Blood|Serum or Plasma|Serum|Plasma|Urine|Stool|Capillary blood|Arterial blood)\b"
)


def concept(value: Any, fallback: str = "") -> str:
    """The words of a CodeableConcept, a list of them, or a Coding; `fallback` when it has none."""
    bare = set(codes(value))
    for one in objs(value):
        own = [clean(one.get("text")), clean(one.get("display"))]
        displays = [clean(coding.get("display")) for coding in objs(one.get("coding"))]
        words = [word for word in (*own, *displays) if word and word not in bare]
        if words:
            return _property.sub("", _semantic_tag.sub("", words[0]))
    return fallback


def concepts(value: Any) -> list[str]:
    """The words of each concept in a list, each once."""
    found = (concept(one) for one in objs(value))
    return list(dict.fromkeys(word for word in found if word))


def full_name(value: Any) -> str:
    """A concept's words exactly as the practice sent them."""
    displays = (clean(coding.get("display")) for coding in codings(value))
    return clean(obj(value).get("text")) or next((word for word in displays if word), "")


def measure_name(value: Any, fallback: str) -> str:
    """A test's or measurement's name for reading: a common LOINC test by its everyday name, else its own.

    A name the practice made itself is kept; only the long names of the LOINC table are shortened.
    """
    own = concept(value)
    known = [c for c in codings(value) if c.get("system") == "http://loinc.org"]
    official = {clean(coding.get("display")) for coding in known}
    if known and (not own or full_name(value) in official):
        common = next((COMMON_TESTS[code] for code in codes(known) if code in COMMON_TESTS), None)
        own = t(common) if common else own
    if known or "[" in own:
        own = _method.sub("", _bracketed.sub("", own)) or own
        own = _species.sub(r" (\1)", own).replace(" Ab ", " antibody ")
        own = _sample.sub(lambda found: found[0].lower(), own)
    return own or fallback
