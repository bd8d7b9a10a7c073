"""Alice asks for a correction, follows it, takes it back or disagrees, tab by tab."""

from typing import Any

import pytest

from portal.state.corrections import AskState, CorrectionsState, CorrectionState
from portal.state.refusals import NoticeState
from tests import people
from tests.services.records.correcting import (
    WANTED,
    WRONG,
    accepted,
    asked,
    begun,
    denied,
    iron_on_file,
    read,
    sent,
    with_file,
)

pytestmark = pytest.mark.usefixtures("home")


def test_she_types_reloads_and_sends_with_one_receipt(tabs: Any) -> None:
    alice = people.alice()
    path = f"/records/corrections/new/results/{iron_on_file(alice)}"
    tab = tabs(alice, path)
    assert (tab.var(AskState, "status"), tab.var(AskState, "asking")["title"]) == ("ready", "iron")

    tab.send(AskState.keep, part="wrong", text=WRONG)
    tab.close()
    tab = tabs(alice, path)
    assert tab.var(AskState, "wrong") == WRONG

    tab.send(AskState.send, form={"wrong": WRONG, "wanted": ""})
    assert (tab.var(AskState, "status"), tab.var(AskState, "wrong")) == ("ready", WRONG)
    assert tab.var(AskState, "wanted_error")
    form = {"wrong": WRONG, "wanted": WANTED}
    tab.send(AskState.send, form=form)
    tab.send(AskState.send, form=form)

    assert tab.var(AskState, "status") == "sent"
    assert tab.var(AskState, "receipt")["number"] == read(alice, asked(alice)[0].href).told.receipt
    assert (len(asked(alice)), tab.var(AskState, "busy")) == (1, False)
    number = tab.var(AskState, "receipt")["number"]
    tab.reload()
    assert (tab.var(AskState, "status"), tab.var(AskState, "receipt")["number"]) == ("sent", number)
    tab.send(AskState.ask_again)
    assert (tab.var(AskState, "status"), tab.var(AskState, "wrong")) == ("ready", "")


def test_files_come_and_go_before_it_is_sent(tabs: Any) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    tab = tabs(alice, f"/records/corrections/new/results/{record_id}")
    with_file(alice, record_id, tab.var(AskState, "asking")["once"])

    tab.send(AskState.files_changed)
    [file] = tab.var(AskState, "asking")["files"]
    tab.send(AskState.drop_file, key="nonsense")
    tab.send(AskState.drop_file, key=file["key"])

    assert tab.var(AskState, "asking")["files"] == []
    assert tab.var(AskState, "removed") == "bottle.png was removed."


def test_what_was_begun_can_be_thrown_away(tabs: Any) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    tab = tabs(alice, f"/records/corrections/new/results/{record_id}")
    tab.send(AskState.keep, part="wrong", text=WRONG)

    tab.send(AskState.discard)

    assert tab.redirects == [f"/records/results/{record_id}"]
    assert begun(alice, record_id).wrong == ""


def test_she_follows_it_and_takes_it_back(tabs: Any) -> None:
    alice = people.alice()
    href = sent(alice, iron_on_file(alice)).href
    assert [row["tag"] for row in tabs(alice, "/records/corrections").var(CorrectionsState, "rows")] == [
        "Received"
    ]

    tab = tabs(alice, href)
    assert tab.var(CorrectionState, "one")["told"]["wrong"] == WRONG
    tab.send(CorrectionState.ask)
    assert tab.var(CorrectionState, "asking")
    tab.send(CorrectionState.withdraw)

    assert tab.var(CorrectionState, "one")["told"]["tag"] == "Withdrawn"
    assert "taken back" in tab.var(NoticeState, "words")


def test_a_statement_that_is_refused_stays_in_the_form(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    denied(nia, href)
    tab = tabs(alice, href)

    tab.send(CorrectionState.disagree, form={"statement": "x" * 4001})
    assert tab.var(CorrectionState, "statement") == "x" * 4001
    assert "4,001" in tab.var(CorrectionState, "statement_error")
    tab.send(CorrectionState.disagree, form={"statement": "I have the paper."})

    assert tab.var(CorrectionState, "one")["told"]["disagreement"] == "I have the paper."


def test_taking_back_what_was_decided_meanwhile_says_so(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    tab = tabs(alice, href)
    accepted(nia, href)

    tab.send(CorrectionState.withdraw)

    assert "decided meanwhile" in tab.var(NoticeState, "words")


def test_others_find_nothing_and_dana_may_not_ask(tabs: Any) -> None:
    alice, bob = people.alice(), people.bob()
    record_id = iron_on_file(alice)
    href = sent(alice, record_id).href
    ask = f"/records/corrections/new/results/{record_id}"

    assert tabs(bob, href).var(CorrectionState, "status") == "missing"
    assert tabs(bob, ask).var(AskState, "status") == "missing"
    assert tabs(people.nia(), ask).var(AskState, "status") == "refused"
    for path in ("/records/corrections/new/nonsense/7", "/records/corrections/new/results/7"):
        assert tabs(alice, path).var(AskState, "status") == "missing"
    assert tabs(alice, "/records/corrections/7").var(CorrectionState, "status") == "missing"
