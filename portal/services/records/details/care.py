"""Visits with everything that happened in them, procedures, care plans."""

from collections.abc import Sequence
from dataclasses import replace

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.when import choice_words
from portal.services.records import preferences, shelf
from portal.services.records.around import Around
from portal.services.records.detail import Detail, Section, facts, full_name_fact, listed, sections, words
from portal.services.records.details.documents import own_words
from portal.services.records.kinds import KINDS, readable
from portal.services.records.rows import Row, RowMaker
from portal.services.records.shelf import Held
from portal.services.records.telling import cut, dotted


def visit(chart: Chart, held: Held) -> Detail:
    """A visit and what happened in it."""
    return replace(visit_alone(chart, held), sections=_gathered(chart, held))


def visit_alone(chart: Chart, held: Held) -> Detail:
    """A visit without what happened in it."""
    one = views.visit(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.date, *one.clinicians[:1]),
        tag=one.status,
        facts=facts(
            (t("Reason"), listed(one.reasons)),
            (t("When"), one.time),
            (t("Where"), dotted(one.place, one.organization if one.organization != one.place else "")),
            (t("With"), listed(one.clinicians)),
            (t("Diagnoses"), listed(one.diagnoses)),
            (t("Kind of visit"), one.setting),
            (t("After the visit"), one.discharge),
        ),
        words=words((t("Summary"), own_words(held.data, one.narrative))),
    )


def procedure(chart: Chart, held: Held) -> Detail:
    """Something done to or for the patient."""
    one = views.procedure(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.date, *one.performers[:1]),
        tag=one.status,
        tone="plain" if one.is_done else "attention",
        facts=facts(
            full_name_fact(one.full_name, one.name),
            (t("When"), one.time or one.date),
            (t("Why"), listed(one.reasons)),
            (t("Why it was not done"), one.why_not),
            (t("Done by"), listed(one.performers)),
            (t("Where"), one.place),
            (t("Body part"), one.body_site),
            (t("How it went"), one.outcome),
            (t("Complications"), listed(one.complications)),
            (t("What comes next"), listed(one.follow_up)),
        ),
        notes=one.notes,
    )


def care_plan(chart: Chart, held: Held) -> Detail:
    """A plan: what to do, what for, how far it has come."""
    one = views.care_plan(held.data, Around(chart, [held.data]))
    to_do = [
        Row(cut(each.name, 200), dotted(each.when, cut(each.detail, 300)), each.status, icon="plan")
        for each in one.activities
    ]
    goals = [Row(cut(goal, 200), icon="check") for goal in one.goals]
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.period, one.author),
        tag=one.status,
        sections=sections((t("What to do"), to_do), (t("Goals"), goals)),
        facts=facts(
            (t("When"), one.period),
            (t("For"), listed(one.conditions)),
            (t("Care team"), listed(one.team)),
            (t("Written by"), one.author),
        ),
        words=words(
            (t("About this plan"), one.description), (t("Summary"), own_words(held.data, one.narrative))
        ),
        notes=one.notes,
    )


def _gathered(chart: Chart, visit: Held) -> list[Section]:
    """What belongs to a visit, by kind, in the order the kinds are shown."""
    kinds = [kind for kind in readable(chart) if kind != "visits"]
    within = shelf.in_visit(chart, visit, kinds=kinds)
    look_up = Around(chart, [held.data for held in within])
    asks = preferences.asks_first(chart)
    maker = RowMaker(tones=shelf.tones(chart, within), look_up=look_up, asks=asks)
    by_kind = [(_heading(kind), maker.rows([held for held in within if held.kind == kind])) for kind in kinds]
    return sections(*by_kind, (t("Next steps"), next_steps(chart, visit, within)))


def _heading(kind: str) -> str:
    return t("Medications started or changed") if kind == "medications" else KINDS[kind].title


def next_steps(chart: Chart, visit: Held, within: Sequence[Held]) -> list[Row]:
    """What is still to do: what was ordered, and what the visit's plans name and nobody has done yet."""
    orders = shelf.in_visit(chart, visit, kinds=["other"])
    open_orders = [one for one in orders if one.fhir_type == "ServiceRequest" and _is_open(one.data)]
    rows = [_order(one) for one in open_orders]
    for plan in (one for one in within if one.kind == "care-plans" and _is_open(one.data)):
        told = views.care_plan(plan.data, Around(chart, [plan.data]))
        rows += [Row(cut(each.name, 200), each.when, icon="plan") for each in told.to_do]
    return rows


def _order(held: Held) -> Row:
    name = concept(held.data.get("code")) or t("Order")
    why = listed(concepts(held.data.get("reasonCode")))
    when = choice_words(held.data, "occurrence")
    said = clean(held.data.get("patientInstruction"))
    return Row(cut(name, 200), dotted(when, why, cut(said, 300)), icon="clipboard")


def _is_open(data: Json) -> bool:
    return data.get("status") in ("active", "draft", "on-hold")
