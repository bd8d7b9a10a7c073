"""Alice chooses dates, kinds and a form on the page, and watches her download become ready."""

from threading import Thread

import pytest

from portal.services.exporting import making
from portal.state.download import DownloadState
from tests import people
from tests.charts import condition, lab, on_file


@pytest.fixture
def alice(home) -> people.Person:
    alice = people.alice()
    on_file(alice, lab("ldl", "118", when="2020-01-01"), lab("hdl", "50"), condition("asthma"))
    return alice


@pytest.fixture
def at_work():
    """The queue's thread, as the server has it."""
    made: list[Thread] = []

    def put(_export_id):
        thread = Thread(target=making.make_due)
        made.append(thread)
        thread.start()

    making.queue_with(put)
    yield
    making.queue_with(None)
    for thread in made:
        thread.join()


def test_the_count_follows_what_is_chosen(tabs, alice):
    tab = tabs(alice, "/records/download")
    assert (tab.var(DownloadState, "status"), tab.var(DownloadState, "total")) == ("ready", 3)
    tab.send(DownloadState.choose_span, span="year")
    assert tab.var(DownloadState, "total") == 2
    tab.send(DownloadState.choose_kind, key="conditions", on=False)
    assert tab.var(DownloadState, "total") == 1
    tab.send(DownloadState.choose_all, on=False)
    assert tab.var(DownloadState, "total") == 0
    tab.send(DownloadState.ask)
    assert "at least one" in tab.var(DownloadState, "error")
    assert tab.var(DownloadState, "exports") == []


def test_it_becomes_ready_on_the_open_page(tabs, alice, at_work):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.choose_form, form="fhir")
    tab.send(DownloadState.ask)
    (row,) = tab.var(DownloadState, "exports")
    assert row["status"] == "ready" and row["href"].startswith("/api/exports/")
    tab.send(DownloadState.take_back, export_id=row["id"])
    assert tab.var(DownloadState, "exports") == []


@pytest.mark.parametrize(
    ("handler", "sent"),
    [
        (DownloadState.choose_span, {"span": "<script>"}),
        (DownloadState.choose_dates, {"which": "x", "day": "99999-99-99"}),
        (DownloadState.choose_kind, {"key": "secrets", "on": True}),
        (DownloadState.choose_form, {"form": "exe"}),
        (DownloadState.take_back, {"export_id": "../x"}),
    ],
)
def test_odd_input_changes_nothing(tabs, alice, handler, sent):
    tab = tabs(alice, "/records/download")
    tab.send(handler, **sent)
    assert (tab.var(DownloadState, "status"), tab.var(DownloadState, "total")) == ("ready", 3)
