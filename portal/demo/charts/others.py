"""Three short charts: one who died, one who has not used her invitation, one born yesterday."""

from datetime import date

from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.conditions import allergy, condition, diagnosed, smoking
from portal.demo.writing.days import ago, flu_season
from portal.demo.writing.fhir import SNOMED, Resource, coding, concept, moment
from portal.demo.writing.labs import panel, result
from portal.demo.writing.plans import coverage
from portal.demo.writing.treatments import Directions, medicine, vaccine
from portal.demo.writing.visits import day_of, visit, vitals

WALTER_MRN = "LF-100003"
PRIYA_MRN = "LF-101416"
BABY_MRN = "LF-101502"


def walter(*, today: date, seed: int) -> list[Resource]:
    """Walter Lindqvist, who died at 91 some months ago."""
    chart = ChartWriter("walter", today=today, seed=seed)
    died = ago(today, months=5, days=2)
    chart.add(
        "Patient",
        identity(
            WALTER_MRN,
            name=[{"use": "official", "family": "Lindqvist", "given": ["Walter"]}],
            gender="male",
            born=ago(died, years=91, days=40),
            deceasedDateTime=moment(died, "04:30"),
            telecom=reached_at("555-0131"),
            address=lives_at("9 Ferry Street", "Lakeside", "14999"),
        ),
    )
    lungs = condition(chart, "copd", since=chart.ago(years=16))
    condition(chart, "heart_failure", since=chart.ago(years=4))
    for months in (17, 13, 9, 6):
        seen = visit(chart, "follow_up", "Breathing check-up", on=chart.ago(months=months), at="11:20")
        weight = chart.between("142.0", "149.0")
        vitals(chart, seen, pressure="128/70", oxygen=chart.between("88", "93"), weight=weight)
        panel(
            chart, "basic", on=day_of(seen), visit=seen, values={"creatinine": chart.between("1.24", "1.40")}
        )
        diagnosed(seen, lungs)
    smoking(chart, seen, "8517006", "Former smoker")
    medicine(
        chart,
        "furosemide 40 MG Oral Tablet",
        Directions("Take 1 tablet by mouth once a day in the morning.", "1", "tablet"),
        rxnorm="313988",
        since=chart.ago(years=4),
        state="stopped",
        why="Patient died",
    )
    for years in range(1, 5):
        vaccine(chart, "flu", on=flu_season(ago(died, years=years - 1)))
    return chart.resources


def priya(*, today: date, seed: int) -> list[Resource]:
    """Priya Raman, 29, new to the practice; her invitation waits in her inbox."""
    chart = ChartWriter("priya", today=today, seed=seed)
    chart.add(
        "Patient",
        identity(
            PRIYA_MRN,
            name=[{"use": "official", "family": "Raman", "given": ["Priya"]}],
            gender="female",
            born=ago(today, years=29, days=58),
            telecom=reached_at("555-0171", "priya.raman@example.org"),
            address=lives_at("77 Foundry Row, Unit 5C", "Millbrook Falls", "14998"),
            communication=[{"language": concept("English"), "preferred": True}],
        ),
    )
    allergy(
        chart,
        concept("Peanuts", coding(SNOMED, "91935009", "Allergy to peanut")),
        since=chart.ago(years=24),
        category=["food"],
        criticality="high",
        severity="severe",
        reactions=(concept("Trouble breathing"), concept("Hives", coding(SNOMED, "247472004", "Hives"))),
    )
    asthma = condition(chart, "asthma", since=chart.ago(years=19))
    condition(chart, "migraine", since=chart.ago(years=6))
    _priya_visits(chart, asthma)
    vaccine(chart, "flu", on=flu_season(today))
    vaccine(chart, "tdap", on=chart.ago(years=3))
    for dose, months in ((1, 40), (2, 38), (3, 34)):
        vaccine(chart, "hpv", on=chart.ago(months=months), dose=dose, of=3)
    coverage(chart, member="PMH-7741-300", since=chart.ago(months=10), plan="Single plan")
    return chart.resources


def _priya_visits(chart: ChartWriter, asthma: Resource) -> None:
    first = visit(chart, "physical", "New patient visit", on=chart.ago(months=8), at="13:40", minutes=45)
    vitals(chart, first, pressure="112/70", pulse="68", weight="131.4", height="63.5", oxygen="99")
    panel(chart, "blood_count", on=day_of(first), visit=first)
    lipids = {"ldl": "92", "hdl": "61", "triglycerides": "84"}
    panel(chart, "lipid", on=day_of(first), visit=first, values=lipids)
    result(chart, "tsh", "1.62", on=day_of(first), visit=first)
    smoking(chart, first, "266919005", "Never smoker")
    again = visit(chart, "video", "Wheezing after running", on=chart.ago(days=11), at="17:00", minutes=15)
    diagnosed(first, asthma)
    diagnosed(again, asthma)
    medicine(
        chart,
        "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
        Directions(
            "Breathe in 2 puffs every 4 hours when you wheeze.",
            "2",
            "puffs",
            every=4,
            period="h",
            route="Breathed in",
            as_needed=True,
        ),
        rxnorm="745679",
        since=day_of(again),
        visit=again,
        reasonCode=[concept("Asthma")],
    )


def baby(*, today: date, seed: int) -> list[Resource]:
    """A boy born yesterday, not named yet, with nothing on file."""
    chart = ChartWriter("baby", today=today, seed=seed)
    mother = {
        "relationship": [concept("Mother")],
        "name": {"family": "Tran", "given": ["Linh"]},
        "telecom": [{"system": "phone", "value": "(607) 555-0181"}],
    }
    chart.add(
        "Patient",
        identity(
            BABY_MRN,
            name=[{"use": "temp", "text": "Baby Boy Tran", "family": "Tran", "given": ["Baby Boy"]}],
            gender="male",
            born=ago(today, days=1),
            address=lives_at("52 Mill Street", "Lakeside", "14999"),
            contact=[mother],
        ),
    )
    return chart.resources
