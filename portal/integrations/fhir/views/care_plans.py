"""Care plans: what is planned, for what, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, codes, obj, objs, text
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import clean, narrative
from portal.integrations.fhir.wording.states import ACTIVITY, PLAN, state
from portal.integrations.fhir.wording.when import choice_words, day_words, span_words

_OVER = ("completed", "cancelled", "stopped", "revoked", "entered-in-error", "unknown")
_NOT_A_TITLE = {"assess-plan"}


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing to do within a plan."""

    name: str
    status: str
    when: str
    detail: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class CarePlan:
    """One plan. `conditions` is what it is for; `narrative` what the practice wrote about it, as text."""

    name: str
    status: str
    is_active: bool
    period: str
    at: datetime | None
    description: str
    activities: list[Activity]
    goals: list[str]
    conditions: list[str]
    team: list[str]
    author: str
    narrative: str
    notes: list[Note]

    @property
    def to_do(self) -> list[Activity]:
        """What is not done or called off."""
        return [one for one in self.activities if one.is_open]


def care_plan(data: Json, look_up: LookUp = nothing) -> CarePlan:
    """A CarePlan to read."""
    around = Around(data, look_up)
    period = obj(data.get("period"))
    return CarePlan(
        name=clean(data.get("title")) or _category(data.get("category")) or t("Care plan"),
        status=state(PLAN, data.get("status")),
        is_active=text(data.get("status")) == "active",
        period=span_words(period) or day_words(data.get("created")),
        at=instant(period.get("start")) or instant(period.get("end")) or instant(data.get("created")),
        description=clean(data.get("description")),
        activities=[
            found for found in (_activity(one, around) for one in objs(data.get("activity"))) if found.name
        ],
        goals=around.names(data.get("goal")),
        conditions=around.names(data.get("addresses")),
        team=around.names(data.get("careTeam")),
        author=around.name(data.get("author")),
        narrative=narrative(data),
        notes=around.notes(),
    )


def _category(category: Any) -> str:
    """The words of the first category that says what kind of plan it is."""
    telling = [one for one in objs(category) if not _NOT_A_TITLE & set(codes(one))]
    return concept(telling)


def _activity(one: Json, around: Around) -> Activity:
    detail = obj(one.get("detail")) or around.find(one.get("reference"))
    progress = [clean(note.get("text")) for note in objs(one.get("progress"))]
    name = (
        concept(detail.get("code")) or clean(detail.get("description")) or around.name(one.get("reference"))
    )
    said = [clean(detail.get("description")), *concepts(one.get("outcomeCodeableConcept")), *progress]
    return Activity(
        name=name,
        status=state(ACTIVITY, detail.get("status")),
        when=choice_words(detail, "scheduled"),
        detail="\n".join(words for words in said if words and words != name),
        is_open=detail.get("status") not in _OVER,
    )
