"""The kinds of record a patient reads: where each is, how it is drawn, and what it can be narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.i18n import N_, t
from portal.services.records.shelf import RECORDS

_STILL = ("active", "recurrence", "relapse", "on-hold", "in-progress", "intended", "draft")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `key` is `Record.kind`, `home` its list's path, `groups` what it narrows to.

    `first` are the rows that stand first in its list, before the newest.
    """

    key: str
    name: str
    icon: str
    home: str
    scope: Scope = Scope.RECORDS
    groups: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    first: ColumnElement[bool] | None = None

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return t(self.name)


_STATUS, _CATEGORY = RECORDS.c.status, RECORDS.c.category
_ACTIVE = _STATUS.in_(_STILL)
_BY_STATUS = {"active": _ACTIVE, "past": _STATUS.not_in(_STILL)}
_BY_CATEGORY = {
    "labs": _CATEGORY == "laboratory",
    "imaging": _CATEGORY == "imaging",
    "surveys": _CATEGORY.in_(("survey", "social-history")),
    "other": _CATEGORY.not_in(("laboratory", "imaging", "survey", "social-history")),
}
_ALL = (
    Kind("results", N_("Results"), "flask", "/records/results", groups=_BY_CATEGORY),
    Kind("visits", N_("Visits"), "stethoscope", "/records/visits"),
    Kind("medications", N_("Medications"), "pill", "/medications", Scope.MEDICATIONS, _BY_STATUS, _ACTIVE),
    Kind("immunizations", N_("Immunizations"), "syringe", "/records/immunizations"),
    Kind("conditions", N_("Conditions"), "heart", "/records/conditions", groups=_BY_STATUS),
    Kind("allergies", N_("Allergies"), "allergy", "/records/allergies", first=_ACTIVE),
    Kind("vitals", N_("Vitals"), "vitals", "/records/vitals"),
    Kind("procedures", N_("Procedures"), "scissors", "/records/procedures"),
    Kind("care-plans", N_("Care plans"), "plan", "/records/care-plans", groups=_BY_STATUS),
    Kind("documents", N_("Documents"), "document", "/records/documents"),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}


def readable(chart: Chart) -> list[str]:
    """The kinds that whoever opened this chart may read, in the order they are shown."""
    return [kind.key for kind in _ALL if covers(chart, kind.key) and _may_read(chart, kind)]


def covers(chart: Chart, kind: str) -> bool:
    """Whether what was opened covers a kind of record at all."""
    return chart.kinds is None or kind in chart.kinds


def _may_read(chart: Chart, kind: Kind) -> bool:
    return kind.scope == chart.scope or chart.may(kind.scope)
