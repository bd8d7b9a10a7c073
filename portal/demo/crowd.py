"""Many people at once, and one very long chart, for measuring."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from portal.demo.names import FAMILIES, MEN, WOMEN
from portal.demo.practice import practice_resources
from portal.demo.writing.chart import ChartWriter, identity, lives_at, reached_at
from portal.demo.writing.fhir import Resource, source_id, transaction
from portal.demo.writing.labs import panel
from portal.demo.writing.visits import visit, vitals

FIXED_DAY = date(2026, 1, 15)

_STREETS = ("Alder Way", "Birch Street", "Canal Street", "Dogwood Drive", "Elm Terrace", "Ferry Street")
_TOWNS = (("Lakeside", "14999"), ("Millbrook Falls", "14998"), ("Saint-Éloi", "14997"))
_DRAWN = ("comprehensive", "blood_count", "lipid", "basic")


def bulk(n: int, *, seed: int) -> Iterator[Resource]:
    """That many Patient resources with varied names, each with its own MRN, from LF-200000 up."""
    rng = Random(f"{seed}/bulk")
    for number in range(n):
        yield _somebody(rng, number)


def _somebody(rng: Random, number: int) -> Resource:
    gender, names = rng.choice((("female", WOMEN), ("male", MEN)))
    family = rng.choice(FAMILIES)
    if rng.random() < 0.12:
        family = f"{family} {rng.choice(FAMILIES)}"
    first = rng.choice(names)
    middle = [rng.choice(names)] if rng.random() < 0.4 else []
    born = FIXED_DAY - timedelta(days=rng.randrange(1, 95 * 365))
    town, postal_code = rng.choice(_TOWNS)
    fields = identity(
        f"LF-{200_000 + number}",
        name=[{"use": "official", "family": family, "given": [first, *middle]}],
        gender=gender,
        born=born,
        telecom=reached_at(f"555-01{rng.randrange(100):02}", f"patient{number}@example.org"),
        address=lives_at(f"{rng.randrange(1, 400)} {rng.choice(_STREETS)}", town, postal_code),
    )
    return {"resourceType": "Patient", "id": source_id("bulk", str(number)), **fields}


def heavy(resources: int, *, seed: int) -> Resource:
    """One patient's transaction Bundle of exactly that many resources, mostly panels over the years.

    Raises:
        ValueError: for fewer resources than the practice and the patient themselves need.
    """
    practice = practice_resources()
    room = resources - len(practice)
    if room < 1:
        raise ValueError(f"a heavy chart needs at least {len(practice) + 1} resources")
    chart = ChartWriter("heavy", today=FIXED_DAY, seed=seed)
    name = [{"use": "official", "family": "Longacre", "given": ["Theodora"]}]
    chart.add("Patient", identity("LF-199999", name=name, gender="female", born=date(1948, 3, 9)))
    for number in count():
        if len(chart.resources) >= room:
            break
        _drawn_once_more(chart, number)
    return transaction("heavy", practice + chart.resources[:room])


def _drawn_once_more(chart: ChartWriter, number: int) -> None:
    on = chart.ago(days=4 + 30 * number)
    seen = visit(chart, "follow_up", "Check-up", on=on)
    vitals(chart, seen, pressure=f"{chart.between('112', '138')}/{chart.between('66', '86')}", pulse="72")
    for name in _DRAWN[: 2 + number % 3]:
        panel(chart, name, on=on, visit=seen)
