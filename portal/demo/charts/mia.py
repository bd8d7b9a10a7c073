"""Mia Moreno, 6: Alice's child. Her shots, how she grew, and an ear infection."""

from datetime import date

from portal.demo.writing.chart import ChartWriter, identity, lives_at
from portal.demo.writing.conditions import condition, diagnosed, no_known_allergies
from portal.demo.writing.days import ago, flu_season, workday
from portal.demo.writing.fhir import SNOMED, Resource, coding, concept
from portal.demo.writing.labs import finding, result, said
from portal.demo.writing.plans import care_team, coverage, relative
from portal.demo.writing.treatments import Directions, medicine, vaccine
from portal.demo.writing.visits import day_of, visit, vitals

MRN = "LF-100871"

# age in months: weight in kg, height in cm, head in cm
_GROWTH = {
    2: ("5.1", "57.0", "38.3"),
    4: ("6.4", "62.0", "40.6"),
    6: ("7.3", "65.8", "42.2"),
    9: ("8.2", "70.2", "43.8"),
    12: ("8.9", "74.1", "44.9"),
    15: ("9.6", "77.6", "45.7"),
    18: ("10.2", "80.8", "46.2"),
    24: ("11.6", "86.2", "47.2"),
    36: ("13.9", "94.3", None),
    48: ("16.0", "101.2", None),
    60: ("18.0", "108.0", None),
    72: ("20.3", "115.1", None),
}
_SCHEDULE = {
    "hepatitis_b": (2, 6),
    "rotavirus": (2, 4, 6),
    "dtap": (2, 4, 6, 15, 48),
    "hib": (2, 4, 12),
    "pneumococcal_child": (2, 4, 6, 12),
    "polio": (2, 4, 6, 48),
    "mmr": (12, 48),
    "varicella": (12, 48),
    "hepatitis_a": (12, 18),
}
_AMOXICILLIN = Directions("Give 2 teaspoons (10 mL) by mouth twice a day for 10 days.", "10", "mL", times=2)


def write(*, today: date, seed: int) -> list[Resource]:
    """Mia's whole chart; the Patient comes first."""
    chart = ChartWriter("mia", today=today, seed=seed)
    born = ago(today, years=6, months=4, days=11)
    _herself(chart, born)
    alice = relative(
        chart,
        "Alice",
        "Moreno",
        code="MTH",
        display="mother",
        phone="555-0101",
        email="alice.moreno@example.org",
    )
    ben = relative(
        chart,
        "Ben",
        "Ortega",
        code="FTH",
        display="father",
        phone="555-0103",
        email="ben.ortega@example.org",
    )
    no_known_allergies(chart, since=born)
    visits = _growing(chart, born)
    _shots(chart, born, visits)
    _blood(chart, visits[12])
    _ears(chart)
    care_team(
        chart, since=born, members=(("yoshida", "Pediatrician"), ("brooks", "Nurse")), family=[alice, ben]
    )
    coverage(chart, member="PMH-4410-028", since=chart.ago(years=3))
    return chart.resources


def _herself(chart: ChartWriter, born: date) -> None:
    mother = {
        "relationship": [concept("Mother")],
        "name": {"family": "Moreno", "given": ["Alice"]},
        "telecom": [{"system": "phone", "value": "(607) 555-0101"}],
    }
    chart.add(
        "Patient",
        identity(
            MRN,
            name=[{"use": "official", "family": "Moreno", "given": ["Mia", "Luz"]}],
            gender="female",
            born=born,
            address=lives_at("18 Willow Court", "Lakeside", "14999"),
            communication=[{"language": concept("English"), "preferred": True}],
            contact=[mother],
        ),
    )


def _growing(chart: ChartWriter, born: date) -> dict[int, Resource]:
    visits = {}
    for months, (weight, height, head) in _GROWTH.items():
        on = workday(ago(born, months=-months, days=-4))
        words = f"Check-up at {months // 12} years" if months > 18 else f"Check-up at {months} months"
        seen = visit(chart, "well_child", words, on=on, at="10:30", by="yoshida", minutes=25)
        measured = {"weight_kg": weight, "height_cm": height}
        vitals(chart, seen, **measured, **({"head": head} if head else {}))
        if months >= 36:
            vitals(chart, seen, pressure=chart.between("92", "98") + "/" + chart.between("54", "60"))
        visits[months] = seen
    return visits


def _shots(chart: ChartWriter, born: date, visits: dict[int, Resource]) -> None:
    vaccine(chart, "hepatitis_b", on=born, dose=1, of=3)
    for name, ages in _SCHEDULE.items():
        first = 2 if name == "hepatitis_b" else 1
        for number, months in enumerate(ages, start=first):
            seen = visits[months]
            vaccine(chart, name, on=day_of(seen), visit=seen, dose=number, of=len(ages) + first - 1)
    for years in range(6):
        vaccine(chart, "flu", on=flu_season(chart.ago(years=years)))


def _blood(chart: ChartWriter, seen: Resource) -> None:
    child_range = {"text": "11.0 to 14.0 g/dL"}
    result(chart, "lead", "1.0", on=day_of(seen), visit=seen)
    result(
        chart,
        "hemoglobin",
        "11.9",
        on=day_of(seen),
        visit=seen,
        referenceRange=[child_range],
        interpretation=[concept("Normal")],
    )


def _ears(chart: ChartWriter) -> None:
    sore = visit(chart, "sick", "Sore throat and fever", on=chart.ago(months=9), by="yoshida", at="15:40")
    vitals(chart, sore, temperature="100.9", weight_kg="19.4")
    condition(chart, "throat", since=day_of(sore), until=chart.ago(months=8, days=20), visit=sore)
    negative = concept("Negative", coding(SNOMED, "260385009", "Negative"))
    finding(chart, concept("Rapid strep test"), on=day_of(sore), visit=sore, valueCodeableConcept=negative)
    ear = visit(chart, "sick", "Ear pain and fever", on=chart.ago(days=24), by="yoshida", at="13:20")
    vitals(chart, ear, temperature="101.8", weight_kg="20.9", pulse="112")
    infection = condition(chart, "ear_infection", since=day_of(ear), until=chart.ago(days=4), visit=ear)
    infection["note"] = said("yoshida", day_of(ear), "Right ear. No sign of infection on the left.")
    medicine(
        chart,
        "amoxicillin 400 MG per 5 ML Oral Suspension",
        _AMOXICILLIN,
        since=day_of(ear),
        visit=ear,
        state="completed",
        why="Finished the course",
    )
    again = visit(chart, "follow_up", "Ear check", on=chart.ago(days=4), by="yoshida", at="08:50", minutes=10)
    vitals(chart, again, temperature="98.4", weight_kg="20.9", height_cm="116.0")
    diagnosed(again, infection)
