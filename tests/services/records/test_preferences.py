"""Alice wants to be asked before a result opens; Dana, who reads for her, has wishes of her own."""

import pytest

from portal.errors import Invalid, NotPermitted
from portal.services import door, records
from portal.services.records import preferences
from tests import people
from tests.charts import lab, listed, on_file, opened, shown, visit, within

pytestmark = pytest.mark.usefixtures("home")


def choose(who, *, show="ask", tell=True):
    return door.in_chart(who.token, preferences.choose_wishes, show=show, tell=tell)


@pytest.fixture
def alice() -> people.Person:
    alice = people.alice()
    seen = visit("Check-up")
    on_file(
        alice,
        seen,
        lab("ldl", "118", high="130", when="2025-11-20T09:00:00-05:00"),
        lab("ldl", "190", high="130", **within(seen)),
    )
    return alice


def test_at_first_everything_shows_at_once(alice):
    assert door.in_chart(alice.token, preferences.show_wishes) == preferences.ResultWishes()
    assert "190 mg/dL" in listed(alice, "results").rows[0].line


def test_asked_first_no_list_and_no_visit_and_no_home_tells_a_value(alice):
    choose(alice)
    everything = [
        *listed(alice, "results").rows,
        *[row for part in shown(alice, "visits", "Check-up").sections for row in part.rows],
        *door.in_chart(alice.token, records.what_is_new).rows,
    ]
    results = [row for row in everything if row.title == "ldl"]
    assert len(results) >= 3
    assert all("190" not in row.line and not row.tag for row in results)


def test_opening_asks_and_then_shows(alice):
    choose(alice)
    href = listed(alice, "results").rows[0].href
    asked = opened(alice, "results", href)
    assert (asked.asks, asked.figure.value, asked.facts, asked.trends) == (True, "", [], [])
    record_id = asked and href.rpartition("/")[2]
    told = door.in_chart(
        alice.token, records.show_record, kind="results", record_id=people.UUID(record_id), opened=True
    )
    assert (told.asks, told.figure.value) == (False, "190")


def test_an_older_ones_trend_does_not_tell_of_the_newer(alice):
    choose(alice)
    older = listed(alice, "results").rows[1].href
    told = door.in_chart(
        alice.token,
        records.show_record,
        kind="results",
        record_id=people.UUID(older.rpartition("/")[2]),
        opened=True,
    )
    assert told.figure.value == "118" and told.trends == []


def test_wishes_are_each_persons_own(alice):
    dana = people.dana(alice, scopes="records:act")
    people_see = people.sign_in(dana)
    choose(alice)
    assert (
        door.in_chart(people_see.token, preferences.show_wishes, patient_id=alice.patient_id).show
        == "at-once"
    )


def test_who_may_only_look_chooses_for_herself(alice):
    dana = people.dana(alice, scopes="records:view")
    wish = {"show": "ask", "tell": False, "patient_id": alice.patient_id}
    door.in_chart(dana.token, preferences.choose_wishes, **wish)
    hers = door.in_chart(dana.token, preferences.show_wishes, patient_id=alice.patient_id)
    assert (hers.show, hers.tell) == ("ask", False)
    assert door.in_chart(alice.token, preferences.show_wishes).show == "at-once"
    row = door.in_chart(dana.token, records.list_records, kind="results", patient_id=alice.patient_id).rows[0]
    assert "118" not in row.line
    beyond = people.dana(alice, scopes="medications:view")
    with pytest.raises(NotPermitted):
        door.in_chart(beyond.token, preferences.choose_wishes, **wish)


def test_back_to_at_once(alice):
    choose(alice)
    choose(alice, show="at-once")
    assert not opened(alice, "results", listed(alice, "results").rows[0].href).asks


@pytest.mark.parametrize("show", ["", "never", "ASK"])
def test_another_way_to_show_is_refused(alice, show):
    with pytest.raises(Invalid):
        choose(alice, show=show)


def test_bob_chooses_nothing_for_alice(alice):
    bob = people.bob()
    with pytest.raises(NotPermitted):
        door.in_chart(
            bob.token, preferences.choose_wishes, show="ask", tell=False, patient_id=alice.patient_id
        )
