"""The PDF that goes along with a link, for those who print."""

from portal import clock
from portal.access.charts import Chart
from portal.errors import Unavailable
from portal.i18n import t
from portal.integrations.fhir.document import paper
from portal.services.records import corrections
from portal.services.records.papers import record_pdf
from portal.services.sharing.choosing import Choice
from portal.services.sharing.content import about


def shared_papers(chart: Chart, choice: Choice) -> list[bytes]:
    """The chosen part of the record as a PDF in FHIR; none when not wanted or not to be had now."""
    if not choice.paper:
        return []
    try:
        pdf = record_pdf(
            chart,
            kinds=choice.kinds,
            since=choice.since,
            until=choice.until,
            notes=corrections.notes(chart),
        )
    except Unavailable:
        return []
    _, name = about(chart)
    title = choice.label or t("Health record, shared by the patient")
    return [paper(pdf, title=title, patient_name=name, made_at=clock.now())]
