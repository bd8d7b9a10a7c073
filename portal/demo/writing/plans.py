"""Care plans and goals, the people around a patient, and who pays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.demo.practice import clinician, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import Resource, coding, concept, narrative, ref, status

_ASSESS_PLAN = coding(
    "http://hl7.org/fhir/us/core/CodeSystem/careplan-category",
    "assess-plan",
    "Assessment and Plan of Treatment",
)


def goal(chart: ChartWriter, text: str, *, since: date, due: date, reached: bool = False) -> Resource:
    """Something the patient and the care team want to reach by a day."""
    state = ("achieved", "Achieved") if reached else ("in-progress", "In Progress")
    return chart.add(
        "Goal",
        {
            "lifecycleStatus": "completed" if reached else "active",
            "achievementStatus": status("goal-achievement", *state),
            "description": concept(text),
            "startDate": since.isoformat(),
            "target": [{"dueDate": due.isoformat()}],
            "expressedBy": clinician("okafor"),
        },
    )


def care_plan(
    chart: ChartWriter,
    title: str,
    words: str,
    *,
    since: date,
    activities: tuple[tuple[str, str, str], ...],
    goals: list[Resource],
    about: list[Resource],
    **more: Any,
) -> Resource:
    """A plan of activities, each with a status, a description and how often."""
    fields = {
        "text": narrative(words, *(description for _, description, _ in activities)),
        "status": "active",
        "intent": "plan",
        "category": [concept("Care plan", _ASSESS_PLAN)],
        "title": title,
        "description": words,
        "period": {"start": since.isoformat()},
        "created": since.isoformat(),
        "author": clinician("okafor"),
        "addresses": [ref(one, one["code"]["text"]) for one in about],
        "goal": [ref(one, one["description"]["text"]) for one in goals],
        "activity": [_activity(*activity) for activity in activities],
    }
    return chart.add("CarePlan", fields | more)


def _activity(state: str, description: str, schedule: str) -> Resource:
    return {
        "detail": {
            "code": concept(description),
            "status": state,
            "scheduledString": schedule,
            "description": description,
        }
    }


def relative(
    chart: ChartWriter,
    given: str,
    family: str,
    *,
    code: str,
    display: str,
    phone: str,
    email: str | None = None,
) -> Resource:
    """Someone close to the patient, with HL7's code for what they are to them."""
    telecom: list[Resource] = [{"system": "phone", "value": f"(607) {phone}", "use": "mobile"}]
    if email:
        telecom.append({"system": "email", "value": email})
    kind = coding("http://terminology.hl7.org/CodeSystem/v3-RoleCode", code, display)
    return chart.add(
        "RelatedPerson",
        {
            "active": True,
            "relationship": [concept(display.capitalize(), kind)],
            "name": [{"use": "official", "family": family, "given": [given]}],
            "telecom": telecom,
        },
    )


def care_team(
    chart: ChartWriter,
    *,
    since: date,
    members: tuple[tuple[str, str], ...],
    family: Sequence[Resource] = (),
) -> Resource:
    """The clinicians, each with their part, and any relatives who help."""
    participants = [{"role": [concept(role)], "member": clinician(key)} for key, role in members]
    for person in family:
        name = person["name"][0]
        spoken = f"{name['given'][0]} {name['family']}"
        participants.append({"role": [person["relationship"][0]], "member": ref(person, spoken)})
    return chart.add(
        "CareTeam",
        {
            "status": "active",
            "name": "Care team at Lakeside Family Practice",
            "period": {"start": since.isoformat()},
            "participant": participants,
            "managingOrganization": [organization("practice")],
        },
    )


def coverage(chart: ChartWriter, *, member: str, since: date, plan: str = "Family plan") -> Resource:
    """The patient's health insurance, from an invented insurer."""
    return chart.add(
        "Coverage",
        {
            "status": "active",
            "type": concept("Health insurance"),
            "subscriberId": member,
            "relationship": status("subscriber-relationship", "self", "Self"),
            "period": {"start": since.isoformat()},
            "payor": [organization("payer")],
            "class": [{"type": status("coverage-class", "plan", "Plan"), "value": member[:4], "name": plan}],
        },
    )
