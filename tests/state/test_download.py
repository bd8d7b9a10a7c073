"""Alice chooses dates, kinds and a form on the page, and watches her download become ready."""

from threading import Thread
from uuid import UUID

import pytest
from sqlmodel import func, select

from portal.db import unit_of_work
from portal.models.account import AccountSession
from portal.models.audit import AuditEntry
from portal.services import door, sign_in
from portal.services.exporting import making
from portal.services.staff import holds
from portal.state.download import DownloadState
from tests import people
from tests.charts import condition, lab, listed, on_file


@pytest.fixture
def alice(home) -> people.Person:
    alice = people.alice()
    on_file(alice, lab("ldl", "118", when="2020-01-01"), lab("hdl", "50"), condition("asthma"))
    return alice


@pytest.fixture
def job():
    """The queue's thread, which a test starts when it likes and waits for."""

    def work():
        thread = Thread(target=making.make_due)
        thread.start()
        thread.join()

    return work


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


def test_between_two_dates_needs_one_of_them_and_says_so_beside_it(tabs, alice):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.choose_span, span="dates")
    tab.send(DownloadState.ask)
    assert tab.var(DownloadState, "wrong") == {"since": "Choose a first or a last day, or both."}
    assert tab.var(DownloadState, "exports") == []
    tab.send(DownloadState.choose_dates, which="until", day="2020-12-31")
    assert tab.var(DownloadState, "wrong") == {}
    tab.send(DownloadState.ask)
    assert len(tab.var(DownloadState, "exports")) == 1


def test_the_last_day_before_the_first_stays_as_typed_with_the_error_beside_it(tabs, alice):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.choose_span, span="dates")
    tab.send(DownloadState.choose_dates, which="since", day="2026-02-01")
    tab.send(DownloadState.choose_dates, which="until", day="2026-01-01")
    order = {"until": "The last day is before the first. Change one of them."}
    assert tab.var(DownloadState, "wrong") == order
    tab.send(DownloadState.ask)
    assert tab.var(DownloadState, "wrong") == order and tab.var(DownloadState, "exports") == []
    assert (tab.var(DownloadState, "since"), tab.var(DownloadState, "until")) == ("2026-02-01", "2026-01-01")
    tab.send(DownloadState.choose_dates, which="until", day="0026-03-01")
    tab.send(DownloadState.ask)
    assert tab.var(DownloadState, "wrong") == {"until": "Choose a day, or leave this empty."}
    tab.send(DownloadState.choose_span, span="all")
    assert (tab.var(DownloadState, "wrong"), tab.var(DownloadState, "total")) == ({}, 3)


def test_it_becomes_ready_on_the_open_page(tabs, alice, job):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.choose_form, form="fhir")
    tab.send(DownloadState.ask)
    (row,) = tab.var(DownloadState, "exports")
    assert row["status"] == "waiting"
    job()
    tab.settle()
    (row,) = tab.var(DownloadState, "exports")
    assert row["status"] == "ready" and row["href"].startswith("/api/exports/")
    tab.send(DownloadState.take_back, export_id=row["id"])
    assert tab.var(DownloadState, "exports") == []


def test_after_signing_out_the_page_follows_nothing(tabs, alice, job):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.ask)
    sign_in.sign_out(alice.token, source=people.HERE)
    tab.settle()
    assert tab.var(DownloadState, "exports") == []
    tab.forget()
    job()
    tab.settle()
    assert tab.received == ""


def test_a_file_taken_away_by_a_hold_says_so_on_the_open_page(tabs, alice, job):
    nia = people.nia()
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.ask)
    job()
    (ldl,) = [row for row in listed(alice, "results").rows if row.title == "ldl"]
    which = {"patient_id": alice.patient_id, "record_id": UUID(ldl.href.rpartition("/")[2])}
    door.in_practice(nia.token, holds.hold, kind="results", reason="I call her first.", **which)
    tab.settle()
    (row,) = tab.var(DownloadState, "exports")
    assert (row["status"], row["href"]) == ("withdrawn", "")
    assert "Make a new one." in tab.var(DownloadState, "said")


def test_another_page_and_another_person_hear_nothing_of_it(tabs, alice, job):
    tab, bob = tabs(alice, "/records/download"), tabs(people.bob(), "/records/download")
    tab.send(DownloadState.ask)
    tab.go("/records/results")
    for one in (tab, bob):
        one.forget()
    job()
    for one in (tab, bob):
        one.settle()
        assert one.received == ""


def test_following_is_no_activity_and_leaves_no_trail(tabs, alice, job, clock):
    tab = tabs(alice, "/records/download")
    tab.send(DownloadState.ask)
    with unit_of_work() as db:
        seen = db.exec(select(AccountSession.seen_at)).one()
        entries = db.exec(select(func.count()).select_from(AuditEntry)).one()
    clock.forward(minutes=14)
    job()
    tab.settle()
    (row,) = tab.var(DownloadState, "exports")
    with unit_of_work() as db:
        assert row["status"] == "ready" and db.exec(select(AccountSession.seen_at)).one() == seen
        made = db.exec(select(func.count()).select_from(AuditEntry)).one()
    assert made == entries + 1  # that it was made


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
