"""Procedures: what was done, when, by whom, why and how it went."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, obj, objs, text
from portal.integrations.fhir.wording.names import concept, concepts, full_name
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import joined
from portal.integrations.fhir.wording.states import PROCEDURE, state
from portal.integrations.fhir.wording.when import choice_words, moment_words, visit_words


@dataclass(frozen=True, slots=True)
class Procedure:
    """One thing done to or for the patient."""

    name: str
    full_name: str
    category: str
    date: str
    time: str
    at: datetime | None
    status: str
    is_done: bool
    why_not: str
    performers: list[str]
    place: str
    reasons: list[str]
    body_site: str
    outcome: str
    complications: list[str]
    follow_up: list[str]
    notes: list[Note]


def procedure(data: Json, look_up: LookUp = nothing) -> Procedure:
    """A Procedure to read."""
    around = Around(data, look_up)
    period = obj(data.get("performedPeriod"))
    return Procedure(
        name=concept(data.get("code"), t("Unnamed procedure")),
        full_name=full_name(data.get("code")),
        category=concept(data.get("category")),
        date=choice_words(data, "performed"),
        time=moment_words(data.get("performedDateTime")) or visit_words(period),
        at=instant(data.get("performedDateTime"))
        or instant(period.get("start"))
        or instant(period.get("end")),
        status=state(PROCEDURE, data.get("status")),
        is_done=text(data.get("status")) == "completed",
        why_not=concept(data.get("statusReason")),
        performers=around.names([obj(one.get("actor")) for one in objs(data.get("performer"))]),
        place=around.name(data.get("location")),
        reasons=list(
            dict.fromkeys([*concepts(data.get("reasonCode")), *around.names(data.get("reasonReference"))])
        ),
        body_site=joined(*concepts(data.get("bodySite"))),
        outcome=concept(data.get("outcome")),
        complications=concepts(data.get("complication")),
        follow_up=concepts(data.get("followUp")),
        notes=around.notes(),
    )
