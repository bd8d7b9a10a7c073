"""Tabs on the record: links from elsewhere, the Back button, filters, and addresses that nobody wrote."""

from typing import Any
from uuid import UUID

import pytest

from portal.services import door, records
from portal.services.records import preferences
from portal.state.records import RecordDetailState, RecordListState
from portal.state.refusals import NoticeState
from tests import people
from tests.charts import lab, listed, medicine, on_file, opened, panel, shot

pytestmark = pytest.mark.usefixtures("home")


def test_a_link_from_elsewhere_opens_the_list_as_it_was(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, *[lab("weight", str(n), when=f"2020-01-{n:02}") for n in range(1, 29)], lab("now", "1"))
    on_file(alice, *[shot(f"Shot {n}") for n in range(3)])

    tab = tabs(alice, "/records/results?since=2020-01-10&until=2020-01-12&show=labs&page=1")

    assert tab.var(RecordListState, "status") == "ready"
    assert tab.var(RecordListState, "kind") == "results"
    assert _lines(tab) == ["Jan 12, 2020 · 12 mg/dL", "Jan 11, 2020 · 11 mg/dL", "Jan 10, 2020 · 10 mg/dL"]
    assert (tab.var(RecordListState, "since"), tab.var(RecordListState, "group")) == ("2020-01-10", "labs")

    tab.go("/records/immunizations")
    assert (tab.var(RecordListState, "kind"), tab.var(RecordListState, "total")) == ("immunizations", 3)
    assert tab.var(RecordListState, "since") == ""

    tab.go("/records/results?since=2020-01-10&until=2020-01-12&show=labs&page=1")
    assert tab.var(RecordListState, "total") == 3


def test_filters_and_pages_are_kept_in_the_address(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, *[lab("iron", str(n), id=f"iron-{n}", when=f"2020-0{1 + n % 9}-01") for n in range(120)])
    tab = tabs(alice, "/records/results")

    tab.send(RecordListState.older)
    assert tab.redirects[-1] == "/records/results?page=2"
    tab.go("/records/results?page=2")
    assert tab.var(RecordListState, "page") == 2
    tab.send(RecordListState.newer)
    assert tab.redirects[-1] == "/records/results"
    tab.send(RecordListState.narrow, form={"from": "2020-02-01", "to": "", "show": "labs"})
    assert tab.redirects[-1] == "/records/results?since=2020-02-01&show=labs"
    tab.send(RecordListState.show_all)
    assert tab.redirects[-1] == "/records/results"


def test_days_that_cannot_be_stay_as_typed_with_the_error_beside_them(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, *[lab("iron", str(n), id=f"iron-{n}", when=f"2020-0{n}-01") for n in range(1, 4)])
    tab = tabs(alice, "/records/results")
    order = {"until": "The last day is before the first. Change one of them."}
    tab.send(RecordListState.narrow, form={"from": "2020-02-02", "to": "2020-02-01"})
    assert (tab.var(RecordListState, "wrong"), tab.redirects) == (order, [])

    tab.go("/records/results?since=2020-02-02&until=2020-02-01")
    assert (tab.var(RecordListState, "wrong"), tab.var(RecordListState, "total")) == (order, 3)
    assert (tab.var(RecordListState, "since"), tab.var(RecordListState, "until")) == (
        "2020-02-02",
        "2020-02-01",
    )
    tab.go("/records/results?since=2020-02-01")
    assert (tab.var(RecordListState, "wrong"), tab.var(RecordListState, "total")) == ({}, 2)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-3",
        "page=99999999999999999999",
        "page=1e9",
        "page=½",
        "page=٣",
        "since=yesterday&until=9999-99-99",
        "since=0001-01-01&until=9999-12-31",
        "show=<script>",
        "show=active",
        "kind=visits&record_id=1",
        "since=2020-01-01&since=2021-01-01&%00=%ff",
    ],
)
def test_an_address_nobody_wrote_shows_the_plain_list(tabs: Any, query: str) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))

    tab = tabs(alice, f"/records/results?{query}")

    assert tab.var(RecordListState, "status") == "ready"
    assert tab.var(RecordListState, "page") == 1
    assert tab.var(RecordListState, "group") == ""
    assert not tab.var(NoticeState, "words")


