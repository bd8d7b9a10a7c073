"""What Grace takes, all twelve of them, and what she no longer takes."""

from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import concept
from portal.demo.writing.treatments import Directions, medicine

_MORNING = Directions("Take 1 tablet by mouth once a day in the morning.", "1", "tablet")
_BEDTIME = Directions("Take 1 tablet by mouth once a day at bedtime.", "1", "tablet")
_TWICE = Directions("Take 1 tablet by mouth in the morning and in the evening.", "1", "tablet", times=2)
_NOW: tuple[tuple[str, str | None, Directions, str], ...] = (
    (
        "warfarin sodium 5 MG Oral Tablet",
        "855332",
        Directions("Take 1 tablet by mouth every day at 6 PM, or as the clinic tells you.", "1", "tablet"),
        "Irregular heartbeat",
    ),
    ("metoprolol tartrate 25 MG Oral Tablet", "866924", _TWICE, "Irregular heartbeat"),
    ("furosemide 40 MG Oral Tablet", "313988", _MORNING, "Heart failure"),
    ("lisinopril 5 MG Oral Tablet", "311354", _MORNING, "Heart failure"),
    ("potassium chloride 20 mEq extended-release tablet", None, _MORNING, "Low potassium from furosemide"),
    (
        "levothyroxine 50 mcg tablet",
        None,
        Directions("Take 1 tablet by mouth in the morning, 30 minutes before eating.", "1", "tablet"),
        "Underactive thyroid",
    ),
    ("atorvastatin 20 MG Oral Tablet", "617310", _BEDTIME, "High cholesterol"),
    (
        "omeprazole 20 mg delayed-release capsule",
        None,
        Directions("Take 1 capsule by mouth in the morning before breakfast.", "1", "capsule"),
        "Acid reflux",
    ),
    (
        "alendronate 70 mg tablet",
        None,
        Directions(
            "Take 1 tablet by mouth once a week with a full glass of water. Stay upright for 30 minutes.",
            "1",
            "tablet",
            period="wk",
        ),
        "Osteoporosis",
    ),
    ("calcium carbonate 600 mg with vitamin D tablet", None, _TWICE, "Osteoporosis"),
    (
        "acetaminophen 325 MG Oral Tablet",
        "313782",
        Directions(
            "Take 2 tablets by mouth every 6 hours when you have pain. No more than 8 tablets a day.",
            "2",
            "tablets",
            every=6,
            period="h",
            as_needed=True,
        ),
        "Arthritis pain",
    ),
    (
        "artificial tears eye drops",
        None,
        Directions(
            "Put 1 drop in each eye up to 4 times a day.",
            "1",
            "drop",
            times=4,
            route="In the eye",
            as_needed=True,
        ),
        "Dry eyes",
    ),
)


def write(chart: ChartWriter) -> None:
    """Twelve active medicines and three stopped ones."""
    for number, (name, code, directions, reason) in enumerate(_NOW):
        since = chart.ago(months=8 + 5 * number) if "furosemide" not in name else chart.ago(months=8)
        medicine(chart, name, directions, rxnorm=code, since=since, reasonCode=[concept(reason)])
    medicine(
        chart,
        "furosemide 20 MG Oral Tablet",
        _MORNING,
        rxnorm="310429",
        since=chart.ago(years=3),
        state="stopped",
        why="Changed to a higher dose",
        reasonCode=[concept("Heart failure")],
    )
    medicine(
        chart,
        "naproxen 500 mg tablet",
        _TWICE,
        since=chart.ago(years=7),
        state="stopped",
        why="Not safe together with warfarin",
        reasonCode=[concept("Arthritis pain")],
    )
    medicine(
        chart,
        "diltiazem 30 mg tablet",
        _TWICE,
        since=chart.ago(years=8),
        state="stopped",
        why="Heartbeat became too slow",
        reasonCode=[concept("Irregular heartbeat")],
    )
