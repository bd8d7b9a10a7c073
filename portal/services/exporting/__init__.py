"""Taking a record away: FHIR as it came, C-CDA, PDF, plain text, or everything in one zip.

The operator's command makes one at once (`export`); people ask for one (`asking`), a job makes it
(`making`), and it is there for a day.
"""

from datetime import date

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.services.exporting.forms import FORMS, Form, make
from portal.services.records.extract import Choice
from portal.services.two_days import must_be_in_order

__all__ = ["FORMS", "Form", "export"]


@needs(Scope.RECORDS)
def export(
    chart: Chart,
    *,
    form: str,
    kinds: frozenset[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> bytes:
    """The record in one form, here and now. Raises: NotFound for another form; Invalid for the days."""
    must_be_in_order(since, until)
    return make(chart, form, Choice(kinds, since, until))
