"""Grace O'Connor-Núñez, 83: many medicines, a name with an accent, an apostrophe and a hyphen."""

from datetime import date

from portal.demo.charts.grace import medicines
from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.conditions import allergy, condition, diagnosed
from portal.demo.writing.days import ago, flu_season
from portal.demo.writing.fhir import SNOMED, Resource, coding, concept
from portal.demo.writing.files import document
from portal.demo.writing.labs import panel, result, said
from portal.demo.writing.plans import care_plan, care_team, coverage, goal, relative
from portal.demo.writing.treatments import procedure, vaccine
from portal.demo.writing.visits import day_of, visit, vitals

MRN = "LF-100007"

_DISCHARGE = """DISCHARGE SUMMARY
Harbor County Hospital

Grace O'Connor-Núñez stayed with us for four nights because her heart failure had become worse.

She had swollen legs and was short of breath when lying down. Both got better with more
furosemide.
Her weight when she went home was 131 lb.

Changed medicines: furosemide is now 40 mg instead of 20 mg.
Next: a visit with Dr. Okafor within one week.

Dr. Peter Vance, Cardiology
"""


def write(*, today: date, seed: int) -> list[Resource]:
    """Grace's whole chart; the Patient comes first."""
    chart = ChartWriter("grace", today=today, seed=seed)
    _herself(chart)
    daughter = relative(
        chart,
        "Siobhán",
        "Núñez",
        code="DAU",
        display="natural daughter",
        phone="555-0122",
        email="siobhan.nunez@example.org",
    )
    _allergies(chart)
    problems = _problems(chart)
    _follow_up(chart, problems["heart_failure"])
    _hospital(chart, problems["heart_failure"])
    _blood_thinner(chart)
    medicines.write(chart)
    _shots_and_procedures(chart)
    _plan(chart, problems["heart_failure"])
    members = (("okafor", "Primary care doctor"), ("vance", "Heart specialist"), ("brooks", "Nurse"))
    care_team(chart, since=chart.ago(years=10), members=members, family=[daughter])
    coverage(chart, member="PMH-0007-119", since=chart.ago(years=18), plan="Senior plan")
    return chart.resources


def _herself(chart: ChartWriter) -> None:
    given = ["Grace", "Eilís"]
    chart.add(
        "Patient",
        identity(
            MRN,
            name=[
                {"use": "official", "family": "O'Connor-Núñez", "given": given, "prefix": ["Mrs."]},
                {"use": "maiden", "family": "O'Connor", "given": given},
            ],
            gender="female",
            born=ago(chart.today, years=83, days=204),
            telecom=reached_at("555-0121", "grace.oconnor@example.org"),
            address=lives_at("31 Orchard Lane", "Saint-Éloi", "14997"),
            maritalStatus=concept("Widowed"),
            communication=[
                {"language": concept("English"), "preferred": True},
                {"language": concept("Spanish")},
            ],
        ),
    )


def _allergies(chart: ChartWriter) -> None:
    allergy(
        chart,
        concept("Sulfa medicines", coding(SNOMED, "91939003", "Allergy to sulfonamide")),
        since=chart.ago(years=31),
        category=["medication"],
        criticality="high",
        reactions=(concept("Rash all over", coding(SNOMED, "271807003", "Eruption of skin")),),
        severity="severe",
    )
    allergy(
        chart,
        concept("Latex", coding(SNOMED, "300916003", "Latex allergy")),
        since=chart.ago(years=12),
        category=["environment"],
        criticality="low",
        reactions=(concept("Itchy hands"),),
        severity="mild",
    )
    allergy(
        chart,
        concept("Codeine"),
        since=chart.ago(years=9),
        type="intolerance",
        category=["medication"],
        criticality="low",
        reactions=(concept("Nausea"),),
        severity="moderate",
    )


def _problems(chart: ChartWriter) -> dict[str, Resource]:
    since = {
        "atrial_fibrillation": 9,
        "heart_failure": 3,
        "hypertension": 28,
        "hyperlipidemia": 22,
        "kidney_disease": 5,
        "hypothyroidism": 19,
        "osteoporosis": 11,
        "reflux": 8,
    }
    found = {name: condition(chart, name, since=chart.ago(years=years)) for name, years in since.items()}
    condition(chart, "osteoarthritis", since=chart.ago(years=14), until=chart.ago(years=6))
    condition(chart, "cataract", since=chart.ago(years=7), until=chart.ago(years=4))
    return found


