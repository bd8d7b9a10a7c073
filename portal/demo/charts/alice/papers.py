"""Documents in Alice's chart, one of each kind of file."""

from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import Resource
from portal.demo.writing.files import document, letter, skin_photo
from portal.demo.writing.visits import day_of

_SUMMARY = """VISIT SUMMARY
Alice Moreno, seen by Dr. Ifeoma Okafor at Lakeside Family Practice

Why you came
  Yearly physical.

What we talked about
  Your blood pressure is lower than last year.
  You feel well and sleep about seven hours a night.
  You walk most days of the week.

What happens next
  Blood was taken for your yearly tests. The results will show up in the portal.
  Keep taking lisinopril once a day.

Questions? Call us at 555-0134.
"""
_AFTER_SPRAIN = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Going home with a sprained ankle</title></head>
<body>
<h1>Going home with a sprained ankle</h1>
<p>You were seen in the <strong>emergency department</strong> of Harbor County Hospital.</p>
<h2>What we found</h2>
<ul>
<li>The X-ray shows no broken bone.</li>
<li>The ankle is <em>sprained</em>: a band that holds the joint is stretched.</li>
</ul>
<h2>Who saw you</h2>
<table>
<tr><th>Person</th><th>Part</th></tr>
<tr><td>Dr. Elena Marsh</td><td>Emergency doctor</td></tr>
</table>
<p>Please see your own doctor within two weeks.</p>
</body>
</html>
"""


def write(chart: ChartWriter, visits: dict[str, Resource], sister: Resource) -> None:
    """A text, a web page, a photo and a PDF."""
    latest, sprain, urine = visits["physical_0"], visits["emergency"], visits["urine"]
    document(
        chart,
        "summary",
        "Summary of your yearly physical",
        _SUMMARY.encode(),
        media="text/plain",
        on=day_of(latest),
        visit=latest,
    )
    document(
        chart,
        "discharge",
        "Going home with a sprained ankle",
        _AFTER_SPRAIN.encode(),
        media="text/html",
        on=day_of(sprain),
        by="marsh",
        visit=sprain,
    )
    document(
        chart,
        "photo",
        "Photo of a mole on the left forearm",
        skin_photo(),
        media="image/png",
        on=day_of(urine),
        by="brooks",
        visit=urine,
    )
    helper = sister["name"][0]
    document(
        chart,
        "referral",
        "Referral to cardiology",
        _referral(chart, helper["given"][0]),
        media="application/pdf",
        on=day_of(visits["pressure"]),
        visit=visits["pressure"],
    )


def _referral(chart: ChartWriter, helper: str) -> bytes:
    return letter(
        "Lakeside Family Practice",
        "120 Lake Street, second floor, Lakeside, NY 14999",
        "",
        "To: Dr. Peter Vance, Cardiology, Harbor County Hospital",
        f"About: Alice Moreno, born {chart.patient['birthDate']}",
        "",
        "Dear Dr. Vance,",
        "",
        "Please see Alice Moreno (41) about her family history of heart disease.",
        "Her blood pressure has come down on lisinopril 10 mg (122/78 at the last check).",
        "Her LDL cholesterol has been rising over the past years.",
        f"Her sister {helper} may come with her.",
        "",
        "With kind regards,",
        "Dr. Ifeoma Okafor",
    )
