"""What a resource tells this reader: without items kept from them and, for helpers, without other people.

Whoever helps a patient reads nothing there of others who may help too (decision 0028): no guardian, next of
kin or contact. A guardian is not told where the patient lives either: it may be with another of them.
"""

from sqlalchemy import ColumnElement, or_, true

from portal.access.charts import Chart
from portal.access.unseen import NO_PAGE
from portal.i18n import t
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.other_people import WITHOUT_A_PAGE, Cut, without
from portal.integrations.fhir.rewriting import rewritten
from portal.models.base import table
from portal.models.record import Record
from portal.services.records.unseen import text_without_unseen, without_unseen
from portal.settings import get_settings

_RECORD = table(Record).c


def told(chart: Chart, data: Json) -> Json:
    """A resource as this reader may have it."""
    found = without_unseen(chart, data)
    return without(found, _cut(chart)) if chart.is_helper else found


def text_told(chart: Chart, kind: str, text: bytes) -> bytes | None:
    """The same of a resource's exact text, numbers as they were written; None when nothing is left."""
    found = text_without_unseen(chart, kind, text)
    if found is None or not chart.is_helper:
        return found
    return rewritten(found, lambda data: without(data, _cut(chart)))


def of_health(chart: Chart) -> ColumnElement[bool]:
    """Which rows this reader may have by their type: those who help, what tells of the patient's health."""
    if not chart.is_helper:
        return true()
    return or_(_RECORD.kind != NO_PAGE, _RECORD.fhir_type.in_(WITHOUT_A_PAGE))


def hides_home(chart: Chart) -> bool:
    """Whether this reader is not told where the patient lives and is reached."""
    return chart.relation == "guardian"


def left_out_words(chart: Chart) -> str:
    """What a copy says that someone who helps takes away, whether there is anyone to name or not."""
    if not chart.is_helper:
        return ""
    phone = get_settings().practice_phone
    who = t(
        "This copy was made by someone who helps the patient. It leaves out who else cares for the patient "
        "or can be called, and how to reach them."
    )
    home = t("It leaves out the patient’s own address, phone and email too.") if hides_home(chart) else ""
    ask = t("The practice can tell this to those who may know it: {phone}.", phone=phone)
    return " ".join(filter(None, (who, home, ask)))


def _cut(chart: Chart) -> Cut:
    def is_other(reference: str) -> bool:
        return chart.others.is_named(chart.patient_id, reference)

    return Cut(is_other, chart.others.names, home=hides_home(chart))
