"""Two short charts of teens: one of 15, and one who turns 18 in some weeks."""

from datetime import date, timedelta

from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.conditions import condition, diagnosed, no_known_allergies
from portal.demo.writing.days import ago, flu_season
from portal.demo.writing.fhir import Resource
from portal.demo.writing.labs import panel
from portal.demo.writing.plans import relative
from portal.demo.writing.treatments import vaccine
from portal.demo.writing.visits import day_of, visit, vitals

LEO_MRN, ZOE_MRN = "LF-100912", "LF-100745"
UNTIL_18 = 26
"""Days until Zoe turns 18, on whatever day the demonstration is opened."""


def leo(*, today: date, seed: int) -> list[Resource]:
    """Leo Moreno, 15, Alice's son: his parents see a part of his record, by the practice's policy."""
    born = ago(today, years=15, months=2)
    chart = _teen(
        "leo", LEO_MRN, "Leo", "Moreno", "male", born, email="leo.moreno@example.org", today=today, seed=seed
    )
    relative(chart, "Alice", "Moreno", code="MTH", display="mother", phone="555-0101")
    seen = _yearly(chart, weight="128.5", height="67.0")
    asthma = condition(chart, "asthma", since=chart.ago(years=7))
    diagnosed(seen, asthma)
    panel(chart, "blood_count", on=day_of(seen), visit=seen)
    return chart.resources


def zoe(*, today: date, seed: int) -> list[Resource]:
    """Zoe Ortega, Ben's daughter, 18 in a few weeks: no email of her own is on file."""
    day = today + timedelta(days=UNTIL_18)
    born = ago(day, years=18)
    chart = _teen("zoe", ZOE_MRN, "Zoe", "Ortega", "female", born, email="", today=today, seed=seed)
    relative(
        chart, "Ben", "Ortega", code="FTH", display="father", phone="555-0103", email="ben.ortega@example.org"
    )
    _yearly(chart, weight="131.0", height="65.5")
    return chart.resources


def _teen(
    key: str,
    mrn: str,
    given: str,
    family: str,
    gender: str,
    born: date,
    *,
    email: str,
    today: date,
    seed: int,
) -> ChartWriter:
    chart = ChartWriter(key, today=today, seed=seed)
    chart.add(
        "Patient",
        identity(
            mrn,
            name=[{"use": "official", "family": family, "given": [given]}],
            gender=gender,
            born=born,
            telecom=reached_at("555-0107" if given == "Leo" else "555-0109", email or None),
            address=lives_at("14 Alder Way", "Lakeside", "14999"),
        ),
    )
    no_known_allergies(chart, since=born)
    return chart


def _yearly(chart: ChartWriter, *, weight: str, height: str) -> Resource:
    """A yearly visit, and the shots of these years."""
    seen = visit(chart, "physical", "Yearly physical", on=chart.ago(months=3), at="15:30")
    vitals(chart, seen, pressure="112/68", pulse="72", weight=weight, height=height)
    vaccine(chart, "tdap", on=chart.ago(years=3))
    vaccine(chart, "flu", on=flu_season(chart.today))
    return seen
