"""Robert "Bob" Hale, 58: twenty years of diabetes follow-up, so about 400 results."""

from datetime import date

from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.conditions import condition, diagnosed, no_known_allergies, smoking
from portal.demo.writing.days import ago, flu_season
from portal.demo.writing.fhir import Resource, concept
from portal.demo.writing.labs import panel, result
from portal.demo.writing.plans import care_plan, care_team, coverage, goal
from portal.demo.writing.treatments import Directions, medicine, procedure, vaccine
from portal.demo.writing.visits import day_of, visit, vitals

MRN = "LF-100052"

_QUARTERS = 80
# Hemoglobin A1c at the start of each of the twenty years, and today.
_A1C = (
    9.4, 7.8, 7.2, 7.0, 6.9, 7.1, 7.0, 7.3, 7.6, 7.9,
    8.3, 8.1, 7.6, 7.4, 7.2, 7.3, 7.5, 7.2, 7.0, 6.9, 6.8,
)  # fmt: skip
_TWICE = Directions("Take 1 tablet by mouth twice a day with meals.", "1", "tablet", times=2)
_MORNING = Directions("Take 1 tablet by mouth once a day in the morning.", "1", "tablet")
_BEDTIME = Directions("Take 1 tablet by mouth once a day at bedtime.", "1", "tablet")


def write(*, today: date, seed: int) -> list[Resource]:
    """Bob's whole chart; the Patient comes first."""
    chart = ChartWriter("bob", today=today, seed=seed)
    _himself(chart)
    no_known_allergies(chart, since=chart.ago(years=21))
    visits = [_quarter(chart, number) for number in range(_QUARTERS)]
    problems = _problems(chart, visits)
    smoking(chart, visits[-1], "8517006", "Former smoker")
    _medicines(chart, visits)
    _shots(chart)
    _procedures(chart)
    _plan(chart, problems)
    members = (("okafor", "Primary care doctor"), ("brooks", "Diabetes nurse"))
    care_team(chart, since=chart.ago(years=20), members=members)
    coverage(chart, member="PMH-2093-551", since=chart.ago(years=9), plan="Single plan")
    return chart.resources


def _himself(chart: ChartWriter) -> None:
    chart.add(
        "Patient",
        identity(
            MRN,
            name=[
                {"use": "official", "family": "Hale", "given": ["Robert", "James"], "suffix": ["Jr."]},
                {"use": "usual", "family": "Hale", "given": ["Bob"]},
            ],
            gender="male",
            born=ago(chart.today, years=58, days=71),
            telecom=reached_at("555-0111", "bob.hale@example.org"),
            address=lives_at("4 Quarry Hill Road, Apt 2", "Millbrook Falls", "14998"),
            maritalStatus=concept("Married"),
            communication=[{"language": concept("English"), "preferred": True}],
        ),
    )


