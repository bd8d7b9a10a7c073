"""Immunizations: which vaccine, when, which dose, and why not when it was not given."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, first, obj, objs, text
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.numbers import number_words, quantity_words
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.states import IMMUNIZATION, state
from portal.integrations.fhir.wording.when import choice_words, day_words


@dataclass(frozen=True, slots=True)
class Immunization:
    """One vaccination. `dose` reads "Dose 2 of 3"; `why_not` is set when it was not given."""

    name: str
    date: str
    at: datetime | None
    status: str
    is_given: bool
    why_not: str
    dose: str
    amount: str
    protects_against: list[str]
    lot: str
    expires: str
    maker: str
    site: str
    route: str
    given_by: str
    place: str
    reported: str
    notes: list[Note]


def immunization(data: Json, look_up: LookUp = nothing) -> Immunization:
    """An Immunization to read."""
    around = Around(data, look_up)
    protocol = first(data.get("protocolApplied"))
    return Immunization(
        name=concept(data.get("vaccineCode"), t("Unnamed vaccine")),
        date=choice_words(data, "occurrence") or day_words(data.get("recorded")),
        at=instant(data.get("occurrenceDateTime")) or instant(data.get("recorded")),
        status=state(IMMUNIZATION, data.get("status")),
        is_given=text(data.get("status")) == "completed",
        why_not=concept(data.get("statusReason")),
        dose=_dose(protocol),
        amount=quantity_words(data.get("doseQuantity")),
        protects_against=concepts(protocol.get("targetDisease")),
        lot=clean(data.get("lotNumber")),
        expires=day_words(data.get("expirationDate")),
        maker=around.name(data.get("manufacturer")),
        site=concept(data.get("site")),
        route=concept(data.get("route")),
        given_by=next(iter(around.names([obj(one.get("actor")) for one in objs(data.get("performer"))])), ""),
        place=around.name(data.get("location")),
        reported=_reported(data),
        notes=around.notes(),
    )


def _dose(protocol: Json) -> str:
    number = number_words(protocol.get("doseNumberPositiveInt")) or clean(protocol.get("doseNumberString"))
    of = number_words(protocol.get("seriesDosesPositiveInt")) or clean(protocol.get("seriesDosesString"))
    if number and of:
        return t("Dose {number} of {of}", number=number, of=of)
    return t("Dose {number}", number=number) if number else ""


def _reported(data: Json) -> str:
    if data.get("primarySource") is not False:
        return ""
    return concept(data.get("reportOrigin")) or t("Told to us, not given here")
