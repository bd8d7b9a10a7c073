"""Visits: what kind, when, with whom, where and why."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, obj, objs, text
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.people import Around, LookUp, nothing
from portal.integrations.fhir.wording.plain import narrative
from portal.integrations.fhir.wording.states import VISIT, VISIT_CLASS, coded, state
from portal.integrations.fhir.wording.when import day_words, visit_words


@dataclass(frozen=True, slots=True)
class Visit:
    """One encounter. `setting` is its class in words ("In person", "Virtual"); `place` where it was."""

    name: str
    setting: str
    date: str
    time: str
    at: datetime | None
    status: str
    clinicians: list[str]
    place: str
    organization: str
    reasons: list[str]
    diagnoses: list[str]
    discharge: str
    narrative: str


def visit(data: Json, look_up: LookUp = nothing) -> Visit:
    """An Encounter as a visit to read."""
    around = Around(data, look_up)
    period = obj(data.get("period"))
    setting = coded(VISIT_CLASS, data.get("class"))
    locations = around.names([obj(place.get("location")) for place in objs(data.get("location"))])
    organization = around.name(data.get("serviceProvider"))
    return Visit(
        name=concept(data.get("type")) or concept(data.get("serviceType")) or setting or t("Visit"),
        setting=setting,
        date=day_words(period.get("start")) or day_words(period.get("end")),
        time=visit_words(period),
        at=instant(period.get("start")) or instant(period.get("end")),
        status=state(VISIT, data.get("status")),
        clinicians=_clinicians(around),
        place=locations[0] if locations else organization,
        organization=organization,
        reasons=list(
            dict.fromkeys([*concepts(data.get("reasonCode")), *around.names(data.get("reasonReference"))])
        ),
        diagnoses=around.names([obj(one.get("condition")) for one in objs(data.get("diagnosis"))]),
        discharge=concept(at(data, "hospitalization.dischargeDisposition")),
        narrative=narrative(data),
    )


def _clinicians(around: Around) -> list[str]:
    """Who took part, the patient's own people left out."""
    people = [obj(one.get("individual")) for one in objs(around.data.get("participant"))]
    staff = [one for one in people if "RelatedPerson/" not in text(one.get("reference"))]
    return around.names(staff)
