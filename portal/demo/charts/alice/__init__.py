"""Alice Moreno, 41: the one whose portal we show. A little of everything."""

from datetime import date

from portal.demo.charts.alice import care, history, papers, results
from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.days import ago
from portal.demo.writing.fhir import Resource, concept

MRN = "LF-100234"


def write(*, today: date, seed: int) -> list[Resource]:
    """Alice's whole chart; the Patient comes first."""
    chart = ChartWriter("alice", today=today, seed=seed)
    _herself(chart)
    visits = history.write(chart)
    results.write(chart, visits)
    dana = care.write(chart, visits)
    papers.write(chart, visits, dana)
    return chart.resources


def _herself(chart: ChartWriter) -> None:
    chart.add(
        "Patient",
        identity(
            MRN,
            name=[
                {"use": "official", "family": "Moreno", "given": ["Alice", "Renata"]},
                {"use": "nickname", "given": ["Ali"]},
            ],
            gender="female",
            born=ago(chart.today, years=41, days=133),
            telecom=reached_at("555-0101", "alice.moreno@example.org"),
            address=lives_at("18 Willow Court", "Lakeside", "14999"),
            maritalStatus=concept("Divorced"),
            communication=[{"language": concept("English"), "preferred": True}],
            contact=[
                {
                    "relationship": [concept("Sister, emergency contact")],
                    "name": {"family": "Moreno", "given": ["Dana"]},
                    "telecom": reached_at("555-0102"),
                }
            ],
        ),
    )