def _follow_up(chart: ChartWriter, heart_failure: Resource) -> None:
    for left in reversed(range(12)):
        on = chart.ago(months=3 * left, days=5)
        seen = _seen(chart, on, at_heart_clinic=left % 4 == 2)
        pressure = f"{chart.between('116', '138')}/{chart.between('64', '78')}"
        weight = chart.between("130.0", "137.5")
        vitals(
            chart,
            seen,
            pressure=pressure,
            weight=weight,
            height="61.5",
            pulse=chart.between("62", "84"),
            oxygen=chart.between("93", "97"),
        )
        _kidneys(chart, on, seen, left)
        diagnosed(seen, heart_failure)


def _seen(chart: ChartWriter, on: date, *, at_heart_clinic: bool) -> Resource:
    if at_heart_clinic:
        return visit(chart, "heart", "Heart check-up", on=on, at="10:40", by="vance", minutes=30)
    return visit(chart, "follow_up", "Follow-up of several conditions", on=on, at="10:40", minutes=30)


def _kidneys(chart: ChartWriter, on: date, seen: Resource, left: int) -> None:
    values = {
        "creatinine": chart.between("1.18", "1.42"),
        "bun": chart.between("21", "29"),
    }
    results = panel(chart, "basic", on=on, visit=seen, values=values)
    if left == 0:
        results[2]["note"] = said("okafor", on, "The same as three months ago.")
    if left % 4 == 1:
        result(chart, "tsh", chart.between("1.20", "3.80"), on=on, visit=seen)
        panel(chart, "blood_count", on=on, visit=seen)


def _blood_thinner(chart: ChartWriter) -> None:
    for left in reversed(range(18)):
        result(chart, "inr", chart.between("1.8", "3.2"), on=chart.ago(days=28 * left + 5))


def _hospital(chart: ChartWriter, heart_failure: Resource) -> None:
    stay = visit(
        chart,
        "hospital",
        "Short of breath and swollen legs",
        on=chart.ago(months=8),
        at="21:10",
        by="vance",
        minutes=0,
        nights=4,
        hospitalization={"dischargeDisposition": concept("Home")},
    )
    diagnosed(stay, heart_failure)
    vitals(chart, stay, pressure="152/88", pulse="104", oxygen="90", weight="142.6", height="61.5")
    document(
        chart,
        "discharge",
        "Discharge summary: heart failure",
        _DISCHARGE.encode(),
        media="text/plain; charset=utf-8",
        on=day_of(stay),
        by="vance",
        visit=stay,
    )


def _shots_and_procedures(chart: ChartWriter) -> None:
    for years in range(8):
        vaccine(chart, "flu", on=flu_season(chart.ago(years=years)))
    vaccine(chart, "pneumococcal", on=chart.ago(years=17))
    vaccine(chart, "shingles", on=chart.ago(years=5), dose=1, of=2)
    vaccine(chart, "shingles", on=chart.ago(years=4, months=8), dose=2, of=2)
    vaccine(chart, "tdap", on=chart.ago(years=7))
    hip, eye = chart.ago(years=6), chart.ago(years=4)
    procedure(chart, "hip_replacement", on=hip, outcome="Walks without pain", by="hollis", at="hospital")
    procedure(chart, "cataract_surgery", on=eye, outcome="Sees clearly", by=None, at="hospital")
    procedure(
        chart,
        "heart_tracing",
        on=chart.ago(months=6, days=5),
        by="vance",
        at="hospital",
        outcome="Irregular heartbeat, normal speed",
    )


def _plan(chart: ChartWriter, heart_failure: Resource) -> None:
    since = chart.ago(months=8)
    due = chart.ago(months=-4)
    goals = [goal(chart, "Stay out of the hospital for a year", since=since, due=due)]
    care_plan(
        chart,
        "Heart failure plan",
        "What Grace and her daughter watch for at home.",
        since=since,
        goals=goals,
        about=[heart_failure],
        activities=(
            ("in-progress", "Step on the scale and write down the weight", "Every morning"),
            ("in-progress", "Call the practice if the weight goes up by 3 lb in a day", "When it happens"),
            ("in-progress", "Blood test for warfarin (INR)", "Every 4 weeks"),
        ),
    )
