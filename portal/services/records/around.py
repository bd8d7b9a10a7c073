"""Finding what resources refer to: the practice's own (people, places) and this patient's others."""

import json
from collections.abc import Iterable
from decimal import Decimal

from portal.access.charts import Chart
from portal.access.record_keys import source_keys
from portal.access.resources import shared_texts
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.references import references_in
from portal.services.records.shelf import by_source


class Around:
    """What some resources refer to, fetched together at first and one by one beyond that."""

    def __init__(self, chart: Chart, resources: Iterable[Json] = ()) -> None:
        self._chart = chart
        self._known: dict[str, Json | None] = {}
        self._fetch({reference for data in resources for reference in references_in(data)})

    def __call__(self, reference: str) -> Json | None:
        """The resource a reference names, or None when it is not on file."""
        if reference not in self._known:
            self._fetch({reference})
        return self._known[reference]

    def _fetch(self, references: set[str]) -> None:
        self._known.update(dict.fromkeys(references))
        shared = shared_texts(self._chart.db, references)
        self._known.update({ref: json.loads(text, parse_float=Decimal) for ref, (_, text) in shared.items()})
        keys = {
            key: ref
            for ref in references
            if ref not in shared
            for key in source_keys(self._chart.patient_id, ref)
        }
        for key, held in by_source(self._chart, keys).items():
            self._known[keys[key]] = held.data
