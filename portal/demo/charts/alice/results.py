"""Alice's results: yearly panels, and one of every odd kind a laboratory sends."""

from datetime import timedelta
from decimal import Decimal

from portal.demo.practice import clinician, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import LOINC, SNOMED, Resource, coding, concept, moment, ref, status
from portal.demo.writing.labs import finding, next_day, panel, report, result, said
from portal.demo.writing.visits import day_of

# years ago: LDL, HDL, triglycerides, hemoglobin A1c
_YEARLY = {
    5: ("118", "58", "104", "5.2"),
    4: ("121", "57", "112", "5.2"),
    3: ("127", "55", "118", "5.3"),
    2: ("126", "56", "121", "5.4"),
    1: ("134", "54", "129", "5.4"),
    0: ("148", "52", "142", "5.5"),
}
_NEGATIVE = coding(SNOMED, "260385009", "Negative")
_TRACE = concept("Trace")


def write(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    """Everything the laboratory and the imaging department reported."""
    for years, (ldl, hdl, triglycerides, a1c) in _YEARLY.items():
        seen = visits[f"physical_{years}"]
        on = day_of(seen)
        values = {"ldl": ldl, "hdl": hdl, "triglycerides": triglycerides}
        lipids = panel(chart, "lipid", on=on, visit=seen, values=values)
        if years == 0:
            _remark(chart, lipids[-1])
        result(chart, "a1c", a1c, on=on, visit=seen)
        panel(chart, "comprehensive", on=on, visit=seen)
        if years in (0, 3, 5):
            panel(chart, "blood_count", on=on, visit=seen)
    _unfinished(chart, visits["physical_0"])
    _corrected(chart, visits["physical_1"])
    _not_measured(chart, visits["urine"])
    _in_words(chart, visits["urine"])
    _urinalysis(chart, visits["urine"])
    _covid(chart, visits["cough"])
    _mammogram(chart)


def _remark(chart: ChartWriter, ldl: Resource) -> None:
    on = next_day(chart.ago(days=3), today=chart.today)
    words = "A little higher than last year. Let's talk about it at your next visit."
    ldl["note"] = said("okafor", on, words)


def _unfinished(chart: ChartWriter, seen: Resource) -> None:
    result(chart, "ferritin", "22", on=day_of(seen), visit=seen, status="preliminary")


def _corrected(chart: ChartWriter, seen: Resource) -> None:
    on = day_of(seen)
    corrected = moment(on + timedelta(days=2), "10:05")
    words = "Corrected from 21.4 mIU/L: the decimal point was in the wrong place."
    result(
        chart,
        "tsh",
        "2.14",
        on=on,
        visit=seen,
        status="amended",
        issued=corrected,
        note=[{"authorReference": organization("lab"), "time": corrected, "text": words}],
    )


def _not_measured(chart: ChartWriter, seen: Resource) -> None:
    missing = status("data-absent-reason", "not-performed", "Not Performed")
    result(
        chart,
        "potassium",
        None,
        on=day_of(seen),
        visit=seen,
        dataAbsentReason=missing | {"text": "The sample could not be used"},
        note=[{"text": "Some blood cells broke open on the way, so potassium could not be measured."}],
    )
    result(
        chart,
        "crp",
        "0.5",
        on=day_of(seen),
        visit=seen,
        valueQuantity={
            "value": Decimal("0.5"),
            "comparator": "<",
            "unit": "mg/L",
            "system": "http://unitsofmeasure.org",
            "code": "mg/L",
        },
    )


def _in_words(chart: ChartWriter, seen: Resource) -> None:
    code = concept("Urine culture", coding(LOINC, "630-4", "Bacteria identified in Urine by Culture"))
    growth = "More than 100,000 colonies per mL of Escherichia coli. Sensitive to nitrofurantoin."
    culture = finding(
        chart,
        code,
        on=day_of(seen),
        visit=seen,
        valueString=growth,
        issued=moment(day_of(seen) + timedelta(days=2), "12:20"),
    )
    report(
        chart,
        code,
        on=day_of(seen),
        visit=seen,
        result=[ref(culture, "Urine culture")],
        conclusion="Bacteria have grown: this is a bladder infection. Your medicine works against them.",
        resultsInterpreter=[clinician("okafor")],
    )


def _urinalysis(chart: ChartWriter, seen: Resource) -> None:
    on = day_of(seen)
    strip = "by Test strip"
    negative = concept("Negative", _NEGATIVE)
    found: list[tuple[str, str, str, Resource]] = [
        ("Color", "5778-6", "Color of Urine", {"valueString": "Yellow, cloudy"}),
        ("Protein", "20454-5", f"Protein [Presence] in Urine {strip}", {"valueCodeableConcept": _TRACE}),
        ("Glucose", "25428-4", f"Glucose [Presence] in Urine {strip}", {"valueCodeableConcept": negative}),
        (
            "White blood cells",
            "5799-2",
            f"Leukocyte esterase [Presence] in Urine {strip}",
            {"valueCodeableConcept": concept("3+ (large)")},
        ),
    ]
    written = [
        finding(chart, concept(text, coding(LOINC, code, display)), on=on, visit=seen, **value)
        for text, code, display, value in found
    ]
    report(
        chart,
        concept("Urine test"),
        on=on,
        visit=seen,
        result=[ref(one, one["code"]["text"]) for one in written],
    )


def _covid(chart: ChartWriter, seen: Resource) -> None:
    display = (
        "SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory system specimen by NAA with probe detection"
    )
    finding(
        chart,
        concept("COVID-19 test", coding(LOINC, "94500-6", display)),
        on=day_of(seen),
        visit=seen,
        valueCodeableConcept=concept("Not detected", coding(SNOMED, "260415000", "Not detected")),
    )


def _mammogram(chart: ChartWriter) -> None:
    on = chart.ago(months=11)
    report(
        chart,
        concept("Mammogram", coding(LOINC, "24606-6", "MG Breast Screening")),
        on=on,
        category=[status("v2-0074", "RAD", "Radiology")],
        performer=[organization("hospital")],
        conclusion="No sign of cancer. Next mammogram in one year.",
    )
