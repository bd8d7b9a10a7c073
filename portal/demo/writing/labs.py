"""Laboratory results: single tests, and panels with the report that holds them together."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.demo.practice import clinician, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import LOINC, Resource, coding, concept, moment, quantity, ref, status
from portal.demo.writing.lab_tests import MALE_RANGES, MALE_USUAL, PANELS, TESTS, LabTest

_LABORATORY = [status("observation-category", "laboratory", "Laboratory")]
_FLAGS = {"L": "Low", "H": "High", "N": "Normal"}


def result(
    chart: ChartWriter,
    test: str,
    value: str | None,
    *,
    on: date,
    visit: Resource | None = None,
    **more: Any,
) -> Resource:
    """One measured result with its range and flag; `more` adds or replaces FHIR fields."""
    known = TESTS[test]
    low, high = _range(chart, test)
    measured: Resource = {}
    if value is not None:
        measured = {
            "valueQuantity": quantity(value, known.unit, known.ucum),
            "interpretation": [_flag(Decimal(value), low, high)],
        }
    fields = measured | {"referenceRange": [_reference(known, low, high)]} | more
    return finding(chart, _code(known), on=on, visit=visit, **fields)


def finding(
    chart: ChartWriter, code: Resource, *, on: date, visit: Resource | None = None, **more: Any
) -> Resource:
    """One laboratory Observation of any kind of value, taken in the morning and out the same evening."""
    fields = {
        "status": "final",
        "category": _LABORATORY,
        "code": code,
        "encounter": visit and ref(visit),
        "effectiveDateTime": moment(on, "08:15"),
        "issued": moment(on, "17:40"),
        "performer": [organization("lab")],
    }
    return chart.add("Observation", fields | more)


def panel(
    chart: ChartWriter,
    name: str,
    *,
    on: date,
    visit: Resource | None = None,
    by: str = "okafor",
    values: dict[str, str] | None = None,
    **more: Any,
) -> list[Resource]:
    """Results drawn together and their DiagnosticReport; values not given are usual ones.

    Returns the results in the panel's order.
    """
    known = PANELS[name]
    written = _values(chart, name, values or {}, on=on)
    results = [result(chart, test, written[test], on=on, visit=visit) for test in known.tests]
    report(
        chart,
        concept(known.text, coding(LOINC, known.loinc, known.display)),
        on=on,
        visit=visit,
        result=[ref(one, TESTS[test].text) for test, one in zip(known.tests, results, strict=True)],
        resultsInterpreter=[clinician(by)],
        **more,
    )
    return results


def report(
    chart: ChartWriter, code: Resource, *, on: date, visit: Resource | None = None, **more: Any
) -> Resource:
    """A laboratory's DiagnosticReport."""
    fields = {
        "status": "final",
        "category": [status("v2-0074", "LAB", "Laboratory")],
        "code": code,
        "encounter": visit and ref(visit),
        "effectiveDateTime": moment(on, "08:15"),
        "issued": moment(on, "17:45"),
        "performer": [organization("lab")],
    }
    return chart.add("DiagnosticReport", fields | more)


def said(by: str, on: date, words: str) -> list[Resource]:
    """A clinician's note, as FHIR Annotation."""
    return [{"authorReference": clinician(by), "time": moment(on, "18:05"), "text": words}]


def next_day(day: date, *, today: date) -> date:
    """The day after, never later than yesterday."""
    return min(day + timedelta(days=1), today - timedelta(days=1))


def _code(known: LabTest) -> Resource:
    return concept(known.text, coding(LOINC, known.loinc, known.display))


def _range(chart: ChartWriter, test: str) -> tuple[str | None, str | None]:
    if chart.patient["gender"] == "male" and test in MALE_RANGES:
        return MALE_RANGES[test]
    return TESTS[test].low, TESTS[test].high


def _reference(known: LabTest, low: str | None, high: str | None) -> Resource:
    unit = "" if known.unit.startswith("{") else f" {known.unit}".replace(" %", "%")
    if low and high:
        words = f"{low} to {high}{unit}"
    else:
        words = f"{low}{unit} or higher" if low else f"under {high}{unit}"
    found: Resource = {"text": words}
    if low:
        found["low"] = quantity(low, known.unit, known.ucum)
    if high:
        found["high"] = quantity(high, known.unit, known.ucum)
    return found


def _flag(value: Decimal, low: str | None, high: str | None) -> Resource:
    code = "N"
    if low and value < Decimal(low):
        code = "L"
    if high and (value > Decimal(high) if low else value >= Decimal(high)):
        code = "H"
    return status("v3-ObservationInterpretation", code, _FLAGS[code])


def _values(chart: ChartWriter, name: str, given: dict[str, str], *, on: date) -> dict[str, str]:
    written = {}
    for test in PANELS[name].tests:
        usual = TESTS[test].usual
        if chart.patient["gender"] == "male":
            usual = MALE_USUAL.get(test, usual)
        written[test] = given.get(test) or chart.between(*usual)
    if name == "lipid":
        return _lipid(written)
    if name == "blood_count":
        return _blood_count(written)
    return written | {"egfr": _filtration(chart, written["creatinine"], on=on)}


def _lipid(values: dict[str, str]) -> dict[str, str]:
    """Total cholesterol follows from the others (Friedewald)."""
    total = int(values["ldl"]) + int(values["hdl"]) + round(int(values["triglycerides"]) / 5)
    return values | {"cholesterol": str(total)}


def _blood_count(values: dict[str, str]) -> dict[str, str]:
    """Hemoglobin, hematocrit and MCHC follow from the red cells' number, size and load."""
    cells = Decimal(values["rbc"])
    hematocrit = cells * Decimal(values["mcv"]) / 10
    hemoglobin = cells * Decimal(values["mch"]) / 10
    worked_out = {
        "hematocrit": hematocrit,
        "hemoglobin": hemoglobin,
        "mchc": hemoglobin / hematocrit * 100,
    }
    return values | {test: _tenth(number) for test, number in worked_out.items()}


def _tenth(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def _filtration(chart: ChartWriter, creatinine: str, *, on: date) -> str:
    """Filtration in mL/min/1.73 m2 from creatinine in mg/dL, age and sex (MDRD)."""
    age = (on - date.fromisoformat(chart.patient["birthDate"])).days / 365.25
    found = 175 * float(creatinine) ** -1.154 * age**-0.203
    return str(round(found if chart.patient["gender"] == "male" else found * 0.742))
