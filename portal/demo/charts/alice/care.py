"""What Alice takes, had, plans and reacts to, and who helps her."""

from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.conditions import allergy
from portal.demo.writing.days import flu_season
from portal.demo.writing.fhir import SNOMED, Resource, coding, concept, moment
from portal.demo.writing.plans import care_plan, care_team, coverage, goal, relative
from portal.demo.writing.treatments import Directions, dosage, medicine, procedure, vaccine
from portal.demo.writing.visits import day_of

_LISINOPRIL = Directions("Take 1 tablet by mouth once a day in the morning.", "1", "tablet")
_LORATADINE = Directions(
    "Take 1 tablet by mouth once a day when your nose or eyes itch.", "1", "tablet", as_needed=True
)
_TWICE = Directions("Take 1 capsule by mouth twice a day for 5 days, with food.", "1", "capsule", times=2)
_ONCE = Directions("Take 1 tablet by mouth once a day.", "1", "tablet")


def write(chart: ChartWriter, visits: dict[str, Resource]) -> Resource:
    """Allergies, medicines, shots, procedures and plans; gives Alice's sister."""
    _allergies(chart)
    _takes_now(chart, visits)
    _took_before(chart, visits)
    _shots(chart)
    _procedures(chart, visits)
    dana = relative(
        chart,
        "Dana",
        "Moreno",
        code="SIS",
        display="sister",
        phone="555-0102",
        email="dana.moreno@example.org",
    )
    _plan(chart, visits)
    care_team(
        chart,
        since=chart.ago(years=5),
        members=(("okafor", "Primary care doctor"), ("brooks", "Nurse")),
        family=[dana],
    )
    coverage(chart, member="PMH-4410-027", since=chart.ago(years=3))
    return dana


def _allergies(chart: ChartWriter) -> None:
    allergy(
        chart,
        concept("Penicillin", coding(SNOMED, "91936005", "Allergy to penicillin")),
        since=chart.ago(years=20),
        category=["medication"],
        criticality="high",
        reactions=(concept("Hives", coding(SNOMED, "247472004", "Hives")), concept("Swollen lips")),
        severity="moderate",
        note=[{"text": "Happened about an hour after the first tablet."}],
    )
    allergy(
        chart,
        concept("Adhesive tape"),
        since=chart.ago(years=4),
        type="intolerance",
        category=["environment"],
        criticality="low",
        reactions=(concept("Red, itchy skin"),),
        severity="mild",
    )


def _takes_now(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    medicine(
        chart,
        "lisinopril 10 MG Oral Tablet",
        _LISINOPRIL,
        rxnorm="314076",
        since=day_of(visits["physical_2"]),
        visit=visits["physical_2"],
        reasonCode=[concept("High blood pressure")],
    )
    medicine(
        chart,
        "loratadine 10 MG Oral Tablet",
        _LORATADINE,
        rxnorm="311372",
        since=chart.ago(years=3),
        reasonCode=[concept("Hay fever")],
        refills=0,
    )
    chart.add(
        "MedicationStatement",
        {
            "status": "active",
            "medicationCodeableConcept": concept("Vitamin D3 1,000 units"),
            "effectivePeriod": {"start": chart.ago(years=1).isoformat()},
            "dateAsserted": moment(day_of(visits["physical_0"]), "09:30"),
            "informationSource": {"display": "Alice Moreno"},
            "note": [{"text": "Bought without a prescription."}],
            "dosage": [dosage(_ONCE)],
        },
    )


def _took_before(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    medicine(
        chart,
        "hydrochlorothiazide 25 MG Oral Tablet",
        _ONCE,
        rxnorm="310798",
        since=day_of(visits["physical_3"]),
        visit=visits["physical_3"],
        state="stopped",
        why="It made her dizzy; changed to lisinopril",
    )
    medicine(
        chart,
        "ferrous sulfate 325 MG Oral Tablet",
        _ONCE,
        rxnorm="310325",
        since=chart.ago(years=6, months=2),
        state="completed",
        why="Iron is back to normal",
    )
    medicine(
        chart,
        "nitrofurantoin 100 MG Oral Capsule",
        _TWICE,
        since=day_of(visits["urine"]),
        visit=visits["urine"],
        state="completed",
        why="Finished the course",
    )
    medicine(
        chart,
        "azithromycin 250 MG Oral Tablet",
        Directions("Take 2 tablets on the first day, then 1 tablet once a day for 4 days.", "1", "tablet"),
        rxnorm="308460",
        since=day_of(visits["video"]),
        visit=visits["video"],
        state="completed",
        why="Finished the course",
    )
    medicine(
        chart,
        "ibuprofen 400 MG Oral Tablet",
        Directions(
            "Take 1 tablet every 8 hours with food for pain.",
            "1",
            "tablet",
            every=8,
            period="h",
            as_needed=True,
        ),
        since=day_of(visits["emergency"]),
        visit=visits["emergency"],
        state="stopped",
        why="Upset stomach",
    )


def _shots(chart: ChartWriter) -> None:
    for years in (5, 4, 3, 1, 0):
        vaccine(chart, "flu", on=flu_season(chart.ago(years=years)))
    skipped = flu_season(chart.ago(years=2))
    vaccine(chart, "flu", on=skipped, declined="Had a fever that day")
    vaccine(chart, "tdap", on=chart.ago(years=6, months=7))
    vaccine(chart, "covid", on=chart.ago(years=4, months=8), dose=1, of=2)
    vaccine(chart, "covid", on=chart.ago(years=4, months=7, days=9), dose=2, of=2)


def _procedures(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    procedure(chart, "appendectomy", on=chart.ago(years=17), at="hospital", by="hollis")
    procedure(
        chart,
        "ankle_x_ray",
        on=day_of(visits["emergency"]),
        visit=visits["emergency"],
        by="marsh",
        at="hospital",
        outcome="No broken bone",
        hour="20:10",
        bodySite=[concept("Left ankle")],
    )
    procedure(
        chart,
        "heart_tracing",
        on=day_of(visits["physical_3"]),
        visit=visits["physical_3"],
        outcome="Normal heart rhythm",
    )
    procedure(chart, "mammogram", on=chart.ago(months=11), at="hospital", by=None, outcome="Normal")


def _plan(chart: ChartWriter, visits: dict[str, Resource]) -> None:
    since = day_of(visits["physical_1"])
    due = chart.ago(months=-6)
    goals = [
        goal(chart, "Blood pressure under 130/80", since=since, due=due, reached=True),
        goal(chart, "LDL cholesterol under 130 mg/dL", since=since, due=due),
    ]
    problems = [one for one in chart.resources if one["resourceType"] == "Condition"][:2]
    care_plan(
        chart,
        "Heart health plan",
        "A plan Alice and Dr. Okafor made to keep her heart healthy.",
        since=since,
        goals=goals,
        about=problems,
        activities=(
            ("in-progress", "Walk for 30 minutes", "5 days a week"),
            ("in-progress", "Check blood pressure at home and write it down", "Once a week"),
            ("completed", "Meet with the nurse about food labels", "Once"),
            ("not-started", "Repeat the cholesterol test", "In 3 months"),
        ),
    )
