"""What brought Alice in over the years, what was found, and what was measured."""

from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.conditions import condition, diagnosed, smoking
from portal.demo.writing.fhir import Resource
from portal.demo.writing.visits import day_of, visit, vitals

_YEARLY = (
    # years ago, blood pressure, pulse, weight in pounds
    (5, "126/80", "74", "154.2"),
    (4, "132/84", "76", "156.8"),
    (3, "142/90", "78", "160.4"),
    (2, "134/86", "72", "161.0"),
    (1, "128/82", "70", "164.6"),
    (0, "124/78", "71", "166.2"),
)


def write(chart: ChartWriter) -> dict[str, Resource]:
    """Write the visits with their diagnoses and vitals; gives the visits by name."""
    visits = _physicals(chart)
    visits["emergency"] = visit(
        chart,
        "emergency",
        "Twisted left ankle on the stairs",
        on=chart.ago(months=14),
        at="19:35",
        by="marsh",
        minutes=150,
    )
    visits["urine"] = visit(chart, "sick", "Burning when passing urine", on=chart.ago(months=7), at="11:10")
    visits["cough"] = visit(chart, "sick", "Fever and cough", on=chart.ago(months=10), at="14:00")
    visits["video"] = visit(
        chart,
        "video",
        "Sinus pressure and a stuffy nose for nine days",
        on=chart.ago(months=2),
        at="16:15",
        minutes=15,
    )
    visits["pressure"] = visit(
        chart, "follow_up", "Blood pressure check", on=chart.ago(days=47), at="08:40", minutes=10
    )
    _findings(chart, visits)
    _measured(chart, visits)
    return visits


def _physicals(chart: ChartWriter) -> dict[str, Resource]:
    visits = {}
    for years, pressure, pulse, weight in _YEARLY:
        on = chart.ago(days=3) if years == 0 else chart.ago(years=years, days=5)
        seen = visit(chart, "physical", "Yearly physical", on=on, at="09:20", minutes=35)
        vitals(
            chart,
            seen,
            pressure=pressure,
            pulse=pulse,
            weight=weight,
            height="65.0",
            temperature=chart.between("97.6", "98.8"),
            oxygen=chart.between("97", "99"),
            breathing=chart.between("14", "16"),
        )
        visits[f"physical_{years}"] = seen
    smoking(chart, visits["physical_0"], "266919005", "Never smoker")
    return visits


def _findings(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    first = day_of(visits["physical_3"])
    pressure = condition(
        chart,
        "hypertension",
        since=first,
        visit=visits["physical_3"],
        note="Readings at home agree with those in the office.",
    )
    for name in ("physical_2", "physical_1", "physical_0", "pressure"):
        diagnosed(visits[name], pressure)
    condition(chart, "hyperlipidemia", since=day_of(visits["physical_1"]), visit=visits["physical_1"])
    condition(chart, "hay_fever", since=chart.ago(years=12))
    condition(
        chart,
        "anemia",
        since=chart.ago(years=6, months=2),
        until=chart.ago(years=5, months=6),
        note="After the birth of her daughter.",
    )
    _passing(chart, "ankle_sprain", visits["emergency"], months=12)
    _passing(chart, "uti", visits["urine"], months=6, days=18)
    _passing(chart, "sinusitis", visits["video"], months=1, days=14)


def _passing(chart: ChartWriter, name: str, seen: Resource, *, months: int, days: int = 0) -> None:
    condition(chart, name, since=day_of(seen), until=chart.ago(months=months, days=days), visit=seen)


def _measured(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    vitals(chart, visits["emergency"], pressure="138/84", pulse="92", oxygen="99", temperature="98.2")
    vitals(chart, visits["urine"], pressure="130/82", temperature="99.4", pulse="82")
    vitals(chart, visits["cough"], temperature="101.3", oxygen="96", pulse="96", pressure="126/80")
    vitals(chart, visits["pressure"], pressure="122/78", pulse="70", weight="165.8", height="65.0")
