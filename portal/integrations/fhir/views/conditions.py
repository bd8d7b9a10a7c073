"""Conditions: what it is, whether it is still there, since when, how bad."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, codes, obj
from portal.integrations.fhir.wording.names import concept, concepts, full_name
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import joined
from portal.integrations.fhir.wording.states import CERTAINTY, CONDITION, CONDITION_CATEGORY, SEVERITY, coded
from portal.integrations.fhir.wording.when import choice_words, day_words


@dataclass(frozen=True, slots=True)
class Condition:
    """One problem or diagnosis. `began` and `ended` keep the precision they came with."""

    name: str
    full_name: str
    status: str
    is_active: bool
    certainty: str
    category: str
    began: str
    ended: str
    recorded: str
    at: datetime | None
    severity: str
    stage: str
    body_site: str
    noted_by: str
    notes: list[Note]


def condition(data: Json, look_up: LookUp = nothing) -> Condition:
    """A Condition to read."""
    around = Around(data, look_up)
    onset = instant(data.get("onsetDateTime")) or instant(obj(data.get("onsetPeriod")).get("start"))
    return Condition(
        name=concept(data.get("code"), t("Unnamed condition")),
        full_name=full_name(data.get("code")),
        status=coded(CONDITION, data.get("clinicalStatus")),
        is_active=bool({"active", "recurrence", "relapse"} & set(codes(data.get("clinicalStatus")))),
        certainty=coded(CERTAINTY, data.get("verificationStatus")),
        category=coded(CONDITION_CATEGORY, data.get("category")),
        began=choice_words(data, "onset"),
        ended=choice_words(data, "abatement"),
        recorded=day_words(data.get("recordedDate")),
        at=onset or instant(data.get("recordedDate")),
        severity=coded(SEVERITY, data.get("severity")),
        stage=concept(at(data, "stage.summary")),
        body_site=joined(*concepts(data.get("bodySite"))),
        noted_by=around.name(data.get("asserter")) or around.name(data.get("recorder")),
        notes=around.notes(),
    )
