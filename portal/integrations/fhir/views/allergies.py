"""Allergies: to what, what happened, and how dangerous it is."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import N_, t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, codes, objs, text, texts
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import clean, joined
from portal.integrations.fhir.wording.states import (
    ALLERGY_CATEGORY,
    CERTAINTY,
    CONDITION,
    CRITICALITY,
    SEVERITY,
    coded,
)
from portal.integrations.fhir.wording.when import choice_words, day_words

_NONE_KNOWN = {"716186003", "409137002", "428607008", "429625007", "716184000"}
_TYPES = {"allergy": N_("Allergy"), "intolerance": N_("Intolerance")}
_ORDER = ("severe", "moderate", "mild")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What happened once: the signs, how bad, when, and anything more."""

    signs: str
    severity: str
    date: str
    substance: str
    description: str


@dataclass(frozen=True, slots=True)
class Allergy:
    """One allergy or intolerance. `none_known` means that the record says there are none.

    `reaction` is all signs on one line; `severity` that of the worst reaction.
    """

    name: str
    none_known: bool
    type: str
    category: str
    status: str
    is_active: bool
    certainty: str
    criticality: str
    is_high_risk: bool
    reaction: str
    severity: str
    reactions: list[Reaction]
    began: str
    recorded: str
    last_time: str
    at: datetime | None
    noted_by: str
    notes: list[Note]


def allergy(data: Json, look_up: LookUp = nothing) -> Allergy:
    """An AllergyIntolerance to read."""
    around = Around(data, look_up)
    happened = objs(data.get("reaction"))
    reactions = [_reaction(one) for one in happened]
    worst = next((level for level in _ORDER if level in [text(one.get("severity")) for one in happened]), "")
    return Allergy(
        name=concept(data.get("code"))
        or joined(*(one.substance for one in reactions))
        or t("Unnamed allergy"),
        none_known=bool(_NONE_KNOWN & set(codes(data.get("code")))),
        type=t(_TYPES[text(data.get("type"))]) if text(data.get("type")) in _TYPES else "",
        category=joined(
            *(t(ALLERGY_CATEGORY[c]) for c in texts(data.get("category")) if c in ALLERGY_CATEGORY)
        ),
        status=coded(CONDITION, data.get("clinicalStatus")),
        is_active="active" in codes(data.get("clinicalStatus")),
        certainty=coded(CERTAINTY, data.get("verificationStatus")),
        criticality=t(CRITICALITY.get(text(data.get("criticality")), ""))
        if text(data.get("criticality")) in CRITICALITY
        else "",
        is_high_risk=text(data.get("criticality")) == "high",
        reaction=joined(*(sign for one in happened for sign in _signs(one))),
        severity=t(SEVERITY[worst]) if worst else "",
        reactions=reactions,
        began=choice_words(data, "onset"),
        recorded=day_words(data.get("recordedDate")),
        last_time=day_words(data.get("lastOccurrence")),
        at=instant(data.get("recordedDate")) or instant(data.get("onsetDateTime")),
        noted_by=around.name(data.get("asserter")) or around.name(data.get("recorder")),
        notes=around.notes(),
    )


def _reaction(one: Json) -> Reaction:
    severity = text(one.get("severity"))
    return Reaction(
        signs=joined(*_signs(one)),
        severity=t(SEVERITY[severity]) if severity in SEVERITY else "",
        date=day_words(one.get("onset")),
        substance=concept(one.get("substance")),
        description=clean(one.get("description")),
    )


def _signs(one: Json) -> list[str]:
    described = clean(one.get("description"))
    return concepts(one.get("manifestation")) or ([described] if described else [])
