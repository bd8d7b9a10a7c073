"""Alice comes back after a while and sees what is new."""

from datetime import datetime

import pytest

from portal import clock as portal_clock
from portal.services import door, records
from portal.services.records import Home
from tests import people
from tests.charts import blood_pressure, condition, lab, on_file, panel, shot, visit, vital
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("home")


def test_what_came_since_the_last_sign_in_is_new(clock: Clock) -> None:
    alice = people.alice()
    on_file(alice, lab("old", "1", when="2026-11-01"), lab("late", "1", when="2020-01-01"))
    clock.forward(days=1)
    alice = people.sign_in(alice)
    parts = [lab("ldl", "148", high="130"), lab("hdl", "52", low="40")]
    on_file(alice, *parts, panel("Lipid panel", *parts))
    clock.forward(days=1)
    alice = people.sign_in(alice)

    home = _home(alice)

    assert home.is_news
    assert [(row.title, row.news) for row in home.rows] == [("Lipid panel", "New")]
    news = {
        row.title: row.news for row in door.in_chart(alice.token, records.list_records, kind="results").rows
    }
    assert news == {"Lipid panel": "New", "old": "", "late": ""}
    assert door.in_chart(alice.token, records.overview)[0].tag == "1 new"


def test_a_corrected_result_is_marked_as_changed(clock: Clock) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))
    clock.forward(days=1)
    alice = people.sign_in(alice)
    clock.forward(days=1)
    on_file(alice, lab("iron", "2", status="corrected"))
    alice = people.sign_in(alice)

    [row] = door.in_chart(alice.token, records.list_records, kind="results").rows

    assert row.news == "Changed"
    assert [(one.title, one.news) for one in _home(alice).rows] == [("iron", "Changed")]
    assert _home(alice).is_news


def test_when_nothing_is_new_the_latest_few_are_shown(clock: Clock) -> None:
    alice = people.alice()
    on_file(alice, *[shot(f"Shot {n}", when=f"2026-0{n}-01") for n in range(1, 8)])
    clock.forward(days=1)
    people.sign_in(alice)
    clock.forward(days=1)
    alice = people.sign_in(alice)

    home = _home(alice)

    assert not home.is_news
    assert home.since
    assert [row.title for row in home.rows] == ["Shot 7", "Shot 6", "Shot 5", "Shot 4", "Shot 3"]
    assert {row.news for row in home.rows} == {""}


def test_within_a_day_what_needs_a_look_comes_first() -> None:
    alice = people.alice()
    on_file(
        alice,
        visit("Yearly physical"),
        lab("smoking", category=[{"coding": [{"code": "social-history"}]}]),
        lab("fine", "1", high="5"),
        lab("high", "9", high="5"),
        lab("later", "1", when="2026-11-21"),
        *[shot(f"Shot {n}", when="2026-10-01") for n in range(9)],
    )

    assert [row.title for row in _home(alice).rows] == ["later", "high", "fine", "Yearly physical", "smoking"]


def test_vitals_of_one_day_are_one_row() -> None:
    alice = people.alice()
    on_file(
        alice,
        blood_pressure("128", "82"),
        vital("Weight", "160", "lb"),
        vital("Height", "65", "in"),
        condition("Asthma", when="2014"),
    )

    first, second = _home(alice).rows

    assert first.title == "Blood pressure 128/82 mmHg"
    assert (first.line, first.href) == ("Nov 20, 2026 · 2 more measurements", "/records/vitals")
    assert second.title == "Asthma"


def test_nothing_on_file_is_said_and_not_an_error() -> None:
    baby = people.alice()

    home = _home(baby)

    assert (home.rows, home.is_news) == ([], True)
    assert {row.line for row in door.in_chart(baby.token, records.overview)} == {"None on file"}


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        (8, "Good morning, Alice"),
        (11, "Good morning, Alice"),
        (12, "Good afternoon, Alice"),
        (19, "Good evening, Alice"),
    ],
)
def test_the_greeting_goes_by_the_clock_of_the_practice(
    hour: int, greeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = datetime.now(portal_clock.zone()).replace(hour=hour, minute=5)
    monkeypatch.setattr(portal_clock, "_offset", here - datetime.now(portal_clock.zone()))
    alice = people.alice()

    home = _home(alice)

    assert home.greeting == greeting
    assert home.today == f"{here:%A}, {here:%b} {here.day}, {here.year}"


def test_a_representative_is_greeted_by_their_own_name() -> None:
    alice = people.alice()
    dana = people.dana(alice, scopes="records:view")

    home = door.in_chart(dana.token, records.what_is_new, patient_id=alice.patient_id)

    assert home.greeting.endswith(", Dana")


def _home(person: people.Person) -> Home:
    return door.in_chart(person.token, records.what_is_new)
