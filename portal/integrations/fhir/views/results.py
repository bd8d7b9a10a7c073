"""Test results: one value (LabResult), or a report that holds several (Panel)."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import nt, t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, codes, first, obj, objs, text
from portal.integrations.fhir.wording.attachments import Attachment, attachment
from portal.integrations.fhir.wording.flags import flag_of
from portal.integrations.fhir.wording.names import concept, full_name, measure_name
from portal.integrations.fhir.wording.people import Around, LookUp, Note, nothing
from portal.integrations.fhir.wording.plain import clean, joined, narrative
from portal.integrations.fhir.wording.states import GROUP, RESULT, coded, state
from portal.integrations.fhir.wording.values import Part, absent_of, parts_of, pressure_of, value_of
from portal.integrations.fhir.wording.when import day_words, moment_words, span_words

_TAKEN = ("effectiveDateTime", "effectiveInstant")
_USUAL_TONES = ("good", "plain")


@dataclass(frozen=True, slots=True)
class LabResult:
    """One measured or observed thing.

    `text` is the whole value ("148 mg/dL"); `value` and `unit` are its halves; `number`, `low` and `high`
    are for a chart, in `unit`. `usual` reads "70 to 99" or "up to 130"; `flag` is how the value lies to it,
    `tone` one of good, high, low, attention, danger, plain. `absent` says why there is no value.
    """

    name: str
    full_name: str
    text: str
    value: str
    unit: str
    number: float | None
    low: float | None
    high: float | None
    usual: str
    flag: str
    tone: str
    parts: list[Part]
    absent: str
    date: str
    taken: str
    at: datetime | None
    issued: str
    status: str
    is_final: bool
    group: str
    performer: str
    ordered_by: str
    specimen: str
    method: str
    body_site: str
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Panel:
    """A report: the results it holds, in its own order, and what was concluded.

    `missing` names results the report lists but that are not on file; `outside` counts those not in range.
    """

    name: str
    full_name: str
    date: str
    taken: str
    at: datetime | None
    issued: str
    status: str
    is_final: bool
    group: str
    performer: str
    ordered_by: str
    specimen: str
    conclusion: str
    narrative: str
    results: list[LabResult]
    missing: list[str]
    outside: int
    summary: str
    files: list[Attachment]


def lab_result(data: Json, look_up: LookUp = nothing) -> LabResult:
    """An Observation as a result to read."""
    around = Around(data, look_up)
    value = value_of(data)
    value = value if value.text else pressure_of(data)
    flag = flag_of(data, data.get("valueQuantity"))
    parts = parts_of(data)
    return LabResult(
        name=measure_name(data.get("code"), t("Unnamed test")),
        full_name=full_name(data.get("code")),
        text=value.text,
        value=value.value,
        unit=value.unit,
        number=value.number,
        low=flag.low,
        high=flag.high,
        usual=flag.usual,
        flag=flag.words or _worst(parts)[0],
        tone=flag.tone if flag.words else _worst(parts)[1],
        parts=parts,
        absent="" if value.text or parts else absent_of(data, value),
        method=concept(data.get("method")),
        body_site=concept(data.get("bodySite")),
        notes=around.notes(),
        **_shared(around),
    )


def panel(data: Json, look_up: LookUp = nothing) -> Panel:
    """A DiagnosticReport, or an Observation with members, as a report to read."""
    around = Around(data, look_up)
    members = objs(data.get("result")) + objs(data.get("hasMember"))
    found = [(member, around.find(member)) for member in members]
    results = [lab_result(inner, look_up) for _, inner in found if inner.get("resourceType") == "Observation"]
    outside = sum(result.tone not in _USUAL_TONES for result in results)
    return Panel(
        name=measure_name(data.get("code"), t("Unnamed report")),
        full_name=full_name(data.get("code")),
        conclusion=clean(data.get("conclusion")) or concept(data.get("conclusionCode")),
        narrative=narrative(data),
        results=results,
        missing=[clean(member.get("display")) or t("Unnamed test") for member, inner in found if not inner],
        outside=outside,
        summary=_summary(len(results), outside, any(result.flag for result in results)),
        files=[attachment(form) for form in objs(data.get("presentedForm"))],
        **_shared(around),
    )


def _shared(around: Around) -> dict:  # type: ignore[type-arg]  # keyword arguments of both views
    data = around.data
    taken = next((data[name] for name in _TAKEN if text(data.get(name))), None) or at(
        data, "effectiveTiming.event"
    )
    taken = taken[0] if isinstance(taken, list) and taken else taken
    period = obj(data.get("effectivePeriod"))
    order = around.find(first(data.get("basedOn")))
    return {
        "date": day_words(taken) or span_words(period) or day_words(data.get("issued")),
        "taken": moment_words(taken) or span_words(period),
        "at": instant(taken)
        or instant(period.get("start"))
        or instant(period.get("end"))
        or instant(data.get("issued")),
        "issued": moment_words(data.get("issued")),
        "status": state(RESULT, data.get("status")),
        "is_final": text(data.get("status")) in ("final", "amended", "corrected", "appended"),
        "group": coded(GROUP, _lower(data.get("category"))),
        "performer": joined(*around.names(data.get("performer"))),
        "ordered_by": Around(order, around.look_up).name(order.get("requester")),
        "specimen": _specimen(around),
    }


def _lower(category: object) -> list[Json]:
    """Reports write "LAB" where observations write "laboratory"."""
    words = concept(category)
    return [{"text": words, "coding": [{"code": code.lower()} for code in codes(category)]}]


def _specimen(around: Around) -> str:
    reference = first(around.data.get("specimen"))
    return concept(around.find(reference).get("type")) or clean(reference.get("display"))


def _worst(parts: list[Part]) -> tuple[str, str]:
    """The flag of the part that most needs a look."""
    order = ("danger", "high", "low", "attention", "good", "plain")
    flagged = sorted((part for part in parts if part.flag), key=lambda part: order.index(part.tone))
    return (flagged[0].flag, flagged[0].tone) if flagged else ("", "plain")


def _summary(total: int, outside: int, judged: bool) -> str:
    if not total:
        return ""
    if outside:
        return t("{n} of {total} outside the usual range", n=outside, total=total)
    return t("All in range") if judged else nt("{n} result", "{n} results", total)