def _quarter(chart: ChartWriter, number: int) -> Resource:
    """One of the eighty quarterly visits, oldest first, with what was measured and drawn."""
    left = _QUARTERS - 1 - number
    on = chart.ago(months=3 * left, days=6)
    yearly = number % 4 == 3
    kind = ("physical", "Yearly physical") if yearly else ("follow_up", "Diabetes check-up")
    seen = visit(chart, *kind, on=on, at=chart.rng.choice(("08:20", "09:40", "10:20", "14:20")))
    pressure = f"{chart.between('124', '140')}/{chart.between('74', '88')}"
    weight = f"{228 - number * 0.3 + chart.rng.uniform(-3, 3):.1f}"
    vitals(chart, seen, pressure=pressure, weight=weight, height="70.0", pulse=chart.between("66", "84"))
    result(chart, "a1c", _a1c(chart, number), on=on, visit=seen)
    if yearly:
        _yearly(chart, number // 4, on, seen)
    return seen


def _a1c(chart: ChartWriter, number: int) -> str:
    year, quarter = divmod(number, 4)
    along = _A1C[year] + (_A1C[year + 1] - _A1C[year]) * quarter / 4
    return f"{along + chart.rng.uniform(-0.1, 0.1):.1f}"


def _yearly(chart: ChartWriter, year: int, on: date, seen: Resource) -> None:
    ldl = str(152 - year * 3 + chart.rng.randint(-7, 7))
    triglycerides = chart.between("140", "210")
    panel(
        chart,
        "lipid",
        on=on,
        visit=seen,
        values={"ldl": ldl, "hdl": chart.between("36", "44"), "triglycerides": triglycerides},
    )
    glucose = str(round(28.7 * _A1C[year + 1] - 46.7) + chart.rng.randint(-8, 8))
    kidneys = {
        "creatinine": f"{0.92 + year * 0.012 + chart.rng.uniform(-0.03, 0.03):.2f}",
    }
    panel(chart, "basic", on=on, visit=seen, values={"glucose": glucose, **kidneys})
    result(chart, "urine_albumin", str(8 + year + chart.rng.randint(0, 14)), on=on, visit=seen)
    if year % 4 == 3:
        panel(chart, "blood_count", on=on, visit=seen)
    if year >= 13 and year % 2 == 1:
        result(chart, "psa", chart.between("0.7", "1.6"), on=on, visit=seen)


def _problems(chart: ChartWriter, visits: list[Resource]) -> list[Resource]:
    diabetes = condition(chart, "diabetes", since=day_of(visits[0]))
    for seen in visits:
        diagnosed(seen, diabetes)
    others = [
        condition(chart, "hypertension", since=chart.ago(years=17)),
        condition(chart, "hyperlipidemia", since=chart.ago(years=19)),
        condition(chart, "obesity", since=chart.ago(years=20)),
    ]
    condition(chart, "colon_polyp", since=chart.ago(years=8, days=1), until=chart.ago(years=8))
    cough = visit(chart, "sick", "Cough for ten days", on=chart.ago(years=2, months=1), at="15:20")
    condition(chart, "bronchitis", since=day_of(cough), until=chart.ago(years=2), visit=cough)
    return [diabetes, *others]


def _medicines(chart: ChartWriter, visits: list[Resource]) -> None:
    diabetes, pressure = [concept("Type 2 diabetes")], [concept("High blood pressure")]
    cholesterol = [concept("High cholesterol")]
    latest = visits[-1]
    now = (
        ("metformin hydrochloride 1000 MG Oral Tablet", "861004", _TWICE, 9, diabetes),
        ("lisinopril 20 MG Oral Tablet", "314077", _MORNING, 11, pressure),
        ("atorvastatin 40 MG Oral Tablet", "617311", _BEDTIME, 10, cholesterol),
        ("aspirin 81 MG Oral Tablet", "243670", _MORNING, 12, None),
    )
    for name, code, directions, years, reason in now:
        medicine(
            chart,
            name,
            directions,
            rxnorm=code,
            since=chart.ago(years=years),
            reasonCode=reason,
            visit=latest if years == 9 else None,
        )
    medicine(
        chart,
        "metformin hydrochloride 500 MG Oral Tablet",
        _TWICE,
        rxnorm="861007",
        since=chart.ago(years=20),
        state="stopped",
        why="Changed to a higher dose",
        reasonCode=diabetes,
    )
    medicine(
        chart,
        "simvastatin 20 MG Oral Tablet",
        _BEDTIME,
        rxnorm="312961",
        since=chart.ago(years=18),
        state="stopped",
        why="Changed to atorvastatin",
        reasonCode=cholesterol,
    )


def _shots(chart: ChartWriter) -> None:
    for years in range(20):
        vaccine(chart, "flu", on=flu_season(chart.ago(years=years)))
    vaccine(chart, "pneumococcal", on=chart.ago(years=15))
    vaccine(chart, "tdap", on=chart.ago(years=4, months=2))
    vaccine(chart, "shingles", on=chart.ago(years=6), dose=1, of=2)
    vaccine(chart, "shingles", on=chart.ago(years=5, months=9), dose=2, of=2)
    vaccine(chart, "covid", on=chart.ago(years=4, months=9), dose=1, of=2)
    vaccine(chart, "covid", on=chart.ago(years=4, months=8), dose=2, of=2)


def _procedures(chart: ChartWriter) -> None:
    procedure(
        chart,
        "colonoscopy",
        on=chart.ago(years=8),
        at="hospital",
        by="hollis",
        outcome="One small polyp removed; check again in 5 years",
    )
    procedure(
        chart, "colonoscopy", on=chart.ago(years=3), at="hospital", by="hollis", outcome="Nothing found"
    )
    for years in range(6):
        feet, eyes = chart.ago(years=years, days=6), chart.ago(years=years, months=2)
        procedure(chart, "foot_exam", on=feet, outcome="Feeling and pulses are normal")
        procedure(chart, "eye_exam", on=eyes, by=None, at="hospital", outcome="No diabetic eye disease")


def _plan(chart: ChartWriter, problems: list[Resource]) -> None:
    since = chart.ago(years=1, days=6)
    due = chart.ago(months=-6)
    goals = [
        goal(chart, "Hemoglobin A1c at or under 7.0%", since=since, due=due, reached=True),
        goal(chart, "Weight under 200 lb", since=since, due=due),
    ]
    care_plan(
        chart,
        "Diabetes plan",
        "A plan Bob and Dr. Okafor go through at every check-up.",
        since=since,
        goals=goals,
        about=problems[:1],
        activities=(
            ("in-progress", "Check blood sugar before breakfast", "Every day"),
            ("in-progress", "Look at both feet for sores", "Every evening"),
            ("scheduled", "Eye exam", "Once a year"),
        ),
    )
