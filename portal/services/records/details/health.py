"""Medicines, vaccinations, conditions and allergies."""

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.services.records.around import Around
from portal.services.records.detail import Detail, facts, full_name_fact, listed, sections, words
from portal.services.records.rows import Row
from portal.services.records.shelf import Held
from portal.services.records.telling import cut, dotted


def medication(chart: Chart, held: Held) -> Detail:
    """A medicine: how to take it first."""
    one = views.medication(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.origin, one.date, one.prescriber),
        tag=one.status,
        tone="good" if one.is_current else "plain",
        words=words((t("How to take it"), "\n".join(one.instructions))),
        facts=facts(
            (t("Status"), dotted(one.status, one.status_reason)),
            (t("For"), listed(one.reasons)),
            (one.origin, one.date),
            (t("Prescribed by"), one.prescriber),
            (t("Amount"), one.quantity),
            (t("Lasts"), one.supply),
            (t("Refills"), one.refills),
            (t("Valid"), one.valid),
        ),
        notes=one.notes,
    )


def immunization(chart: Chart, held: Held) -> Detail:
    """A vaccination, as a school or an employer asks for it."""
    one = views.immunization(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.date, one.dose),
        tag=one.status,
        tone="good" if one.is_given else "attention",
        facts=facts(
            (t("Date"), one.date),
            (t("Dose"), one.dose),
            (t("Why it was not given"), one.why_not),
            (t("Protects against"), listed(one.protects_against)),
            (t("Amount"), one.amount),
            (t("Given by"), one.given_by),
            (t("Place"), one.place),
            (t("Where on the body"), one.site),
            (t("How"), one.route),
            (t("Made by"), one.maker),
            (t("Lot number"), one.lot),
            (t("Lot expires"), one.expires),
            (t("Source"), one.reported),
        ),
        notes=one.notes,
    )


def condition(chart: Chart, held: Held) -> Detail:
    """A problem or diagnosis."""
    one = views.condition(held.data, Around(chart, [held.data]))
    return Detail(
        kind=held.kind,
        title=one.name,
        line=t("Since {day}", day=one.began) if one.began and not one.ended else "",
        tag=one.status,
        facts=facts(
            full_name_fact(one.full_name, one.name),
            (t("Status"), one.status),
            (t("Began"), one.began),
            (t("Ended"), one.ended),
            (t("Noted"), one.recorded),
            (t("How bad"), one.severity),
            (t("Stage"), one.stage),
            (t("Body part"), one.body_site),
            (t("How sure"), one.certainty),
            (t("Kind"), one.category),
            (t("Noted by"), one.noted_by),
        ),
        notes=one.notes,
    )


def allergy(chart: Chart, held: Held) -> Detail:
    """An allergy or intolerance, with what has happened before."""
    one = views.allergy(held.data, Around(chart, [held.data]))
    happened = [
        Row(
            cut(each.signs) or t("Reaction"), dotted(each.date, each.severity, each.substance), icon="allergy"
        )
        for each in one.reactions
    ]
    is_danger = one.is_high_risk and one.is_active
    return Detail(
        kind=held.kind,
        title=one.name,
        line=dotted(one.type, one.category),
        tag=t("High risk") if is_danger else one.status,
        tone="danger" if is_danger else "plain",
        sections=sections((t("What has happened"), happened)),
        facts=facts(
            (t("Status"), one.status),
            (t("How dangerous"), one.criticality),
            (t("How bad it was"), one.severity),
            (t("Began"), one.began),
            (t("Last time"), one.last_time),
            (t("How sure"), one.certainty),
            (t("Noted"), one.recorded),
            (t("Noted by"), one.noted_by),
        ),
        notes=one.notes,
    )