@pytest.mark.parametrize(
    "form",
    [
        None,
        7,
        "text",
        [],
        {"from": 5, "to": ["x"], "show": {"a": 1}},
        {"from": "2020-13-45"},
        {"from": "2020-02-02", "to": "2020-02-01"},
        {"x": "y" * 9999},
    ],
)
def test_a_filter_that_no_page_of_ours_sends_changes_nothing(tabs: Any, form: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/records/results")

    tab.send(RecordListState.narrow, form=form)

    assert tab.redirects[-1:] in ([], ["/records/results"])


def test_a_detail_is_shown_for_its_own_address_only(tabs: Any) -> None:
    alice = people.alice()
    parts = [lab("ldl", "148", high="130"), lab("hdl", "52", low="40")]
    on_file(alice, *parts, panel("Lipid panel", *parts))
    whole = listed(alice, "results").rows[0].href
    ldl, hdl = (row.href for row in opened(alice, "results", whole).sections[0].rows)

    tab = tabs(alice, ldl)
    assert _detail(tab)["title"] == "ldl"
    assert tab.var(RecordDetailState, "shown_at") == ldl

    tab.forget()
    tab.go(hdl)
    assert _detail(tab)["title"] == "hdl"
    assert tab.var(RecordDetailState, "shown_at") == hdl
    assert '"loading"' in tab.received.split("hdl-2026")[0], "the one before is cleared first"

    tab.reload()
    assert _detail(tab)["title"] == "hdl"


def test_two_windows_on_two_records_do_not_mix(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "1"), lab("hdl", "2"))
    first, second = (tabs(alice, row.href) for row in listed(alice, "results").rows)

    first.send(RecordDetailState.load)

    assert (_detail(first)["title"], _detail(second)["title"]) == ("ldl", "hdl")


@pytest.mark.parametrize("record_id", [str(UUID(int=7)), "1", "..", "results", "%00", "' or 1=1", "0" * 500])
def test_an_unknown_id_is_a_page_that_says_so(tabs: Any, record_id: str) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"), medicine("Aspirin"))

    for home in ("/records/results", "/medications"):
        tab = tabs(alice, f"{home}/{record_id}")

        assert tab.var(RecordDetailState, "status") == "missing"
        assert not tab.var(NoticeState, "words")
        assert tab.redirects == []


def test_bobs_result_is_a_page_that_says_so_too(tabs: Any) -> None:
    alice, bob = people.alice(), people.bob()
    on_file(bob, lab("zinc", "66"))

    tab = tabs(alice, listed(bob, "results").rows[0].href)

    assert tab.var(RecordDetailState, "status") == "missing"
    assert "zinc" not in tab.received


def test_a_list_that_fails_says_so_and_can_be_tried_again(tabs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))
    with monkeypatch.context() as broken:
        broken.setattr(records.listing, "page_of", _break)
        tab = tabs(alice, "/records/results")
        assert tab.var(RecordListState, "status") == "error"
        assert "Nothing was lost" in tab.var(NoticeState, "words")
        assert "private" not in tab.received

    tab.send(RecordListState.retry)

    assert tab.var(RecordListState, "status") == "ready"
    assert len(tab.var(RecordListState, "rows")) == 1


def test_a_detail_that_fails_says_so_and_can_be_tried_again(
    tabs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))
    href = listed(alice, "results").rows[0].href
    with monkeypatch.context() as broken:
        broken.setitem(records.MAKERS, "results", _break)
        tab = tabs(alice, href)
        assert tab.var(RecordDetailState, "status") == "error"

    tab.send(RecordDetailState.retry)

    assert _detail(tab)["title"] == "iron"


def test_a_handler_called_from_a_page_that_is_no_list_does_nothing(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/home")

    tab.send(RecordListState.load)
    tab.send(RecordDetailState.load)

    assert tab.var(RecordListState, "rows") in (None, [])
    assert tab.var(RecordDetailState, "status") == "missing"


def _break(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError("private words")


def _lines(tab: Any) -> list[str]:
    return [row["line"] for row in tab.var(RecordListState, "rows")]


def _detail(tab: Any) -> dict[str, Any]:
    found: dict[str, Any] = tab.var(RecordDetailState, "detail")
    return found


def test_a_result_that_comes_while_she_looks_is_there_without_a_reload(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "118"))
    lists, home, over = (tabs(alice, path) for path in ("/records/results", "/home", "/records"))
    (row,) = listed(alice, "results").rows
    one = tabs(alice, row.href)
    on_file(alice, lab("hdl", "50"))
    for tab in (lists, home, over, one):
        tab.forget()
        tab.settle()
    assert lists.var(RecordListState, "total") == 2
    assert "hdl" in home.received and "2 on file" in over.received
    assert one.var(RecordDetailState, "detail")["title"] == "ldl"


def test_a_result_opened_on_purpose_stays_open_when_another_comes(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("ldl", "118.25"))
    door.in_chart(alice.token, preferences.choose_wishes, show="ask", tell=True)
    (row,) = listed(alice, "results").rows
    tab = tabs(alice, row.href)
    assert "118.25" not in tab.received
    tab.send(RecordDetailState.show_it)
    assert "118.25" in str(tab.var(RecordDetailState, "detail"))
    tab.forget()
    on_file(alice, lab("ldl", "121"), lab("hdl", "50"))
    tab.settle()
    assert "121" in tab.received, "it hears that the result was put right, and still shows it"
    assert "121" in str(tab.var(RecordDetailState, "detail"))
    assert tab.var(RecordDetailState, "detail")["asks"] is False
