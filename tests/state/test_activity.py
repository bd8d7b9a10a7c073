"""Tabs on who looked: filters and places live in the address, a folded row opens and closes."""

from typing import Any

import pytest

from portal.services import door, records
from portal.state.activity import ActivityState
from tests import people

pytestmark = pytest.mark.usefixtures("home")
PAGE = "/records/activity"


def test_she_reads_it_unfolds_a_row_and_folds_it_again(tabs: Any) -> None:
    alice = people.alice()
    for _ in range(5):
        door.in_chart(alice.token, records.overview)
    tab = tabs(alice, PAGE)

    [row] = tab.var(ActivityState, "rows")
    assert row["title"] == "You looked at this record 7 times"
    tab.send(ActivityState.unfold, newest=row["newest"])
    assert len(tab.var(ActivityState, "inner")) == row["count"] == 8
    tab.send(ActivityState.unfold, newest=row["newest"])
    assert tab.var(ActivityState, "inner") == []


def test_filters_are_kept_in_the_address_and_in_the_table(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, PAGE)
    form = {"who": "others", "what": "looked", "from": "2026-05-01", "to": ""}
    tab.send(ActivityState.narrow, form=form)
    asked = "who=others&what=looked&since=2026-05-01"
    assert tab.redirects == [f"{PAGE}?{asked}"]

    tab.go(f"{PAGE}?{asked}")
    assert (tab.var(ActivityState, "who"), tab.var(ActivityState, "since")) == ("others", "2026-05-01")
    assert tab.var(ActivityState, "table") == f"/api/activity.csv?{asked}&patient={alice.patient_id}"
    assert tab.var(ActivityState, "rows") == []
    tab.send(ActivityState.show_all)
    assert tab.redirects[-1] == PAGE


def test_days_that_cannot_be_stay_as_typed_with_the_error_beside_them(tabs: Any) -> None:
    tab = tabs(people.alice(), PAGE)
    order = {"until": "The last day is before the first. Change one of them."}
    tab.send(ActivityState.narrow, form={"from": "2026-05-02", "to": "2026-05-01"})
    assert (tab.var(ActivityState, "wrong"), tab.redirects) == (order, [])
    tab.send(ActivityState.narrow, form={"from": "0026-05-02", "to": ""})
    assert tab.var(ActivityState, "wrong") == {"since": "Choose a day, or leave this empty."}

    tab.go(f"{PAGE}?since=2026-05-02&until=2026-05-01")
    assert tab.var(ActivityState, "wrong") == order and tab.var(ActivityState, "rows")
    assert (tab.var(ActivityState, "since"), tab.var(ActivityState, "until")) == ("2026-05-02", "2026-05-01")
    assert "since" not in tab.var(ActivityState, "table")
    tab.go(f"{PAGE}?since=2020-05-01")
    assert tab.var(ActivityState, "wrong") == {}


@pytest.mark.parametrize(
    "query", ["before=-1", "after=99999999999", "before=x&who=y", "since=0000", "what=%00"]
)
def test_an_address_nobody_wrote_shows_something_sensible(tabs: Any, query: str) -> None:
    tab = tabs(people.alice(), f"{PAGE}?{query}")
    assert tab.var(ActivityState, "status") == "ready"


def test_a_row_that_is_not_there_cannot_be_unfolded(tabs: Any) -> None:
    tab = tabs(people.alice(), PAGE)
    for odd in (0, 1, -1, 10**30, "x", None):
        tab.send(ActivityState.unfold, newest=odd)
    assert tab.var(ActivityState, "inner") == []
