"""An Observation's value, flag and usual range as CDA's data types."""

from typing import Any

from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put
from portal.integrations.ccda.writing.quantities import put_quantity, put_range, put_ratio, real
from portal.integrations.ccda.writing.systems import INTERPRETATION, LOINC, SNOMED, name_of
from portal.integrations.ccda.writing.times import put_span, put_time, stamp
from portal.integrations.fhir.elements import Json, codes, obj, objs
from portal.integrations.fhir.wording.flags import FLAG_TONES
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.values import value_of

_ABSENT = {
    "unknown": "UNK",
    "asked-unknown": "ASKU",
    "temp-unknown": "NAV",
    "not-asked": "NASK",
    "asked-declined": "ASKU",
    "masked": "MSK",
    "not-applicable": "NA",
    "negative-infinity": "NINF",
    "positive-infinity": "PINF",
    "unsupported": "NI",
}


def put_value(made: Element, data: Json, words: str = "") -> None:
    """The value in the type it has, or else its words, or else why there is none."""
    quantity = obj(data.get("valueQuantity"))
    if quantity and put_quantity(made, "value", quantity, xsi="PQ") is not None:
        return
    coded = data.get("valueCodeableConcept")
    if codes(coded) or concept(coded):
        put_concept(made, "value", coded, first=(SNOMED, LOINC), xsi="CD")
        return
    if not _put_other(made, data):
        _put_words(made, data, words)


def put_flags(made: Element, data: Json) -> None:
    """The laboratory's own flags, those that HL7 knows."""
    for one in objs(data.get("interpretation")):
        for code in [code for code in codes(one) if code in FLAG_TONES][:1]:
            put(
                made, "interpretationCode", code=code, codeSystem=INTERPRETATION,
                codeSystemName=name_of(INTERPRETATION),
            )  # fmt: skip


def put_usual(made: Element, data: Json) -> None:
    """The ranges a value was seen against, as limits or else in the laboratory's words."""
    for one in objs(data.get("referenceRange")):
        words = clean(one.get("text"))
        limits = [obj(one.get(end)) for end in ("low", "high")]
        if not words and not any(real(limit.get("value")) for limit in limits):
            continue
        inner = put(put(made, "referenceRange"), "observationRange")
        who = ", ".join(name for name in (concept(one.get("type")), concept(one.get("appliesTo"))) if name)
        said = " — ".join(part for part in (words, who) if part)
        if said:
            put(inner, "text", said)
        if put_range(inner, "value", *limits) is None:
            put(inner, "value", words, xsi="ST")


def _put_other(made: Element, data: Json) -> bool:
    """Numbers, ranges, ratios, times and answers; says whether there was one."""
    whole, said, period = data.get("valueInteger"), data.get("valueBoolean"), obj(data.get("valuePeriod"))
    span = obj(data.get("valueRange"))
    if isinstance(said, bool):
        put(made, "value", xsi="BL", value=str(said).lower())
    elif isinstance(whole, int) and not isinstance(whole, bool):
        put(made, "value", xsi="INT", value=str(whole))
    elif stamp(data.get("valueDateTime")):
        put_time(made, "value", data.get("valueDateTime"), xsi="TS")
    elif stamp(period.get("start")) or stamp(period.get("end")):
        put_span(made, period.get("start"), period.get("end"), tag="value", xsi="IVL_TS")
    elif put_range(made, "value", span.get("low"), span.get("high")) is None:
        return put_ratio(made, "value", data.get("valueRatio")) is not None
    return True


def _put_words(made: Element, data: Json, words: str) -> None:
    said = value_of(data).text or words
    if said:
        put(made, "value", said, xsi="ST")
    else:
        put(made, "value", xsi="ST", nullFlavor=_why_absent(data.get("dataAbsentReason")))


def _why_absent(reason: Any) -> str:
    return next((_ABSENT[code] for code in codes(reason) if code in _ABSENT), "NI")
