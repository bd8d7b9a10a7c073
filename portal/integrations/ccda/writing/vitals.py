"""Vital signs: what was measured at one moment together."""

from portal.i18n import N_
from portal.integrations.ccda.writing.codes import put_code
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.observations import measures, put_measure, result_cells, span_of
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.section import Form, Section
from portal.integrations.ccda.writing.systems import LOINC, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_time, stamp
from portal.integrations.fhir.elements import Json, at, text
from portal.integrations.fhir.views.vitals import vital

FORM = Form(
    key="vitals",
    template="2.4.1",
    extension="2015-08-01",
    code="8716-3",
    name="Vital signs",
    title=N_("Vital signs"),
    columns=(
        N_("Measurement"),
        N_("Result"),
        N_("Usual range"),
        N_("Flag"),
        N_("Date"),
        N_("More"),
    ),
    kinds=frozenset({"vitals"}),
    nothing=N_("No vital signs are on file."),
    is_required=True,
)
_NOT_MEASURED = ("registered", "preliminary", "cancelled")


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row for each measurement, and an organizer for those of one moment and visit.

    What is no number with a unit, or not final, is told in words only.
    """
    together: dict[tuple[str, str, str], Element] = {}
    for data in records:
        place = section.row(result_cells(vital(data, desk.look_up), desk.said(data)))
        if text(data.get("status")) in _NOT_MEASURED:
            continue
        for part, one in measures(data):
            low, high = span_of(data)
            key = (stamp(low), stamp(high), text(at(data, "encounter.reference")))
            if key not in together:
                together[key] = _put_organizer(section.entry(), data, desk)
            put_measure(together[key], data, part, one, place, desk)


def _put_organizer(entry: Element, data: Json, desk: Desk) -> Element:
    made = put(entry, "organizer", classCode="CLUSTER", moodCode="EVN")
    put_template(made, "4.26", "2015-08-01")
    put(made, "id", root=desk.id_of(data, "organizer"))
    code = put_code(made, "code", "46680005", SNOMED, "Vital signs")
    put_code(
        code, "translation", "74728-7", LOINC,
        "Vital signs, weight, height, head circumference, oxygen saturation and BMI panel",
    )  # fmt: skip
    put(made, "statusCode", code="completed")
    low, high = span_of(data)
    span = put(made, "effectiveTime")
    put_time(span, "low", low, null=UNKNOWN)
    put_time(span, "high", high, null=UNKNOWN)
    return made
