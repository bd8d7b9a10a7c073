"""Tabs that search: what is typed stays out of every address, comes back with Back, goes with its owner."""

from typing import Any

import pytest

from portal.state.search import SearchState
from tests import people
from tests.charts import condition, lab, on_file

pytestmark = pytest.mark.usefixtures("home")
PAGE = "/records/search"


def test_she_types_and_reads_what_is_found(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "148"), lab("iron", "90"), condition("asthma"))
    tab = tabs(alice, PAGE)
    assert (tab.var(SearchState, "status"), tab.var(SearchState, "searched")) == ("ready", 3)

    tab.send(SearchState.search, text=" ldl ")
    assert [hit["title"] for hit in tab.var(SearchState, "hits")] == ["ldl"]
    assert tab.var(SearchState, "said") == "1 found"
    tab.send(SearchState.search, text="zebra")
    assert (tab.var(SearchState, "hits"), tab.var(SearchState, "said")) == ([], "Nothing found")
    tab.send(SearchState.search, text="")
    assert (tab.var(SearchState, "said"), tab.var(SearchState, "text")) == ("", "")


def test_typed_on_another_page_it_goes_along_without_the_address(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "148"))
    tab = tabs(alice, "/records")

    tab.send(SearchState.begin, form={"search": "ldl"})
    assert tab.redirects == [PAGE]
    tab.go(PAGE)
    assert [hit["title"] for hit in tab.var(SearchState, "hits")] == ["ldl"]


def test_back_from_a_result_the_search_is_still_there(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "148"))
    tab = tabs(alice, PAGE)
    tab.send(SearchState.search, text="ldl")
    tab.go(tab.var(SearchState, "hits")[0]["href"])
    on_file(alice, lab("ldl", "120", id="newer"))
    tab.go(PAGE)
    assert tab.var(SearchState, "text") == "ldl"
    assert tab.var(SearchState, "total") == 2


def test_one_kind_is_shown_alone_until_something_else_is_typed(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("asthma test", "1", id="a"), condition("asthma"))
    tab = tabs(alice, PAGE)
    tab.send(SearchState.search, text="asthma")
    tab.send(SearchState.narrow, kind="conditions")
    assert [hit["kind"] for hit in tab.var(SearchState, "hits")] == ["Conditions"]
    assert len(tab.var(SearchState, "kinds")) == 2
    tab.send(SearchState.narrow, kind="no such kind")
    assert tab.var(SearchState, "total") == 2


def test_another_person_on_the_same_browser_finds_it_gone(tabs: Any) -> None:
    alice, bob = people.alice(), people.bob()
    on_file(alice, lab("zyqlab", "148"))
    tab = tabs(alice, PAGE)
    tab.send(SearchState.search, text="zyqlab")
    assert "zyqlab" in tab.received
    tab.forget()
    tab.reload(token=bob.token)
    assert tab.var(SearchState, "text") == ""
    assert "zyqlab" not in tab.received


@pytest.mark.parametrize("odd", [None, 7, ["x"], {"a": 1}, "x" * 9999])
def test_what_nobody_types_does_no_harm(tabs: Any, odd: Any) -> None:
    tab = tabs(people.alice(), PAGE)
    tab.send(SearchState.search, text=odd)
    assert tab.var(SearchState, "status") == "ready"
    tab.send(SearchState.begin, form=odd)
    assert tab.var(SearchState, "text") == ""
